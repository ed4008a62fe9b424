"""Where settlement records come from: CSV and Parquet files, frames, databases. All become one lazy frame."""

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl

from gdyb_workflows.reconciliation.problems import RecordsUnusable

if TYPE_CHECKING:
    import sqlalchemy

__all__ = ["FLOAT", "ROW", "Frame", "Source", "broken", "open_database", "open_file", "open_frame"]

Frame: TypeAlias = Any
"""A polars DataFrame or LazyFrame, or a pandas DataFrame."""
Cell: TypeAlias = object

FLOAT = "\x00float"
"""Stands for a binary floating-point number, which has lost what it was before anyone could look."""

ROW = "\x00row"
"""Column of row numbers beside the source's own."""

_CHUNK = 1 << 20
_BATCH = 50_000
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ENCODINGS = ("utf-8", "gb18030")
_SEPARATORS = (",", "\t", ";", "|")
_SYSTEM = re.compile(r"(\w[\w ]*) \(os error [0-9]+\)")
_AGAIN = re.compile(r"(.+)_duplicated_[0-9]+")
"""What polars calls a heading that it has met before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Local data as it is, its columns still under their own headings."""

    frame: pl.LazyFrame
    name: str
    """What a message calls it."""

    def numbered(self) -> pl.LazyFrame:
        """The frame with ROW: the number that a record has for whoever looks at the data."""
        return self.frame if ROW in self.frame.collect_schema() else self.frame.with_row_index(ROW, offset=1)


