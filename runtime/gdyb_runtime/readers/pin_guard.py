"""Counts failed PIN entries card by card on this machine, so that no card is locked by trying once more."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from gdyb_runtime.local.database import data_file
from gdyb_runtime.local.guarded import GuardedDatabase, RecordsLost

from .errors import PinGuardTripped, PinGuardUnavailable

__all__ = ["MOST_FAILURES", "PinGuard"]

MOST_FAILURES: Final = 3
"""After so many failures no PIN is requested; half of what locks a card, as tries elsewhere are unknown."""

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
        file = path if path is not None else data_file("pin-guard.sqlite3")
        self._database = GuardedDatabase(file, table="failure", create=_CREATE)

    @property
    def path(self) -> Path:
        """The SQLite file; its key is in the same folder."""
        return self._database.path

    def failures(self, card: str) -> int:
        """How many entries with this card failed since the last reset."""
        with self._writing() as connection:
            return _count(connection, self._database.digest(card))

    def begin(self, card: str, *, locks_after: int) -> int:
        """Notes an entry as failed until ``succeeded`` says otherwise; gives its number.

        Raises:
            PinGuardTripped: when too many entries with this card have failed.
        """
        with self._writing() as connection:
            digest = self._database.digest(card)
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
            connection.execute("DELETE FROM failure WHERE digest = ?", (self._database.digest(card),))

    def close(self) -> None:
        """Closes the file; the next use opens it again."""
        self._database.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._database.transaction() as connection:
                yield connection
        except (sqlite3.Error, OSError, ValueError, RecordsLost) as error:
            raise PinGuardUnavailable(path=str(self.path), reason=str(error)) from error
        finally:
            # Not kept open: who moves the file away to start over must not leave us counting in the old one.
            self._database.close()


def _count(connection: sqlite3.Connection, digest: bytes) -> int:
    row: tuple[int] = connection.execute("SELECT count(*) FROM failure WHERE digest = ?", (digest,)).fetchone()
    return row[0]
