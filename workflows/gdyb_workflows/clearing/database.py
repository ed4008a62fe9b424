"""The database under the ledger: SQLite on one machine, PostgreSQL for many, brought up to the present tables."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from gdyb_runtime.local_database import data_file
from gdyb_workflows.clearing.errors import LedgerUnusable
from gdyb_workflows.clearing.schema import PREFIX

__all__ = ["ADVISORY_CLASS", "READING", "default_location", "failures", "is_missing_file", "open_database", "shown"]

ADVISORY_CLASS = int.from_bytes(b"gdyb")
"""First half of the PostgreSQL advisory locks of the ledger; the second one is the month's id, 0 for the tables."""

READING: Final = "gdyb_reading"
"""Execution option of a connection that changes nothing."""

_HEAD = "0001"
_BUSY_SECONDS = 30.0


def default_location() -> Path:
    """The ledger's file in the user's data folder."""
    return data_file("clearing") / "ledger.sqlite3"


def open_database(location: str | Path, *, read_only: bool = False) -> sa.Engine:
    """The engine of a file or an SQLAlchemy URL, its tables made or brought up to date; with `read_only` as they are.

    Raises:
        LedgerUnusable: when it cannot be reached, or was written by a newer version of this program.
    """
    url = _url(location)
    with failures(url):
        engine = _sqlite(url, read_only) if url.get_backend_name() == "sqlite" else _server(url)
        try:
            if read_only:
                _refuse_others(engine)
            else:
                _bring_up(engine)
        except BaseException:
            engine.dispose()
            raise
    return engine


def is_missing_file(location: str | Path) -> bool:
    """Whether a ledger on this machine is still to be made."""
    url = _url(location)
    return url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file()


def shown(url: sa.URL) -> str:
    """How a message names the database: the file, or the URL without its password."""
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    return url.render_as_string(hide_password=True)


@contextmanager
def failures(url: sa.URL, *, system: bool = True) -> Iterator[None]:
    """Turns what the driver says into LedgerUnusable, and, unless told otherwise, what the system says."""
    caught = (SQLAlchemyError, OSError, ModuleNotFoundError) if system else (SQLAlchemyError,)
    try:
        yield
    except caught as error:
        # A driver's text may quote values of the statement; its first line names the cause.
        cause = (error.orig or error) if isinstance(error, DBAPIError) else error
        reason = (str(cause).strip().splitlines() or [type(cause).__name__])[0][:300]
        if url.password:
            reason = reason.replace(str(url.password), "***")
        raise LedgerUnusable(where=shown(url), reason=reason) from None


def _url(location: str | Path) -> sa.URL:
    if isinstance(location, Path) or "://" not in location:
        # Resolved, so that a link to the file has the same lock beside it.
        return sa.URL.create("sqlite", database=str(Path(location).resolve()))
    try:
        url = sa.make_url(location)
    except (ArgumentError, ValueError):
        # The text may hold a password, so it is not shown.
        raise LedgerUnusable(where="", reason="不是有效的数据库 URL；密码里的 @、:、/ 要写成 %40、%3A、%2F") from None
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise LedgerUnusable(where=shown(url), reason="台账要放在文件里，例如 sqlite:///清分.sqlite3")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise LedgerUnusable(where=shown(url), reason="台账只支持 SQLite 和 PostgreSQL")
    return url


def _sqlite(url: sa.URL, read_only: bool) -> sa.Engine:
    path = Path(str(url.database)).resolve()
    if not read_only:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # For its owner only; SQLite gives the files beside it the same permissions.
        path.touch(mode=0o600)
    place = f"{path.as_uri()}?mode={'ro' if read_only else 'rw'}"

    beside = path.with_name(path.name + "-wal")

    def connect() -> sqlite3.Connection:
        # SQLite keeps files beside an open one. Where it may not make them, and nobody has, the file is all there is.
        is_alone = read_only and not beside.exists() and not os.access(path.parent, os.W_OK)
        whole = f"{place}&immutable=1" if is_alone else place
        return sqlite3.connect(whole, uri=True, timeout=_BUSY_SECONDS, check_same_thread=False)

    engine = sa.create_engine(url.set(database=str(path)), creator=connect, hide_parameters=True)

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: Any, _: object) -> None:
        # The driver's own idea of transactions would commit in the middle of ours.
        connection.isolation_level = None
        if read_only:
            return
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


def _bring_up(engine: sa.Engine) -> None:
    if _revision(engine) == _HEAD:
        return
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            # Hosts that start together take turns; SQLite's transaction does the same.
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(ADVISORY_CLASS, 0)))
        _upgrade(connection)


def _refuse_others(engine: sa.Engine) -> None:
    """Refuses what is no ledger, or one of another version, where nothing may be changed."""
    revision = _revision(engine)
    if not revision:
        raise LedgerUnusable(where=shown(engine.url), reason="这不是清分台账")
    if revision != _HEAD:
        reason = "台账由另一版本的 gdyb 写成：较早的，先用会办理的命令打开一次；较新的，请升级 gdyb"
        raise LedgerUnusable(where=shown(engine.url), reason=reason)


def _revision(engine: sa.Engine) -> str:
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table(f"{PREFIX}ledger_version"):
            return ""
        return str(connection.execute(sa.text(f"SELECT version_num FROM {PREFIX}ledger_version")).scalar() or "")


def _upgrade(connection: sa.Connection) -> None:
    # Only a new or old ledger pays for this import.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError:
        reason = "台账由更新版本的 gdyb 写成，请升级 gdyb"
        raise LedgerUnusable(where=shown(connection.engine.url), reason=reason) from None
