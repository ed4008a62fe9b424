"""Whoever reads a command's output through a pipe sees each line at once, whatever the environment."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from gdyb_sandbox import Sandbox
from gdyb_workflows.at_rest.vault import new_key
from support.places import ROOT
from support.waits import SECONDS, Process

GDYB = ("-m", "gdyb_cli")
Start = Callable[..., Process]

STAYS = """
import atexit, runpy, sys, time
atexit.register(time.sleep, 600)
runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
"""
"""Runs a command that stays after its last line, so that nothing is flushed because it ends."""


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Starts Python with no more in its environment than it needs."""
    env = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA"):
        env[name] = str(tmp_path)
    return lambda *arguments: Process(sys.executable, *arguments, env=env, cwd=ROOT)


@pytest.fixture
def institutions(sandbox: Sandbox, tmp_path: Path) -> Path:
    values = {name: value for name, value in sandbox.settings.items() if not name.startswith("fixmedins")}
    lines = ["[clearing]", f"ledger = {json.dumps(str(tmp_path / 'ledger.sqlite3'))}", f'key = "{new_key()}"']
    lines += ["[defaults]", *(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items())]
    lines += ["[[institution]]", f'fixmedins_code = "{sandbox.options.fixmedins_code}"', 'fixmedins_name = "测试医院"']
    file = tmp_path / "institutions.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@pytest.mark.parametrize("module", [(*GDYB, "sandbox"), ("-m", "gdyb_sandbox")], ids=["gdyb", "module"])
def test_a_sandbox_prints_its_settings_when_it_is_ready(start: Start, module: tuple[str, ...]) -> None:
    with start(*module, "--port", "0") as process:
        assert process.line().startswith("GDYB_BASE_URL=http://127.0.0.1:")


def test_a_bridge_says_that_it_has_begun(start: Start, tmp_path: Path) -> None:
    settings = tmp_path / "reader.env"
    settings.write_text("GDYB_READER_INIT_URL=test\nGDYB_READER_AREA=1\n", encoding="utf-8")
    options = ("--port", "0", "--library", tmp_path / "reader.so", "--env-file", settings)
    with start(*GDYB, "reader", "serve", *options) as process:
        assert process.line().startswith("读卡桥接程序已启动：http://127.0.0.1:")


def test_a_host_says_that_it_works(start: Start, institutions: Path) -> None:
    with start(*GDYB, "clearing", "work", "--institutions", institutions, "--executor", "host-a-1") as process:
        assert process.line() == "执行槽 host-a-1 已启动。\n"


def test_a_run_tells_of_each_institution_as_it_is_done(start: Start, institutions: Path, sandbox: Sandbox) -> None:
    with institutions.open("a", encoding="utf-8") as file:
        file.write('\n[[institution]]\nfixmedins_code = "H44010099999"\nfixmedins_name = "又一医院"\n')
    first, go_on = sandbox.options.fixmedins_code, Event()
    sandbox.on("arrived", "3260", lambda event: event.institution == first or go_on.wait(SECONDS))
    command = ("clearing", "run", "--month", "2020-12", "--workers", "2", "--institutions", institutions)
    with start(*GDYB, *command) as process:
        assert "新建了清分台账" in process.error_line()
        assert process.error_line().startswith(f"{first} 要人处理")
        assert process.poll() is None
        go_on.set()


@pytest.mark.parametrize(
    "command",
    [
        ("gdyb_cli", "reader", "serve", "--show-token"),
        ("gdyb_cli", "sandbox", "people"),
        ("gdyb_sandbox", "people"),
        ("gdyb_generator", "lint", "--format", "json"),
    ],
    ids=" ".join,
)
def test_a_line_does_not_wait_for_the_end(start: Start, command: tuple[str, ...]) -> None:
    with start("-c", STAYS, *command) as process:
        assert process.line().strip()
        assert process.poll() is None
