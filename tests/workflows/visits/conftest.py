"""A gateway, a client and a journal for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gdyb.client import Client
from gdyb_sandbox import Sandbox
from gdyb_workflows.at_rest.vault import new_key
from gdyb_workflows.journal import Journal
from support.journal.place import Place


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(rows=0, seed=7) as sandbox:
        yield sandbox


@pytest.fixture
def location(tmp_path: Path) -> str:
    """Where the journal is."""
    return str(tmp_path / "journal.sqlite3")


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
