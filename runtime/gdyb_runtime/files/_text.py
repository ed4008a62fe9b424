"""Reading a TXT file: typed rows or a table, what is odd about them, and the rows that could not be read."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from gdyb_runtime.model.scalars import Cell

from ._cells import codes, empty_kind, is_empty, normal, plain, precision, refusal, scalar_of, typed
from ._counting import count_byte
from ._lines import Fitter
from ._oddities import Oddities, RawRow
from .layout import SEPARATORS, Column, Layout
from .writing import Rows, text_chunks, zip_rows

if TYPE_CHECKING:
    import polars

__all__ = ["Cell", "Row", "RowReader", "Rows", "text_chunks", "zip_rows"]

Row: TypeAlias = dict[str, Cell]
Source: TypeAlias = bytes | BinaryIO | Iterable[bytes]

_BLOCK = 2 << 20
"""Bytes of whole lines read at a time."""
_PIECE = 1 << 20
_UTF8_BOM = b"\xef\xbb\xbf"


class RowReader:
    """Reads a file once, in bounded memory: iterate over it, or take ``rows``, ``tables`` or ``table``.

    ``oddities`` and ``unreadable`` fill while it is read; together with the rows they account for every line.
    """

    def __init__(self, source: Source, layout: Layout) -> None:
        self.layout = layout
        self.oddities = Oddities()
        """Departures from the layout, by row and column."""
        self.unreadable: list[RawRow] = []
        """Rows that could not be read, as they stand in the file."""
        self._source = source
        self._fitter = Fitter(layout, self.oddities, self.unreadable)
        self._is_read = False

    def __iter__(self) -> Iterator[Row]:
        """Typed rows by wire name: texts, Decimal for amounts, None for an empty value.

        Raises:
            FileUnreadable: when the zip around the file turns out to be broken or beyond its limits.
        """
        if _has_polars():
            for table in self.tables():
                yield from table.iter_rows(named=True)
        else:
            reader = _LineReader(self.layout, self.oddities, self._fitter)
            for block, first in self._blocks():
                yield from reader.read(block, first)

    def rows(self) -> list[Row]:
        """All typed rows."""
        return list(self)

    def tables(self) -> Iterator[polars.DataFrame]:
        """The typed rows as tables of some thousand rows each, amounts as exact Decimal columns.

        Raises:
            ImportError: without polars (``pip install gdyb[files]``).
        """
        from ._tables import TableReader

        reader = TableReader(self.layout, self.oddities, self._fitter)
        for block, first in self._blocks():
            table = reader.read(block, first)
            self.unreadable.sort(key=lambda raw: raw.row)
            yield table

    def table(self) -> polars.DataFrame:
        """All typed rows as one table; see ``tables``."""
        import polars

        from ._tables import empty_table

        return polars.concat([empty_table(self.layout), *self.tables()])

    def _blocks(self) -> Iterator[tuple[bytes, int]]:
        """Whole lines, each ended by LF, with the number of the first one."""
        if self._is_read:
            raise RuntimeError("a RowReader reads its file once")
        self._is_read = True
        first = 1
        for block in _whole_lines(_pieces(self._source)):
            if first == 1 and block.startswith(_UTF8_BOM):
                self.oddities.add(1, "bom")
                block = block.removeprefix(_UTF8_BOM)
            if first == 1:
                self._fitter.separator = separator_of(block, self.layout)
                if self._fitter.separator != b"\t":
                    self.oddities.add(1, "separator")
            if not block.endswith(b"\n"):
                block += b"\n"
                self.oddities.add(first + count_byte(block, b"\n") - 1, "final_newline")
            count = count_byte(block, b"\n")
            if b"\r" in block and block.count(b"\r\n") == count:
                self.oddities.add_all(range(first, first + count), "crlf")
                block = block.replace(b"\r\n", b"\n")
            yield block, first
            first += count


class _LineReader:
    """Reads blocks line by line, with nothing but Python."""

    def __init__(self, layout: Layout, oddities: Oddities, fitter: Fitter) -> None:
        self._layout = layout
        self._oddities = oddities
        self._fitter = fitter

    def read(self, block: bytes, first: int) -> Iterator[Row]:
        lines = block.split(b"\n")
        lines.pop()
        for number, line in enumerate(lines, first):
            cells = self._fitter.fit(number, line)
            row = None if cells is None else self._row(number, line, cells)
            if row is not None:
                yield row

    def _row(self, number: int, line: bytes, cells: list[str]) -> Row | None:
        row: Row = {}
        bad: tuple[Column, str] | None = None
        for column, text in zip(self._layout.columns, cells, strict=True):
            if is_empty(text, self._layout.empty):
                if kind := empty_kind(text, self._layout.empty):
                    self._oddities.add(number, kind, column.name)
                row[column.name] = None
            elif scalar_of(column).is_text:
                row[column.name] = text
            else:
                kept = normal(column, text)
                if kept is None:
                    bad = bad or (column, text)
                    continue
                if not _is_plain(column, text, kept):
                    self._oddities.add(number, "converted", column.name)
                row[column.name] = typed(column, kept)
        if bad is not None:
            self._fitter.reject(number, line.removesuffix(b"\r"), "unreadable_value", bad[0], refusal(*bad))
            return None
        for column in self._layout.columns:
            for kind in _departures(column, row[column.name]):
                self._oddities.add(number, kind, column.name)
        return row


def _is_plain(column: Column, text: str, kept: str) -> bool:
    return text == kept or plain(column).match(text) is not None


def _departures(column: Column, value: Cell) -> Iterator[str]:
    """How a value departs from the layout, as kinds of oddity."""
    if value is None:
        if column.required:
            yield "required"
    elif isinstance(value, str):
        if column.length is not None and len(value) > column.length:
            yield "max_length"
        if column.codes and value not in codes(column):
            yield "one_of"
    elif isinstance(value, int | Decimal) and _is_beyond(value, 10 ** (precision(column) - column.scale)):
        yield "number_digits"


def separator_of(start: bytes, layout: Layout) -> bytes:
    """What stands between the cells of a file, by its first line: a TAB unless only another character fits."""
    line = next((line for line in start.splitlines() if line), b"")
    widths = (len(layout.columns), *layout.short)
    fitting = [mark for mark in SEPARATORS if len(line.removesuffix(mark).split(mark)) in widths]
    return fitting[0] if b"\t" not in line and len(fitting) == 1 else b"\t"


def _is_beyond(value: int | Decimal, limit: int) -> bool:
    # Not abs(): the caller's context may round it.
    return not -limit < value < limit


def _pieces(source: Source) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
    elif hasattr(source, "read"):
        while piece := source.read(_PIECE):
            yield piece
    else:
        yield from source


def _whole_lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Blocks that end with a line, except perhaps the last one."""
    pending: list[bytes] = []
    size = 0
    for piece in _cut(pieces):
        end = piece.rfind(b"\n") + 1
        if end and size + end >= _BLOCK:
            yield b"".join((*pending, piece[:end]))
            pending, size = ([piece[end:]], len(piece) - end) if end < len(piece) else ([], 0)
        elif piece:
            pending.append(piece)
            size += len(piece)
    if size:
        yield b"".join(pending)


def _cut(pieces: Iterator[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        for start in range(0, len(piece), _BLOCK):
            yield piece[start : start + _BLOCK]


@cache
def _has_polars() -> bool:
    try:
        importlib.import_module("polars")
    except ImportError:
        return False
    return True
