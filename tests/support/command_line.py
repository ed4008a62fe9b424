"""A sandbox of each test's own, and the command line against it: fixtures, and the types of those that are called."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gdyb import Client, Settings
from gdyb_cli.app import app
from gdyb_sandbox import Sandbox

Gdyb = Callable[..., Result]
Spawn = Callable[..., "subprocess.CompletedProcess[str]"]
WriteEnv = Callable[..., Path]


@pytest.fixture(autouse=True)
def nothing_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings and no colours from the developer's environment; msgids of the test's own."""
    for name in [name for name in os.environ if name.startswith("GDYB_")]:
        monkeypatch.delenv(name)
    for name in ("FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS", "CLICOLOR_FORCE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_DATA_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "data"))


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(rows=250, seed=7) as running:
        yield running


@pytest.fixture
def settings(sandbox: Sandbox, tmp_path: Path) -> Settings:
    return Settings(**sandbox.settings, msgid_file=tmp_path / "msgid.sqlite3", read_timeout=20.0)


@pytest.fixture
def client(settings: Settings) -> Iterator[Client]:
    with Client(settings) as opened:
        yield opened


@pytest.fixture
def write_env(sandbox: Sandbox, tmp_path: Path) -> WriteEnv:
    """Writes the sandbox's settings, changed as wanted, into a file for --env-file."""

    def write(path: Path | None = None, **changes: str | None) -> Path:
        values: Mapping[str, str | None] = {
            **sandbox.settings,
            "msgid_file": str(tmp_path / "msgid.sqlite3"),
            **changes,
        }
        file = path or tmp_path / "sandbox.env"
        lines = [f"GDYB_{name.upper()}={value}\n" for name, value in values.items() if value is not None]
        file.write_text("".join(lines), encoding="utf-8")
        return file

    return write


@pytest.fixture
def env_file(write_env: WriteEnv) -> Path:
    return write_env()


@pytest.fixture
def gdyb() -> Gdyb:
    """Runs the command line in this process."""

    def run(*arguments: object, **options: object) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], **options)  # type: ignore[arg-type]

    return run


@pytest.fixture
def spawn() -> Spawn:
    """Runs the command line in a process of its own, its output piped."""

    def run(*arguments: object, code: str = "", timeout: float = 120, **env: str) -> "subprocess.CompletedProcess[str]":
        start = ["-c", code] if code else ["-m", "gdyb_cli"]
        return subprocess.run(
            [sys.executable, *start, *(str(argument) for argument in arguments)],
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **env},
            check=False,
        )

    return run
