"""Ids never repeat: over threads, processes, restarts, forks and clocks that step back."""

# ruff: noqa: DTZ001 - times on the wire are the platform's wall clock, without zone
from __future__ import annotations

import multiprocessing
import os
import re
import signal
import sqlite3
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdyb_runtime.client.core import Core
from gdyb_runtime.clock import Clock
from gdyb_runtime.errors import MsgidUnavailable, RequestInvalid
from gdyb_runtime.local.msgid import SqliteMsgidStore, default_path, first_value, make_msgid
from gdyb_runtime.wire.outgoing import check_msgid
from support.mini import CONFIRM, INSTITUTION, PROTOCOL, settings
from support.waits import Process, join

RULE = PROTOCOL.msgid
NODES = {
    "data": {"trt_year": "2020", "totalrow": 1},
    "detail": [{"certno": "C", "setl_time": "2020-12-01 08:09:10", "amt": 1, "flag": "1"}],
}

DRAW = """
import sys
from gdyb_runtime.local.msgid import SqliteMsgidStore
store = SqliteMsgidStore(sys.argv[1])
print(*(store.next_value("H44000000001", 5) for _ in range(int(sys.argv[2]))))
store.close()
"""


def start(path: Path, count: int) -> Process:
    """Another process that draws ids."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return Process(sys.executable, "-c", DRAW, path, count, env=environment)


def draw(path: str, count: int) -> list[int]:
    store = SqliteMsgidStore(path)
    try:
        return [store.next_value(INSTITUTION, 5) for _ in range(count)]
    finally:
        store.close()


def test_four_processes_draw_distinct_ids(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "msgid.sqlite3"
    processes = [start(path, 2000) for _ in range(4)]
    ends = [process.finish() for process in processes]
    drawn = [int(value) for end in ends for value in end.stdout.split()]
    assert [end.returncode for end in ends] == [0, 0, 0, 0]
    assert len(drawn) == 8000
    assert sorted(drawn) == list(range(5, 8005))


def test_threads_draw_distinct_ids(tmp_path: Path) -> None:
    store = SqliteMsgidStore(tmp_path / "msgid.sqlite3")
    with ThreadPoolExecutor(8) as threads:
        drawn = list(threads.map(lambda _: store.next_value(INSTITUTION, 0), range(400)))
    store.close()
    assert sorted(drawn) == list(range(400))


def test_a_clock_that_steps_back_repeats_nothing(tmp_path: Path) -> None:
    core = Core(PROTOCOL, settings(msgid_file=tmp_path / "m"), clock=Clock())
    prepared = core.prepare(CONFIRM, NODES)
    drawn = []
    for offset in (0.0, -3600.0, -86400.0, 0.0, 0.0):
        core.clock.offset = offset
        drawn.append(core.new_msgid(prepared))
    core.close()
    assert drawn == sorted(set(drawn))
    assert all(not list(check_msgid(RULE, msgid)) for msgid in drawn)


def test_a_msgid_can_be_reserved_before_there_is_a_request(tmp_path: Path) -> None:
    core = Core(PROTOCOL, settings(msgid_file=tmp_path / "m"))
    reserved = [core.reserve_msgid(), core.reserve_msgid({"fixmedins_code": "P44000000009"})]
    with pytest.raises(RequestInvalid) as caught:
        core.reserve_msgid({"fixmedins_code": "P44"})
    core.close()
    assert [msgid[:12] for msgid in reserved] == [INSTITUTION, "P44000000009"]
    assert all(not list(check_msgid(RULE, msgid)) for msgid in reserved)
    assert [problem.rule for problem in caught.value.problems] == ["institution_code"]


def test_a_restart_goes_on_where_it_stopped(tmp_path: Path) -> None:
    assert draw(str(tmp_path / "m"), 3) == [5, 6, 7]
    assert draw(str(tmp_path / "m"), 2) == [8, 9]


def test_institutions_count_for_themselves(tmp_path: Path) -> None:
    store = SqliteMsgidStore(tmp_path / "m")
    assert [store.next_value(code, 7) for code in ("A", "B", "A", "B")] == [7, 7, 8, 8]
    store.close()
    assert store.next_value("A", 0) == 9
    store.close()


def test_the_file_is_durable(tmp_path: Path) -> None:
    store = SqliteMsgidStore(tmp_path / "m")
    store.next_value("A", 1)
    with store._database.connection() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    with sqlite3.connect(tmp_path / "m") as other:
        assert other.execute("SELECT institution, v FROM msgid").fetchall() == [("A", 1)]
    other.close()
    store.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_child_draws_from_the_same_row(tmp_path: Path) -> None:
    store = SqliteMsgidStore(tmp_path / "m")
    assert store.next_value("A", 1) == 1
    with store._database._lock:
        # Forked while another thread of the parent would be drawing.
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            signal.alarm(60)
            try:
                os.write(write, b" ".join(b"%d" % store.next_value("A", 1) for _ in range(50)))
                store.close()
            finally:
                os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        drawn = [int(value) for value in pipe.read().split()]
    os.waitpid(child, 0)
    assert drawn == list(range(2, 52))
    assert store.next_value("A", 1) == 52
    store.close()


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_every_start_method(tmp_path: Path, method: str) -> None:
    path = str(tmp_path / "m")
    with multiprocessing.get_context(method).Pool(2) as pool:
        drawn = [value for part in pool.starmap(draw, [(path, 20)] * 4) for value in part]
    assert sorted(drawn) == list(range(5, 85))


def test_a_writer_in_the_way_is_waited_for(tmp_path: Path) -> None:
    store = SqliteMsgidStore(tmp_path / "m")
    store.next_value("A", 1)
    other = sqlite3.connect(tmp_path / "m", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.2, lambda: other.execute("COMMIT"))
    timer.start()
    assert store.next_value("A", 1) == 2
    join(timer)
    other.close()
    store.close()


def test_a_file_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for path in (tmp_path / "file" / "m", tmp_path):
        with pytest.raises(MsgidUnavailable) as caught:
            SqliteMsgidStore(path).next_value("A", 1)
        assert str(path) in str(caught.value)
        assert "请求没有发出" in str(caught.value)
        assert "GDYB_MSGID_FILE" in str(caught.value)
        assert (caught.value.outcome, caught.value.retry_safe) == ("not_sent", False)


def test_a_file_that_is_no_database_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "m").write_bytes(b"no database at all, but long enough to be taken for one" * 100)
    store = SqliteMsgidStore(tmp_path / "m")
    with pytest.raises(MsgidUnavailable, match="not a database"):
        store.next_value("A", 1)
    (tmp_path / "m").unlink()
    assert store.next_value("A", 1) == 1
    store.close()


def test_the_default_place_is_the_users() -> None:
    assert default_path().name == "msgid.sqlite3"
    assert "gdyb" in str(default_path())
    assert SqliteMsgidStore().path == default_path()


@given(
    st.datetimes(datetime(1970, 1, 2), datetime(9999, 12, 30)),
    st.integers(0, 9999),
    st.from_regex(r"[A-Z0-9]{12}", fullmatch=True),
)
def test_every_id_has_the_printed_shape(moment: datetime, sequence: int, code: str) -> None:
    value = first_value(RULE, moment.replace(tzinfo=UTC)) + sequence
    msgid = make_msgid(RULE, code, value, "+08:00")
    assert re.fullmatch(r"[0-9A-Z]{12}[0-9]{18}", msgid)
    assert not list(check_msgid(RULE, msgid))
    assert (msgid[:12], msgid[-4:]) == (code, f"{sequence:04d}")
    assert make_msgid(RULE, code, value + 1, "+08:00") > msgid


@pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody remove an open file")
def test_a_file_moved_away_in_use_repeats_nothing(tmp_path: Path) -> None:
    store = SqliteMsgidStore(tmp_path / "msgid.sqlite3")
    drawn = [store.next_value("H1", 5_000) for _ in range(5)]
    for file in tmp_path.iterdir():
        file.unlink()
    drawn += [store.next_value("H1", 5_000) for _ in range(5)]
    other = SqliteMsgidStore(tmp_path / "msgid.sqlite3")
    drawn += [one.next_value("H1", 5_000) for one in (other, store, other)]
    assert drawn == list(range(5_000, 5_013))


@pytest.mark.parametrize("second", [10**12, 10**18, 10**30])
def test_a_number_beyond_the_calendar_sends_nothing(second: int) -> None:
    with pytest.raises(MsgidUnavailable, match="超出日历") as caught:
        make_msgid(RULE, INSTITUTION, second * 10**RULE.sequence, "+08:00")
    assert caught.value.outcome == "not_sent"


def test_a_store_of_the_callers_own_stays_open() -> None:
    class Store:
        closed = False

        def next_value(self, fixmedins_code: str, at_least: int) -> int:
            return at_least

        def close(self) -> None:
            self.closed = True

    store = Store()
    core = Core(PROTOCOL, settings(), msgids=store)
    core.close()
    assert not store.closed
    assert core.reserve_msgid().startswith(INSTITUTION)
