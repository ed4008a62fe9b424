"""Real servers, and clients of the miniature package."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from support.mini import Settings, settings
from support.mini.driving import Driver
from support.mini.gateway import Gateway

# Machines under test are slow at times, and a run leaves nothing behind.
hypothesis.settings.register_profile("gdyb", deadline=None, database=None)
hypothesis.settings.load_profile("gdyb")


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    """A loopback HTTP server that answers what the test tells it."""
    with Gateway() as server:
        yield server


@pytest.fixture
def configured(gateway: Gateway, tmp_path: Path) -> Callable[..., Settings]:
    """Settings that point to the gateway, with a msgid store of the test's own."""

    def make(**changes: object) -> Settings:
        return settings(**{"base_url": gateway.url, "msgid_file": tmp_path / "msgid.sqlite3", **changes})

    return make


@pytest.fixture(params=["sync", "async"])
def driver(request: pytest.FixtureRequest) -> Driver:
    """The sync and the async client in turn."""
    return Driver(request.param)
