"""References to a field, which follow when a city calls the field otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gdyb_generator.spec import format as form
from gdyb_generator.spec.read import Plain, Steps
from gdyb_generator.spec.walk import TableAt

Reference = tuple[str, Steps, str]
"""File, path and the replacement text."""

_OWN = (("paging", "field"), ("paging", "key"), ("rules", "field"), ("variants", "field"))


def renamed_references(contents: Mapping[str, Plain], table: TableAt, old: str, new: str) -> Iterator[Reference]:
    """References to the old name of a field in the files of the spec, with their replacements."""
    own = contents.get(table.file.name)
    if isinstance(own, dict):
        for path, text in _in_own_file(own, table, old, new):
            yield table.file.name, path, text
    if table.node is None or not isinstance(table.file.record, form.InterfaceFile):
        return
    infno = table.file.record.infno
    if table.direction == "request":
        yield from _in_identification(contents.get("identification.yaml"), infno, table.node.node, old, new)
        yield from _in_settlement(contents.get("settlement.yaml"), infno, table.node.node, old, new)
    yield from _in_procedures(contents.get("procedures.yaml"), table, infno, old, new)


def _in_own_file(content: dict[str, Plain], table: TableAt, old: str, new: str) -> Iterator[tuple[Steps, str]]:
    for i, row in enumerate(table.fields):
        if row.required_when is not None and row.required_when.field == old:
            rows = "columns" if table.layout is not None else "fields"
            yield (*table.path, rows, i, "required_when", "field"), new
    if table.node is None:
        return
    for key, name in _OWN:
        for path, record in _records(content, key):
            if name == "key":
                rows_of = record.get("rows")
                if table.direction == "reply" and rows_of == table.node.node and record.get(name) == old:
                    yield (*path, name), new
            elif table.direction == "request" and record.get(name) == f"{table.node.node}.{old}":
                yield (*path, name), f"{table.node.node}.{new}"


def _in_identification(content: Plain, infno: str, node: str, old: str, new: str) -> Iterator[Reference]:
    if not isinstance(content, dict) or (content.get("infno"), content.get("node")) != (infno, node):
        return
    optional = content.get("optional")
    for i, name in enumerate(optional if isinstance(optional, list) else ()):
        if name == old:
            yield "identification.yaml", ("optional", i), new
    for path, case in _records(content, "cases"):
        for inner, sent in _records(case, "sends"):
            if sent.get("field") == old:
                yield "identification.yaml", (*path, *inner, "field"), new


def _in_settlement(content: Plain, infno: str, node: str, old: str, new: str) -> Iterator[Reference]:
    voucher = content.get("voucher") if isinstance(content, dict) else None
    for path, use in _records(voucher, "uses") if isinstance(voucher, dict) else ():
        if use.get("infno") == infno and use.get("field") == f"{node}.{old}":
            yield "settlement.yaml", ("voucher", *path, "field"), f"{node}.{new}"


def _in_procedures(content: Plain, table: TableAt, infno: str, old: str, new: str) -> Iterator[Reference]:
    assert table.node is not None
    does = "answer" if table.direction == "reply" else "call"
    node = table.node.node
    for path, procedure in _records(content, "procedures") if isinstance(content, dict) else ():
        for inner, step in _records(procedure, "steps"):
            fields = step.get("fields")
            if step.get("infno") != infno or step.get("do") != does or not isinstance(fields, list):
                continue
            for i, name in enumerate(fields):
                if name in {old, f"{node}.{old}"}:
                    place = ("procedures", path[-1], *inner, "fields", i)
                    yield "procedures.yaml", place, new if name == old else f"{node}.{new}"


def _records(content: dict[str, Plain], key: str) -> Iterator[tuple[Steps, dict[str, Plain]]]:
    value = content.get(key)
    if isinstance(value, dict):
        yield (key,), value
    for i, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            yield (key, i), item
