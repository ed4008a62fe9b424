"""Many institutions at one sandbox, and hosts that clear them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gdyb_sandbox import Sandbox
from support.clearing.fleet import Fleet
from support.postgresql import Database, postgresql, postgresql_server  # noqa: F401

INSTITUTIONS = 12
ROWS = 250


@pytest.fixture(autouse=True)
def nothing_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings from the developer's environment, a data folder of the test's own."""
    import os

    for name in [name for name in os.environ if name.startswith("GDYB_")]:
        monkeypatch.delenv(name)
    for name in ("XDG_DATA_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "data"))


@pytest.fixture
def platform() -> Iterator[Sandbox]:
    """The worst reading of the document: whatever comes twice counts twice."""
    with Sandbox(rows=ROWS, seed=7, repeated_confirmation="accept", recorded=100_000) as running:
        yield running


@pytest.fixture
def fleet(platform: Sandbox, postgresql: Database, tmp_path: Path) -> Iterator[Fleet]:  # noqa: F811
    with Fleet(platform, postgresql.url, tmp_path, institutions=INSTITUTIONS) as made:
        yield made
