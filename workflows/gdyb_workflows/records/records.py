"""Local records: read from anywhere, checked as a whole, then kept exactly typed on disk."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, ClassVar, Protocol, Self

import polars as pl

from gdyb_runtime.local.private import working_folder
from gdyb_runtime.problems import Problem
from gdyb_workflows.records.checking import typed
from gdyb_workflows.records.databases import open_database
from gdyb_workflows.records.files import broken, open_file
from gdyb_workflows.records.mapping import ShapedMapping
from gdyb_workflows.records.odd_cells import as_printed
from gdyb_workflows.records.problems import RecordsUnusable
from gdyb_workflows.records.reading import Findings, find_broken, text_frame
from gdyb_workflows.records.shape import RecordShape
from gdyb_workflows.records.shares import shares
from gdyb_workflows.records.sources import Frame, Keep, Source, open_frame

if TYPE_CHECKING:
    import sqlalchemy

__all__ = ["OpenSource", "ShapedRecords"]

_SHARE = 500_000


class OpenSource(Protocol):
    """Opens local data; `folder` takes what has to be rewritten, of the columns that `keep` chooses."""

    def __call__(self, *, folder: Path, keep: Keep) -> Source: ...


class ShapedRecords:
    """Checked records; a context manager that removes its working folder. To be subclassed with a mapping.

    Every way in raises RecordsUnusable with all problems of all rows at once, and never takes a float for money.
    """

    mapping: ClassVar[type[ShapedMapping]]

    def __init__(self, open_source: OpenSource, mapping: ShapedMapping | None = None) -> None:
        if mapping is not None and not isinstance(mapping, self.mapping):
            raise TypeError(f"a {self.mapping.__name__} is wanted, got {type(mapping).__name__}")
        mapping = mapping or self.mapping()
        self._stack = ExitStack()
        try:
            self.folder = self._stack.enter_context(working_folder())
            """Folder for what is only needed while the records are."""
            source = open_source(folder=self.folder, keep=mapping.headings)
            self.name = source.name
            """Where the records come from, for messages."""
            self.frame, self.notes = _typed_frame(source, mapping, self.folder)
            """row and the columns of the shape under their wire names, a day as `day`; in source order.

            `notes` names amounts and days in another notation than the printed one, once a column and notation.
            """
        except pl.exceptions.PolarsError as error:
            self._stack.close()
            raise RecordsUnusable.because("数据", f"无法读取：{broken(error)}") from None
        except BaseException:
            self._stack.close()
            raise

    @classmethod
    def from_file(
        cls,
        path: Path | str,
        mapping: ShapedMapping | None = None,
        *,
        encoding: str | None = None,
        sheet: str | None = None,
    ) -> Self:
        """Records of a CSV, Parquet or XLSX file; of a workbook the first sheet, or the one of that name."""
        return cls(
            lambda folder, keep: open_file(Path(path), folder=folder, keep=keep, encoding=encoding, sheet=sheet),
            mapping,
        )

    @classmethod
    def from_frame(cls, frame: Frame, mapping: ShapedMapping | None = None) -> Self:
        """Records of a polars or pandas frame."""
        return cls(lambda **_: open_frame(frame), mapping)

    @classmethod
    def from_database(
        cls,
        database: "str | sqlalchemy.Engine | sqlalchemy.Connection | object",
        mapping: ShapedMapping | None = None,
        *,
        query: str | None = None,
        table: str | None = None,
    ) -> Self:
        """Records of a query or a table, by SQLAlchemy URL, engine or connection, or by DB-API connection."""
        return cls(
            lambda folder, keep: open_database(database, folder=folder, keep=keep, query=query, table=table), mapping
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, error_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Removes the working folder; the frame cannot be read any more."""
        self._stack.close()


def _typed_frame(source: Source, mapping: ShapedMapping, folder: Path) -> tuple[pl.LazyFrame, tuple[Problem, ...]]:
    text, notes = as_printed(text_frame(source, mapping), mapping.shape.columns)
    find_broken(text, source, mapping).refuse()
    path = folder / "typed.parquet"
    text.select("row", *(typed(column) for column in mapping.shape.columns)).sink_parquet(path)
    frame = pl.scan_parquet(path, glob=False)
    if mapping.shape.key:
        _find_repeated(frame, mapping.shape).refuse()
    return frame, notes


def _find_repeated(frame: pl.LazyFrame, shape: RecordShape) -> Findings:
    key = shape.key
    rows = frame.select(pl.len()).collect(engine="streaming").item()
    repeated = [
        _repeated_rows(frame.select("row", *key).filter(chosen), key) for chosen in shares(key[0], rows, _SHARE)
    ]
    column = next(column for column in shape.columns if column.name == key[0])
    message = f"与第 {{first}} 行的 {' 和 '.join(key)} 都相同：同一笔结算只能出现一次"
    return Findings.of(pl.concat(repeated), column, message, rule="repeated")


def _repeated_rows(keys: pl.LazyFrame, key: Sequence[str]) -> pl.DataFrame:
    """row and first of every row whose key a row before it has."""
    first = keys.group_by(*key).agg(pl.len().alias("rows"), pl.col("row").min().alias("first"))
    twice = first.filter(pl.col("rows") > 1).collect(engine="streaming").lazy()
    again = keys.join(twice, on=list(key)).filter(pl.col("row") != pl.col("first"))
    return again.select("row", "first").collect(engine="streaming")
