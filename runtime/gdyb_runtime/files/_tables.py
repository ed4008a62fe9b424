"""The text of a TXT file as tables of polars, block by block."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from ._cells import BOM, OTHER_EMPTY, codes, empty_kind, is_empty, normal, precision, refusal, scalar_of
from ._counting import count_byte
from ._lines import Fitter
from ._oddities import Oddities
from .layout import Column, Layout

_BOM = BOM.encode("utf-8")


def empty_table(layout: Layout) -> pl.DataFrame:
    """A table without rows."""
    return pl.DataFrame(schema={column.name: scalar_of(column).column_type() for column in layout.columns})


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
        separator = self._fitter.separator
        width = block.partition(b"\n")[0].count(separator) + 1
        if width not in (len(names), *self._layout.short) or b"\r" in block:
            return None
        # polars would drop it, though only at the start of the file it is no part of the first cell.
        if block.startswith(_BOM):
            return None
        if count_byte(block, separator) != len(rows) * (width - 1):
            return None
        try:
            # Where all rows together have their cells, a row with too few stands beside one with too many: an error.
            schema = dict.fromkeys(names[:width], pl.String())
            texts = pl.read_csv(
                block, separator=separator.decode("ascii"), has_header=False, quote_char=None, schema=schema
            )
        except pl.exceptions.PolarsError:
            return None
        if texts.height != len(rows):
            return None
        others = _words_in(block)
        texts = texts.with_columns(self._nulled_column(texts[name], rows, others) for name in texts.columns)
        if width < len(names):
            self._oddities.add_all(rows, "short_row")
            texts = texts.with_columns(pl.lit(None, pl.String).alias(name) for name in names[width:])
        return texts

    def _nulled_column(self, texts: pl.Series, rows: pl.Series, others: list[str]) -> pl.Series:
        """What polars read as null was an empty text; ``others`` are other words for no value."""
        if texts.null_count():
            self._oddities.add_all(rows.filter(texts.is_null()), "empty_text", texts.name)
        empty = texts == self._layout.empty
        if others and (other := texts.is_in(others).fill_null(value=False)).any():
            self._oddities.add_all(rows.filter(other), "other_empty", texts.name)
            empty = empty | other
        return texts.set(empty.fill_null(value=False), None) if empty.any() else texts

    def _mixed(self, lines: list[bytes], first: int) -> tuple[pl.DataFrame, pl.Series]:
        """The cells of rows of all kinds: those of the usual width at once, the others one by one."""
        width, separator = len(self._layout.names), self._fitter.separator
        usual = [bool(line) and line.count(separator) == width - 1 and line[-1:] != b"\r" for line in lines]
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
        empty = self._layout.empty
        for name, text in zip(self._layout.names, cells, strict=True):
            if is_empty(text, empty) and (kind := empty_kind(text, empty)):
                self._oddities.add(row, kind, name)
        return [None if is_empty(text, empty) else text for text in cells]

    # From texts to values.

    def _typed(self, texts: pl.DataFrame, rows: pl.Series, line: Callable[[int], bytes]) -> pl.DataFrame:
        bad = pl.repeat(value=False, n=len(rows), eager=True, dtype=pl.Boolean)
        columns: list[pl.Series] = []
        for column in self._layout.columns:
            series = texts[column.name]
            if scalar_of(column).is_text:
                columns.append(series)
                continue
            values = self._values(column, series, rows)
            failed = values.is_null() & series.is_not_null()
            # A row is rejected once, for its first unreadable cell.
            fresh = failed & ~bad
            for row, text in zip(rows.filter(fresh), series.filter(fresh), strict=True):
                content = line(row).removesuffix(b"\r")
                self._fitter.reject(row, content, "unreadable_value", column, refusal(column, text))
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
        scalar = scalar_of(column)
        time_format, column_type = scalar.time_format, scalar.column_type()
        values = series
        if time_format:
            values = series.str.strptime(column_type, time_format, strict=False)  # type: ignore[arg-type]
            # polars has a year 0, Python has not.
            is_other = values.dt.strftime(time_format) != series
            departing = series.is_not_null() & (values.is_null() | (values.dt.year() < 1) | is_other)
        else:
            departing = ~series.str.contains(scalar.plain_pattern).fill_null(value=True)
        if departing.any():
            series = self._normalized(column, series, departing, rows)
        elif time_format:
            return values
        return series.str.strptime(column_type, time_format, strict=False) if time_format else series.cast(column_type)  # type: ignore[arg-type]

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
        if scalar_of(column).is_text:
            lengths = series.str.len_chars()
            if column.length is not None and _exceeds(lengths.max(), column.length):
                note(rows.filter((lengths > column.length).fill_null(value=False)), "max_length", column.name)
            if column.codes:
                known = series.is_in(list(codes(column))).fill_null(value=True)
                if not known.all():
                    note(rows.filter(~known), "one_of", column.name)
        elif scalar_of(column).is_number:
            size = series.abs()
            limit = 10 ** (precision(column) - column.scale)
            if _exceeds(size.max(), limit, reach=True):
                note(rows.filter((size >= limit).fill_null(value=False)), "number_digits", column.name)


def _words_in(block: bytes) -> list[str]:
    """The other words for no value that a block holds."""
    # That a byte is nowhere is known six times as soon as that a word is.
    return [word for word in OTHER_EMPTY if all(c.encode() in block for c in word) and word.encode() in block]


def _exceeds(value: object, limit: int, *, reach: bool = False) -> bool:
    return value is not None and (value >= limit if reach else value > limit)  # type: ignore[operator]
