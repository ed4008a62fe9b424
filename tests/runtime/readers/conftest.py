"""A compiled simulator of each test's own, and readers on it: in this process and in a helper process."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gdyb.readers import NativeReader, ReaderClient, ReaderSettings
from support.readers import simulator

AnyReader = NativeReader | ReaderClient
Open = Callable[..., AnyReader]


@pytest.fixture(autouse=True)
def nothing_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings and no scenario from the developer's environment; a data folder of the test's own."""
    for name in [name for name in os.environ if name.startswith(("GDYB_READER_", "SIM_"))]:
        monkeypatch.delenv(name)
    for name in ("XDG_DATA_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "data"))


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return simulator.build(tmp_path_factory.mktemp("simulator"))


@pytest.fixture
def library(compiled: Path, tmp_path: Path) -> Path:
    """A copy, since a process loads each file once and keeps what Init did to it."""
    folder = tmp_path / "读卡 库"
    folder.mkdir()
    return Path(shutil.copy(compiled, folder))


@pytest.fixture
def scenario(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Tells the simulator what to do from now on; a helper process hears it when it starts."""

    def tell(*words: str, **variables: object) -> None:
        monkeypatch.setenv("SIM_SCENARIO", ",".join(words))
        for name, value in variables.items():
            monkeypatch.setenv(f"SIM_{name.upper()}", str(value))

    return tell


@pytest.fixture
def opened(library: Path) -> Iterator[Open]:
    """Opens readers of a kind on the library and closes them in the end."""
    readers: list[AnyReader] = []

    def open_reader(kind: type[AnyReader] = ReaderClient, **changes: object) -> AnyReader:
        values = {
            "library": library,
            "init_url": "http://127.0.0.1:9/",
            "area": "440300",
            "busy_timeout": 5.0,
            "helper_environment": simulator.ENVIRONMENT,
        } | changes
        readers.append(kind(ReaderSettings(**values)))  # type: ignore[arg-type]
        return readers[-1]

    yield open_reader
    for reader in readers:
        reader.close()


@pytest.fixture(params=[NativeReader, ReaderClient], ids=["native", "client"])
def reader(request: pytest.FixtureRequest, opened: Open) -> AnyReader:
    """The same test in this process and through the helper."""
    return opened(request.param)
