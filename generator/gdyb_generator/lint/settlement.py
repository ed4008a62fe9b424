"""Rules about the steps of a settlement."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias

from gdyb_generator.lint.rule import Rule
from gdyb_generator.spec import format as form
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.load import Spec, SpecFile
from gdyb_generator.spec.read import Steps

_Step: TypeAlias = tuple[Steps, str, str]

_FILE = "settlement.yaml"


def steps(spec: Spec) -> Iterator[Finding]:
    """A step that is no interface of this spec, that reads where it should act, or that is listed twice."""
    record = spec.single(_FILE)
    if not isinstance(record, form.SettlementFile):
        return
    single, uses, taken_back, commands, asked = _steps(record)
    effects = {interface.infno: interface.effect for _, interface in spec.interfaces()}
    broken = spec.broken("interfaces")
    for path, infno, effect in (*single, *uses, *taken_back, *commands, *asked):
        if infno not in broken and effects.get(infno) != effect:
            message = f"没有接口 {infno}" if infno not in effects else f"接口 {infno} 的 effect 不是 {effect}"
            yield spec.files[_FILE].finding(path, "SETTLEMENT_STEP", message)
    yield from _twice(spec.files[_FILE], uses)
    yield from _twice(spec.files[_FILE], taken_back)
    yield from _twice(spec.files[_FILE], commands)


def code_fields(spec: Spec) -> Iterator[Finding]:
    """A use whose field for the code is in no one-row node of that interface's input."""
    record = spec.single(_FILE)
    if not isinstance(record, form.SettlementFile):
        return
    inputs = {interface.infno: interface.input for _, interface in spec.interfaces()}
    for i, use in enumerate(record.voucher.uses):
        nodes = [node for node in inputs.get(use.infno, []) if node.rows == "one"]
        known = {f"{node.node}.{row.name}" for node in nodes for row in node.fields}
        if use.infno in inputs and use.field not in known:
            message = f"{use.infno} 输入的单行节点中没有字段 {use.field}"
            path = ("voucher", "uses", i, "field")
            yield spec.files[_FILE].finding(path, "SETTLEMENT_FIELD", message, "写成 节点.字段")


def answer_fields(spec: Spec) -> Iterator[Finding]:
    """A field that answers are checked by and that no answer has."""
    record = spec.single(_FILE)
    if not isinstance(record, form.SettlementFile) or record.answers is None or spec.broken("interfaces"):
        return
    known = {row.name for _, interface in spec.interfaces() for node in interface.output for row in node.fields}
    for path, name in _answer_fields(record.answers):
        if name not in known:
            yield spec.files[_FILE].finding(
                ("answers", *path), "SETTLEMENT_ANSWER", f"没有答复有字段 {name}", "核对字段名"
            )


def lookups(spec: Spec) -> Iterator[Finding]:
    """A lookup of what is no command, by what is no query, or with fields that these do not have."""
    record = spec.single(_FILE)
    if not isinstance(record, form.SettlementFile) or spec.broken("interfaces"):
        return
    interfaces = {interface.infno: interface for _, interface in spec.interfaces()}
    for i, lookup in enumerate(record.lookups):
        for path, message in _wrong_lookup(lookup, interfaces):
            yield spec.files[_FILE].finding(("lookups", i, *path), "SETTLEMENT_LOOKUP", message)


def _wrong_lookup(lookup: form.Lookup, interfaces: Mapping[str, form.InterfaceFile]) -> Iterator[tuple[Steps, str]]:
    sent: set[str] | None = None
    for j, infno in enumerate(lookup.infnos):
        if infno not in interfaces or interfaces[infno].effect != "command":
            yield ("infnos", j), f"{infno} 不是办理的接口"
            continue
        names = {row.name for node in interfaces[infno].input for row in node.fields}
        sent = names if sent is None else sent & names
    sent = sent or set()
    yield from _wrong_query(lookup, interfaces, sent, ())
    if lookup.first is not None:
        yield from _wrong_query(lookup.first, interfaces, sent, ("first",))
    answered = _fields_of(interfaces, lookup.query, lookup.node)
    for j, one in enumerate(lookup.identifies):
        yield from _wrong_value(one, sent, ("identifies", j))
        if one.field not in answered:
            yield ("identifies", j, "field"), f"{lookup.query} 的答复没有字段 {one.field}"
    for j, name in enumerate(lookup.agrees):
        if name not in answered & sent:
            yield ("agrees", j), f"{name} 应同时是交易输入与查询答复的字段"


