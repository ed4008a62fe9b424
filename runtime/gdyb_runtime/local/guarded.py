"""A small local SQLite file that must not forget: what was lost, replaced or damaged is refused, never taken for new.

Beside the file stands a random key. The file remembers whose key it is, how many rows it has and their keyed checksum;
triggers keep both, so that any other program that changes a row fails or is noticed.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .database import LocalDatabase
from .secret_file import secret_of

__all__ = ["GuardedDatabase", "RecordsLost"]

_KEY_BYTES = 32
_SUM = "CREATE TABLE IF NOT EXISTS checksum (only_row INTEGER PRIMARY KEY, rows INTEGER NOT NULL, digest BLOB NOT NULL)"
_START_OVER = "请恢复它们，或停止所有使用它的程序后，把记录文件和密钥文件一起移走重新开始"


class RecordsLost(Exception):
    """The records are not those that were kept; the text says what is wrong and what to do."""


class GuardedDatabase:
    """One table in one file, that threads and processes share; `create` makes it."""

    def __init__(self, path: str | os.PathLike[str], *, table: str, create: str, private: bool = False) -> None:
        self._table = table
        self._database = LocalDatabase(path, create=create, prepare=self._prepare, private=private)
        self._key = b""
        self._verified: tuple[sqlite3.Connection, int] | None = None

    @property
    def path(self) -> Path:
        """The SQLite file."""
        return self._database.path

    @property
    def key_path(self) -> Path:
        """The file with the key."""
        return self.path.with_name(self.path.name + ".key")

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Exclusive write transaction on records that are complete; rolls back on error.

        Raises:
            RecordsLost: when file or key are not what they were.
            sqlite3.Error, OSError, ValueError: when they cannot be read or written.
        """
        with self._database.transaction() as connection:
            self._verify(connection)
            yield connection
            self._verified = (connection, _version(connection))
        if self._new_key.exists():
            # Only now do the records know it; whoever is killed before finds it under this name. The transaction keeps
            # others from looking for it meanwhile.
            with self._database.transaction(), suppress(OSError):
                self._new_key.replace(self.key_path)

    def digest(self, text: str) -> bytes:
        """What is kept of a text that nobody may read; inside a transaction."""
        return hmac.digest(self._key, text.encode("utf-8"), hashlib.sha256)

    def close(self) -> None:
        """Closes the file; the next use opens it again."""
        self._database.close()

    @property
    def _new_key(self) -> Path:
        return self.path.with_name(self.path.name + ".key.new")

    def _prepare(self, connection: sqlite3.Connection) -> Iterator[str]:
        connection.create_function("gdyb_toggle", -1, self._toggle)
        yield "PRAGMA trusted_schema = ON"
        # A row that REPLACE replaces is deleted, and the trigger should hear of it.
        yield "PRAGMA recursive_triggers = ON"
        yield _SUM
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({self._table})")]
        old, new = (", ".join(f"{version}.{name}" for name in names) for version in ("old", "new"))
        for event, change in (
            ("INSERT", f"rows = rows + 1, digest = gdyb_toggle(digest, {new})"),
            ("DELETE", f"rows = rows - 1, digest = gdyb_toggle(digest, {old})"),
            ("UPDATE", f"digest = gdyb_toggle(gdyb_toggle(digest, {old}), {new})"),
        ):
            yield (
                f"CREATE TRIGGER IF NOT EXISTS {self._table}_{event.lower()} AFTER {event} ON {self._table} "
                f"BEGIN UPDATE checksum SET {change}; END"
            )

    def _toggle(self, digest: bytes, *row: object) -> bytes:
        added = hmac.digest(self._key, repr(row).encode("utf-8"), hashlib.sha256)
        return bytes(a ^ b for a, b in zip(digest, added, strict=True))

    def _verify(self, connection: sqlite3.Connection) -> None:
        mark: int = connection.execute("PRAGMA user_version").fetchone()[0]
        if not mark:
            self._begin(connection)
            return
        key_path = self.key_path if self.key_path.exists() else self._new_key
        self._key = secret_of(key_path, _KEY_BYTES) if key_path.exists() else b""
        if _mark(self._key) != mark:
            raise RecordsLost(f"密钥文件 {self.key_path} 丢失或与记录不符，{_START_OVER}")
        if self._verified == (connection, _version(connection)):
            return
        count, digest = 0, bytes(hashlib.sha256().digest_size)
        for row in connection.execute(f"SELECT * FROM {self._table}"):
            count, digest = count + 1, self._toggle(digest, *row)
        if connection.execute("SELECT rows, digest FROM checksum").fetchall() != [(count, digest)]:
            raise RecordsLost(f"记录少了、多了或已损坏（现有 {count} 条，校验不符），{_START_OVER}")

    def _begin(self, connection: sqlite3.Connection) -> None:
        is_empty = connection.execute(f"SELECT 1 FROM {self._table} LIMIT 1").fetchone() is None
        if self.key_path.exists() or not is_empty:
            what = "记录文件丢失或被清空，密钥文件还在" if is_empty else "记录没有校验，可能来自旧版本或被改动"
            raise RecordsLost(f"{what}，{_START_OVER}")
        self._key = secret_of(self._new_key, _KEY_BYTES)
        connection.execute("INSERT OR REPLACE INTO checksum VALUES (0, 0, zeroblob(32))")
        connection.execute(f"PRAGMA user_version = {_mark(self._key)}")


def _mark(key: bytes) -> int:
    return int.from_bytes(hashlib.sha256(key).digest()[:3]) + 1


def _version(connection: sqlite3.Connection) -> int:
    """Changes when another connection has written to the file."""
    version: int = connection.execute("PRAGMA data_version").fetchone()[0]
    return version
