"""One process at a time: a lock that the system gives back when the process ends, however it ends."""

import sqlite3
from pathlib import Path

from .paths import explaining, store_path

__all__ = ["ProcessLock", "ProcessLockTaken"]


class ProcessLockTaken(Exception):
    """Another process holds the lock."""


class ProcessLock:
    """Held from construction to `close`; the file beside is only there to be locked.

    Raises:
        ProcessLockTaken: when another process, or another lock of this one, holds it.
        sqlite3.Error, OSError: when the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        path = store_path(path, mode=0o700)
        with explaining(path):
            # An open transaction: SQLite locks in the same way on every system, without a dependency for it.
            self._connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
            try:
                self._connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                self._connection.close()
                if "locked" not in str(error):
                    raise
                raise ProcessLockTaken(str(path)) from None

    def close(self) -> None:
        """Gives the lock free."""
        self._connection.close()
