"""Rules about what is said over several fields: counts, conditions, variants, paging."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gdyb_generator.lint.rule import Rule
from gdyb_generator.spec import format as form
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.load import Spec
from gdyb_generator.spec.walk import tables, text_length


def rule_fields(spec: Spec) -> Iterator[Finding]:
    """A count, variant or condition that names a field or node that does not exist."""
    for file, interface in spec.interfaces():
        known = _fields_of(interface.input, rows="one")
        many = {n.node for n in interface.input if n.rows == "many"}
        for i, rule in enumerate(interface.rules):
            if rule.field not in known:
                message = f"输入的单行节点中没有字段 {rule.field}"
                yield file.finding(("rules", i, "field"), "RULE_FIELD_UNKNOWN", message, "写成 节点.字段")
            if rule.rows not in many:
                message = f"输入中没有多行节点 {rule.rows}"
                yield file.finding(("rules", i, "rows"), "RULE_FIELD_UNKNOWN", message, _available(many))
        for i, variant in enumerate(interface.variants):
            if variant.field not in known:
                message = f"输入的单行节点中没有字段 {variant.field}"
                yield file.finding(("variants", i, "field"), "RULE_FIELD_UNKNOWN", message, "写成 节点.字段")
    for table in tables(spec):
        names = {row.name for row in table.fields}
        for i, row in enumerate(table.fields):
            if row.required_when is not None and row.required_when.field not in names:
                path = ("fields", i, "required_when", "field")
                message = f"同一张表里没有字段 {row.required_when.field}"
                yield table.finding(path, "RULE_FIELD_UNKNOWN", message, _available(names))


def rule_values(spec: Spec) -> Iterator[Finding]:
    """A condition or variant on a value that the field can't have, or on none."""
    codes = {d.dictionary: {v.code for v in d.values} for _, d in spec.dictionaries() if not d.open}
    for table in tables(spec):
        allowed = {row.name: codes.get(row.dictionary or "") for row in table.fields}
        for i, row in enumerate(table.fields):
            if row.required_when is None:
                continue
            path = ("fields", i, "required_when", "values")
            if not row.required_when.values:
                yield table.finding(path, "RULE_VALUE_UNKNOWN", f"{row.name}：条件没有值", '写 values: ["01"]')
            known = allowed.get(row.required_when.field)
            for j, value in enumerate(row.required_when.values):
                if known is not None and value not in known:
                    message = f"{row.required_when.field} 的字典里没有 {value}"
                    yield table.finding((*path, j), "RULE_VALUE_UNKNOWN", message, _available(known))
    for file, interface in spec.interfaces():
        rows = {f"{n.node}.{row.name}": row for n in interface.input for row in n.fields}
        for i, variant in enumerate(interface.variants):
            known = codes.get(rows[variant.field].dictionary or "") if variant.field in rows else None
            if known is not None and variant.value not in known:
                message = f"{variant.field} 的字典里没有 {variant.value}"
                yield file.finding(("variants", i, "value"), "RULE_VALUE_UNKNOWN", message, _available(known))


def paging_fields(spec: Spec) -> Iterator[Finding]:
    """Paging that names a field or node that does not exist."""
    for file, interface in spec.interfaces():
        if interface.paging is None:
            continue
        paging = interface.paging
        if paging.field not in _fields_of(interface.input, rows="one"):
            message = f"输入的单行节点中没有字段 {paging.field}"
            yield file.finding(("paging", "field"), "PAGING_FIELD_UNKNOWN", message, "写成 节点.字段")
        many = {n.node: n for n in interface.output if n.rows == "many"}
        if paging.rows not in many:
            message = f"输出中没有多行节点 {paging.rows}"
            yield file.finding(("paging", "rows"), "PAGING_FIELD_UNKNOWN", message, _available(many))
        elif paging.key not in (names := {row.name for row in many[paging.rows].fields}):
            message = f"{paging.rows} 中没有字段 {paging.key}"
            yield file.finding(("paging", "key"), "PAGING_FIELD_UNKNOWN", message, _available(names))


def too_short(spec: Spec) -> Iterator[Finding]:
    """A field that pages or counts and has no room for the first row of a second page, or for a full call."""
    for table in tables(spec):
        record = table.file.record
        if not isinstance(record, form.InterfaceFile) or table.node is None or table.direction != "request":
            continue
        limits = {node.node: node.limit for node in record.input}
        needs = {rule.field: limits.get(rule.rows) or 0 for rule in record.rules}
        if record.paging is not None:
            needs[record.paging.field] = record.paging.first + record.paging.size
        for i, row in enumerate(table.fields):
            need, room = needs.get(f"{table.node.node}.{row.name}", 0), text_length(row)
            if room is not None and len(str(need)) > room:
                message = f"{row.name} {row.label}：长度 {room} 装不下 {need}"
                hint = "分页要能写第二页的起始行，行数要能写一次调用的上限"
                yield table.finding(("fields", i, "length"), "FIELD_TOO_SHORT", message, hint)


def _fields_of(nodes: list[form.Node], *, rows: str) -> set[str]:
    return {f"{node.node}.{row.name}" for node in nodes if node.rows == rows for row in node.fields}


def _available(names: Iterable[str]) -> str:
    return f"可用：{'、'.join(sorted(names))}"


RULES = (
    Rule(id="RULE_FIELD_UNKNOWN", purpose="Rules over fields name fields that exist.", check=rule_fields),
    Rule(id="RULE_VALUE_UNKNOWN", purpose="Conditions name values that can occur.", check=rule_values),
    Rule(id="FIELD_TOO_SHORT", purpose="What pages or counts has room for its numbers.", check=too_short),
    Rule(id="PAGING_FIELD_UNKNOWN", purpose="Paging names fields that exist.", check=paging_fields),
)
