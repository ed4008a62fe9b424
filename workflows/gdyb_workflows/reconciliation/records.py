"""Local settlement records: read from anywhere, checked as a whole, then held exactly typed on disk."""

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import polars as pl

from gdyb_runtime.problems import Problem
from gdyb_workflows.reconciliation import sources
from gdyb_workflows.reconciliation.checking import Check, as_text, checks, typed
from gdyb_workflows.reconciliation.columns import COLUMNS, KEY
from gdyb_workflows.reconciliation.mapping import ColumnMapping
from gdyb_workflows.reconciliation.problems import RecordsUnusable
from gdyb_workflows.reconciliation.shares import shares

if TYPE_CHECKING:
    import sqlalchemy

__all__ = ["Records"]

_EXAMPLES = 20
"""Rows that are named for each kind of problem."""
_SHOWN = 100
_SHARE = 500_000


class Records:
    """Checked settlement records; a context manager that removes its working folder.

    Every way in raises RecordsUnusable with all problems of all rows at once, and never takes a float for money.
    """

    def __init__(self, open_source: Callable[[Path], sources.Source], mapping: ColumnMapping | None = None) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="gdyb-", ignore_cleanup_errors=True)
        self.folder = Path(self._folder.name)
        """Folder for what is only needed while reconciling."""
        try:
            source = open_source(self.folder)
            self.name = source.name
            """Where the records come from, for messages."""
            self.frame = _typed_frame(source, mapping or ColumnMapping(), self.folder)
            """row, the columns of COLUMNS under their wire names, and `day` instead of setl_time; in source order."""
        except pl.exceptions.PolarsError as error:
            self._folder.cleanup()
            raise RecordsUnusable.because("数据", f"无法读取：{sources.broken(error)}") from None
        except BaseException:
            self._folder.cleanup()
            raise

    @classmethod
    def from_file(cls, path: Path | str, mapping: ColumnMapping | None = None, *, encoding: str | None = None) -> Self:
        """Records of a CSV or Parquet file."""
        return cls(lambda folder: sources.open_file(Path(path), folder=folder, encoding=encoding), mapping)

    @classmethod
    def from_frame(cls, frame: sources.Frame, mapping: ColumnMapping | None = None) -> Self:
        """Records of a polars or pandas frame."""
        return cls(lambda folder: sources.open_frame(frame), mapping)

    @classmethod
    def from_database(
        cls,
        database: "str | sqlalchemy.Engine | sqlalchemy.Connection | object",
        mapping: ColumnMapping | None = None,
        *,
        query: str | None = None,
        table: str | None = None,
    ) -> Self:
        """Records of a query or a table, by SQLAlchemy URL, engine or connection, or by DB-API connection."""
        return cls(lambda folder: sources.open_database(database, folder=folder, query=query, table=table), mapping)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, error_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Removes the working folder; the frame cannot be read any more."""
        self._folder.cleanup()


def _typed_frame(source: sources.Source, mapping: ColumnMapping, folder: Path) -> pl.LazyFrame:
    text = _text_frame(source, mapping)
    _refuse_broken(text)
    path = folder / "typed.parquet"
    text.select("row", *(typed(column) for column in COLUMNS)).sink_parquet(path)
    frame = pl.scan_parquet(path, glob=False)
    _refuse_repeated(frame)
    return frame


def _text_frame(source: sources.Source, mapping: ColumnMapping) -> pl.LazyFrame:
    frame = source.numbered()
    schema = frame.collect_schema()
    headings = mapping.resolve(name for name in schema.names() if name != sources.ROW)
    columns = [pl.col(sources.ROW).alias("row")]
    for column in COLUMNS:
        codes = mapping.values.get(column.name, {})
        if column.name in headings:
            heading = headings[column.name]
            columns.append(as_text(heading, schema[heading], codes).alias(column.name))
        else:
            columns.append(pl.lit(mapping.constants[column.name]).alias(column.name))
    return frame.select(columns)


def _refuse_broken(text: pl.LazyFrame) -> None:
    every = [check for column in COLUMNS for check in checks(column)]
    # Which rows are broken is only looked for where some are: usually none is.
    counts = [check.is_broken.sum().alias(str(number)) for number, check in enumerate(every)]
    found = text.select(pl.len().alias("rows"), *counts).collect(engine="streaming").row(0, named=True)
    if not found["rows"]:
        raise RecordsUnusable.because("数据", "没有一行结算记录", rule="empty")
    broken = [check for number, check in enumerate(every) if found[str(number)]]
    if not broken:
        return
    rows = [
        pl.col("row").filter(check.is_broken).head(_EXAMPLES).implode().alias(str(number))
        for number, check in enumerate(broken)
    ]
    examples = text.select(rows).collect(engine="streaming").row(0)
    _refuse(
        ((row, _problem(check, row)) for check, held in zip(broken, examples, strict=True) for row in held),
        sum(found[str(number)] for number in range(len(every))),
    )


def _refuse_repeated(frame: pl.LazyFrame) -> None:
    rows = frame.select(pl.len()).collect(engine="streaming").item()
    found = [_repeated_rows(frame.select("row", *KEY).filter(chosen)) for chosen in shares(KEY[0], rows, _SHARE)]
    repeated = pl.concat(found)
    if not repeated.is_empty():
        first = repeated.bottom_k(_SHOWN, by="row").iter_rows()
        _refuse(((row, _repeated(row, before)) for row, before in first), repeated.height)


def _repeated_rows(keys: pl.LazyFrame) -> pl.DataFrame:
    """row and first of every row whose key a row before it has."""
    first = keys.group_by(*KEY).agg(pl.len().alias("rows"), pl.col("row").min().alias("first"))
    twice = first.filter(pl.col("rows") > 1).collect(engine="streaming").lazy()
    again = keys.join(twice, on=list(KEY)).filter(pl.col("row") != pl.col("first"))
    return again.select("row", "first").collect(engine="streaming")


def _refuse(problems: Iterable[tuple[int, Problem]], count: int) -> None:
    ordered = [problem for _, problem in sorted(problems, key=lambda item: item[0])]
    raise RecordsUnusable(problems=ordered[:_SHOWN], count=count)


def _problem(check: Check, row: int) -> Problem:
    column = check.column
    return Problem(
        path=f"第 {row} 行 {column.name}",
        field=column.name,
        label=column.label,
        message=check.message,
        rule=check.rule,
    )


def _repeated(row: int, first: int) -> Problem:
    message = f"与第 {first} 行的 {' 和 '.join(KEY)} 都相同：同一笔结算只能出现一次"
    return Problem(path=f"第 {row} 行 {KEY[0]}", field=KEY[0], label=COLUMNS[0].label, message=message, rule="repeated")
