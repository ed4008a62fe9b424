"""Rules about the decision table of identification.yaml: which value goes into which field in which case."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator

from gdyb_generator.lint.rule import Rule
from gdyb_generator.spec import format as form
from gdyb_generator.spec.datatypes import TEXT, find
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.load import Spec, SpecFile
from gdyb_generator.spec.walk import effective

_FILE = "identification.yaml"
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_AREA_PREFIX = re.compile(r"[0-9]{2}([0-9]{2}){0,2}")
# What the records of readers hold; a test compares them with the runtime's protocols.
RECORDS: dict[form.PersonRecord, frozenset[str]] = {
    "HasIdNumber": frozenset({"id_number"}),
    "IssuedSocialCard": frozenset({"area_code", "id_number", "card_number", "card_sn"}),
    "QrRecord": frozenset({"code"}),
    "SocialCardRecord": frozenset({"id_number", "card_number", "card_sn"}),
}


def fields_exist(spec: Spec) -> Iterator[Finding]:
    """An interface, node or field that does not exist, is repeated, or is required and never set."""
    for file, table in _table(spec):
        node = _node(spec, table)
        if node is None:
            if table.infno not in spec.broken("interfaces"):
                message = f"接口 {table.infno} 的输入里没有单行节点 {table.node}"
                yield file.finding(("node",), "IDENTIFICATION_FIELD", message)
            continue
        known = {row.name: row for row in node.fields}
        for i, name in enumerate(table.optional):
            if name not in known:
                yield file.finding(("optional", i), "IDENTIFICATION_FIELD", f"{table.node} 里没有字段 {name}")
            elif name in table.optional[:i]:
                yield file.finding(("optional", i), "IDENTIFICATION_FIELD", f"字段 {name} 重复")
        for i, case in enumerate(table.cases):
            yield from _case_fields(file, table, i, case, known)


def _is_text(row: form.FieldRow) -> bool:
    kind = effective(row, "type")
    known = find(kind) if kind else None
    return known is not None and known.is_text


def _case_fields(
    file: SpecFile,
    table: form.IdentificationFile,
    index: int,
    case: form.IdentificationCase,
    known: dict[str, form.FieldRow],
) -> Iterator[Finding]:
    seen: set[str] = set(table.optional)
    for j, sent in enumerate(case.sends):
        path = ("cases", index, "sends", j, "field")
        if sent.field not in known:
            yield file.finding(path, "IDENTIFICATION_FIELD", f"{table.node} 里没有字段 {sent.field}")
        elif sent.field in seen:
            yield file.finding(path, "IDENTIFICATION_FIELD", f"字段 {sent.field} 已经另有来处")
        elif sent.argument and not _is_text(known[sent.field]):
            yield file.finding(path, "IDENTIFICATION_FIELD", f"字段 {sent.field} 不是{TEXT.printed}，不能放号码")
        seen.add(sent.field)
    sends = {sent.field for sent in case.sends}
    for name, row in known.items():
        if effective(row, "required") == "Y" and name not in sends:
            message = f"{case.id} 没有给必填字段 {name} {row.label}"
            yield file.finding(("cases", index, "sends"), "IDENTIFICATION_FIELD", message)


def values_exist(spec: Spec) -> Iterator[Finding]:
    """A fixed value that the dictionary of its field does not have, also of an open one, or none or two sources."""
    codes = {d.dictionary: {v.code for v in d.values} for _, d in spec.dictionaries()}
    for file, table in _table(spec):
        node = _node(spec, table)
        known = {row.name: row.dictionary for row in node.fields} if node else {}
        for i, case in enumerate(table.cases):
            for j, sent in enumerate(case.sends):
                path = ("cases", i, "sends", j)
                allowed = codes.get(known.get(sent.field) or "")
                if bool(sent.value) == bool(sent.argument):
                    message = f"{sent.field}：value 与 argument 要写且只写一个"
                    yield file.finding(path, "IDENTIFICATION_VALUE", message)
                elif sent.value and allowed is not None and sent.value not in allowed:
                    message = f"{sent.field} 的字典里没有 {sent.value}"
                    hint = f"可用：{'、'.join(sorted(allowed))}"
                    yield file.finding((*path, "value"), "IDENTIFICATION_VALUE", message, hint)


def arguments_used(spec: Spec) -> Iterator[Finding]:
    """An argument that is unused, undeclared, or not an attribute of the reader's record."""
    for file, table in _table(spec):
        for i, case in enumerate(table.cases):
            names = [argument.name for argument in case.arguments]
            used = {sent.argument for sent in case.sends}
            attributes = RECORDS.get(case.record) if case.record else None
            if not names:
                message = f"{case.id} 没有参数，查的不是某个人"
                yield file.finding(("cases", i, "arguments"), "IDENTIFICATION_ARGUMENT", message)
            for j, name in enumerate(names):
                path = ("cases", i, "arguments", j, "name")
                if name not in used:
                    yield file.finding(path, "IDENTIFICATION_ARGUMENT", f"{case.id} 的参数 {name} 没有放进任何字段")
                if attributes is not None and name not in attributes:
                    message = f"{case.record} 里没有 {name}"
                    yield file.finding(
                        path, "IDENTIFICATION_ARGUMENT", message, f"可用：{'、'.join(sorted(attributes))}"
                    )
            for j, sent in enumerate(case.sends):
                if sent.argument and sent.argument not in names:
                    path = ("cases", i, "sends", j, "argument")
                    yield file.finding(path, "IDENTIFICATION_ARGUMENT", f"{case.id} 没有参数 {sent.argument}")


