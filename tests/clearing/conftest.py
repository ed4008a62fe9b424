"""A gateway, a client and a ledger for each test, on SQLite and, where it is asked for, on PostgreSQL."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from postgresql import Database, postgresql, postgresql_server

from gdyb.client import Client
from gdyb.settings import Settings
from gdyb_sandbox.sandbox import Sandbox
from gdyb_workflows.clearing import (
    ClearingMonth,
    HeldMonth,
    Ledger,
    MonthOverview,
    Vault,
    approve,
    extract,
    new_key,
    plan,
    propose_unchecked,
)
from gdyb_workflows.clearing.overview import overview

__all__ = ["postgresql", "postgresql_server"]

MONTH = ClearingMonth(year="2020", month="12")
FENCE = 1.0
"""Seconds after which these tests take what was sent for lost for good."""


@dataclass
class Place:
    """Everything a test of clearing needs; the client gives up after a second."""

    sandbox: Sandbox
    folder: Path
    location: str
    key: str

    def settings(self, **changes: Any) -> Settings:
        given = {"read_timeout": 1.0, "msgid_file": self.folder / "msgid.sqlite3", **self.sandbox.settings}
        return Settings(**{**given, **changes})

    def client(self, **changes: Any) -> Client:
        return Client(self.settings(**changes))

    def ledger(self, **options: Any) -> Ledger:
        return Ledger(self.location, vault=Vault([self.key] if self.key else ()), **options)

    def overview(self, ledger: Ledger) -> MonthOverview:
        settings = self.settings()
        found = overview(ledger, settings.base_url, settings.fixmedins_code, MONTH)
        assert found is not None
        return found

    @property
    def times(self) -> dict[int, int]:
        """How many settlements are confirmed now how often."""
        counted = self.sandbox.clearing(MONTH.year, MONTH.month).times_now
        return {times: list(counted.values()).count(times) for times in set(counted.values())}


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
def place(sandbox: Sandbox, location: str, tmp_path: Path) -> Place:
    return Place(sandbox=sandbox, folder=tmp_path, location=location, key=new_key())


@pytest.fixture
def held(place: Place) -> Iterator[HeldMonth]:
    """The month, held, nothing done yet."""
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as held:
        yield held


@pytest.fixture
def planned(held: HeldMonth) -> HeldMonth:
    """The month, held, all of it planned: three batches."""
    extract(held)
    propose_unchecked(held)
    approve(held, actor="0001")
    assert plan(held).batches == 3
    return held
