"""The text of a TXT file as tables of polars, block by block."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from .cells import BOM, MOST_DIGITS, codes, normal, plain_pattern, precision
from .counting import count_byte
from .layout import Column, Layout
from .lines import Fitter
from .oddities import Oddities

_TYPES: Mapping[str, pl.DataType] = {
    "text": pl.String(),
    "whole": pl.Int64(),
    "date": pl.Date(),
    "datetime": pl.Datetime("us"),
}
_BOM = BOM.encode("utf-8")
_FORMATS = {"date": "%Y-%m-%d", "datetime": "%Y-%m-%d %H:%M:%S"}


def column_type(column: Column) -> pl.DataType:
    """The polars type of a typed column; amounts have room for their sums."""
    return pl.Decimal(MOST_DIGITS, column.scale) if column.kind == "number" else _TYPES[column.kind]


def empty_table(layout: Layout) -> pl.DataFrame:
    """A table without rows."""
    return pl.DataFrame(schema={column.name: column_type(column) for column in layout.columns})


class TableReader:
    """Reads blocks of whole lines into typed tables."""

    def __init__(self, layout: Layout, oddities: Oddities, fitter: Fitter) -> None:
        self._layout = layout
        self._oddities = oddities
        self._fitter = fitter

    def read(self, block: bytes, first: int) -> pl.DataFrame:
        """The typed rows of a block whose first line has the given number."""
        rows = pl.int_range(first, first + count_byte(block, b"\n"), dtype=pl.Int64, eager=True)
        texts = self._regular(block, rows)
        lines: list[bytes] = []
        if texts is None:
            lines = block.split(b"\n")
            lines.pop()
            texts, rows = self._mixed(lines, first)
        return self._typed(texts, rows, lambda row: (lines or block.split(b"\n"))[row - first].removesuffix(b"\r"))

    def _regular(self, block: bytes, rows: pl.Series) -> pl.DataFrame | None:
        """The cells of a block whose rows all have the same accepted width, None when they have not."""
        names = self._layout.names
        width = block.partition(b"\n")[0].count(b"\t") + 1
        if width not in (len(names), *self._layout.short) or b"\r" in block:
            return None
        # polars would drop it, though only at the start of the file it is no part of the first cell.
        if block.startswith(_BOM):
            return None
        if count_byte(block, b"\t") != len(rows) * (width - 1):
            return None
        try:
            # Where all rows together have their cells, a row with too few stands beside one with too many: an error.
            schema = dict.fromkeys(names[:width], pl.String())
            texts = pl.read_csv(block, separator="\t", has_header=False, quote_char=None, schema=schema)
        except pl.exceptions.PolarsError:
            return None
        if texts.height != len(rows):
            return None
        texts = texts.with_columns(self._nulled_column(texts[name], rows) for name in texts.columns)
        if width < len(names):
            self._oddities.add_all(rows, "short_row")
            texts = texts.with_columns(pl.lit(None, pl.String).alias(name) for name in names[width:])
        return texts

    def _nulled_column(self, texts: pl.Series, rows: pl.Series) -> pl.Series:
        """What polars read as null was an empty text."""
        if texts.null_count():
            self._oddities.add_all(rows.filter(texts.is_null()), "empty_text", texts.name)
        empty = texts == self._layout.empty
        return texts.set(empty.fill_null(value=False), None) if empty.any() else texts

    def _mixed(self, lines: list[bytes], first: int) -> tuple[pl.DataFrame, pl.Series]:
        """The cells of rows of all kinds: those of the usual width at once, the others one by one."""
        width = len(self._layout.names)
        usual = [bool(line) and line.count(b"\t") == width - 1 and line[-1:] != b"\r" for line in lines]
        numbers = pl.Series([index + first for index, is_usual in enumerate(usual) if is_usual], dtype=pl.Int64)
        block = b"".join(line + b"\n" for line, is_usual in zip(lines, usual, strict=True) if is_usual)
        texts = self._regular(block, numbers) if block else None
        fitted: list[list[str | None]] = []
        kept: list[int] = []
        for index, line in enumerate(lines):
            if texts is not None and usual[index]:
                continue
            cells = self._fitter.fit(index + first, line)
            if cells is not None:
                fitted.append(self._nulled(cells, index + first))
                kept.append(index + first)
        schema = dict.fromkeys(self._layout.names, pl.String())
        others = pl.DataFrame(fitted, schema=schema, orient="row")
        if texts is None:
            return others, pl.Series(kept, dtype=pl.Int64)
        rows = pl.concat([numbers, pl.Series(kept, dtype=pl.Int64)])
        order = rows.arg_sort()
        return pl.concat([texts, others])[order], rows.gather(order)

    def _nulled(self, cells: list[str], row: int) -> list[str | None]:
        for name, text in zip(self._layout.names, cells, strict=True):
            if not text:
                self._oddities.add(row, "empty_text", name)
        return [None if text in ("", self._layout.empty) else text for text in cells]

    # From texts to values.

    def _typed(self, texts: pl.DataFrame, rows: pl.Series, line: Callable[[int], bytes]) -> pl.DataFrame:
        bad = pl.repeat(value=False, n=len(rows), eager=True, dtype=pl.Boolean)
        columns: list[pl.Series] = []
        for column in self._layout.columns:
            series = texts[column.name]
            if column.kind == "text":
                columns.append(series)
                continue
            values = self._values(column, series, rows)
            failed = values.is_null() & series.is_not_null()
            # A row is rejected once, for its first unreadable cell.
            for row in rows.filter(failed & ~bad):
                self._fitter.reject(row, line(row).removesuffix(b"\r"), "unreadable_value", column)
            bad = bad | failed
            columns.append(values)
        table = pl.DataFrame(columns)
        if bad.any():
            table, rows = table.filter(~bad), rows.filter(~bad)
        for column in self._layout.columns:
            self._check(column, table[column.name], rows)
        return table

    def _values(self, column: Column, series: pl.Series, rows: pl.Series) -> pl.Series:
        """The values of a column of numbers or times; null where a text is none."""
        if column.kind in _FORMATS:
            values = series.str.strptime(column_type(column), _FORMATS[column.kind], strict=False)  # type: ignore[arg-type]
            # polars has a year 0, Python has not.
            is_other = values.dt.strftime(_FORMATS[column.kind]) != series
            departing = series.is_not_null() & (values.is_null() | (values.dt.year() < 1) | is_other)
        else:
            departing = ~series.str.contains(plain_pattern(column)).fill_null(value=True)
        if departing.any():
            series = self._normalized(column, series, departing, rows)
            if column.kind in _FORMATS:
                return series.str.strptime(column_type(column), _FORMATS[column.kind], strict=False)  # type: ignore[arg-type]
        elif column.kind in _FORMATS:
            return values
        return series.cast(column_type(column))

    def _normalized(self, column: Column, series: pl.Series, departing: pl.Series, rows: pl.Series) -> pl.Series:
        forms = {text: normal(column, text) for text in series.filter(departing)}
        series = series.replace(list(forms), list(forms.values()))
        self._oddities.add_all(rows.filter(departing & series.is_not_null()), "converted", column.name)
        return series

    def _check(self, column: Column, series: pl.Series, rows: pl.Series) -> None:
        """Notes values that are kept although the layout does not have them."""
        note = self._oddities.add_all
        if column.required and series.null_count():
            note(rows.filter(series.is_null()), "required", column.name)
        if column.kind == "text":
            lengths = series.str.len_chars()
            if column.length is not None and _exceeds(lengths.max(), column.length):
                note(rows.filter((lengths > column.length).fill_null(value=False)), "max_length", column.name)
            if column.codes:
                known = series.is_in(list(codes(column))).fill_null(value=True)
                if not known.all():
                    note(rows.filter(~known), "one_of", column.name)
        elif column.kind in ("number", "whole"):
            size = series.abs()
            limit = 10 ** (precision(column) - column.scale)
            if _exceeds(size.max(), limit, reach=True):
                note(rows.filter((size >= limit).fill_null(value=False)), "number_digits", column.name)


def _exceeds(value: object, limit: int, *, reach: bool = False) -> bool:
    return value is not None and (value >= limit if reach else value > limit)  # type: ignore[operator]
