"""A gateway, a client and a ledger for each test, on SQLite and, where it is asked for, on PostgreSQL."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from gdyb_sandbox._sandbox import Sandbox
from gdyb_workflows.clearing import MonthLease, approve, extract, new_key, plan, propose_unchecked
from support.clearing.place import MONTH, Place
from support.postgresql import Database, postgresql, postgresql_server

__all__ = ["postgresql", "postgresql_server"]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A gateway that takes a repeated confirmation twice, as the worst reading of the document has it."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        # The same port each time it is started, since the address tells one platform from another.
        port = probe.getsockname()[1]
    with Sandbox(rows=250, seed=7, repeated_confirmation="accept", port=port) as sandbox:
        yield sandbox


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where the ledger is."""
    if request.param == "sqlite":
        return str(tmp_path / "清分 台账" / "ledger.sqlite3")
    database: Database = request.getfixturevalue("postgresql")
    return database.url


@pytest.fixture
def patience() -> float:
    """Seconds after which the client gives up; so long that none does because the machine is busy."""
    return Place.patience


@pytest.fixture
def place(sandbox: Sandbox, location: str, tmp_path: Path, patience: float) -> Place:
    return Place(sandbox=sandbox, folder=tmp_path, location=location, key=new_key(), patience=patience)


@pytest.fixture
def lease(place: Place) -> Iterator[MonthLease]:
    """The month, held, nothing done yet."""
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        yield lease


@pytest.fixture
def planned(lease: MonthLease) -> MonthLease:
    """The month, held, all of it planned: three batches."""
    extract(lease)
    propose_unchecked(lease)
    approve(lease, actor="0001")
    assert plan(lease).batches == 3
    return lease
