"""The database under records: SQLite on one machine, PostgreSQL for many, brought up to the present tables."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from tenacity import Retrying, retry_if_result, stop_after_delay, wait_fixed

from gdyb_runtime.local.paths import explaining, local_path, sqlite_uri, store_path, why_unusable
from gdyb_runtime.local.private import make_private_file
from gdyb_workflows.at_rest.errors import LedgerUnusable

__all__ = [
    "ADVISORY_CLASS",
    "READING",
    "Tables",
    "await_sessions",
    "connect",
    "failures",
    "is_missing_file",
    "open_database",
    "shown",
]

ADVISORY_CLASS = int.from_bytes(b"gdyb")
"""First half of all PostgreSQL advisory locks here; of clearing, the second one is the month's id."""

READING: Final = "gdyb_reading"
"""Execution option of a connection that changes nothing."""

_BUSY_SECONDS = 30.0

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """A set of tables with a history of its own, which may share a database with others."""

    what: str
    """What they are called in messages."""
    version_table: str
    """Where Alembic keeps the revision."""
    head: str
    """The revision that this program works with."""
    migrations: Path
    lock: int = 0
    """Second half of the advisory lock under which they are brought up to date."""


def open_database(location: str | Path, tables: Tables, *, read_only: bool = False) -> sa.Engine:
    """The engine of a file or an SQLAlchemy URL, its tables made or brought up to date; with `read_only` as they are.

    Raises:
        LedgerUnusable: when it cannot be reached, or was written by a newer version of this program.
    """
    with failures(_url(location, tables.what), what=tables.what):
        engine = connect(location, tables.what, read_only=read_only)
        try:
            if read_only:
                _refuse_others(engine, tables)
            else:
                _bring_up(engine, tables)
        except BaseException:
            engine.dispose()
            raise
    return engine


def connect(location: str | Path, what: str, *, read_only: bool = False) -> sa.Engine:
    """The engine of a file or an SQLAlchemy URL as it is; `what` is what messages call it."""
    url = _url(location, what)
    with failures(url, what=what):
        return _sqlite(url, read_only) if url.get_backend_name() == "sqlite" else _server(url)


def await_sessions(ask: Callable[[], _T], is_free: Callable[[_T], bool], *, seconds: float = 2.0) -> _T:
    """The answer that says that sessions have ended, asked for until then; the last one once it took too long.

    The server only tells sessions to end, and notices a moment later that a program or its line is gone; until then it
    keeps their locks.
    """
    patiently = Retrying(
        retry=retry_if_result(lambda answer: not is_free(answer)),
        stop=stop_after_delay(seconds),
        wait=wait_fixed(0.1),
        retry_error_callback=lambda state: state.outcome and state.outcome.result(),
    )
    return patiently(ask)


def is_missing_file(location: str | Path, tables: Tables) -> bool:
    """Whether records on this machine are still to be made."""
    url = _url(location, tables.what)
    return url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file()


def shown(url: sa.URL) -> str:
    """How a message names the database: the file, or the URL without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    return url.render_as_string(hide_password=True)


@contextmanager
def failures(url: sa.URL, *, what: str, system: bool = True) -> Iterator[None]:
    """Converts database errors, and OS errors unless `system=False`, to LedgerUnusable."""
    caught = (SQLAlchemyError, OSError, ModuleNotFoundError) if system else (SQLAlchemyError,)
    try:
        yield
    except caught as error:
        # A driver's text may quote values of the statement; its first line names the cause.
        cause = (error.orig or error) if isinstance(error, DBAPIError) else error
        reason = (str(cause).strip().splitlines() or [type(cause).__name__])[0][:300]
        if (
            isinstance(cause, sqlite3.OperationalError)
            and getattr(cause, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_READONLY
        ):
            reason = why_unusable(Path(str(url.database)), cause) or reason
        if url.password:
            reason = reason.replace(str(url.password), "***")
        raise LedgerUnusable(what=what, where=shown(url), reason=reason) from None


def _url(location: str | Path, what: str) -> sa.URL:
    if isinstance(location, Path) or "://" not in location:
        return sa.URL.create("sqlite", database=_resolved(location, what))
    try:
        url = sa.make_url(location)
    except (ArgumentError, ValueError):
        # The text may hold a password, so it is not shown.
        raise LedgerUnusable(
            what=what, where="", reason="不是有效的数据库 URL；密码里的 @、:、/ 要写成 %40、%3A、%2F"
        ) from None
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise LedgerUnusable(what=what, where=shown(url), reason=f"{what}要放在文件里，例如 sqlite:///医保.sqlite3")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise LedgerUnusable(what=what, where=shown(url), reason=f"{what}只支持 SQLite 和 PostgreSQL")
    return url.set(database=_resolved(str(url.database), what)) if url.get_backend_name() == "sqlite" else url


def _resolved(file: str | Path, what: str) -> str:
    """The ledger's file; resolved, so that a link to it has the same lock beside it."""
    try:
        return str(local_path(file))
    except OSError as error:
        raise LedgerUnusable(what=what, where=str(file), reason=str(error)) from None


