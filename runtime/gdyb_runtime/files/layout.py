"""What a TXT file of the platform holds: its columns in order, and which departures from them are known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import get_args

from gdyb_runtime.model.scalars import ScalarKind

__all__ = ["SEPARATORS", "Column", "Layout"]

SEPARATORS = (b"|", b"^", b";", b",", b"\x01")
"""What programs put between the cells of a TXT where the document wants a TAB."""


@dataclass(frozen=True)
class Column:
    """One column of a TXT file."""

    name: str
    """Wire name."""
    label: str
    """Chinese name."""
    kind: ScalarKind
    length: int | None = None
    """Most characters of a text, most digits of a number; None when no limit is known."""
    scale: int = 0
    """Decimals of a number."""
    required: bool = False
    codes: tuple[tuple[str, str], ...] = ()
    """Pairs of code and Chinese label that the column is made of; empty when any text is allowed."""
    sensitive: str = ""
    """Kind of personal data, empty when it is none."""

    def __post_init__(self) -> None:
        if self.kind not in get_args(ScalarKind):
            raise ValueError(f"column {self.name}: unknown kind {self.kind!r}")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A TXT file: UTF-8, TAB between values, LF between rows, no header row."""

    name: str
    label: str
    columns: tuple[Column, ...]
    short: tuple[int, ...] = ()
    """Smaller widths of a row that are accepted: that many of the first columns."""
    extra: int = 0
    """How many unknown columns at the end of a row are tolerated."""
    shift_after: int | None = None
    """Behind this many columns one surplus column may have been inserted; its row's content tells."""
    empty: str = "null"
    """The text of an empty value in the file."""
    entry: str = "result.txt"
    """Name of the file inside the zip."""
    infno: str
    """Interface the file belongs to."""
    title: str
    """Chinese name of that interface."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The wire names in column order."""
        return tuple(column.name for column in self.columns)
