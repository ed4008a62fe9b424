"""Files and folders for their owner alone, and working folders that a killed process does not leave for good.

On Windows the user's own folders are private already, and modes say nothing there.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .process_lock import ProcessLock, ProcessLockTaken

__all__ = ["make_private_file", "private_file", "working_folder"]

_PREFIX = "gdyb-work-"
_LOCK = ".in-use"
_YOUNG = 60.0
"""Seconds in which the maker of a working folder may not have locked it yet."""


def private_file(path: str | os.PathLike[str]) -> Path:
    """An empty file for its owner alone, in place of one of that name; raises OSError."""
    with suppress(FileNotFoundError):
        Path(path).unlink()
    return make_private_file(path)


def make_private_file(path: str | os.PathLike[str]) -> Path:
    """A file for its owner alone, made unless it is there; one that is there loses what others may do with it."""
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
    try:
        if os.name == "posix" and (status := os.fstat(descriptor)).st_mode & 0o077 and status.st_uid == os.geteuid():
            os.fchmod(descriptor, 0o600)
    finally:
        os.close(descriptor)
    return Path(path)


@contextmanager
def working_folder() -> Iterator[Path]:
    """A private folder below the system's for temporary files, removed at the end.

    What a process that was killed has left is removed with the next one that is made.
    """
    _sweep()
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
        lock = ProcessLock(Path(name) / _LOCK)
        try:
            yield Path(name)
        finally:
            lock.close()


def _sweep() -> None:
    with suppress(OSError):
        for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            with suppress(OSError, sqlite3.Error, ProcessLockTaken):
                status = folder.lstat()
                is_ours = os.name != "posix" or status.st_uid == os.geteuid()
                if stat.S_ISDIR(status.st_mode) and is_ours and time.time() - status.st_mtime > _YOUNG:
                    ProcessLock(folder / _LOCK).close()
                    shutil.rmtree(folder)
