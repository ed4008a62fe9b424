"""Tables of polars as the text of a TXT file."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import polars as pl

from gdyb_runtime.model.scalars import MOST_DIGITS, CellInvalid

from ._cells import check_text, codes, precision, scalar_of, writer
from ._departures import Departures, check_names, is_sound
from .layout import Column, Layout

_SLICE = 1 << 17
"""Rows written at a time."""

_FLOATS = (pl.Float32, pl.Float64)


def frame_chunks(frame: pl.DataFrame | pl.LazyFrame, layout: Layout) -> Iterator[bytes]:
    """The TXT of a table, slice by slice; see ``writing.text_chunks``."""
    table = frame.collect() if isinstance(frame, pl.LazyFrame) else frame
    departures = Departures(layout)
    check_names(table.columns, layout, departures, 0)
    _check_types(table, layout, departures)
    departures.raise_any()
    for start in range(0, table.height, _SLICE):
        yield _text(table.slice(start, _SLICE), layout, start)


def _check_types(table: pl.DataFrame, layout: Layout, departures: Departures) -> None:
    for column in layout.columns:
        if column.name not in table.columns:
            if column.required and table.height:
                departures.add(0, column, "必填，没有这一列", "required")
            continue
        kind = table.schema[column.name]
        if scalar_of(column).is_number and kind in _FLOATS:
            departures.add(0, column, "是浮点数列（会丢失精度），请改用 Decimal 或文本", "float")
        elif scalar_of(column).is_text and kind not in (pl.String, pl.Categorical, pl.Enum, pl.Null):
            departures.add(0, column, f"应为文本列，是 {kind}", "text")


def _text(part: pl.DataFrame, layout: Layout, before: int) -> bytes:
    columns = [
        part[column.name] if column.name in part.columns else pl.Series(column.name, [None] * part.height, pl.String)
        for column in layout.columns
    ]
    ready = [_ready(column, series, layout.empty) for column, series in zip(layout.columns, columns, strict=True)]
    if all(series is not None for series in ready):
        target = io.BytesIO()
        pl.DataFrame([series for series in ready if series is not None]).write_csv(
            target, separator="\t", include_header=False, quote_style="never", null_value=layout.empty
        )
        block = target.getvalue()
        if is_sound(block, part.height, len(columns)):
            return block
    return _text_by_cell(columns, layout, before)


def _ready(column: Column, series: pl.Series, empty: str) -> pl.Series | None:
    """The column as polars prints it, None when one of its values may not be written."""
    if series.dtype in (pl.Null, pl.Categorical, pl.Enum):
        series = series.cast(pl.String)
    if series.dtype == pl.String and (series == "").any():
        series = series.replace("", None)
    if column.required and series.null_count():
        return None
    scalar = scalar_of(column)
    if scalar.is_text:
        return _ready_text(column, series, empty)
    if scalar.is_number:
        return _ready_number(column, series)
    if scalar.time_format:
        return _ready_time(column, series)
    raise TypeError(f"a table cannot be written with a column of kind {column.kind}")


def _ready_text(column: Column, series: pl.Series, empty: str) -> pl.Series | None:
    if column.length is not None and _above(series.str.len_chars().max(), column.length):
        return None
    if column.codes and not series.drop_nulls().is_in(list(codes(column))).all():
        return None
    return None if (series == empty).any() else series


def _ready_number(column: Column, series: pl.Series) -> pl.Series | None:
    scale = column.scale
    if series.dtype == pl.String:
        fraction = rf"(\.[0-9]{{1,{scale}}})?" if scale else ""
        if not series.drop_nulls().str.contains(rf"^-?[0-9]{{1,{MOST_DIGITS - scale}}}{fraction}$").all():
            return None
    elif not (series.dtype.is_integer() or series.dtype == pl.Decimal):
        return None
    try:
        exact = series.cast(pl.Decimal(MOST_DIGITS, scale))
    except pl.exceptions.PolarsError:
        return None
    if series.dtype == pl.Decimal and getattr(series.dtype, "scale", 0) > scale and not (exact == series).all():
        return None
    whole = 10 ** (precision(column) - scale)
    largest = exact.abs().max()
    return None if largest is not None and _above(largest, whole - 1, with_fraction=True) else exact


def _ready_time(column: Column, series: pl.Series) -> pl.Series | None:
    scalar = scalar_of(column)
    is_naive = getattr(series.dtype, "time_zone", None) is None
    if not is_naive or series.dtype.base_type() is not scalar.column_type().base_type():
        return None
    is_exact = series.dtype == pl.Date or (series.dt.truncate("1s") == series).all()
    return series.dt.strftime(scalar.time_format) if is_exact else None


def _above(value: object, limit: int, *, with_fraction: bool = False) -> bool:
    return value is not None and (value >= limit + 1 if with_fraction else value > limit)  # type: ignore[operator]


def _text_by_cell(columns: Sequence[pl.Series], layout: Layout, before: int) -> bytes:
    """The same cell by cell, as the rows of a list are written; raises what is wrong with them."""
    departures = Departures(layout)
    texts: list[list[str]] = []
    for column, series in zip(layout.columns, columns, strict=True):
        write = writer(column, layout.empty)
        texts.append([])
        for number, value in enumerate(series, before + 1):
            try:
                text = write(value)
                check_text(text)
            except CellInvalid as error:
                departures.add(number, column, str(error))
            else:
                texts[-1].append(text)
    departures.raise_any()
    return "".join("\t".join(row) + "\n" for row in zip(*texts, strict=True)).encode("utf-8")
