"""The changes of a city with their places, and what they call the tables of the province."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gdyb_generator.spec import format as form
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.format import overlay
from gdyb_generator.spec.load import Spec, SpecFile
from gdyb_generator.spec.read import Steps
from gdyb_generator.spec.walk import TableAt, effective, tables


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAt:
    """A change and its path."""

    file: SpecFile
    path: Steps
    change: overlay.Change

    def finding(self, rule: str, message: str, hint: str = "", key: str = "") -> Finding:
        """A finding at one key of this change, or at the change as a whole."""
        return self.file.finding((*self.path, *([key] if key else [])), rule, message, hint)


def changes_of(file: SpecFile) -> Iterator[ChangeAt]:
    """The changes of one overlay, kind by kind, in the order in which they are written."""
    for kind in overlay.KINDS:
        for i, change in enumerate(getattr(file.record, kind)):
            yield ChangeAt(file=file, path=(kind, i), change=change)


def table_name(table: TableAt) -> str:
    """What overlays call a table: `3261 input.detail`, `3202 files.name`, `envelope request`, `gateway headers`."""
    owner = table.file.record.infno if isinstance(table.file.record, form.InterfaceFile) else table.file.name[:-5]
    part = str(table.path[0])
    name = table.node.node if table.node is not None else table.layout.layout if table.layout is not None else ""
    return f"{owner} {part}.{name}" if name else f"{owner} {part}"


def named_tables(spec: Spec) -> dict[str, TableAt]:
    """Every table by its name in overlays."""
    return {table_name(table): table for table in tables(spec)}


def named_dictionaries(spec: Spec) -> dict[str, tuple[SpecFile, form.DictionaryFile]]:
    """Every dictionary by its name."""
    return {record.dictionary: (file, record) for file, record in spec.dictionaries()}


def cell_value(row: form.FieldRow, cell: overlay.Cell) -> str:
    """The effective cell of the province's row."""
    return {"name": row.name, "label": row.label}.get(cell) or effective(row, cell)
