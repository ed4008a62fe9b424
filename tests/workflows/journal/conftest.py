"""A gateway, a client and a journal for each test, on SQLite and, where it is asked for, on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gdyb.client import Client
from gdyb_sandbox import Sandbox
from gdyb_workflows.at_rest.vault import new_key
from gdyb_workflows.journal import Journal
from support.journal.place import Place
from support.postgresql import Database, postgresql, postgresql_server

__all__ = ["postgresql", "postgresql_server"]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(rows=0, seed=7) as sandbox:
        yield sandbox


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where the journal is."""
    if request.param == "sqlite":
        return str(tmp_path / "交易 日志" / "journal.sqlite3")
    database: Database = request.getfixturevalue("postgresql")
    return database.url


@pytest.fixture
def place(sandbox: Sandbox, location: str, tmp_path: Path) -> Place:
    return Place(sandbox=sandbox, folder=tmp_path, location=location, key=new_key())


@pytest.fixture
def journal(place: Place) -> Iterator[Journal]:
    with place.journal() as journal:
        yield journal


@pytest.fixture
def client(place: Place) -> Iterator[Client]:
    with place.client() as client:
        yield client
