"""Records in databases, by SQLAlchemy or by any DB-API connection."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from gdyb_workflows.records.problems import RecordsUnusable
from gdyb_workflows.records.sources import Cell, Keep, Source, series, staged

if TYPE_CHECKING:
    import sqlalchemy

__all__ = ["open_database"]

_BATCH = 50_000


def open_database(
    database: "str | sqlalchemy.Engine | sqlalchemy.Connection | object",
    *,
    folder: Path,
    keep: Keep,
    query: str | None = None,
    table: str | None = None,
) -> Source:
    """The rows of a query or of a whole table; read in portions, what `keep` wants of them kept in `folder`.

    `database` is an SQLAlchemy URL, engine or connection, or a DB-API connection, which takes a query only.

    Raises:
        RecordsUnusable: when it cannot be reached or read; the text holds no password.
    """
    if (query is None) == (table is None):
        raise RecordsUnusable.because("数据库", "请给出查询或表名之一")
    if hasattr(database, "cursor"):
        batches = _dbapi_batches(database, query)
    else:
        batches = _sqlalchemy_batches(database, query, table)
    return Source(frame=staged(_frames(batches), folder, keep), name="数据库")


def _frames(batches: Iterator[tuple[Sequence[str], Sequence[Sequence[Cell]]]]) -> Iterator[pl.DataFrame]:
    for headings, rows in batches:
        if len(set(headings)) != len(headings):
            raise RecordsUnusable.because("数据库", "查询结果有重复的列名，请用 AS 改名")
        cells = zip(*rows, strict=True) if rows else ([] for _ in headings)
        yield pl.DataFrame([series(*column) for column in zip(headings, cells, strict=True)])


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
