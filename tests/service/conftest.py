"""Bridges of each test's own, and the compiled simulator of the readers' tests."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.bridge import Running, Start, full_reader
from support.readers import simulator


@pytest.fixture(autouse=True)
def nothing_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The settings and the data folder of the test, nothing of the developer's."""
    for name in [name for name in os.environ if name.startswith(("GDYB_", "SIM_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GDYB_READER_INIT_URL", "http://init.example/")
    monkeypatch.setenv("GDYB_READER_AREA", "440300")
    monkeypatch.setenv("GDYB_READER_HELPER_ENVIRONMENT", simulator.ENVIRONMENT)
    for name in ("XDG_DATA_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "data"))


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts bridges and ends them."""
    running: list[Running] = []

    def start_bridge(*arguments: object, **options: object) -> Running:
        running.append(Running(*arguments, **options))  # type: ignore[arg-type]
        return running[-1]

    yield start_bridge
    for bridge in running:
        bridge.stop()


@pytest.fixture
def bridge(start: Start) -> Running:
    return start(full_reader())


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stand-in for the vendor's library."""
    return simulator.build(tmp_path_factory.mktemp("simulator"))