def open_file(path: Path, *, folder: Path, encoding: str | None = None) -> Source:
    """A .parquet file, or any other file as CSV with a heading; `folder` takes what has to be rewritten.

    A CSV file is UTF-8 with or without byte order mark, UTF-16 with one, or GBK, unless `encoding` says otherwise.

    Raises:
        RecordsUnusable: when the file cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xls", ".et"):
        raise RecordsUnusable.because(path, "不读取 Excel 工作簿：请另存为“CSV UTF-8（逗号分隔）”，编号列先设为文本")
    try:
        if not path.is_file():
            raise RecordsUnusable.because(path, "没有这个文件")
        if suffix in (".parquet", ".pq"):
            frame = pl.scan_parquet(path, glob=False)
            frame.collect_schema()
            return Source(frame=frame, name=str(path))
        return _open_csv(path, folder, encoding)
    except OSError as error:
        raise RecordsUnusable.because(path, f"无法读取（{error.strerror or type(error).__name__}）") from None
    except pl.exceptions.PolarsError as error:
        raise RecordsUnusable.because(path, f"无法读取：{broken(error)}") from None


def broken(error: pl.exceptions.PolarsError) -> str:
    """Why a file cannot be read or written; what polars itself says may quote the data."""
    if "found more fields" in str(error):
        return "有的行比表头的列多；含逗号的文本要加双引号"
    if system := _SYSTEM.search(str(error)):
        return f"{system[1]}，请检查权限、磁盘空间和临时文件夹"
    return f"格式不正确（{type(error).__name__}）"


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


def open_database(
    database: "str | sqlalchemy.Engine | sqlalchemy.Connection | object",
    *,
    folder: Path,
    query: str | None = None,
    table: str | None = None,
) -> Source:
    """The rows of a query or of a whole table; read in portions, kept as Parquet files in `folder`.

    `database` is an SQLAlchemy URL, engine or connection, or a DB-API connection, which takes a query only.

    Raises:
        RecordsUnusable: when it cannot be reached or read; the text holds no password.
    """
    if (query is None) == (table is None):
        raise RecordsUnusable.because("数据库", "请给出查询或表名之一")
    if hasattr(database, "cursor"):
        return _stage(_dbapi_batches(database, query), folder)
    return _stage(_sqlalchemy_batches(database, query, table), folder)


def _open_csv(path: Path, folder: Path, encoding: str | None) -> Source:
    found = encoding or _encoding_of(path)
    readable = path if found in ("utf-8", "utf-8-sig") else _rewritten(path, folder / "records.csv", found)
    with readable.open(encoding="utf-8-sig", errors="replace", newline="\n") as lines:
        heading = lines.readline()
    if "\r" in heading.rstrip("\r\n"):
        raise RecordsUnusable.because(path, "行尾是单独的 CR：请另存为以 CRLF 或 LF 换行的 CSV")
    if not heading.strip():
        raise RecordsUnusable.because(path, "第一行应为列名")
    separator = max(_SEPARATORS, key=heading.count)
    frame = pl.scan_csv(
        readable, separator=separator, infer_schema=False, glob=False, encoding="utf8", raise_if_empty=True
    )
    names = frame.collect_schema().names()
    for name in names:
        if (again := _AGAIN.fullmatch(name)) and again[1] in names:
            raise RecordsUnusable.because(path, f"列名 {again[1]} 重复")
    # All columns are read once: of a row with too many cells polars says nothing unless it reads the last column.
    staged = folder / "records.parquet"
    filled = pl.any_horizontal(pl.col(names).is_not_null())
    frame.with_row_index(ROW, offset=2).filter(filled).sink_parquet(staged)
    return Source(frame=pl.scan_parquet(staged, glob=False), name=str(path))


def _encoding_of(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name
    for name in _ENCODINGS:
        if _decodes(path, name):
            return name
    raise RecordsUnusable.because(path, "既不是 UTF-8 也不是 GBK 编码；用 --encoding 指定编码")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _rewritten(path: Path, target: Path, encoding: str) -> Path:
    try:
        with (
            path.open(encoding=encoding, newline="") as source,
            target.open("w", encoding="utf-8", newline="") as copy,
        ):
            while chunk := source.read(_CHUNK):
                copy.write(chunk)
    except LookupError:
        raise RecordsUnusable.because(path, f"不认识编码 {encoding}") from None
    except UnicodeError:
        raise RecordsUnusable.because(path, f"不是 {encoding} 编码的文本") from None
    return target


def _from_pandas(frame: Frame) -> pl.DataFrame:
    # Cell by cell: polars would ask for pyarrow, and a column of objects may hold anything.
    if len(set(map(str, frame.columns))) != len(frame.columns):
        raise RecordsUnusable.because("数据表", "列名重复")
    return pl.DataFrame([_series(str(name), frame[name].tolist()) for name in frame.columns])


def _series(name: str, cells: Iterable[Cell]) -> pl.Series:
    return pl.Series(name, [_text(cell) for cell in cells], dtype=pl.String)


def _text(cell: Cell) -> str | None:
    if cell is None or cell != cell or type(cell).__name__ in ("NAType", "NaTType"):  # pandas: missing
        return None
    if isinstance(cell, float):
        return FLOAT
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


def _stage(batches: Iterator[tuple[Sequence[str], Sequence[Sequence[Cell]]]], folder: Path) -> Source:
    """Writes the batches, each as it comes, and scans them as one."""
    parts: list[Path] = []
    for headings, rows in batches:
        if len(set(headings)) != len(headings):
            raise RecordsUnusable.because("数据库", "查询结果有重复的列名，请用 AS 改名")
        cells = zip(*rows, strict=True) if rows else ([] for _ in headings)
        part = folder / f"part-{len(parts):06d}.parquet"
        pl.DataFrame([_series(*column) for column in zip(headings, cells, strict=True)]).write_parquet(part)
        parts.append(part)
    return Source(frame=pl.scan_parquet(parts, glob=False), name="数据库")


def _dbapi_batches(connection: Any, query: str | None) -> Iterator[tuple[Sequence[str], Sequence[Sequence[Cell]]]]:
    if query is None:
        raise RecordsUnusable.because("数据库", "DB-API 连接只能用查询，不能只给表名")
    cursor = connection.cursor()
    try:
        cursor.execute(query)
        if cursor.description is None:
            raise RecordsUnusable.because("数据库", "查询没有返回任何列，应为 SELECT")
        headings = [str(entry[0]) for entry in cursor.description]
        yield headings, cursor.fetchmany(_BATCH)
        while rows := cursor.fetchmany(_BATCH):
            yield headings, rows
    except RecordsUnusable:
        raise
    except Exception as error:
        # Every driver has an exception tree of its own; PEP 249 gives no common class to import.
        raise RecordsUnusable.because("数据库", f"查询失败（{type(error).__name__}）：{_first_line(error)}") from None
    finally:
        cursor.close()


def _sqlalchemy_batches(
    database: Any, query: str | None, table: str | None
) -> Iterator[tuple[Sequence[str], Sequence[Sequence[Cell]]]]:
    import sqlalchemy
    from sqlalchemy.exc import SQLAlchemyError

    password = ""
    own: sqlalchemy.Engine | None = None
    try:
        if isinstance(database, str):
            url = _url(database)
            password = str(url.password or "")
            database = own = sqlalchemy.create_engine(url, hide_parameters=True)
        if isinstance(database, sqlalchemy.Connection):
            yield from _portions(database, _statement(database, query, table))
            return
        with database.connect() as connection:
            yield from _portions(connection, _statement(connection, query, table))
    except (SQLAlchemyError, ModuleNotFoundError) as error:
        cause = getattr(error, "orig", None) or error
        text = _first_line(cause)
        text = text.replace(password, "***") if password else text
        raise RecordsUnusable.because("数据库", f"无法读取（{type(cause).__name__}）：{text}") from None
    finally:
        if own is not None:
            # What stays in its pool keeps the file or the server busy.
            own.dispose()


def _url(text: str) -> "sqlalchemy.URL":
    import sqlalchemy

    try:
        return sqlalchemy.make_url(text)
    except ValueError:
        # A password with ":" or "@" in it is taken for a port, which the error would quote.
        message = "URL 的端口不是数字；密码里有 @、:、/ 等字符时要写成 %40、%3A、%2F"
        raise RecordsUnusable.because("数据库", message) from None


def _statement(connection: Any, query: str | None, table: str | None) -> Any:
    import sqlalchemy

    if query is not None:
        # A driver's own SQL text: bind markers such as ":name" in it are meant literally.
        return sqlalchemy.text(re.sub(r"(?<!:):(?=\w)", r"\\:", query))
    schema, _, name = (table or "").rpartition(".")
    return sqlalchemy.select(sqlalchemy.text("*")).select_from(sqlalchemy.table(name, schema=schema or None))


def _portions(connection: Any, statement: Any) -> Iterator[tuple[Sequence[str], Sequence[Sequence[Cell]]]]:
    result = connection.execution_options(stream_results=True, yield_per=_BATCH).execute(statement)
    headings = list(result.keys())
    empty = True
    for rows in result.partitions():
        empty = False
        yield headings, rows
    if empty:
        yield headings, []


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [""])[0][:300]