def names_usable(spec: Spec) -> Iterator[Finding]:
    """A case or argument whose name can't be a method or parameter, or is taken."""
    for file, table in _table(spec):
        cases: set[str] = set()
        for i, case in enumerate(table.cases):
            if message := _name_trouble(case.id, cases):
                yield file.finding(("cases", i, "id"), "IDENTIFICATION_NAME", message)
            cases.add(case.id)
            arguments = {"record", *table.optional}
            for j, argument in enumerate(case.arguments):
                if message := _name_trouble(argument.name, arguments):
                    yield file.finding(("cases", i, "arguments", j, "name"), "IDENTIFICATION_NAME", message)
                arguments.add(argument.name)
        for i, choice in enumerate(table.choices):
            if message := _name_trouble(choice.id, cases):
                yield file.finding(("choices", i, "id"), "IDENTIFICATION_NAME", message)
            cases.add(choice.id)


def choices_hold(spec: Spec) -> Iterator[Finding]:
    """A choice between cases that do not exist or are the same, by what its record does not hold, or without evidence."""
    for file, table in _table(spec):
        cases = {case.id: case for case in table.cases}
        for i, choice in enumerate(table.choices):
            for key, message in _choice_troubles(choice, cases):
                yield file.finding(("choices", i, key), "IDENTIFICATION_CHOICE", message)


def _choice_troubles(
    choice: form.IdentificationChoice, cases: dict[str, form.IdentificationCase]
) -> Iterator[tuple[str, str]]:
    """Key and message of everything that is wrong with a choice."""
    attributes = RECORDS[choice.record]
    if choice.by not in attributes:
        yield "by", f"{choice.record} 里没有 {choice.by}"
    if not _AREA_PREFIX.fullmatch(choice.prefix):
        yield "prefix", f"{choice.prefix} 不是行政区划代码的开头，应为 2、4 或 6 位数字"
    if not choice.evidence.strip():
        yield "evidence", f"没有写明 {choice.prefix} 以什么为依据"
    if choice.inside == choice.outside:
        yield "outside", f"两边都是 {choice.inside}，没有可选的"
    for key, name in (("inside", choice.inside), ("outside", choice.outside)):
        if name not in cases:
            yield key, f"没有 {name} 这种方式"
        elif missing := [a.name for a in cases[name].arguments if a.name not in attributes]:
            yield key, f"{choice.record} 里没有 {name} 要的 {'、'.join(missing)}"


def _name_trouble(name: str, taken: set[str]) -> str:
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        return f"{name} 不能成为 Python 名，写成小写下划线的名"
    return f"{name} 已被使用" if name in taken else ""


def _table(spec: Spec) -> Iterator[tuple[SpecFile, form.IdentificationFile]]:
    record = spec.single(_FILE)
    if isinstance(record, form.IdentificationFile):
        yield spec.files[_FILE], record


def _node(spec: Spec, table: form.IdentificationFile) -> form.Node | None:
    nodes = (n for _, i in spec.interfaces() if i.infno == table.infno for n in i.input if n.rows == "one")
    return next((node for node in nodes if node.node == table.node), None)


RULES = (
    Rule(id="IDENTIFICATION_FIELD", purpose="Every case fills fields that exist, each once.", check=fields_exist),
    Rule(id="IDENTIFICATION_VALUE", purpose="A fixed value stands in its dictionary.", check=values_exist),
    Rule(id="IDENTIFICATION_ARGUMENT", purpose="Everything a caller gives is declared and sent.", check=arguments_used),
    Rule(
        id="IDENTIFICATION_CHOICE", purpose="A choice picks one of two cases that its record fits.", check=choices_hold
    ),
    Rule(id="IDENTIFICATION_NAME", purpose="Cases and arguments give distinct Python names.", check=names_usable),
)
