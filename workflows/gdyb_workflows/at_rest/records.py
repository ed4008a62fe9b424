"""Records at rest, open: transactions, notes about themselves, and the key that seals what is personal in them."""

import getpass
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

import sqlalchemy as sa
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from gdyb_workflows.at_rest.database import READING, Tables, failures, open_database, shown
from gdyb_workflows.at_rest.errors import LedgerKeyWrong, LedgerUnusable
from gdyb_workflows.at_rest.vault import Vault

__all__ = ["PATIENCE", "Records", "inserting", "machine"]

PATIENCE: Final = 60.0
"""Seconds for which an answer is tried to be written down."""
_VAULT = "vault"

_T = TypeVar("_T")


class Records:
    """A database with its vault; `notes` is its table of names and values.

    Raises:
        LedgerUnusable: the database cannot be reached or is of a newer version.
    """

    def __init__(
        self, location: str | Path, tables: Tables, notes: sa.Table, vault: Vault, *, read_only: bool = False
    ) -> None:
        self.vault = vault
        """Seals what is personal."""
        self.is_new = False
        """Whether nobody has opened these records before."""
        self.is_read_only = read_only
        self._tables = tables
        self._notes = notes
        self.engine = open_database(location, tables, read_only=read_only)
        """For queries of your own; what changes the records goes through the functions of their package."""

    @property
    def where(self) -> str:
        """The file, or the URL without its password."""
        return shown(self.engine.url)

    def close(self) -> None:
        """Closes the database."""
        self.engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """All changes made inside, on disk when it ends, or none of them; LedgerUnusable when that fails."""
        with failures(self.engine.url, what=self._tables.what, system=False), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """One view of everything, for queries that change nothing; nobody who writes waits for it."""
        with failures(self.engine.url, what=self._tables.what, system=False), self.engine.connect() as connection:
            one_view = {"isolation_level": "REPEATABLE READ"} if self.engine.dialect.name == "postgresql" else {}
            yield connection.execution_options(**{READING: True}, **one_view)

    def write_down(self, write: Callable[[], _T]) -> _T:
        """Writes what must not be lost, again and again while the database is away.

        `write` may run more than once, since Ctrl-C in the middle of it is no reason to lose the answer.

        Raises:
            LedgerUnusable: the database stayed away.
        """
        stop, wait = stop_after_delay(PATIENCE), wait_fixed(PATIENCE / 60)
        patiently = Retrying(stop=stop, wait=wait, retry=retry_if_exception_type(LedgerUnusable), reraise=True)
        try:
            return patiently(write)
        except KeyboardInterrupt:
            write()
            raise

    def agree_on_vault(self) -> None:
        """Remembers which key seals, or refuses another one than was used so far.

        Raises:
            LedgerKeyWrong: no key where there was one, a key where there was none, or another key.
        """
        mark = self.note(_VAULT)
        self.is_new = not mark
        if self.is_new and self.is_read_only:
            return
        if self.is_new:
            with self.transaction() as connection:
                first = inserting(connection, self._notes).on_conflict_do_nothing()
                connection.execute(first, [{"name": _VAULT, "value": self.vault.mark()}])
            mark = self.note(_VAULT)
        try:
            self.vault.check(mark, self.where)
        except LedgerKeyWrong as error:
            error.what = self._tables.what
            raise
        if not self.is_read_only and not self.vault.is_current(mark):
            # A new key in front: a process with only the old one is refused when it opens the records, not later.
            self.write_note(_VAULT, self.vault.mark())

    def note(self, name: str) -> str:
        """What was noted under a name, empty where nothing was."""
        with self.reading() as connection:
            query = sa.select(self._notes.c.value).where(self._notes.c.name == name)
            return str(connection.execute(query).scalar() or "")

    def write_note(self, name: str, value: str) -> None:
        """Notes a value in place of the former one."""
        with self.transaction() as connection:
            connection.execute(sa.delete(self._notes).where(self._notes.c.name == name))
            connection.execute(sa.insert(self._notes).values(name=name, value=value))


def inserting(connection: sa.Connection, table: sa.Table) -> Any:
    """An INSERT that supports ON CONFLICT."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as postgresql_insert

        return postgresql_insert(table)
    from sqlalchemy.dialects.sqlite import insert as sqlite_insert

    return sqlite_insert(table)


def machine() -> str:
    """This process, for people: who, where, which."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = "?"
    return f"{user}@{platform.node()} 进程 {os.getpid()}"
