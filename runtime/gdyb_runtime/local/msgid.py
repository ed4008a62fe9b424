"""Message ids that never repeat: across threads, processes, restarts and a clock that steps back."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from gdyb_runtime.errors import MsgidUnavailable
from gdyb_runtime.model.protocol import MsgidRule
from gdyb_runtime.model.types import zone_of

from .database import LocalDatabase, data_file

__all__ = ["MsgidStore", "SqliteMsgidStore", "default_path", "first_value", "make_msgid"]

# fromtimestamp() ends at the year 3000 on Windows.
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
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
        moment = (_EPOCH + timedelta(seconds=second)).astimezone(zone_of(utc_offset))
    except OverflowError as error:
        reason = "序号里的时间超出日历，可能是本机时钟曾被调到很远的将来"
        raise MsgidUnavailable(reason=reason) from error
    return f"{fixmedins_code}{moment:%Y%m%d%H%M%S}{sequence:0{rule.sequence}d}"


class SqliteMsgidStore:
    """The numbers in one SQLite file on this machine, flushed to disk each time; threads and processes may share it.

    Raises:
        MsgidUnavailable: when the file cannot be created or written.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self._database = LocalDatabase(path if path is not None else default_path(), create=_CREATE)
        self._last: dict[str, int] = {}

    @property
    def path(self) -> Path:
        """The SQLite file."""
        return self._database.path

    def next_value(self, fixmedins_code: str, at_least: int) -> int:
        """``max(last + 1, at_least)`` of one institution, durable before it is returned."""
        try:
            with self._database.connection() as connection:
                # What was handed out here counts also when the file was moved away meanwhile and begins anew.
                above = max(at_least, self._last.get(fixmedins_code, -1) + 1)
                # fetchall, because the statement commits only when its last row was read.
                rows = connection.execute(_NEXT, (fixmedins_code, above)).fetchall()
                self._last[fixmedins_code] = value = int(rows[0][0])
            return value
        except (sqlite3.Error, OSError, ValueError) as error:
            raise MsgidUnavailable(path=str(self.path), reason=str(error)) from error

    def close(self) -> None:
        """Closes the file; the next use opens it again."""
        self._database.close()


def default_path() -> Path:
    """The store's file in the user's data folder."""
    return data_file("msgid.sqlite3")


def _step(rule: MsgidRule) -> int:
    return int("1" + "0" * rule.sequence)
