"""Readers that are closed, forked, or named twice while others use them: no answer goes to the wrong one."""

import json
import os
import sqlite3
import sys
import threading
import time
from pathlib import Path

import pytest

from gdyb.readers import (
    LibraryMissing,
    NativeReader,
    PinGuardUnavailable,
    ReaderClient,
    ReaderCrashed,
    ReaderError,
    ReaderTimeout,
)
from gdyb_runtime.readers.errors import RecordUnreadable
from support.waits import join, until

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork")


def test_a_reader_closed_by_another_thread_starts_anew_with_init(opened, scenario) -> None:
    scenario("needs_init", init_ms=10)
    reader = opened()
    stop = time.monotonic() + 3
    codes: list[int | None] = []

    def close() -> None:
        while time.monotonic() < stop:
            time.sleep(0.013)
            reader.close()

    thread = threading.Thread(target=close)
    thread.start()
    while time.monotonic() < stop:
        try:
            reader.read_card()
        except ReaderCrashed:
            continue
        except ReaderError as error:
            # One that was still loading the library ends without a code.
            codes += [error.code] if error.code is not None else []
    join(thread)
    assert codes == []
    assert reader.read_card().id_number


@posix
def test_a_fork_has_a_helper_of_its_own(opened, scenario, tmp_path: Path) -> None:
    scenario("normal")
    reader = opened()
    first = reader._device.open().opened["pid"]
    result = tmp_path / "child.json"
    child = os.fork()
    if child == 0:
        try:
            result.write_text(json.dumps([bool(reader.read_card().raw), reader._device.open().opened["pid"]]))
            reader.close()
        finally:
            os._exit(0)
    until(lambda: os.waitpid(child, os.WNOHANG)[0])
    read, second = json.loads(result.read_text())
    assert read and second != first
    assert reader.read_card().id_number
    assert reader._device.open().opened["pid"] == first


@posix
def test_a_pipe_that_others_hold_keeps_no_deadline_waiting(opened, scenario, tmp_path: Path) -> None:
    program = tmp_path / "helper.sh"
    helper = f'"{sys.executable}" -I "{Path(sys.modules["gdyb_runtime.readers.helper"].__file__)}"'
    program.write_text(f"#!/bin/sh\nsetsid sleep 20 &\nexec {helper}\n")
    program.chmod(0o755)
    scenario("hang")
    reader = opened(helper_program=program, read_timeout=0.5)
    begun = time.monotonic()
    with pytest.raises(ReaderTimeout):
        reader.read_card()
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("kind", [NativeReader, ReaderClient])
def test_a_path_written_otherwise_is_the_same_device(opened, library: Path, kind) -> None:
    other = library.parent / ".." / library.parent.name / library.name
    assert opened(kind)._lock is opened(kind, library=other)._lock


def test_a_library_without_the_function_is_no_failed_pin(opened, library: Path, scenario) -> None:
    renamed = library.with_name("renamed" + library.suffix)
    renamed.write_bytes(library.read_bytes().replace(b"VerifyPIN\0", b"VerifyPIX\0"))
    reader = opened(library=renamed)
    scenario("normal")
    for _ in range(4):
        with pytest.raises(LibraryMissing, match="没有函数 VerifyPIN"):
            reader.verify_pin()
    assert reader.pin_failures() == 0


def test_an_init_that_fails_in_between_is_no_failed_pin(opened, scenario) -> None:
    class Interrupted(ReaderClient):
        """Loses its helper between the card and the PIN, and the next one can't be prepared."""

        def _read_card(self):
            scenario("normal")
            card = super()._read_card()
            self._device.discard()
            scenario("init_fails")
            return card

    reader = opened(Interrupted)
    with pytest.raises(ReaderError) as raised:
        reader.verify_pin()
    assert (raised.value.function, raised.value.outcome) == ("Init", "not_sent")
    scenario("normal")
    assert opened().pin_failures() == 0


def test_a_change_that_was_done_is_not_told_as_undone(opened, scenario, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("gdyb_runtime.local.database._BUSY_SECONDS", 0.2)
    scenario("normal", delay_ms=1200, only="ChangePIN", trace=tmp_path / "trace")
    reader = opened(NativeReader, pin_guard_file=tmp_path / "guard.sqlite3")
    raised: list[PinGuardUnavailable] = []

    def change() -> None:
        with pytest.raises(PinGuardUnavailable) as caught:
            reader.change_pin()
        raised.append(caught.value)

    thread = threading.Thread(target=change)
    thread.start()
    trace = tmp_path / "trace"
    until(lambda: trace.exists() and "ChangePIN" in trace.read_text())
    with sqlite3.connect(tmp_path / "guard.sqlite3", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        join(thread)
    assert raised[0].outcome == "accepted"
    assert "已经成功" in str(raised[0]) and "没有进行" not in str(raised[0])


def test_a_reader_that_stays_open_sees_files_started_over(opened, scenario, tmp_path: Path) -> None:
    scenario("normal", pin_wrong=9, state=tmp_path / "state")
    folder = tmp_path / "guard"
    first = opened(NativeReader, pin_guard_file=folder / "g.sqlite3")
    assert first.pin_failures() == 0
    if sys.platform == "win32":
        first._guard.close()
    for path in folder.iterdir():
        path.unlink()
    second = opened(NativeReader, pin_guard_file=folder / "g.sqlite3")
    for _ in range(2):
        with pytest.raises(ReaderError):
            second.verify_pin()
    assert first.pin_failures() == 2


def test_no_record_hangs_on_an_error(opened, scenario, tmp_path: Path) -> None:
    (tmp_path / "record").write_bytes("440300|某人".encode("gbk") + b"\xff\xff|")
    scenario("normal", record=tmp_path / "record")
    with pytest.raises(RecordUnreadable) as raised:
        opened(NativeReader).read_card()
    assert raised.value.__context__ is None and raised.value.__cause__ is None


@pytest.mark.parametrize("seconds", [float("inf"), float("nan"), -10, 0])
@pytest.mark.parametrize("unit", ["ms", "s"])
def test_times_that_are_none(opened, seconds: float, unit: str) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        opened(NativeReader, qr_timeout_unit=unit).read_qr(timeout=seconds)
