"""`gdyb clearing` as people run it: processes, terminals, pipes, two windows, Ctrl-C, a month of 5,000 rows."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from clearing_desk import answered, settlements, write_records
from command_line import Spawn, WriteEnv

from gdyb_sandbox import Sandbox
from gdyb_workflows.clearing.vault import new_key

ONLY_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and terminals")
Run = Callable[..., "subprocess.CompletedProcess[str]"]


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
def run(spawn: Spawn, env: Path) -> Run:
    def start(
        command: str, *arguments: object, expect: int = 0, **variables: str
    ) -> "subprocess.CompletedProcess[str]":
        done = spawn("clearing", command, "2020-12", *arguments, "--env-file", env, **variables)
        assert done.returncode == expect, (done.returncode, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        return done

    return start


@pytest.fixture
def window(env: Path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """A command in a window of its own, ended with the test."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "gdyb_workflows", "clearing", *arguments, "--env-file", str(env)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_the_whole_story_in_a_gbk_console_shows_nobody(
    run: Run, sandbox: Sandbox, tmp_path: Path, ledger: Path
) -> None:
    console = {"PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"}
    people = settlements(sandbox, tmp_path)
    records = tmp_path / "我们 的 记录.csv"
    write_records(records, people[1:])
    files = ("--differences", tmp_path / "差异.csv", "--decisions", tmp_path / "决定.xlsx")
    shown = [run("extract", **console), run("match", records, *files, expect=1, **console)]
    shown += [run("match", "--approve", "--yes", "--by", "0007", **console), run("plan", **console)]
    shown += [run("confirm", **console), run("status", "--all", **console), run("status", "--json", **console)]
    shown += [run("resolve", **console), run("revoke", "--batch", 3, "--yes", **console)]
    shown += [run("revoke-period", "--confirm", "2020-12 整期回退", **console), run("status", expect=1, **console)]
    texts = "".join(one.stdout + one.stderr for one in shown) + (tmp_path / "差异.csv").read_text("utf-8-sig")
    assert "�" not in texts and "办完" in texts and "已整期回退" in texts
    kept = b"".join(path.read_bytes() for path in ledger.parent.iterdir())
    hidden = {row.certno for row in people} | {sandbox.settings["opter_name"], sandbox.settings["secret_key"]}
    assert not [value for value in hidden if value in texts or value.encode() in kept]


def test_the_second_window_is_told_who_holds_the_ledger(
    run: Run, window: Callable[..., "subprocess.Popen[str]"], sandbox: Sandbox
) -> None:
    run("extract")
    run("match", "--without-records", "--approve", "--yes")
    run("plan")
    arrived, go_on = threading.Event(), threading.Event()
    sandbox.on("arrived", "3261", lambda event: arrived.set() or go_on.wait(60))
    first = window("confirm", "2020-12")
    assert arrived.wait(60)
    for command in (
        ("confirm",),
        ("extract",),
        ("match", "--approve", "--yes"),
        ("revoke-period", "--confirm", "2020-12 整期回退"),
    ):
        told = run(*command, expect=2)
        assert "正在另一个窗口或程序中使用" in told.stderr and f"进程 {first.pid}" in told.stderr
    assert answered(run("confirm", "--json", expect=2).stdout)["error"] == "LedgerBusy"
    looked = run("status", expect=1)
    assert "│ 发送中 " in looked.stdout and "等正在办理的窗口" in looked.stdout
    go_on.set()
    assert first.wait(60) == 0
    assert len(sandbox.requests.of("3261")) == 3 and len(sandbox.confirmed("2020", "12")) == 250


@ONLY_POSIX
def test_ctrl_c_in_the_middle_of_a_batch_leaves_it_unknown(
    run: Run, window: Callable[..., "subprocess.Popen[str]"], sandbox: Sandbox
) -> None:
    run("extract")
    run("match", "--without-records", "--approve", "--yes")
    run("plan")
    applied = threading.Event()
    sandbox.faults.add("delay", 5, infno="3261", times=1)
    sandbox.on("applied", "3261", lambda event: applied.set())
    process = window("confirm", "2020-12")
    assert applied.wait(60)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1, errors
    assert "Traceback" not in errors and "第 1 批已发出" in errors and "resolve 2020-12" in errors
    assert "第 1 批结果未知" in run("resolve", expect=1).stdout
    run("resolve", "--batch", 1, "--applied", "--confirm", "2020-12")
    run("confirm")
    assert len(sandbox.requests.of("3261")) == 3


