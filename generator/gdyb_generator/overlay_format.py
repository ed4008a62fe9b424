"""What may stand in overlays/<city>.yaml: what a city does otherwise than the province's tables, change by change."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gdyb_generator.spec_format import FieldRow, SpecModel

Cell = Literal["name", "label", "type", "length", "code", "required", "remark"]


class Change(SpecModel):
    """One change: `source` says where it is known from, `reason` why it is made."""

    source: str = Field(min_length=1)
    reason: str = Field(min_length=1)

    @property
    def target(self) -> tuple[str, ...]:
        """What is changed; no two changes of an overlay have the same."""
        raise NotImplementedError


class SettingChange(Change):
    """Another default of a setting, chosen when a program runs; no table changes."""

    setting: str
    value: str = Field(min_length=1)

    @property
    def target(self) -> tuple[str, ...]:
        """The setting."""
        return ("settings", self.setting)


class CellChange(Change):
    """What stands in one cell of a printed row; an empty value is a blank cell."""

    table: str
    field: str
    cell: Cell
    value: str

    @property
    def target(self) -> tuple[str, ...]:
        """The cell."""
        return ("cells", self.table, self.field, self.cell)


class AddedRow(Change):
    """A field that the printed table does not have; it stands behind the printed ones."""

    table: str
    row: FieldRow

    @property
    def target(self) -> tuple[str, ...]:
        """The field."""
        return ("rows", self.table, self.row.name)


class CodeChange(Change):
    """A value that a dictionary does not have, or another label or name of one that it has."""

    dictionary: str
    code: str
    label: str
    name: str

    @property
    def target(self) -> tuple[str, ...]:
        """The value."""
        return ("codes", self.dictionary, self.code)


class LimitChange(Change):
    """How many rows of a node a call may hold."""

    table: str
    limit: int

    @property
    def target(self) -> tuple[str, ...]:
        """The node."""
        return ("limits", self.table)


class OverlayFile(SpecModel):
    """overlays/<city>.yaml: `settings` are chosen when a program runs, all else when the package is generated."""

    overlay: str
    label: str
    settings: list[SettingChange] = []
    cells: list[CellChange] = []
    rows: list[AddedRow] = []
    codes: list[CodeChange] = []
    limits: list[LimitChange] = []

    @property
    def changes_tables(self) -> bool:
        """Whether the province's package can't serve this city."""
        return bool(self.cells or self.rows or self.codes or self.limits)
