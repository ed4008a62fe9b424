"""Which process slot this is, and whether another one is alive: what takeover and restart rest on."""

import hashlib
import operator
import re
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from gdyb_runtime.errors import SettingsInvalid
from gdyb_runtime.local.database import data_file
from gdyb_runtime.local.process_lock import ProcessLock, ProcessLockTaken
from gdyb_runtime.problems import Problem
from gdyb_workflows.at_rest.database import ADVISORY_CLASS, await_sessions, failures
from gdyb_workflows.at_rest.errors import LedgerError, LedgerUnusable
from gdyb_workflows.clearing.ledger.ledger import Ledger
from gdyb_workflows.clearing.ledger.schema import TABLES
from gdyb_workflows.clearing.ledger.settings import PREFIX

__all__ = ["ExecutorAlive", "ExecutorSlot", "Session", "check_executor", "end_sessions", "sessions_of", "url_for"]

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,39}", re.ASCII)
_ANYBODY = ("local", "localhost", "executor", "default")
_ENDING_SECONDS = 15.0
_APPLICATION = "gdyb "
"""In front of the slot's id in the server's list of sessions."""


class ExecutorAlive(LedgerError):
    """A process of this slot is running."""

    executor: str = ""
    holder: str = ""

    def explain(self) -> str:
        """Which slot, where it runs, and what to do."""
        where = f"（{self.holder}）" if self.holder else ""
        return (
            f"执行槽 {self.executor} 已有程序在运行{where}，没有启动、没有接管、没有发送。"
            "每个进程要有自己的执行槽编号；同一编号绝不能同时运行两次。"
        )


def check_executor(text: str | None) -> str:
    """The id of a slot, usable.

    Raises:
        SettingsInvalid: when there is none, or one that every process could have.
    """
    if text and _ID.fullmatch(text) and text.lower() not in _ANYBODY:
        return text
    message = (
        "应为本进程独有、重启后不变的编号，2 至 40 个字母、数字、点、横线或下划线，例如 clearing-a-1；"
        "不能是 local 之类每台机器都一样的名称"
    )
    if not text:
        message = f"必填，没有给值：{message}"
    name = f"{PREFIX}EXECUTOR"
    raise SettingsInvalid(
        problems=(Problem(path=name, field="executor", label="执行槽编号", message=message, rule="executor"),)
    )


def url_for(url: str, executor: str) -> str:
    """The URL of a ledger with the slot's name on each session; a file as it is."""
    if "://" not in url or not url.startswith("postgres"):
        return url
    named = sa.make_url(url).update_query_dict({"application_name": _APPLICATION + executor})
    return named.render_as_string(hide_password=False)


class ExecutorSlot:
    """A slot, taken: a context manager. One lock of this machine, and on PostgreSQL one that all hosts see.

    Raises:
        ExecutorAlive: another process has it.
    """

    def __init__(self, ledger: Ledger, executor: str) -> None:
        self._executor = executor
        self._ledger = ledger
        self._session: sa.Connection | None = None
        self._guard = threading.Lock()
        place = ledger.engine.url.render_as_string(hide_password=True).partition("?")[0]
        name = hashlib.sha256(f"{place}\n{executor}".encode()).hexdigest()[:16]
        lock = data_file("clearing") / f"slot-{name}.lock"
        try:
            self._lock = ProcessLock(lock)
        except ProcessLockTaken:
            raise ExecutorAlive(executor=executor, holder="本机") from None
        except (sqlite3.Error, OSError) as error:
            raise LedgerUnusable(where=str(lock), reason=str(error)) from None
        try:
            self.keep()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, error_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def keep(self) -> None:
        """Makes sure that the slot is still this process's, also after the database server was started again.

        Raises:
            ExecutorAlive: somebody else has it by now.
            LedgerUnusable: the server cannot be reached just now.
        """
        engine = self._ledger.engine
        if engine.dialect.name != "postgresql":
            return
        with self._guard, failures(engine.url, what=TABLES.what):
            if self._session is not None:
                try:
                    self._session.execute(sa.select(1)).scalar()
                    return
                except SQLAlchemyError:
                    self._drop()
            self._session = session = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            take = sa.select(sa.func.pg_try_advisory_lock(_key(self._executor)))
            # The one that still has it may be this slot's own former session.
            if not await_sessions(lambda: session.execute(take).scalar(), bool):
                self._drop()
                sessions = sessions_of(self._ledger, self._executor)
                raise ExecutorAlive(executor=self._executor, holder="、".join(map(str, sessions)))

    def close(self) -> None:
        """Gives the slot free."""
        with self._guard:
            self._drop()
        self._lock.close()

    def _drop(self) -> None:
        if self._session is not None:
            # Closed for good: back in the pool it would keep the lock.
            self._session.invalidate()
            self._session.close()
            self._session = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session of the database server that shows that somebody is alive."""

    pid: int
    application: str
    address: str
    since: str

    def __str__(self) -> str:
        parts = (self.application, self.address, f"会话 {self.pid}", f"{self.since} 起")
        return " ".join(part for part in parts if part)


def sessions_of(ledger: Ledger, executor: str, months: Sequence[int] = ()) -> list[Session]:
    """Sessions that hold the slot or one of these months of the ledger; none on SQLite, where the file is locked."""
    if ledger.engine.dialect.name != "postgresql":
        return []
    key = _key(executor) & (1 << 64) - 1
    of_slot = "(classid = :high AND objid = :low AND objsubid = 1)"
    of_months = "(classid = :kind AND objid = ANY(CAST(:months AS oid[])) AND objsubid = 2)"
    statement = sa.text(
        "SELECT DISTINCT a.pid, a.application_name, coalesce(host(a.client_addr), ''),"
        " to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS')"
        " FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
        " WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database"
        f" WHERE datname = current_database()) AND ({of_slot} OR {of_months}) ORDER BY a.pid"
    )
    values: dict[str, Any] = {
        "high": key >> 32,
        "low": key & 0xFFFFFFFF,
        "kind": ADVISORY_CLASS,
        "months": list(months),
    }
    with ledger.transaction() as connection:
        rows = connection.execute(statement, values).all()
    return [Session(pid=one[0], application=one[1], address=one[2], since=one[3]) for one in rows]


def end_sessions(ledger: Ledger, executor: str) -> int:
    """Ends every session of a slot that does not answer any more; gives how many.

    A process that wakes up afterwards has lost its months: the ledger lets it begin nothing.
    """
    if ledger.engine.dialect.name != "postgresql":
        return 0
    theirs = " FROM pg_stat_activity WHERE datname = current_database() AND application_name = :name"
    others = f"{theirs} AND pid <> pg_backend_pid()"
    named = {"name": _APPLICATION + executor}
    with ledger.transaction() as connection:
        ended = connection.execute(sa.text(f"SELECT pg_terminate_backend(pid){others}"), named).all()

    def count_left() -> int:
        with ledger.transaction() as connection:
            return int(connection.execute(sa.text(f"SELECT count(*){others}"), named).scalar_one())

    await_sessions(count_left, operator.not_, seconds=_ENDING_SECONDS)
    return len(ended)


def _key(executor: str) -> int:
    """The slot's advisory lock, one number of 64 bits, so that it is none of the months' pairs."""
    return int.from_bytes(hashlib.sha256(f"gdyb executor {executor}".encode()).digest()[:8], signed=True)
