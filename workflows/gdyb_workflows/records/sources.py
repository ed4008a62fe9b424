"""Where records come from: what every kind of source becomes, and frames, which are one already."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl

from gdyb_workflows.records.marks import FLOAT, Mark
from gdyb_workflows.records.problems import RecordsUnusable

__all__ = ["ROW", "Cell", "Frame", "Keep", "Source", "open_frame", "series", "staged"]

Frame: TypeAlias = Any
"""A polars DataFrame or LazyFrame, or a pandas DataFrame."""
Cell: TypeAlias = object

Keep: TypeAlias = Callable[[Sequence[str]], Sequence[str]]
"""Which of a source's headings are read; nothing else is ever written to a working folder."""

ROW = "\x00row"
"""Column of row numbers beside the source's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Local data as it is, its columns still under their own headings."""

    frame: pl.LazyFrame
    name: str
    """What a message calls it."""
    marks: tuple[Mark, ...] = (FLOAT,)
    """What may stand in place of a value."""

    def numbered(self) -> pl.LazyFrame:
        """The frame with ROW: the number that a record has for whoever looks at the data."""
        return self.frame if ROW in self.frame.collect_schema() else self.frame.with_row_index(ROW, offset=1)


def open_frame(frame: Frame) -> Source:
    """A polars or pandas frame.

    Raises:
        RecordsUnusable: for anything else.
    """
    if isinstance(frame, pl.LazyFrame):
        return Source(frame=frame, name="数据表")
    if isinstance(frame, pl.DataFrame):
        return Source(frame=frame.lazy(), name="数据表")
    if type(frame).__module__.partition(".")[0] == "pandas" and hasattr(frame, "columns"):
        return Source(frame=_from_pandas(frame).lazy(), name="数据表")
    raise RecordsUnusable.because("数据表", "应为 polars 或 pandas 的 DataFrame")


def staged(frames: Iterable[pl.DataFrame], folder: Path, keep: Keep) -> pl.LazyFrame:
    """The frames as one, each written to `folder` as it comes, with ROW and the columns that are read."""
    parts: list[Path] = []
    for frame in frames:
        parts.append(folder / f"part-{len(parts):06d}.parquet")
        names = [name for name in frame.columns if name != ROW]
        kept = [ROW] if ROW in frame.columns else []
        frame.select(kept + list(keep(names))).write_parquet(parts[-1])
    return pl.scan_parquet(parts, glob=False)


def series(name: str, cells: Iterable[Cell]) -> pl.Series:
    """A column of cells of any type as text."""
    return pl.Series(name, [_text(cell) for cell in cells], dtype=pl.String)


def _text(cell: Cell) -> str | None:
    if cell is None or cell != cell or type(cell).__name__ in ("NAType", "NaTType"):  # pandas: missing
        return None
    if isinstance(cell, float):
        return FLOAT.text
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    return str(cell)


def _from_pandas(frame: Frame) -> pl.DataFrame:
    # Cell by cell: polars would ask for pyarrow, and a column of objects may hold anything.
    if len(set(map(str, frame.columns))) != len(frame.columns):
        raise RecordsUnusable.because("数据表", "列名重复")
    return pl.DataFrame([series(str(name), frame[name].tolist()) for name in frame.columns])