def _wrong_query(
    query: form.Lookup | form.FirstLookup,
    interfaces: Mapping[str, form.InterfaceFile],
    sent: Collection[str],
    at: Steps,
) -> Iterator[tuple[Steps, str]]:
    asked = interfaces.get(query.query)
    if asked is None or asked.effect != "query":
        yield (*at, "query"), f"{query.query} 不是查询的接口"
        return
    answered = _fields_of(interfaces, query.query, query.node)
    if not answered or (isinstance(query, form.FirstLookup) and query.takes not in answered):
        yield (*at, "node"), f"{query.query} 的答复没有这个节点，或节点没有要取的字段"
    given = {one.field for one in query.fills}
    for node in asked.input:
        for row in node.fields:
            name = f"{node.node}.{row.name}"
            needed = (row.effective and row.effective.required) or row.required
            if needed == "Y" and name not in given:
                yield (*at, "fills"), f"{query.query} 必填的 {name} 没有取值"
            given.discard(name)
    for name in sorted(given):
        yield (*at, "fills"), f"{query.query} 的输入没有字段 {name}"
    for j, one in enumerate(query.fills):
        yield from _wrong_value(one, sent, (*at, "fills", j))


def _wrong_value(one: form.LookupValue, sent: Collection[str], at: Steps) -> Iterator[tuple[Steps, str]]:
    if sum(given is not None for given in (one.input, one.given, one.value)) != 1:
        yield at, "input、given、value 应恰好写一个"
    if one.input is not None and one.input not in sent:
        yield (*at, "input"), f"交易的输入没有字段 {one.input}"


def _fields_of(interfaces: Mapping[str, form.InterfaceFile], infno: str, node: str) -> set[str]:
    found = interfaces.get(infno)
    nodes = found.output if found else []
    return {row.name for one in nodes if (one.node or "") == node for row in one.fields}


def _answer_fields(answers: form.Answers) -> Iterator[tuple[Steps, str]]:
    for i, name in enumerate(answers.echoes):
        yield ("echoes", i), name
    for i, brought in enumerate(answers.brings):
        yield ("brings", i, "field"), brought.field
    for i, one in enumerate(answers.sums):
        yield ("sums", i, "total"), one.total
        for key in ("addends", "maybe"):
            yield from ((("sums", i, key, j), name) for j, name in enumerate(getattr(one, key)))


def _steps(record: form.SettlementFile) -> tuple[list[_Step], ...]:
    """Place, number and needed effect of what stands alone, and of each list."""
    single: list[_Step] = [(("voucher", "identification"), record.voucher.identification, "query")]
    uses: list[_Step] = [
        (("voucher", "uses", i, "infno"), use.infno, "command") for i, use in enumerate(record.voucher.uses)
    ]
    taken_back: list[_Step] = []
    if record.reversal is not None:
        single.append((("reversal", "infno"), record.reversal.infno, "command"))
        places = enumerate(record.reversal.reversible)
        taken_back = [(("reversal", "reversible", i, "infno"), one.infno, "command") for i, one in places]
    commands: list[_Step] = [
        (("commands", i, "infno"), command.infno, "command") for i, command in enumerate(record.commands)
    ]
    asked: list[_Step] = [
        (("commands", i, "ask", j), infno, "query")
        for i, command in enumerate(record.commands)
        for j, infno in enumerate(command.ask)
    ]
    return single, uses, taken_back, commands, asked


def _twice(file: SpecFile, listed: list[_Step]) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, infno, _ in listed:
        if infno in seen:
            yield file.finding(path, "SETTLEMENT_STEP", f"接口 {infno} 重复")
        seen.add(infno)


RULES = (
    Rule(id="SETTLEMENT_STEP", purpose="Each step of a settlement is an interface that can do it.", check=steps),
    Rule(id="SETTLEMENT_ANSWER", purpose="Answers are checked by fields that they have.", check=answer_fields),
    Rule(
        id="SETTLEMENT_LOOKUP", purpose="What became of a command is looked up with fields that exist.", check=lookups
    ),
    Rule(id="SETTLEMENT_FIELD", purpose="The code of a voucher has a field to go to.", check=code_fields),
)