def _sqlite(url: sa.URL, read_only: bool) -> sa.Engine:
    path = Path(str(url.database))
    if not read_only:
        path = store_path(path, mode=0o700)
        with explaining(path):
            # For its owner only; SQLite gives the files beside it the same permissions.
            make_private_file(path)
    place = sqlite_uri(path, "ro" if read_only else "rw")
    beside = path.with_name(path.name + "-wal")

    def connect() -> sqlite3.Connection:
        # SQLite keeps files beside an open one. Where it may not make them, and nobody has, the file is all there is.
        is_alone = read_only and not beside.exists() and not os.access(path.parent, os.W_OK)
        whole = f"{place}&immutable=1" if is_alone else place
        with nullcontext() if read_only else explaining(path):
            return sqlite3.connect(whole, uri=True, timeout=_BUSY_SECONDS, check_same_thread=False)

    engine = sa.create_engine(url.set(database=str(path)), creator=connect, hide_parameters=True)

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: Any, _: object) -> None:
        # The driver's own idea of transactions would commit in the middle of ours.
        connection.isolation_level = None
        if read_only:
            return
        with explaining(path):
            _patiently(connection, "PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    @sa.event.listens_for(engine, "begin")
    def _begun(connection: sa.Connection) -> None:
        # Who only reads must not keep those waiting who write down an answer.
        is_reading = connection.get_execution_options().get(READING)
        connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")

    return engine


def _patiently(connection: sqlite3.Connection, statement: str) -> None:
    """A switch to WAL answers "locked" at once, without the busy timeout, while another process switches."""
    from tenacity import Retrying, retry_if_exception_message, stop_after_delay, wait_fixed

    stop, wait = stop_after_delay(_BUSY_SECONDS), wait_fixed(0.01)
    Retrying(stop=stop, wait=wait, retry=retry_if_exception_message(match=".*(locked|busy)"), reraise=True)(
        lambda: connection.execute(statement).fetchall()
    )


def _server(url: sa.URL) -> sa.Engine:
    return sa.create_engine(url, pool_pre_ping=True, hide_parameters=True)


def _bring_up(engine: sa.Engine, tables: Tables) -> None:
    if _revision(engine, tables) == tables.head:
        return
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            # Hosts that start together take turns; SQLite's transaction does the same.
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(ADVISORY_CLASS, tables.lock)))
        _upgrade(connection, tables)


def _refuse_others(engine: sa.Engine, tables: Tables) -> None:
    """Refuses what is nothing of this kind, or of another version, where nothing may be changed."""
    revision = _revision(engine, tables)
    if not revision:
        raise LedgerUnusable(what=tables.what, where=shown(engine.url), reason=f"这不是{tables.what}")
    if revision != tables.head:
        reason = f"{tables.what}由另一版本的 gdyb 写成：较早的，先用会办理的命令打开一次；较新的，请升级 gdyb"
        raise LedgerUnusable(what=tables.what, where=shown(engine.url), reason=reason)


def _revision(engine: sa.Engine, tables: Tables) -> str:
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table(tables.version_table):
            return ""
        return str(connection.execute(sa.text(f"SELECT version_num FROM {tables.version_table}")).scalar() or "")


def _upgrade(connection: sa.Connection, tables: Tables) -> None:
    # Only new or old records pay for this import.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(tables.migrations).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError:
        reason = f"{tables.what}由更新版本的 gdyb 写成，请升级 gdyb"
        raise LedgerUnusable(what=tables.what, where=shown(connection.engine.url), reason=reason) from None
