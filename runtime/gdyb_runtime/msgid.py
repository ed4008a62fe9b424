"""Message ids that never repeat: across threads, processes, restarts and a clock that steps back."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from .errors import MsgidUnavailable
from .protocol import MsgidRule
from .types import zone_of

_BUSY_SECONDS = 30.0
_CREATE = "CREATE TABLE IF NOT EXISTS msgid (institution TEXT PRIMARY KEY, v INTEGER NOT NULL) WITHOUT ROWID"
_NEXT = (
    "INSERT INTO msgid (institution, v) VALUES (?, ?) "
    "ON CONFLICT (institution) DO UPDATE SET v = max(v + 1, excluded.v) RETURNING v"
)


class MsgidStore(Protocol):
    """Hands out ever growing numbers, one row of them per institution."""

    def next_value(self, fixmedins_code: str, at_least: int) -> int:
        """``max(last + 1, at_least)``, recorded durably before it is returned."""
        ...


def first_value(rule: MsgidRule, now: datetime) -> int:
    """The smallest number whose time part shows ``now``."""
    return int(now.timestamp()) * _step(rule)


def make_msgid(rule: MsgidRule, fixmedins_code: str, value: int, utc_offset: str) -> str:
    """Institution code + yyyyMMddHHmmss + sequence, of a number that counts seconds and sequence together."""
    second, sequence = divmod(value, _step(rule))
    try:
        moment = datetime.fromtimestamp(second, UTC).astimezone(zone_of(utc_offset))
    except (OverflowError, ValueError, OSError) as error:
        reason = "序号里的时间超出日历，可能是本机时钟曾被调到很远的将来"
        raise MsgidUnavailable(reason=reason) from error
    return f"{fixmedins_code}{moment:%Y%m%d%H%M%S}{sequence:0{rule.sequence}d}"


class SqliteMsgidStore:
    """The numbers in one SQLite file on this machine, flushed to disk each time; threads and processes may share it.

    Raises:
        MsgidUnavailable: when the file cannot be created or written.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self._path = Path(path) if path is not None else default_path()
        self._lock = threading.Lock()
        self._process = os.getpid()
        self._connection: sqlite3.Connection | None = None

    @property
    def path(self) -> Path:
        """The SQLite file."""
        return self._path

    def next_value(self, fixmedins_code: str, at_least: int) -> int:
        """``max(last + 1, at_least)`` of one institution, durable before it is returned."""
        if self._process != os.getpid():
            self._leave_parent()
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = self._open()
                # fetchall, because the statement commits only when its last row was read.
                rows = self._connection.execute(_NEXT, (fixmedins_code, at_least)).fetchall()
                return int(rows[0][0])
            except (sqlite3.Error, OSError, ValueError) as error:
                raise MsgidUnavailable(path=str(self._path), reason=str(error)) from error

    def close(self) -> None:
        """Closes the file; the next use opens it again."""
        if self._process != os.getpid():
            self._leave_parent()
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            _patiently(connection, "PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            _patiently(connection, _CREATE)
        except BaseException:
            connection.close()
            raise
        return connection

    def _leave_parent(self) -> None:
        # SQLite forbids even closing a connection that was opened before the fork.
        if self._connection is not None:
            _inherited.append(self._connection)
        self._lock = threading.Lock()
        self._connection = None
        self._process = os.getpid()


_inherited: list[sqlite3.Connection] = []


def default_path() -> Path:
    """The store's file in the user's data folder."""
    from platformdirs import user_data_dir

    return Path(user_data_dir("gdyb", appauthor=False)) / "msgid.sqlite3"


def _step(rule: MsgidRule) -> int:
    return int("1" + "0" * rule.sequence)


def _patiently(connection: sqlite3.Connection, statement: str) -> None:
    """Runs a statement; a switch to WAL answers "locked" at once, without the busy timeout, while others switch."""
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute(statement).fetchall()
        except sqlite3.OperationalError as error:
            if ("locked" not in str(error) and "busy" not in str(error)) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return
