"""Schema of overlays/<city>.yaml: a city's differences from the province's tables, change by change."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gdyb_generator.spec.format import FieldRow, SpecModel

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


class HeaderChange(Change):
    """Another name of a header of the gateway, chosen when a program runs; no table changes."""

    header: str
    name: str = Field(min_length=1)

    @property
    def target(self) -> tuple[str, ...]:
        """The header."""
        return ("headers", self.header)


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


class RemovedRow(Change):
    """A printed field that the city does not have."""

    table: str
    field: str

    @property
    def target(self) -> tuple[str, ...]:
        """The field."""
        return ("remove_rows", self.table, self.field)


class RemovedCode(Change):
    """A value of a dictionary that the city does not have."""

    dictionary: str
    code: str

    @property
    def target(self) -> tuple[str, ...]:
        """The value."""
        return ("remove_codes", self.dictionary, self.code)


class AnswerChange(Change):
    """What a text of the city's platform says, looked for before the province's; chosen when a program runs."""

    answer: str
    pattern: str = Field(min_length=1)
    infnos: list[str] = []
    means: Literal["refused", "already_done", "unknown"]
    signs_in: bool = False
    finds_nothing: bool = False

    @property
    def target(self) -> tuple[str, ...]:
        """The text."""
        return ("answers", self.answer)


class OverlayFile(SpecModel):
    """overlays/<city>.yaml: `settings`, `headers` and `answers` are chosen when a program runs, all else when the package is generated."""

    overlay: str
    label: str
    settings: list[SettingChange] = []
    cells: list[CellChange] = []
    rows: list[AddedRow] = []
    codes: list[CodeChange] = []
    limits: list[LimitChange] = []
    headers: list[HeaderChange] = []
    answers: list[AnswerChange] = []
    remove_rows: list[RemovedRow] = []
    remove_codes: list[RemovedCode] = []

    @property
    def changes_tables(self) -> bool:
        """Whether the province's package can't serve this city."""
        return any(change.target[0] not in AT_RUN_TIME for change in self.changes)

    @property
    def changes(self) -> list[Change]:
        """All changes, kind by kind."""
        return [change for kind in KINDS for change in getattr(self, kind)]


AT_RUN_TIME = ("settings", "headers", "answers")
# What is taken away goes last: until then every row stands where it is printed.
KINDS = (*AT_RUN_TIME, "cells", "rows", "codes", "limits", "remove_rows", "remove_codes")
