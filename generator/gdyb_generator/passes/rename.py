"""References to a field inside its own file, which follow when a city calls the field otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from gdyb_generator.lint.walk import TableAt
from gdyb_generator.read import Plain, Steps

_REFERENCES = (("paging", "field"), ("paging", "key"), ("rules", "field"), ("variants", "field"))


def renamed_references(content: Plain, table: TableAt, old: str, new: str) -> Iterator[tuple[Steps, str]]:
    """Where the old name of a field of an interface stands, with what must stand there."""
    if not isinstance(content, dict) or table.node is None:
        return
    for key, name in _REFERENCES:
        for path, record in _records(content, key):
            if name == "key":
                rows = record.get("rows")
                if table.direction == "reply" and rows == table.node.node and record.get(name) == old:
                    yield (*path, name), new
            elif table.direction == "request" and record.get(name) == f"{table.node.node}.{old}":
                yield (*path, name), f"{table.node.node}.{new}"
    for i, row in enumerate(table.fields):
        if row.required_when is not None and row.required_when.field == old:
            yield (*table.path, "fields", i, "required_when", "field"), new


def _records(content: dict[str, Plain], key: str) -> Iterator[tuple[Steps, dict[str, Plain]]]:
    found = content.get(key)
    if isinstance(found, dict):
        yield (key,), found
    for i, item in enumerate(found if isinstance(found, list) else ()):
        if isinstance(item, dict):
            yield (key, i), item
