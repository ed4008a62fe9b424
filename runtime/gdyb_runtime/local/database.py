"""A small local SQLite file: commits are durable, also with several processes and when one is killed."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .paths import explaining, store_path
from .private import make_private_file

__all__ = ["LocalDatabase", "data_file"]

_BUSY_SECONDS = 30.0


def data_file(name: str) -> Path:
    """A file of this library in the user's data folder."""
    from platformdirs import user_data_dir

    return Path(user_data_dir("gdyb", appauthor=False)) / name


class LocalDatabase:
    """One file, opened on first use, flushed to disk with each commit; threads, forks and processes may share it.

    A private one is for its owner alone; other accounts may share any other, as far as the system lets them. A file
    that is moved away or replaced is noticed: nobody goes on writing into the one that is gone.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        create: str,
        prepare: Callable[[sqlite3.Connection], Iterable[str]] = lambda _: (),
        private: bool = False,
    ) -> None:
        """`prepare` is called with each new connection, its statements are run on it after `create`."""
        self._path = Path(path)
        self._prepare = prepare
        self._file: tuple[int, int] | None = None
        self._is_private = private
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
            sqlite3.Error, OSError, ValueError: when the file cannot be created, read or written; where its place is to
                blame, PathUnusable (an OSError) says what to do.
        """
        if self._process != os.getpid():
            self._leave_parent()
        with self._lock:
            if self._connection is not None and self._file != _file_at(self._path):
                self._connection.close()
                self._connection = None
            if self._connection is None:
                self._connection = self._open()
                self._file = _file_at(self._path)
            try:
                yield self._connection
            except sqlite3.OperationalError:
                with explaining(self._path):
                    raise

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Exclusive write transaction; rolls back on error."""
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
        path = store_path(self._path, mode=0o700 if self._is_private else 0o777)
        with explaining(path):
            if self._is_private:
                # SQLite gives the files beside it the same permissions.
                make_private_file(path)
            connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            try:
                _patiently(connection, "PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                _patiently(connection, self._create)
                for statement in self._prepare(connection):
                    _patiently(connection, statement)
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


def _file_at(path: Path) -> tuple[int, int] | None:
    """What tells a file from another one of the same name."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


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
