"""`gdyb clearing` as people run it: processes, terminals, pipes, two windows, Ctrl-C, a month of many batches."""

import json
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import Result

from gdyb_sandbox import Sandbox
from gdyb_workflows.at_rest.vault import new_key
from support.clearing.desk import answered, settlements, write_records
from support.command_line import Gdyb, Spawn, WriteEnv
from support.waits import SECONDS, Process, terminal_output, until

ONLY_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and terminals")
Here = Callable[..., Result]

ALL_OF_THEM = """
import json, sys
from gdyb_cli import main
codes = []
for sys.argv[1:] in json.loads(sys.argv[1]):
    try:
        main()
    except SystemExit as done:
        codes.append(done.code)
sys.exit(json.dumps(codes))
"""
"""Runs commands one after the other; their exit codes are the last line of stderr."""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "清分 台账" / "2020 年.sqlite3"


@pytest.fixture
def env(write_env: WriteEnv, ledger: Path) -> Path:
    return _with_ledger(write_env(), str(ledger))


def _with_ledger(file: Path, ledger: str) -> Path:
    with file.open("a", encoding="utf-8") as text:
        text.write(f"GDYB_CLEARING_LEDGER={ledger}\nGDYB_CLEARING_USE_KEYRING=false\nGDYB_CLEARING_KEY={new_key()}\n")
    return file


@pytest.fixture
def here(gdyb: Gdyb, env: Path) -> Here:
    """A command on the month in this process, where another one is what the test is about."""

    def start(command: str, *arguments: object, expect: int = 0) -> Result:
        done = gdyb("clearing", *command.split(), "2020-12", *arguments, "--env-file", env)
        assert done.exit_code == expect, done.output
        return done

    return start


@pytest.fixture
def planned(here: Here) -> None:
    """The month, all of it planned."""
    here("extract")
    here("match", "--without-records", "--approve", "--yes")
    here("plan")


@pytest.fixture
def window(env: Path) -> Iterator[Callable[..., Process]]:
    """A command in a window of its own, ended with the test."""
    started: list[Process] = []

    def start(*arguments: str) -> Process:
        command = [sys.executable, "-m", "gdyb_cli", "clearing", *arguments, "--env-file", str(env)]
        process = Process(*command)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()


def test_the_whole_story_in_a_gbk_console_shows_nobody(
    spawn: Spawn, env: Path, sandbox: Sandbox, tmp_path: Path, ledger: Path
) -> None:
    people = settlements(sandbox, tmp_path)
    records = tmp_path / "我们 的 记录.csv"
    write_records(records, people[1:])
    files = ("--differences", tmp_path / "差异.csv", "--decisions", tmp_path / "决定.xlsx")
    month = "2020-12"
    story: dict[tuple[object, ...], int] = {
        ("extract", month): 0,
        ("match", month, records, *files): 1,
        ("match", month, "--approve", "--yes", "--by", "0007"): 0,
        ("plan", month): 0,
        ("confirm", month): 0,
        ("status", month, "--all"): 0,
        ("status", month, "--json"): 0,
        ("resolve", "ways", month): 0,
        ("revoke", month, "--batch", 3, "--yes"): 0,
        ("revoke-period", month, "--confirm", f"{month} 整期回退"): 0,
        ("status", month): 1,
    }
    commands = [["clearing", *map(str, one), "--env-file", str(env)] for one in story]
    shown = spawn(json.dumps(commands), code=ALL_OF_THEM, PYTHONIOENCODING="gbk", PYTHONUTF8="0")
    assert json.loads(shown.stderr.splitlines()[-1]) == [*story.values()], shown.stderr
    texts = shown.stdout + shown.stderr + (tmp_path / "差异.csv").read_text("utf-8-sig")
    assert "Traceback" not in texts
    assert "�" not in texts and "办完" in texts and "已整期回退" in texts
    kept = b"".join(path.read_bytes() for path in ledger.parent.iterdir())
    hidden = {row.certno for row in people} | {sandbox.settings["opter_name"], sandbox.settings["secret_key"]}
    assert not [value for value in hidden if value in texts or value.encode() in kept]


@pytest.mark.usefixtures("planned")
def test_the_second_window_is_told_who_holds_the_ledger(
    here: Here, window: Callable[..., Process], sandbox: Sandbox
) -> None:
    arrived, go_on = threading.Event(), threading.Event()
    sandbox.on("arrived", "3261", lambda event: arrived.set() or go_on.wait(SECONDS))
    first = window("confirm", "2020-12")
    until(arrived.is_set, process=first)
    for command in (
        ("confirm",),
        ("extract",),
        ("match", "--approve", "--yes"),
        ("revoke-period", "--confirm", "2020-12 整期回退"),
    ):
        told = here(*command, expect=2)
        assert "正在另一个窗口或程序中使用" in told.stderr and f"进程 {first.pid}" in told.stderr
    assert answered(here("confirm", "--json", expect=2).stdout)["error"] == "LedgerBusy"
    looked = here("status", expect=1)
    assert "│ 发送中 " in looked.stdout and "等正在办理的程序" in looked.stdout
    go_on.set()
    assert first.wait() == 0
    assert len(sandbox.requests.of("3261")) == 3 and len(sandbox.confirmed("2020", "12")) == 250


