"""Which caption belongs to which table: the one above it, or in documents that print them below, the one below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from gdyb_generator.importing.blocks import Table
from gdyb_generator.importing.doubts import Report
from gdyb_generator.importing.headings import Caption

Item: TypeAlias = "Caption | Table"
Assigned: TypeAlias = "tuple[Table, Caption | None, bool]"


def assign(items: Sequence[Item], report: Report, place: str) -> tuple[list[Assigned], list[Caption]]:
    """Every table with its caption, and the captions without a table, which are doubts: the table may be a picture."""
    outer = [item for item in items if isinstance(item, Caption) or not item.inside]
    tables = [item for item in outer if isinstance(item, Table)]
    used: dict[int, Caption] = {}
    below = bool(outer) and isinstance(outer[0], Table) and isinstance(outer[-1], Caption)
    for first, second in zip(outer, outer[1:], strict=False):
        pair = (second, first) if below else (first, second)
        if isinstance(pair[0], Caption) and isinstance(pair[1], Table):
            used[id(pair[1])] = pair[0]
    if not below and len(outer) > 1 and isinstance(outer[-1], Caption) and id(outer[-2]) not in used:
        used[id(outer[-2])] = outer[-1]
    taken = {id(caption) for caption in used.values()}
    lonely = [item for item in outer if isinstance(item, Caption) and id(item) not in taken]
    for item in lonely:
        report.add("TABLE_MISSING", place, line=item.line, read=item.text, assumed="没有写入")
    ambiguous = (
        bool(tables) and isinstance(outer[0], Table) and not below and any(isinstance(i, Caption) for i in outer)
    )
    inner = [item for item in items if isinstance(item, Table)]
    return [(table, used.get(id(table)), ambiguous and id(table) not in used) for table in inner], lonely
