"""Counts failed PIN entries card by card on this machine, so that no card is locked by trying once more."""

from __future__ import annotations

import hashlib
import hmac
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from gdyb_runtime.local_database import LocalDatabase, data_file
from gdyb_runtime.secret_file import secret_of

from .errors import PinGuardTripped, PinGuardUnavailable

MOST_FAILURES: Final = 3
"""After so many failures no PIN is asked for; half of what locks a card, as nobody knows of tries made elsewhere."""

_KEY_BYTES: Final = 32
_CREATE: Final = (
    "CREATE TABLE IF NOT EXISTS failure ("
    "serial INTEGER PRIMARY KEY AUTOINCREMENT, digest BLOB NOT NULL, at REAL NOT NULL)"
)


class PinGuard:
    """Failed PIN entries in one SQLite file that threads and processes share; cards are kept as keyed digests.

    An entry is written before the library is called and taken back only when the call succeeded: a time-out, a crash or
    a power cut counts as a failure. A success does not clear earlier failures; only ``reset`` does.

    Every method raises PinGuardUnavailable when the files cannot be used.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self._database = LocalDatabase(path if path is not None else data_file("pin-guard.sqlite3"), create=_CREATE)

    @property
    def path(self) -> Path:
        """The SQLite file; its key stands beside it."""
        return self._database.path

    def failures(self, card: str) -> int:
        """How many entries with this card failed since the last reset."""
        with self._writing() as connection:
            return _count(connection, self._digest(connection, card))

    def begin(self, card: str, *, locks_after: int) -> int:
        """Notes an entry as failed until ``succeeded`` says otherwise; gives its number.

        Raises:
            PinGuardTripped: when too many entries with this card have failed.
        """
        with self._writing() as connection:
            digest = self._digest(connection, card)
            failures = _count(connection, digest)
            if failures >= MOST_FAILURES:
                raise PinGuardTripped(failures=failures, locks_after=locks_after)
            added = connection.execute("INSERT INTO failure (digest, at) VALUES (?, ?)", (digest, time.time()))
            return int(added.lastrowid or 0)

    def succeeded(self, serial: int) -> None:
        """Takes the entry of this number back."""
        with self._writing() as connection:
            connection.execute("DELETE FROM failure WHERE serial = ?", (serial,))

    def reset(self, card: str) -> None:
        """Forgets the failures of a card."""
        with self._writing() as connection:
            connection.execute("DELETE FROM failure WHERE digest = ?", (self._digest(connection, card),))

    def close(self) -> None:
        """Closes the file; the next use opens it again."""
        self._database.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._database.transaction() as connection:
                yield connection
        except (sqlite3.Error, OSError, ValueError) as error:
            raise PinGuardUnavailable(path=str(self.path), reason=str(error)) from error
        finally:
            # Not kept open: who moves the file away to start over must not leave us counting in the old one.
            self._database.close()

    def _digest(self, connection: sqlite3.Connection, card: str) -> bytes:
        key_path = self.path.with_name(self.path.name + ".key")
        if not key_path.exists() and connection.execute("SELECT 1 FROM failure LIMIT 1").fetchone():
            # A new key would not know the old entries, and their cards would be tried again.
            raise ValueError(f"密钥文件 {key_path} 丢失，请恢复它，或停止所有读卡程序后把记录文件一起移走重新开始")
        # Read anew each time: another program may have started over with other files.
        key = secret_of(key_path, _KEY_BYTES)
        return hmac.digest(key, card.encode("utf-8"), hashlib.sha256)


def _count(connection: sqlite3.Connection, digest: bytes) -> int:
    row: tuple[int] = connection.execute("SELECT count(*) FROM failure WHERE digest = ?", (digest,)).fetchone()
    return row[0]
