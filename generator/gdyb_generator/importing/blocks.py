"""What a document is made of, whichever way it was read: paragraphs and tables whose cells know their line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


class ImportFailed(Exception):
    """The document can't be imported at all; the message tells a maintainer why and what to do."""


@dataclass(slots=True)
class Paragraph:
    """One paragraph with its line in the text dump; `level` is the outline level of a heading, 0 for other text."""

    text: str
    line: int = 0
    level: int = 0


@dataclass(slots=True)
class Cell:
    """One cell as printed, the grid columns it covers, and how merging touched it."""

    text: str
    line: int = 0
    start: int = 0
    end: int = 1
    merged: bool = False
    nested: bool = False


@dataclass(slots=True)
class Table:
    """Rows of cells; `inside` says in which cell a nested table was found."""

    rows: list[list[Cell]] = field(default_factory=list)
    inside: str = ""

    @property
    def line(self) -> int:
        """Line of the first cell."""
        return next((cell.line for row in self.rows for cell in row), 0)

    @property
    def last_line(self) -> int:
        """Line of the last cell."""
        return max((cell.line for row in self.rows for cell in row), default=0)

    @property
    def last_filled_line(self) -> int:
        """Last line of the last cell that holds something."""
        filled = (cell for row in self.rows for cell in row if cell.text.strip())
        return max((cell.line + cell.text.count("\n") for cell in filled), default=self.last_line)


Block: TypeAlias = "Paragraph | Table"


@dataclass(slots=True)
class Source:
    """A document as blocks, and the text dump that their lines count.

    `doubts` says what the reader itself could not simply take over: rule, line, what was read.
    """

    blocks: list[Block]
    lines: list[str]
    doubts: list[tuple[str, int, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text dump; its sha256 and its lines identify the edition."""
        return "\n".join(self.lines)
