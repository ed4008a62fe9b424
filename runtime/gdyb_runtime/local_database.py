"""A small SQLite file on this machine: a commit is on the disk, whoever shares the file and whatever is killed."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_BUSY_SECONDS = 30.0


def data_file(name: str) -> Path:
    """A file of this library in the user's data folder."""
    from platformdirs import user_data_dir

    return Path(user_data_dir("gdyb", appauthor=False)) / name


class LocalDatabase:
    """One file, opened on first use, flushed to disk with each commit; threads, forks and processes may share it."""

    def __init__(self, path: str | os.PathLike[str], *, create: str) -> None:
        self._path = Path(path)
        self._create = create
        self._lock = threading.Lock()
        self._process = os.getpid()
        self._connection: sqlite3.Connection | None = None

    @property
    def path(self) -> Path:
        """The SQLite file."""
        return self._path

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """The connection, for this thread alone; each statement commits by itself.

        Raises:
            sqlite3.Error, OSError, ValueError: when the file cannot be created, read or written.
        """
        if self._process != os.getpid():
            self._leave_parent()
        with self._lock:
            if self._connection is None:
                self._connection = self._open()
            yield self._connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """The same in one transaction that nobody else writes beside; an exception takes everything back."""
        with self.connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # Some errors, such as a full disk, have already ended the transaction.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

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
            _patiently(connection, self._create)
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