@ONLY_POSIX
@pytest.mark.usefixtures("planned")
def test_ctrl_c_in_the_middle_of_a_batch_waits_for_its_answer(
    here: Here, window: Callable[..., Process], sandbox: Sandbox
) -> None:
    applied = threading.Event()
    sandbox.faults.add("delay", 3, infno="3261", times=1)
    sandbox.on("applied", "3261", lambda event: applied.set())
    process = window("confirm", "2020-12")
    until(applied.is_set, process=process)
    process.send_signal(signal.SIGINT)
    assert "再按一次 Ctrl-C 放弃等待" in process.error_line()
    errors = process.finish().stderr
    assert process.returncode == 2, errors
    assert "用同样的命令接着做" in errors and "Traceback" not in errors
    assert "没有结果未知的批次" in here("resolve ways").stdout
    here("confirm")
    assert len(sandbox.requests.of("3261")) == 3 and len(sandbox.confirmed("2020", "12")) == 250


@ONLY_POSIX
@pytest.mark.usefixtures("planned")
def test_a_second_ctrl_c_leaves_the_batch_unknown(here: Here, window: Callable[..., Process], sandbox: Sandbox) -> None:
    applied = threading.Event()
    sandbox.faults.add("delay", 5, infno="3261", times=1)
    sandbox.on("applied", "3261", lambda event: applied.set())
    process = window("confirm", "2020-12")
    until(applied.is_set, process=process)
    process.send_signal(signal.SIGINT)
    process.error_line()
    process.send_signal(signal.SIGINT)
    errors = process.finish().stderr
    assert process.returncode == 1, errors
    assert "Traceback" not in errors and "第 1 批已发出" in errors and "resolve ways 2020-12" in errors
    assert "第 1 批结果未知" in here("resolve ways", expect=1).stdout
    here("resolve applied", "--batch", 1, "--confirm", "2020-12")
    here("confirm")
    assert len(sandbox.requests.of("3261")) == 3


@pytest.mark.usefixtures("planned")
def test_a_killed_window_leaves_its_batch_unknown(here: Here, window: Callable[..., Process], sandbox: Sandbox) -> None:
    arrived, go_on = threading.Event(), threading.Event()
    off = sandbox.on("arrived", "3261", lambda event: arrived.set() or go_on.wait(SECONDS))
    process = window("confirm", "2020-12")
    until(arrived.is_set, process=process)
    process.kill()
    assert "还记为发送中" in here("resolve ways", expect=1).stdout
    go_on.set()
    off()
    assert "第 1 批的结果未知" in here("confirm", expect=1).stderr
    here("resolve applied", "--batch", 1, "--confirm", "2020-12")
    here("confirm")
    assert len(sandbox.requests.of("3261")) == 3


@ONLY_POSIX
def test_ctrl_c_while_extracting_goes_on_with_the_same_command(
    here: Here, window: Callable[..., Process], sandbox: Sandbox
) -> None:
    sandbox.faults.add("delay", 1.5, infno="3260")
    pages: list[object] = []
    sandbox.on("arrived", "3260", pages.append)
    process = window("extract", "2020-12")
    until(lambda: len(pages) >= 2, process=process)
    process.send_signal(signal.SIGINT)
    errors = process.finish().stderr
    assert process.returncode == 2, errors
    assert "用同样的命令接着做" in errors and "Traceback" not in errors
    sandbox.faults.clear()
    before = len(sandbox.requests.of("3260"))
    assert "250 笔" in here("extract").stdout
    assert len(sandbox.requests.of("3260")) - before == 3  # the first page again, to see that nothing moved


@ONLY_POSIX
def test_a_person_on_a_terminal_is_asked(here: Here, env: Path, sandbox: Sandbox) -> None:
    here("extract")
    refused = _on_terminal(("match", "2020-12", "--without-records", "--approve", "--env-file", env), {"[y/N]": "n"})
    assert refused[0] == 1 and "没有进行" in refused[1] and "批准人 sandbox01" in refused[1]
    accepted = _on_terminal(("match", "2020-12", "--approve", "--env-file", env), {"[y/N]": "y"})
    assert accepted[0] == 0 and "已批准 250 笔" in accepted[1]
    here("plan")
    sandbox.faults.add("delay", 1.2, infno="3261")
    code, text = _on_terminal(("confirm", "2020-12", "--env-file", env), {})
    assert code == 0 and re.search(r"确认 100 笔 [\d,]+\.\d\d 元 .* 1/3", text)
    wide = max(map(_columns, (line for line in text.splitlines() if line.startswith(("│", "┃")))))
    assert 60 < wide <= 80
    wrong = _on_terminal(("revoke-period", "2020-12", "--env-file", env), {"同意请输入": "2020-12"})
    assert wrong[0] == 1 and "什么也没有改动" in wrong[1] and "包括其他软件" in wrong[1]
    done = _on_terminal(("revoke-period", "2020-12", "--env-file", env), {"同意请输入": "2020-12 整期回退"})
    assert done[0] == 0 and "已整期回退" in done[1]
    assert not sandbox.confirmed("2020", "12")


