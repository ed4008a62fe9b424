"""PIN entries are counted card by card, whatever became of them, and stop long before the card locks itself."""

import os
import sqlite3
import sys
from pathlib import Path

import pytest

from gdyb.readers import (
    NativeReader,
    PinGuardTripped,
    PinGuardUnavailable,
    ReaderClient,
    ReaderCrashed,
    ReaderError,
    ReaderTimeout,
)
from gdyb_runtime.readers.pin_guard import MOST_FAILURES, PinGuard
from support.readers import simulator
from support.waits import Process, until


def fail(reader, times: int) -> None:
    for _ in range(times):
        with pytest.raises(ReaderError) as raised:
            reader.verify_pin()
        assert type(raised.value) is ReaderError
        assert (raised.value.outcome, raised.value.retry_safe) == ("refused", False)
        assert "不要连续尝试" in str(raised.value) and "后重试" not in str(raised.value)


def test_a_right_pin_counts_nothing(reader, scenario) -> None:
    scenario("normal")
    for _ in range(MOST_FAILURES + 2):
        reader.verify_pin()
        reader.change_pin()
    assert reader.pin_failures() == 0


def test_wrong_pins_stop_before_the_card_locks(reader, scenario, tmp_path: Path) -> None:
    scenario("normal", pin_wrong=9, state=tmp_path / "state", trace=tmp_path / "trace")
    fail(reader, MOST_FAILURES)
    calls = (tmp_path / "trace").read_text().count("VerifyPIN")
    for enter in (reader.verify_pin, reader.change_pin):
        with pytest.raises(PinGuardTripped) as raised:
            enter()
        assert raised.value.failures == MOST_FAILURES
        assert "其他机器" in str(raised.value) and "6 次" in str(raised.value)
    assert calls == MOST_FAILURES == (tmp_path / "trace").read_text().count("VerifyPIN")


def test_failures_outlive_the_program_and_a_success(opened, scenario, tmp_path: Path) -> None:
    scenario("normal", pin_wrong=2, state=tmp_path / "state")
    fail(opened(), 2)
    reader = opened(NativeReader)
    reader.verify_pin()
    assert reader.pin_failures() == 2
    scenario("normal", pin_wrong=9)
    fail(reader, 1)
    with pytest.raises(PinGuardTripped):
        opened().verify_pin()
    reader.reset_pin_failures()
    assert opened().pin_failures() == 0


def test_another_card_is_counted_for_itself(opened, scenario, tmp_path: Path) -> None:
    scenario("normal", pin_wrong=9, state=tmp_path / "state")
    reader = opened(NativeReader)
    raw = reader.read_card().raw
    fail(reader, MOST_FAILURES)
    other = raw.replace("|ZZ", "|ZZ9").encode("gb18030")
    assert other != raw.encode("gb18030")
    (tmp_path / "card").write_bytes(other)
    scenario("normal", record=tmp_path / "card")
    assert reader.pin_failures() == 0
    fail(reader, 1)


def test_a_lost_answer_counts_and_is_unknown(opened, scenario) -> None:
    scenario("pin_hang")
    reader = opened(pin_timeout=0.3)
    with pytest.raises(ReaderTimeout) as raised:
        reader.verify_pin()
    assert (raised.value.outcome, raised.value.retry_safe) == ("unknown", False)
    assert "不要马上再试" in str(raised.value) and "后重试" not in str(raised.value)
    scenario("crash", only="ChangePIN")
    reader.close()
    with pytest.raises(ReaderCrashed) as crashed:
        reader.change_pin()
    assert (crashed.value.outcome, crashed.value.retry_safe) == ("unknown", False)
    scenario("normal")
    assert reader.pin_failures() == 2


def test_no_card_means_no_entry(reader, scenario) -> None:
    scenario("error", only="ReadCardBas")
    with pytest.raises(ReaderError) as raised:
        reader.verify_pin()
    assert raised.value.function == "ReadCardBas"
    scenario("normal", only="")
    reader.close()
    assert reader.pin_failures() == 0


def test_a_kill_in_the_middle_counts(opened, library: Path, scenario, tmp_path: Path) -> None:
    scenario("pin_hang", trace=tmp_path / "trace")
    code = "import sys; from gdyb.readers import *; ReaderClient(ReaderSettings(library=sys.argv[1], init_url='test', area='1', helper_environment=sys.argv[2])).verify_pin()"
    code = code.replace("sys.argv[1]", repr(str(library))).replace("sys.argv[2]", repr(simulator.ENVIRONMENT))
    trace = tmp_path / "trace"
    with Process(sys.executable, "-c", code) as application:
        until(lambda: trace.exists() and "VerifyPIN" in trace.read_text(), process=application)
    scenario("normal")
    assert opened(ReaderClient).pin_failures() == 1


ENTER = """
import sys
from gdyb_runtime.readers.errors import PinGuardTripped
from gdyb_runtime.readers.pin_guard import PinGuard
guard = PinGuard(sys.argv[1])
for _ in range(5):
    try:
        guard.begin("card", locks_after=6)
    except PinGuardTripped:
        continue
    print("entered")
"""


def test_processes_share_the_count(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ENTER, str(tmp_path / "guard.sqlite3")]
    processes = [Process(*command) for _ in range(3)]
    assert sum(process.finish().stdout.count("entered") for process in processes) == MOST_FAILURES


def test_the_file_tells_no_card(tmp_path: Path) -> None:
    guard = PinGuard(tmp_path / "guard.sqlite3")
    guard.begin("ZZ1234567", locks_after=6)
    guard.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"ZZ1234567" not in kept
    if os.name != "nt":
        assert (tmp_path / "guard.sqlite3.key").stat().st_mode & 0o077 == 0


def test_a_lost_key_does_not_forget(tmp_path: Path) -> None:
    guard = PinGuard(tmp_path / "guard.sqlite3")
    guard.begin("card", locks_after=6)
    (tmp_path / "guard.sqlite3.key").unlink()
    with pytest.raises(PinGuardUnavailable, match="丢失"):
        PinGuard(tmp_path / "guard.sqlite3").begin("card", locks_after=6)


@pytest.mark.parametrize("damage", ["key", "rows", "file"])
def test_what_was_replaced_or_emptied_does_not_forget(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "guard.sqlite3"
    guard = PinGuard(path)
    for _ in range(MOST_FAILURES):
        guard.begin("card", locks_after=6)
    guard.close()
    if damage == "key":
        (tmp_path / "guard.sqlite3.key").write_bytes(bytes(32))
    elif damage == "file":
        path.write_bytes(b"")
    else:
        connection = sqlite3.connect(path)
        connection.create_function("gdyb_toggle", -1, lambda digest, *row: digest)
        connection.execute("DELETE FROM failure")
        connection.commit()
        connection.close()
    for use in (
        lambda: guard.begin("card", locks_after=6),
        lambda: guard.failures("card"),
        lambda: guard.reset("card"),
    ):
        with pytest.raises(PinGuardUnavailable, match="没有进行密码操作"):
            use()


def test_a_broken_file_stops_pin_entries(opened, scenario, tmp_path: Path) -> None:
    scenario("normal", trace=tmp_path / "trace")
    (tmp_path / "broken").write_bytes(b"no database" * 100)
    reader = opened(NativeReader, pin_guard_file=tmp_path / "broken")
    with pytest.raises(PinGuardUnavailable, match="没有进行密码操作"):
        reader.verify_pin()
    assert "VerifyPIN" not in (tmp_path / "trace").read_text()
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(tmp_path / "broken").execute("SELECT 1 FROM failure")
