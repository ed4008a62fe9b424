"""The command: its token, its options, the library in its helper process, and how it ends."""

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from typer.testing import CliRunner, Result

from gdyb_cli.app import app
from gdyb_service.bridge import token_file
from support.bridge import HIS, Running, Start, full_reader
from support.waits import Process, join, until

GDYB = [sys.executable, "-c", "from gdyb_cli import main; main()", "reader", "serve"]


def serve(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["reader", "serve", *arguments])


def test_the_token_is_kept_until_it_is_renewed() -> None:
    first = serve("--show-token").stdout.strip()
    assert len(first) == 43
    assert serve("--show-token").stdout.strip() == first == token_file.token()
    renewed = serve("--new-token").stdout.strip()
    assert renewed != first
    assert serve("--show-token").stdout.strip() == renewed
    if os.name == "posix":
        assert token_file.token_path().stat().st_mode & 0o077 == 0


def test_a_damaged_token_is_named_and_can_be_renewed() -> None:
    token_file.token()
    token_file.token_path().write_bytes(b"")
    done = serve("--show-token")
    assert done.exit_code == 2
    assert str(token_file.token_path()) in done.stderr and "--new-token" in done.stderr
    assert len(serve("--new-token").stdout.strip()) == 43


@pytest.mark.parametrize(
    "arguments", [("--origin", "*"), ("--origin", f"{HIS}/"), ("--port", "80"), ("--host", "0.0.0.0")]
)
def test_what_it_does_not_accept(arguments: tuple[str, str]) -> None:
    done = serve(*arguments)
    assert done.exit_code == 2


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    done = serve()
    assert done.exit_code == 2
    assert done.stderr == 'gdyb reader serve 缺少 uvicorn，请安装：pip install "gdyb[bridge]"\n'
    assert len(serve("--show-token").stdout.strip()) == 43


def test_a_port_in_use_is_named(bridge: Running, library: Path) -> None:
    done = serve("--port", str(bridge.server.address.port), "--library", str(library))
    assert done.exit_code == 2
    assert f"端口 {bridge.server.address.port} 不能使用" in done.stderr


def test_it_listens_on_this_machine_only(start: Start) -> None:
    bridge = start(full_reader())
    assert bridge.server._socket.getsockname()[0] == "127.0.0.1"
    with pytest.raises(OSError), socket.create_connection(("127.0.0.2", bridge.server.address.port), timeout=2):
        pass


class Command:
    """The command in a process of its own."""

    def __init__(self, library: Path) -> None:
        self.process = Process(*GDYB, "--port", "0", "--library", library, "--origin", HIS)
        self.url = self.process.line().strip().partition("：")[2].rstrip("/")
        assert self.url.startswith("http://127.0.0.1:")

    def ask(self, path: str) -> httpx2.Response:
        headers = {"Origin": HIS, "Authorization": f"Bearer {token_file.token()}"}
        with httpx2.Client(trust_env=False, timeout=30) as client:
            return client.post(self.url + path, json={}, headers=headers)

    def end(self, number: signal.Signals) -> tuple[str, str]:
        self.process.send_signal(number)
        done = self.process.finish()
        return done.stdout, done.stderr


@pytest.fixture
def ended() -> Iterator[list[Command]]:
    commands: list[Command] = []
    yield commands
    for command in commands:
        command.process.kill()


def test_cards_of_the_library(library: Path, ended: list[Command]) -> None:
    ended.append(command := Command(library))
    record = command.ask("/card").json()["record"]
    assert command.ask("/id").json()["record"]["photo"]["kind"] == "WLT"
    assert command.ask("/qr").json()["person_query"]["mdtrt_cert_type"] == "01"
    assert command.ask("/pin").json() == {"ok": True}
    if os.name == "posix":
        output, log = command.end(signal.SIGINT)
        assert command.process.returncode == 0
        assert output.endswith("读卡桥接程序已结束。\n")
        assert len(log.splitlines()) == 4
        assert not [
            value for value in (record["id_number"], record["psn_name"], token_file.token()) if value in log + output
        ]


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_end_in_the_middle_of_a_call(
    library: Path, ended: list[Command], monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    monkeypatch.setenv("SIM_SCENARIO", "hang")
    ended.append(command := Command(library))
    answers: list[httpx2.Response] = []
    thread = threading.Thread(target=lambda: answers.append(command.ask("/card")))
    thread.start()
    helper = wait_for_child(command.process.pid)
    until(lambda: command.ask("/status").json()["busy"], process=command.process)
    time.sleep(0.5)
    started = time.monotonic()
    command.end(number)
    assert command.process.returncode == 0
    assert time.monotonic() - started < 8
    assert not Path(f"/proc/{helper}").exists()
    join(thread)
    assert [(answer.status_code, answer.json()["error"]) for answer in answers] == [(502, "ReaderCrashed")]


def wait_for_child(parent: int) -> str:
    for _ in range(400):
        # A thread of the command starts the helper, and the thread's number is where it is listed.
        found = [file.read_text() for file in Path(f"/proc/{parent}/task").glob("*/children")]
        if pids := "".join(found).split():
            return pids[0]
        time.sleep(0.025)
    raise AssertionError(f"no helper of {parent}")
