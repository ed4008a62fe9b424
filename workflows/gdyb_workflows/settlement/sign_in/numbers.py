"""Sign-in numbers, kept per operator and workstation."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from gdyb_runtime.local.database import LocalDatabase, data_file
from gdyb_workflows.settlement.sign_in.errors import SignInFailed

__all__ = ["Place", "SignInNumbers"]

_CREATE: Final = (
    "CREATE TABLE IF NOT EXISTS sign_in (base_url TEXT, fixmedins_code TEXT, opter TEXT, mac TEXT, ip TEXT, "
    "sign_no TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (base_url, fixmedins_code, opter, mac, ip)) WITHOUT ROWID"
)
_PLACE: Final = "base_url = ? AND fixmedins_code = ? AND opter = ? AND mac = ? AND ip = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Who is signed in where: one operator of one institution at one workstation of one gateway."""

    base_url: str
    fixmedins_code: str
    opter: str
    mac: str
    ip: str


class SignInNumbers:
    """The numbers in one SQLite file, by default in the user's data folder; threads and processes may share it.

    Clients of one process that share this object sign each operator in once, however many threads wait. Two processes
    that find no number at the same moment may both sign in; the later number then serves both.

    Every method raises SignInFailed when the file cannot be used.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self._database = LocalDatabase(
            path if path is not None else data_file("sign_in.sqlite3"), create=_CREATE, private=True
        )
        self._locks: dict[tuple[int, Place], threading.Lock] = {}

    @property
    def path(self) -> Path:
        """The SQLite file."""
        return self._database.path

    def current(self, place: Place, *, now: datetime, valid: timedelta) -> str:
        """The number of a place, or an empty text when there is none, or none that is still valid."""
        with self._connection() as connection:
            rows = connection.execute(f"SELECT sign_no, at FROM sign_in WHERE {_PLACE}", astuple(place)).fetchall()
        # A number from the future was kept by a clock that was wrong; nobody knows how old it is.
        fresh = [number for number, at in rows if 0 <= now.timestamp() - at < valid.total_seconds()]
        return fresh[0] if fresh else ""

    def keep(self, place: Place, number: str, *, now: datetime) -> None:
        """Replaces the number of a place."""
        with self._connection() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO sign_in VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*astuple(place), number, now.timestamp()),
            )

    def drop(self, place: Place, number: str) -> None:
        """Forgets a number, unless another one has taken its place."""
        with self._connection() as connection:
            connection.execute(f"DELETE FROM sign_in WHERE {_PLACE} AND sign_no = ?", (*astuple(place), number))

    def lock(self, place: Place) -> threading.Lock:
        """Held by the thread that signs in at a place; every process has its own."""
        return self._locks.setdefault((os.getpid(), place), threading.Lock())

    def close(self) -> None:
        """Closes the file; the next use opens it again."""
        self._database.close()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._database.connection() as connection:
                yield connection
        except (sqlite3.Error, OSError, ValueError) as error:
            reason = f"无法读写签到编号库 {self.path}：{error}。请检查文件夹是否可写、磁盘是否已满"
            raise SignInFailed(reason=reason) from error