def _columns(line: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in line)


def _on_terminal(arguments: tuple[object, ...], answers: dict[str, str]) -> tuple[int, str]:
    """Exit code and text of a command on a terminal of 80 columns that answers its questions."""
    import fcntl
    import pty
    import struct
    import termios

    pid, terminal = pty.fork()
    if pid == 0:
        time.sleep(0.2)
        os.environ["TERM"] = "xterm-256color"
        os.execv(sys.executable, [sys.executable, "-m", "gdyb_cli", "clearing", *map(str, arguments)])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
    seen, waiting = b"", dict(answers)
    for part in terminal_output(terminal, pid):
        seen += part
        for question in [question for question in waiting if question.encode() in seen]:
            os.write(terminal, f"{waiting.pop(question)}\n".encode())
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(terminal)
    return code, re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode()).replace("\r", "\n")


def test_a_month_of_many_batches(gdyb: Gdyb, spawn: Spawn, tmp_path: Path) -> None:
    with Sandbox(rows=2_300) as sandbox:
        people = settlements(sandbox, tmp_path)
        write_records(tmp_path / "records.csv", people)
        values = {**sandbox.settings, "msgid_file": str(tmp_path / "msgid.sqlite3")}
        file = tmp_path / "big.env"
        file.write_text("".join(f"GDYB_{name.upper()}={value}\n" for name, value in values.items()), encoding="utf-8")
        env = _with_ledger(file, str(tmp_path / "big.sqlite3"))
        for command, *more in (["extract"], ["match", tmp_path / "records.csv", "--approve", "--yes"], ["plan"]):
            assert gdyb("clearing", command, "2020-12", *more, "--env-file", env).exit_code == 0, command
        done = spawn("clearing", "confirm", "2020-12", "--env-file", env, timeout=300)
        assert done.returncode == 0, (done.stdout, done.stderr)
        assert "本次发送确认 23 批，2300 笔" in done.stdout and "…中间 3 批也已确认" in done.stdout
        assert len(sandbox.confirmed("2020", "12")) == 2_300
        total = sum(row.medfee_sumamt for row in people)
        assert f"总费用 {total:,} 元" in done.stdout


def test_the_help_loads_no_database_and_no_frames(spawn: Spawn) -> None:
    code = (
        "import atexit, sys; from gdyb_cli import main; "
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr)); main()"
    )
    for arguments in (("clearing", "--help"), ("clearing", "confirm", "--help")):
        modules = set(spawn(*arguments, code=code).stderr.split())
        assert "gdyb_cli.clearing.confirm" in modules
        assert not modules & {"sqlalchemy", "polars", "cryptography", "keyring", "alembic"}


def test_a_month_is_confirmed_without_frames(spawn: Spawn) -> None:
    """They take half as long to load as all the rest of a command."""
    steps = "extraction, decisions, overview, ledger.ledger, sending.planning, sending.confirming, sending.revoking"
    code = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]; print(*sys.modules)"
    modules = spawn(*(f"gdyb_workflows.clearing.{name}" for name in steps.split(", ")), code=code).stdout.split()
    assert "sqlalchemy" in modules
    assert not {"polars", "numpy"} & {*modules}


def test_settings_in_a_toml_file_and_a_relative_ledger_beside_it(
    spawn: Spawn, sandbox: Sandbox, tmp_path: Path
) -> None:
    folder = tmp_path / "配置 文件夹"
    folder.mkdir()
    lines = [f'{name} = "{value}"\n' for name, value in sandbox.settings.items()]
    text = (
        "".join(lines)
        + f"msgid_file = '{tmp_path / 'm.sqlite3'}'\n[clearing]\nledger = '台账.sqlite3'\nuse_keyring = false\n"
    )
    (folder / "gdyb.toml").write_text(text, encoding="utf-8")
    done = spawn("clearing", "extract", "2020-12", "--config", folder / "gdyb.toml", "--json")
    assert done.returncode == 0, done.stderr
    assert answered(done.stdout)["ledger"] == str(folder / "台账.sqlite3") and (folder / "台账.sqlite3").is_file()
    assert answered(done.stdout)["extraction"]["rows"] == 250
