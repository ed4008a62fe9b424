"""The platform's state, in SQLite; the tables of an area are read and written by its module only."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from gdyb_runtime.local.paths import local_path

_VERSION = 3
_TABLES = """
CREATE TABLE serial (id INTEGER PRIMARY KEY CHECK (id = 1), value INTEGER NOT NULL);
INSERT INTO serial VALUES (1, 0);
CREATE TABLE nonce (value TEXT PRIMARY KEY, used REAL NOT NULL);
CREATE INDEX nonce_used ON nonce (used);
CREATE TABLE message (
    institution TEXT, msgid TEXT, infno TEXT NOT NULL DEFAULT '', psn_no TEXT NOT NULL DEFAULT '',
    subject TEXT NOT NULL DEFAULT '', is_reversed INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (institution, msgid)
);
CREATE TABLE clearing (
    number INTEGER PRIMARY KEY, institution TEXT NOT NULL, period TEXT NOT NULL, msgid TEXT NOT NULL,
    inf_refmsgid TEXT NOT NULL UNIQUE, applied REAL NOT NULL, otransid TEXT NOT NULL, revoked_by INTEGER
);
CREATE INDEX clearing_period ON clearing (institution, period);
CREATE TABLE settlement (
    institution TEXT, setl_sn TEXT, number INTEGER, cnfm_flag TEXT NOT NULL, is_replaced INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (institution, setl_sn, number)
);
CREATE INDEX settlement_clearing ON settlement (number);
CREATE TABLE voucher (code TEXT PRIMARY KEY, msgid TEXT NOT NULL);
CREATE TABLE visit (
    mdtrt_id TEXT PRIMARY KEY, institution TEXT NOT NULL, kind TEXT NOT NULL, psn_no TEXT NOT NULL,
    insutype TEXT NOT NULL, number TEXT NOT NULL, med_type TEXT NOT NULL DEFAULT '', state TEXT NOT NULL DEFAULT 'open'
);
CREATE TABLE fee (
    mdtrt_id TEXT, feedetl_sn TEXT, batch TEXT NOT NULL, total INTEGER NOT NULL, ownpay INTEGER NOT NULL,
    prepay INTEGER NOT NULL, setl_id TEXT NOT NULL DEFAULT '',
    refunded TEXT NOT NULL DEFAULT '', PRIMARY KEY (mdtrt_id, feedetl_sn)
);
CREATE TABLE ledger (
    setl_id TEXT PRIMARY KEY, institution TEXT NOT NULL, mdtrt_id TEXT NOT NULL, psn_no TEXT NOT NULL,
    msgid TEXT NOT NULL, insutype TEXT NOT NULL, clr_type TEXT NOT NULL, setl_time TEXT NOT NULL,
    refd_setl_flag TEXT NOT NULL, medfee INTEGER NOT NULL, fund INTEGER NOT NULL, account INTEGER NOT NULL,
    is_final INTEGER NOT NULL, refunds TEXT NOT NULL DEFAULT '', answer TEXT NOT NULL,
    is_refunded INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX ledger_time ON ledger (institution, setl_time);
CREATE INDEX ledger_person ON ledger (psn_no);
CREATE TABLE file (
    file_qury_no TEXT PRIMARY KEY, institution TEXT NOT NULL, filename TEXT NOT NULL, content BLOB NOT NULL,
    deadline REAL NOT NULL
);
CREATE TABLE sign_in (
    sign_no TEXT PRIMARY KEY, institution TEXT NOT NULL, opter_no TEXT NOT NULL, deadline REAL NOT NULL
);
"""

SqlValue: TypeAlias = "str | int | float | bytes | None"


class Store:
    """The state of a sandbox, in a file or in memory.

    Any number of threads may use it; each unit of work runs alone between `with store.work():` and its end, and leaves
    nothing behind when it raises. sqlite3.DatabaseError when the file is not a state file of this version, OSError
    where none may stand.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._lock = threading.RLock()
        place = local_path(path) if path else ":memory:"
        self._db = sqlite3.connect(place, check_same_thread=False, isolation_level=None, timeout=30)
        try:
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._prepare(path)
        except sqlite3.DatabaseError:
            self._db.close()
            raise

    def _prepare(self, path: Path | None) -> None:
        with self.work():
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            (tables,) = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if version == 0 and tables == 0:
                for statement in filter(str.strip, _TABLES.split(";")):
                    self._db.execute(statement)
                self._db.execute(f"PRAGMA user_version = {_VERSION}")
            else:
                check_version(self._db, path)

    def close(self) -> None:
        """Closes the file; the store cannot be used any more."""
        with self._lock:
            self._db.close()

    @contextmanager
    def work(self) -> Iterator[sqlite3.Connection]:
        """A transaction: all changes made inside, or none of them."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def run(self, statement: str, *values: SqlValue) -> int:
        """Changes something, inside a unit of work; how many rows it concerned."""
        return self._db.execute(statement, values).rowcount

    def insert(self, table: str, *, unless_there: bool = False, **values: SqlValue) -> int:
        """Adds a row by column names, inside a unit of work; 0 where `unless_there` is set and the row exists."""
        verb = "INSERT OR IGNORE" if unless_there else "INSERT"
        columns, places = ", ".join(values), ", ".join("?" * len(values))
        return self.run(f"{verb} INTO {table} ({columns}) VALUES ({places})", *values.values())

    def run_many(self, statement: str, rows: Iterable[Sequence[SqlValue]]) -> None:
        """Changes something for each of the rows, inside a unit of work."""
        self._db.executemany(statement, rows)

    def rows(self, query: str, *values: SqlValue) -> list[Any]:
        """What a query finds."""
        with self._lock:
            return self._db.execute(query, values).fetchall()

    def row(self, query: str, *values: SqlValue) -> Any:
        """The first row a query finds, or None."""
        with self._lock:
            return self._db.execute(query, values).fetchone()

    def next_serial(self) -> int:
        """A number no answer has had."""
        with self._lock:
            row = self._db.execute("UPDATE serial SET value = value + 1 RETURNING value").fetchone()
        return int(row[0])

    def is_new_nonce(self, nonce: str, now: float, window: float) -> bool:
        """Whether the nonce was not used within `window` seconds; from now on it was."""
        with self.work():
            self._db.execute("DELETE FROM nonce WHERE used < ?", (now - window,))
            return self._db.execute("INSERT OR IGNORE INTO nonce VALUES (?, ?)", (nonce, now)).rowcount == 1

    def is_new_message(self, institution: str, msgid: str) -> bool:
        """Whether this message was not applied before; from now on it was."""
        cursor = self._db.execute(
            "INSERT OR IGNORE INTO message (institution, msgid) VALUES (?, ?)", (institution, msgid)
        )
        return cursor.rowcount == 1

    def describe_message(self, institution: str, msgid: str, infno: str, psn_no: str, subject: str) -> None:
        """Records the subject of an applied message, so that it can be reversed."""
        statement = "UPDATE message SET infno = ?, psn_no = ?, subject = ? WHERE institution = ? AND msgid = ?"
        self.run(statement, infno, psn_no, subject, institution, msgid)


def check_version(db: sqlite3.Connection, path: Path | None) -> None:
    """sqlite3.DatabaseError when a database is not a state file of this version."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version != _VERSION:
        raise sqlite3.DatabaseError(_refusal(path, version))


def _refusal(path: Path | None, version: int) -> str:
    if 0 < version < _VERSION:
        return f"{path} 是较早版本沙箱的状态文件（版本 {version}，现为 {_VERSION}），请换一个文件或删除它"
    return f"{path} 不是沙箱的状态文件"
