"""Rows as the bytes of a TXT file, block by block, each row validated against the layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, cast

from gdyb_runtime.model.scalars import CellInvalid

from ._cells import check_text, column_writer, scalar_of, writer
from ._deflate import Engine
from ._departures import Departures, check_names, is_sound
from .archive import pack
from .layout import Layout

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped]
    import polars

__all__ = ["Rows", "text_chunks", "zip_rows"]

_BLOCK = 20_000

Rows = Iterable[object]
"""Mappings by wire name, or iterables of values in column order; or a table of polars or pandas."""


def zip_rows(rows: Rows, layout: Layout, *, entry: str | None = None, engine: Engine | None = None) -> bytes:
    """Rows as a zip in memory that holds one TXT, named ``entry`` or as the layout says.

    Raises:
        FileInvalid: listing rows and columns that do not fit the layout.
    """
    return pack(text_chunks(rows, layout), entry or layout.entry, engine=engine)


def text_chunks(rows: Rows, layout: Layout) -> Iterator[bytes]:
    """The TXT of rows in pieces: UTF-8, TAB, LF, no header, the layout's word for an empty value.

    ``rows`` are mappings by wire name, iterables of values in column order, or a table of polars or pandas. Amounts
    are Decimal, int or decimal text; float is refused, as it has lost digits already.

    Raises:
        FileInvalid: while the pieces are read, listing rows and columns that do not fit the layout.
    """
    library = type(rows).__module__.partition(".")[0]
    if library == "polars":
        from ._frames import frame_chunks

        return frame_chunks(cast("polars.DataFrame | polars.LazyFrame", rows), layout)
    if library == "pandas":
        rows = _pandas_rows(cast("pandas.DataFrame", rows), layout)
    return _row_chunks(rows, layout)


def _row_chunks(rows: Rows, layout: Layout) -> Iterator[bytes]:
    block = _Block(layout)
    source = iter(rows)
    done = 0
    while chunk := list(islice(source, _BLOCK)):
        yield block.text(chunk, done)
        done += len(chunk)


class _Block:
    """Turns blocks of rows into text."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._column_writers = [column_writer(column, layout.empty) for column in layout.columns]
        self._writers = [writer(column, layout.empty) for column in layout.columns]

    def text(self, rows: Sequence[object], before: int) -> bytes:
        kinds = set(map(type, rows))
        if not kinds <= {tuple, list, dict}:
            rows = [list(row) if isinstance(row, Iterator) else row for row in rows]
        try:
            # Of tuples and lists nothing needs to be asked row by row.
            values = rows if kinds <= {tuple, list} else list(map(self._values, rows))
            texts = self._texts(cast("Sequence[Sequence[object]]", values))
            block = ("\n".join(map("\t".join, zip(*texts, strict=True))) + "\n").encode("utf-8")
            if is_sound(block, len(rows), len(self._writers)):
                return block
        except (ValueError, TypeError):
            pass
        departures = Departures(self._layout)
        for number, row in enumerate(rows, before + 1):
            self._explain(row, number, departures)
        departures.raise_any()
        raise AssertionError("a block that cannot be written has a row that says why")

    def _texts(self, rows: Sequence[Sequence[object]]) -> list[Sequence[str]]:
        if set(map(len, rows)) != {len(self._writers)}:
            raise ValueError
        # Column by column is several times as fast as zip, which leaps from row to row for each value.
        return [write(list(map(itemgetter(place), rows))) for place, write in enumerate(self._column_writers)]

    def _values(self, row: object) -> Sequence[object]:
        if isinstance(row, Mapping):
            names = self._layout.names
            if not row.keys() <= set(names):
                raise ValueError
            return [row.get(name) for name in names]
        if isinstance(row, str | bytes):
            raise ValueError
        return list(cast("Iterable[object]", row))

    def _explain(self, row: object, number: int, departures: Departures) -> None:
        if isinstance(row, Mapping):
            check_names(row, self._layout, departures, number)
            values = [row.get(name) for name in self._layout.names]
        elif isinstance(row, Iterable) and not isinstance(row, str | bytes):
            values = list(row)
        else:
            departures.add(number, None, "应为一行数据（字典或按列顺序的值）", "row_type")
            return
        if len(values) != len(self._writers):
            message = f"应有 {len(self._writers)} 列，给了 {len(values)} 列"
            departures.add(number, None, message, "width")
            return
        for column, write, value in zip(self._layout.columns, self._writers, values, strict=True):
            try:
                check_text(write(value))
            except CellInvalid as error:
                departures.add(number, column, str(error))


def _pandas_rows(frame: pandas.DataFrame, layout: Layout) -> Iterator[tuple[object, ...]]:
    departures = Departures(layout)
    check_names([str(name) for name in frame.columns], layout, departures, 0)
    for column in layout.columns:
        if column.name in frame.columns and scalar_of(column).is_number and frame[column.name].dtype.kind == "f":
            departures.add(0, column, "是浮点数列（会丢失精度），请改用 Decimal 或文本", "float")
    departures.raise_any()
    present = [name for name in layout.names if name in frame.columns]
    place = {name: index for index, name in enumerate(present)}
    order = [place.get(name) for name in layout.names]
    for row in frame[present].itertuples(index=False, name=None):
        yield tuple(None if index is None else row[index] for index in order)
