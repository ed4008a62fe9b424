"""What only a process of its own can give: crashes, hangs and deadlines that cost one call."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from gdyb.readers import (
    ArchitectureMismatch,
    HelperUnusable,
    LibraryMissing,
    NativeReader,
    ReaderBusy,
    ReaderClient,
    ReaderCrashed,
    ReaderTimeout,
)
from gdyb_runtime.errors import SettingsInvalid
from gdyb_runtime.readers import helper
from gdyb_runtime.readers.architecture import bits_of
from support.readers import simulator
from support.waits import SECONDS, Process, join, until

HELPER = Path(helper.__file__)
ENDS_AT_ONCE = Path(os.environ["SYSTEMROOT"], "System32", "hostname.exe") if os.name == "nt" else Path("/bin/true")
PYENV = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
OLD_PYTHONS = [
    os.environ.get("GDYB_TEST_PYTHON38"),
    *PYENV.glob("versions/3.8.*/bin/python3.8"),
    shutil.which("python3.8"),
]


def pid_of(reader: ReaderClient) -> int:
    return reader._device.open().opened["pid"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("word", ["crash", "abort", "exit"])
def test_a_crash_costs_one_call(opened, scenario, word: str) -> None:
    reader = opened()
    assert reader.read_card().id_number
    scenario(word)
    reader.close()
    with pytest.raises(ReaderCrashed) as raised:
        reader.read_card()
    assert (raised.value.function, raised.value.retry_safe) == ("ReadCardBas", True)
    scenario("needs_init")
    assert reader.read_card().id_number


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_helper_sees_nothing_of_ours(opened, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GDYB_SECRET_KEY", "GDYB_CLEARING_KEY", "AWS_SECRET_ACCESS_KEY", "DRIVER_HOME", "LC_ALL"):
        monkeypatch.setenv(name, f"value of {name}")
    reader = opened(helper_environment=f"{simulator.ENVIRONMENT}, DRIVER_HOME")
    assert reader.read_card().id_number
    environment = Path(f"/proc/{pid_of(reader)}/environ").read_bytes()
    names = {variable.partition(b"=")[0].decode() for variable in environment.split(b"\0") if variable}
    assert {"PATH", "DRIVER_HOME", "LC_ALL"} <= names
    assert not [name for name in names if "GDYB" in name or "AWS" in name]


@pytest.mark.parametrize("names", ["GDYB_SECRET_KEY", "A, gdyb_clearing_key", "A=1"])
def test_what_the_helper_may_not_see_is_refused(opened, names: str) -> None:
    with pytest.raises(SettingsInvalid, match="GDYB_READER_HELPER_ENVIRONMENT"):
        opened(helper_environment=names)


def test_a_killed_helper_is_started_again(opened, scenario) -> None:
    scenario("needs_init")
    reader = opened()
    reader.init()
    first = pid_of(reader)
    reader._device._running.process.kill()
    reader._device._running.process.wait(SECONDS)
    with pytest.raises(ReaderCrashed):
        reader.read_card()
    assert reader.read_card().id_number
    assert pid_of(reader) != first


def test_a_hang_ends_at_its_deadline(opened, scenario) -> None:
    scenario("hang")
    reader = opened(read_timeout=0.5)
    reader.init()
    process = reader._device._running.process
    begun = time.monotonic()
    with pytest.raises(ReaderTimeout) as raised:
        reader.read_card()
    assert 0.5 <= time.monotonic() - begun < 5
    assert (raised.value.seconds, raised.value.is_stuck, raised.value.retry_safe) == (0.5, False, True)
    assert process.poll() is not None
    scenario("normal")
    assert reader.read_card().id_number


def test_a_slow_init_has_a_deadline_of_its_own(opened, scenario) -> None:
    scenario("normal", init_ms=1500)
    reader = opened(init_timeout=0.3)
    with pytest.raises(ReaderTimeout) as raised:
        reader.read_card()
    assert raised.value.function == "Init"
    assert opened(init_timeout=20, read_timeout=0.9).read_card().id_number


def test_the_library_waits_for_a_code_and_then_says_so(opened, scenario) -> None:
    scenario("qr_timeout")
    with pytest.raises(Exception, match="扫码超时") as raised:
        opened().read_qr(timeout=0.3)
    assert raised.value.code == -4


def test_an_overrun_ends_the_helper(opened, scenario) -> None:
    reader = opened()
    scenario("overrun")
    with pytest.raises(Exception, match="写出了缓冲区"):
        reader.read_card()
    assert reader._device._running is None


def test_the_helper_ends_with_the_application(library: Path, scenario, tmp_path: Path) -> None:
    scenario("hang", trace=tmp_path / "trace.txt")
    code = (
        "import sys; from gdyb.readers import *; from pathlib import Path\n"
        "reader = ReaderClient(ReaderSettings(library=Path(sys.argv[1]), init_url='test', area='1', helper_environment=sys.argv[2]))\n"
        "print(reader._device.open().opened['pid'], flush=True)\n"
        "reader.read_card()\n"
    )
    command = [sys.executable, "-c", code, str(library), simulator.ENVIRONMENT]
    with Process(*command) as application:
        pid = int(application.line())
        until(lambda: has_entered(tmp_path / "trace.txt"), process=application)
    until(lambda: not is_running(pid))


def has_entered(trace: Path) -> bool:
    return trace.exists() and "ReadCardBas" in trace.read_text()


def is_running(pid: int) -> bool:
    if sys.platform == "win32":
        listed = subprocess.run(["tasklist", "/FI", f"PID eq {pid}"], capture_output=True, check=False).stdout
        return str(pid).encode() in listed
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("kind", [NativeReader, ReaderClient])
def test_threads_never_enter_the_library_together(opened, scenario, tmp_path: Path, kind) -> None:
    scenario("normal", trace=tmp_path / "trace.txt", delay_ms=5)
    readers = [opened(kind, busy_timeout=60), opened(kind, busy_timeout=60)]
    seen: list[str] = []
    threads = [
        threading.Thread(target=lambda i=i: seen.extend(readers[i % 2].read_card().id_number for _ in range(10)))
        for i in range(8)
    ]
    for thread in threads:
        thread.start()
    join(*threads)
    lines = (tmp_path / "trace.txt").read_text().splitlines()
    assert len(seen) == 80 and len(set(seen)) == 1
    assert sum(line.startswith("ReadCardBas") for line in lines) == 80
    assert not [line for line in lines if "overlap" in line]


def test_who_does_not_want_to_wait_is_told(opened, scenario) -> None:
    scenario("normal", delay_ms=1500)
    slow, hasty = opened(), opened(busy_timeout=0)
    slow.init()
    thread = threading.Thread(target=slow.read_card)
    thread.start()
    time.sleep(0.3)
    with pytest.raises(ReaderBusy):
        hasty.read_card()
    join(thread)


def test_in_process_a_hang_keeps_the_device(opened, scenario) -> None:
    scenario("hang", hang_ms=1500)
    reader = opened(NativeReader, read_timeout=0.2)
    with pytest.raises(ReaderTimeout) as raised:
        reader.read_card()
    assert raised.value.is_stuck and "ReaderClient" in str(raised.value)
    scenario("normal")
    with pytest.raises(ReaderBusy):
        reader.read_card()
    time.sleep(1.7)
    assert reader.read_card().id_number


@pytest.mark.skipif(sys.platform == "win32", reason="Windows turns it into an error that Python sees")
def test_in_process_a_crash_ends_the_program(library: Path, scenario) -> None:
    scenario("crash")
    code = "import sys; from gdyb.readers import *; NativeReader(ReaderSettings(library=sys.argv[1], init_url='test', area='1')).read_card()"
    done = subprocess.run([sys.executable, "-c", code.replace("sys.argv[1]", f"{str(library)!r}")], check=False)
    assert done.returncode == -11


@pytest.mark.skipif(sys.platform != "win32", reason="elsewhere the process ends")
def test_in_process_on_windows_a_crash_is_an_error(opened, scenario) -> None:
    scenario("crash")
    with pytest.raises(ReaderCrashed, match="access violation"):
        opened(NativeReader).read_card()


def test_a_library_that_is_not_there(opened, tmp_path: Path) -> None:
    for kind in (NativeReader, ReaderClient):
        with pytest.raises(LibraryMissing, match="文件不存在"):
            opened(kind, library=tmp_path / "没有.dll").read_card()


def test_a_file_that_is_no_library(opened, tmp_path: Path) -> None:
    (tmp_path / "SSCard.dll").write_text("不是动态库", encoding="utf-8")
    for kind in (NativeReader, ReaderClient):
        with pytest.raises(LibraryMissing, match="不是动态库文件"):
            opened(kind, library=tmp_path / "SSCard.dll").read_card()


def test_a_library_of_the_other_kind(opened, library: Path, tmp_path: Path) -> None:
    other = tmp_path / library.name
    header = bytearray(library.read_bytes())
    if header.startswith(b"MZ"):
        start = int.from_bytes(header[0x3C:0x40], "little")
        header[start + 4 : start + 6] = (0x14C).to_bytes(2, "little")
    else:
        header[4] = 1
    other.write_bytes(header)
    assert (bits_of(library), bits_of(other)) == (64, 32)
    for kind in (NativeReader, ReaderClient):
        with pytest.raises(ArchitectureMismatch, match="32 位") as raised:
            opened(kind, library=other).read_card()
        assert (raised.value.library_bits, raised.value.program_bits) == (32, 64)
        assert "GDYB_READER_HELPER_PYTHON" in str(raised.value)


def test_a_helper_that_does_not_start(opened, tmp_path: Path) -> None:
    with pytest.raises(HelperUnusable, match="无法启动"):
        opened(helper_python=tmp_path / "没有" / "python.exe").read_card()
    # A program that is no Python, and ends at once.
    with pytest.raises(HelperUnusable, match="退出码"):
        opened(helper_program=ENDS_AT_ONCE).read_card()


def test_what_the_helper_found(opened) -> None:
    probe = opened().probe()
    assert (probe.library_bits, probe.program_bits) == (64, 64)
    assert set(probe.symbols.values()) == set(probe.symbols)
    missing = opened(profile="foshan").probe().symbols
    assert missing["ReadCardBas"] is None and missing["Init"] == "Init"


def test_the_helper_needs_no_more_than_python_38() -> None:
    code = "import sys, vermin; sys.exit(vermin.main())"
    done = subprocess.run([sys.executable, "-c", code, "-t=3.8-", "--no-tips", str(HELPER)], check=False)
    assert done.returncode == 0


def test_the_helper_runs_under_python_38(opened, scenario) -> None:
    python = next((Path(name) for name in OLD_PYTHONS if name and is_python_38(name)), None)
    if python is None:
        pytest.skip("no Python 3.8")
    scenario("id_photo_bmp")
    reader = opened(helper_python=python)
    assert reader.probe().version.startswith("3.8.")
    assert len(reader.read_id().photo.data) == 38862


def is_python_38(name: str | Path) -> bool:
    done = subprocess.run([name, "--version"], capture_output=True, encoding="utf-8", check=False)
    return done.stdout.startswith("Python 3.8")


def test_the_helper_is_one_file_of_the_standard_library(tmp_path: Path, library: Path) -> None:
    import ast

    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(HELPER.read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names] if isinstance(node, ast.Import)
            else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        )
    }  # fmt: skip
    assert imported <= sys.stdlib_module_names
    alone = tmp_path / "helper.py"
    alone.write_bytes(HELPER.read_bytes())
    request = json.dumps({"do": "open", "path": str(library)}).encode() + b"\n"
    done = subprocess.run([sys.executable, "-I", "-S", str(alone)], input=request, capture_output=True, check=True)
    # Standard input ends right away, so the answer may be cut off by the helper's end; what came is ASCII.
    assert done.stdout.isascii()
