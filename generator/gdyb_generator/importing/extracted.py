"""The result of recognising a document: interfaces with their field tables, dictionaries, lists, the envelope."""

from __future__ import annotations

from dataclasses import dataclass, field

from gdyb_generator.importing.blocks import Cell, Table
from gdyb_generator.importing.columns import Columns
from gdyb_generator.importing.headings import Caption
from gdyb_generator.importing.said import Said

SIDES = {"input": "输入", "output": "输出", "": "方向不明"}


@dataclass(slots=True)
class ExtractedInterface:
    """The heading of an interface and the statements below it; `incomplete` has the reason why a side can't be read."""

    infno: str
    name: str
    line: int
    last_line: int = 0
    assumed: bool = False
    sender: str = ""
    receiver: str = ""
    nothing: dict[str, str] = field(default_factory=dict)
    incomplete: dict[str, str] = field(default_factory=dict)
    said_rows: list[Said] = field(default_factory=list)
    limits: dict[str, tuple[int, int]] = field(default_factory=dict)
    tables: list[ExtractedTable] = field(default_factory=list)


@dataclass(slots=True)
class ExtractedTable:
    """One table with its header and its place in the document."""

    kind: str
    table: Table
    columns: Columns
    rows: list[list[Cell]]
    place: str
    caption: Caption | None = None
    side: str = ""
    node: str = ""
    context: list[str] = field(default_factory=list)
    interface: ExtractedInterface | None = None
    dropped: bool = False

    @property
    def first_line(self) -> int:
        """Line of the caption or of the first cell."""
        line = self.table.line
        return self.caption.line if self.caption and 0 < self.caption.line < line else line

    @property
    def last_line(self) -> int:
        """Line of the last cell."""
        cells = [cell for row in self.rows for cell in row]
        return max((c.line + c.text.count("\n") for c in cells if c.text.strip()), default=self.table.last_line)


@dataclass(slots=True)
class Extracted:
    """Everything recognised."""

    interfaces: dict[str, ExtractedInterface] = field(default_factory=dict)
    fields: list[ExtractedTable] = field(default_factory=list)
    envelope: dict[str, ExtractedTable] = field(default_factory=dict)
    dictionaries: list[ExtractedTable] = field(default_factory=list)
    lists: list[ExtractedTable] = field(default_factory=list)
