"""Where records of histories are: each history begins with empty ones, made from a model in next to no time."""

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Final, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import plugins
from sqlalchemy.engine import CreateEnginePlugin

from gdyb_runtime.local.msgid import MsgidStore
from gdyb_workflows.clearing import DatabaseMsgidStore, Ledger, Vault
from gdyb_workflows.clearing.ledger import schema
from support.postgresql import Server

__all__ = ["LEDGER", "Kept", "PostgresqlStore", "SqliteStore", "Store"]

Row = Mapping[str, Any]

_sleep = time.sleep


class Shared(CreateEnginePlugin):
    """What SQLAlchemy compiles for one engine serves all of its kind: a history opens its ledger many times."""

    _dialects: ClassVar[dict[str, sa.Dialect]] = {}
    _compiled: ClassVar[dict[Any, Any]] = {}

    def update_url(self, url: sa.URL) -> sa.URL:
        return url

    def engine_created(self, engine: sa.Engine) -> None:
        # Statements are kept by dialect, and every engine would have one of its own.
        engine.dialect = self._dialects.setdefault(engine.dialect.name, engine.dialect)
        engine.update_execution_options(compiled_cache=self._compiled)


_SHARED: Final = f"{__name__}.shared"
plugins.register(_SHARED, __name__, Shared.__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """Records that a store is for."""

    make: Callable[[str | Path], None]
    """Makes them at a place, in their present form."""
    metadata: sa.MetaData
    notes: str
    """The table with what they remember of their key."""
    is_for_one: bool
    """Whether a file of them is for one program at a time."""


def _make_ledger(location: str | Path) -> None:
    Ledger(location, vault=Vault()).close()


LEDGER: Final = Kept(_make_ledger, schema.metadata, schema.ledger.name, is_for_one=True)


class Store(Protocol):
    """A place for records of one kind."""

    location: str
    is_shared: bool
    """Whether several programs may have it open at once."""

    def renew(self) -> None:
        """Empties it."""
        ...

    def msgid_file(self, host: str) -> Path:
        """What a host has of its own beside the ledger."""
        ...

    def msgids(self, engine: sa.Engine) -> MsgidStore | None:
        """Where programs that work on it draw their numbers; None: from the file of their host."""
        ...

    def read(self, query: str) -> list[Row]:
        """What is on disk, whoever works on it."""
        ...

    def lose_locks(self) -> None:
        """Ends the sessions that hold months, as a network failure would; the programs live on."""
        ...


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder, in memory where the system has one there."""
    memory = Path("/dev/shm")
    place = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="gdyb-simulation-", dir=place, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


class SqliteStore:
    """A file, in memory where the system has a folder for that."""

    def __init__(self, folder: Path, kept: Kept = LEDGER) -> None:
        self.is_shared = not kept.is_for_one
        self._model, self._file = folder / "model.sqlite3", folder / "ledger.sqlite3"
        self._folder = folder
        self.location = f"sqlite:///{self._file}?plugin={_SHARED}"
        kept.make(self._model)
        with sqlite3.connect(self._model) as database:
            database.execute(f"DELETE FROM {kept.notes}")
        database.close()
        self._reader: sqlite3.Connection | None = None

    @classmethod
    @contextmanager
    def opened(cls, kept: Kept = LEDGER) -> Iterator["SqliteStore"]:
        """One, gone afterwards."""
        with _folder() as folder:
            store = cls(folder, kept)
            try:
                yield store
            finally:
                store.close()

    def renew(self) -> None:
        self._forget()
        for file in self._folder.iterdir():
            if file != self._model:
                file.unlink()
        shutil.copyfile(self._model, self._file)

    def msgid_file(self, host: str) -> Path:
        # Who shares a file is on one machine.
        return self._folder / "msgid.sqlite3"

    def msgids(self, engine: sa.Engine) -> MsgidStore | None:
        return None

    def read(self, query: str) -> list[Row]:
        if self._reader is None:
            self._reader = sqlite3.connect(self._file, isolation_level=None)
            self._reader.row_factory = sqlite3.Row
        return self._reader.execute(query).fetchall()

    def lose_locks(self) -> None:
        raise NotImplementedError("the system keeps the lock of a file for as long as its program lives")

    def close(self) -> None:
        self._forget()

    def _forget(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None


class PostgresqlStore:
    """A database of a server of the tests' own."""

    is_shared = True

    def __init__(self, url: str, folder: Path, kept: Kept = LEDGER) -> None:
        self._folder = folder
        # Nobody pulls the plug of this server.
        self.location = f"{url}?options=-csynchronous_commit%3Doff&plugin={_SHARED}"
        kept.make(self.location)
        self._engine = sa.create_engine(self.location, isolation_level="AUTOCOMMIT")
        self._empty: Sequence[str] = [f"DELETE FROM {table.name}" for table in reversed(kept.metadata.sorted_tables)]

    @classmethod
    @contextmanager
    def opened(cls, server: Server, kept: Kept = LEDGER) -> Iterator["PostgresqlStore"]:
        """One on a server that runs."""
        database = server.create()
        with _folder() as folder:
            store = cls(database.url, folder, kept)
            try:
                yield store
            finally:
                store.close()
                server.drop(database)

    def renew(self) -> None:
        for file in self._folder.iterdir():
            file.unlink()
        with self._engine.connect() as connection:
            connection.exec_driver_sql("; ".join(self._empty))

    def msgid_file(self, host: str) -> Path:
        return self._folder / f"msgid-{host}.sqlite3"

    def msgids(self, engine: sa.Engine) -> MsgidStore | None:
        return DatabaseMsgidStore(engine)

    def read(self, query: str) -> list[Row]:
        with self._engine.connect() as connection:
            return [dict(one) for one in connection.exec_driver_sql(query).mappings()]

    def lose_locks(self) -> None:
        held = (
            "FROM pg_locks WHERE locktype = 'advisory'"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        with self._engine.connect() as connection:
            connection.exec_driver_sql(f"SELECT pg_terminate_backend(pid) {held}")
            # The server is only told to end them, and takes real time for it.
            while connection.exec_driver_sql(f"SELECT count(*) {held}").scalar_one():
                _sleep(0.001)

    def close(self) -> None:
        self._engine.dispose()
