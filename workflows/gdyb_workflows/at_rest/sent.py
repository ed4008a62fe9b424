"""What this machine sent last, kept beside its message ids and outside of ledger and journal.

A ledger that does not know the last message that went out from here is an older copy, or another one, and would send
again.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gdyb_runtime.local.database import LocalDatabase
from gdyb_runtime.local.msgid import default_path
from gdyb_workflows.at_rest.errors import LedgerUnusable

__all__ = ["Sender", "SentMarks"]

_CREATE = (
    "CREATE TABLE IF NOT EXISTS sent (kind TEXT, platform TEXT, institution TEXT, period TEXT, msgid TEXT NOT NULL,"
    " PRIMARY KEY (kind, platform, institution, period)) WITHOUT ROWID"
)
_THIS = "kind = ? AND platform = ? AND institution = ? AND period = ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Whose messages they are."""

    kind: str
    platform: str
    institution: str
    period: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """As it is stored."""
        return (self.kind, self.platform, self.institution, self.period)


class SentMarks:
    """The last message of each sender, in one SQLite file that threads and processes of this machine share.

    Every method raises LedgerUnusable when the file cannot be used.
    """

    def __init__(self, msgid_file: Path | None) -> None:
        """`msgid_file`: where the client keeps its message ids, None for the default place."""
        self._database = LocalDatabase((msgid_file or default_path()).with_name("sent.sqlite3"), create=_CREATE)

    def last(self, sender: Sender) -> str:
        """The msgid of the last message, empty where there is none."""
        with self._open() as connection:
            row = connection.execute(f"SELECT msgid FROM sent WHERE {_THIS}", sender.key).fetchone()
        return "" if row is None else str(row[0])

    def note(self, sender: Sender, msgid: str) -> None:
        """Notes a message that is written down in the ledger and goes out now."""
        with self._open() as connection:
            connection.execute("INSERT OR REPLACE INTO sent VALUES (?, ?, ?, ?, ?)", (*sender.key, msgid))

    def forget(self, sender: Sender) -> None:
        """A person says that the ledger may go on without it."""
        with self._open() as connection:
            connection.execute(f"DELETE FROM sent WHERE {_THIS}", sender.key)

    def close(self) -> None:
        """Closes the file; the next use opens it again."""
        self._database.close()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._database.connection() as connection:
                yield connection
        except (sqlite3.Error, OSError, ValueError) as error:
            raise LedgerUnusable(what="发送记录", where=str(self._database.path), reason=str(error)) from None