def test_a_killed_window_leaves_its_batch_unknown(
    run: Run, window: Callable[..., "subprocess.Popen[str]"], sandbox: Sandbox
) -> None:
    run("extract")
    run("match", "--without-records", "--approve", "--yes")
    run("plan")
    arrived, go_on = threading.Event(), threading.Event()
    off = sandbox.on("arrived", "3261", lambda event: arrived.set() or go_on.wait(60))
    process = window("confirm", "2020-12")
    assert arrived.wait(60)
    process.kill()
    process.wait()
    assert "还记为发送中" in run("resolve", expect=1).stdout
    go_on.set()
    off()
    assert "第 1 批的结果未知" in run("confirm", expect=1).stderr
    run("resolve", "--batch", 1, "--applied", "--confirm", "2020-12")
    run("confirm")
    assert len(sandbox.requests.of("3261")) == 3


@ONLY_POSIX
def test_ctrl_c_while_extracting_goes_on_with_the_same_command(
    run: Run, window: Callable[..., "subprocess.Popen[str]"], sandbox: Sandbox
) -> None:
    sandbox.faults.add("delay", 1.5, infno="3260")
    pages = threading.Semaphore(0)
    sandbox.on("arrived", "3260", lambda event: pages.release())
    process = window("extract", "2020-12")
    assert pages.acquire(timeout=60) and pages.acquire(timeout=60)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2, errors
    assert "用同样的命令接着做" in errors and "Traceback" not in errors
    sandbox.faults.clear()
    before = len(sandbox.requests.of("3260"))
    assert "250 笔" in run("extract").stdout
    assert len(sandbox.requests.of("3260")) - before == 3  # the first page again, to see that nothing moved


@ONLY_POSIX
def test_a_person_on_a_terminal_is_asked(run: Run, env: Path, sandbox: Sandbox) -> None:
    run("extract")
    refused = _on_terminal(("match", "2020-12", "--without-records", "--approve", "--env-file", env), {"[y/N]": "n"})
    assert refused[0] == 1 and "没有进行" in refused[1] and "批准人 sandbox01" in refused[1]
    accepted = _on_terminal(("match", "2020-12", "--approve", "--env-file", env), {"[y/N]": "y"})
    assert accepted[0] == 0 and "已批准 250 笔" in accepted[1]
    run("plan")
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
        os.execv(sys.executable, [sys.executable, "-m", "gdyb_workflows", "clearing", *map(str, arguments)])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
    seen, waiting = b"", dict(answers)
    while True:
        try:
            part = os.read(terminal, 65_536)
        except OSError:
            break
        if not part:
            break
        seen += part
        for question in [question for question in waiting if question.encode() in seen]:
            os.write(terminal, f"{waiting.pop(question)}\n".encode())
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(terminal)
    return code, re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode()).replace("\r", "\n")


def test_a_month_of_5000_rows(spawn: Spawn, tmp_path: Path) -> None:
    with Sandbox(rows=5_000) as sandbox:
        people = settlements(sandbox, tmp_path)
        write_records(tmp_path / "records.csv", people)
        values = {**sandbox.settings, "msgid_file": str(tmp_path / "msgid.sqlite3")}
        file = tmp_path / "big.env"
        file.write_text("".join(f"GDYB_{name.upper()}={value}\n" for name, value in values.items()), encoding="utf-8")
        env = _with_ledger(file, str(tmp_path / "big.sqlite3"))
        for command in (
            ("extract",),
            ("match", tmp_path / "records.csv", "--approve", "--yes"),
            ("plan",),
            ("confirm",),
        ):
            done = spawn("clearing", command[0], "2020-12", *command[1:], "--env-file", env, timeout=300)
            assert done.returncode == 0, (command, done.stdout, done.stderr)
        assert "本次发送确认 50 批，5000 笔" in done.stdout and "…中间 30 批也已确认" in done.stdout
        assert len(sandbox.confirmed("2020", "12")) == 5_000
        total = sum(row.medfee_sumamt for row in people)
        assert f"总费用 {total:,} 元" in done.stdout


def test_the_help_loads_no_database_and_no_frames(spawn: Spawn) -> None:
    code = (
        "import atexit, sys; from gdyb_workflows.cli import main; "
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr)); main()"
    )
    for arguments in (("clearing", "--help"), ("clearing", "confirm", "--help")):
        modules = set(spawn(*arguments, code=code).stderr.split())
        assert "gdyb_workflows.cli.clearing.confirm" in modules
        assert not modules & {"sqlalchemy", "polars", "cryptography", "keyring", "alembic"}


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
