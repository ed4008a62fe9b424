"""A file that must not forget: whatever happened to it or to its key is refused, and never taken for a new one."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gdyb_runtime.local.guarded import GuardedDatabase, RecordsLost
from support.waits import Process

CREATE = "CREATE TABLE IF NOT EXISTS entry (serial INTEGER PRIMARY KEY, digest BLOB UNIQUE, at REAL, note TEXT)"
BROKEN = (RecordsLost, sqlite3.Error, OSError, ValueError)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "guard.sqlite3"


def opened(path: Path) -> GuardedDatabase:
    return GuardedDatabase(path, table="entry", create=CREATE)


def add(guard: GuardedDatabase, text: str, note: str = "x") -> None:
    with guard.transaction() as connection:
        connection.execute(
            "INSERT OR REPLACE INTO entry (digest, at, note) VALUES (?, 1, ?)", (guard.digest(text), note)
        )


def count(guard: GuardedDatabase) -> int:
    with guard.transaction() as connection:
        return int(connection.execute("SELECT count(*) FROM entry").fetchone()[0])


def filled(path: Path, rows: int = 3) -> None:
    guard = opened(path)
    for number in range(rows):
        add(guard, f"text {number}")
    guard.close()


def changed(path: Path, statement: str) -> None:
    """What another program does, which has no key."""
    connection = sqlite3.connect(path)
    connection.create_function("gdyb_toggle", -1, lambda digest, *row: digest)
    connection.execute(statement)
    connection.commit()
    connection.close()


DAMAGE: dict[str, Callable[[Path, Path], object]] = {
    "key lost": lambda path, key: key.unlink(),
    "key replaced": lambda path, key: key.write_bytes(bytes(32)),
    "key cut": lambda path, key: key.write_bytes(b"short"),
    "file lost": lambda path, key: path.unlink(),
    "file cut to nothing": lambda path, key: path.write_bytes(b""),
    "file cut": lambda path, key: path.write_bytes(path.read_bytes()[:5000]),
    "rows deleted": lambda path, key: changed(path, "DELETE FROM entry"),
    "row deleted": lambda path, key: changed(path, "DELETE FROM entry WHERE serial = 2"),
    "row changed": lambda path, key: changed(path, "UPDATE entry SET note = 'y' WHERE serial = 2"),
    "row added": lambda path, key: changed(path, "INSERT INTO entry (note) VALUES ('z')"),
    "table dropped": lambda path, key: changed(path, "DROP TABLE entry"),
    "checksum gone": lambda path, key: changed(path, "DELETE FROM checksum"),
    "mark gone": lambda path, key: changed(path, "PRAGMA user_version = 0"),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("is_running", [False, True], ids=["restarted", "running"])
def test_damage_is_refused_and_never_fresh(path: Path, damage: str, is_running: bool) -> None:
    filled(path)
    guard = opened(path)
    if is_running:
        if os.name == "nt" and damage.startswith("file"):
            pytest.skip("Windows lets nobody remove or replace an open file")
        assert count(guard) == 3
    DAMAGE[damage](path, guard.key_path)
    if is_running and damage in ("file cut to nothing", "file cut"):
        # SQLite itself goes on with what it holds in memory; the next start is refused.
        guard.close()
    for _ in range(2):
        with pytest.raises(BROKEN):
            add(guard, "text 1")
    with pytest.raises(BROKEN):
        count(opened(path))


def test_other_programs_cannot_change_it_by_mistake(path: Path) -> None:
    filled(path)
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.OperationalError, match="gdyb_toggle"):
        connection.execute("DELETE FROM entry")
    connection.close()
    assert count(opened(path)) == 3


def test_both_files_moved_away_make_a_new_beginning(path: Path) -> None:
    filled(path)
    for file in path.parent.iterdir():
        file.unlink()
    assert count(opened(path)) == 0


def test_every_change_keeps_the_sum(path: Path) -> None:
    guard, other = opened(path), opened(path)
    for one in (guard, other, guard):
        add(one, "a")
        add(one, "b", note="中文")
        with one.transaction() as connection:
            connection.execute("UPDATE entry SET at = at + 0.1, note = NULL WHERE digest = ?", (one.digest("a"),))
    with pytest.raises(ZeroDivisionError), guard.transaction() as connection:
        connection.execute("DELETE FROM entry")
        raise ZeroDivisionError
    assert (count(guard), count(other), count(opened(path))) == (2, 2, 2)


def test_bytes_that_changed_are_never_taken_for_less(tmp_path: Path) -> None:
    filled(tmp_path / "whole.sqlite3", rows=40)
    chance = random.Random(7)
    for number in range(150):
        path = tmp_path / f"{number}.sqlite3"
        content = bytearray((tmp_path / "whole.sqlite3").read_bytes())
        for _ in range(chance.choice((1, 5, 200))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path.write_bytes(content)
        shutil.copy(tmp_path / "whole.sqlite3.key", f"{path}.key")
        guard = opened(path)
        try:
            found = count(guard)
        except BROKEN:
            continue
        finally:
            guard.close()
        assert found == 40


ADD = """
import os, signal, sys
from gdyb_runtime.local.guarded import GuardedDatabase
path, create, text, left = *sys.argv[1:4], int(sys.argv[4])

def trace(frame, event, argument):
    global left
    if frame.f_code.co_filename.endswith(("guarded.py", "secret_file.py", "database.py")):
        left -= event == "line"
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace

guard = GuardedDatabase(path, table="entry", create=create)
sys.stdin.readline()
if left:
    sys.settrace(trace)
with guard.transaction() as connection:
    connection.execute("INSERT INTO entry (digest) VALUES (?)", (guard.digest(text),))
"""


def adding(path: Path, text: str, *, killed_after: int = 0) -> Process:
    return Process(sys.executable, "-c", ADD, path, CREATE, text, killed_after, stdin=subprocess.PIPE)


def test_processes_that_begin_together_agree_on_a_key(path: Path) -> None:
    processes = [adding(path, f"text {number}") for number in range(6)]
    for process in processes:
        process.write("\n")
    for process in processes:
        done = process.finish()
        assert done.returncode == 0, done.stderr
    assert count(opened(path)) == 6
    assert sorted(file.name for file in path.parent.glob("*.key*")) == ["guard.sqlite3.key"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kills")
def test_a_kill_at_any_line_of_the_first_use_leaves_it_usable(tmp_path: Path) -> None:
    for lines in range(1, 400, 9):
        path = tmp_path / f"{lines}.sqlite3"
        with adding(path, "first", killed_after=lines) as process:
            process.write("\n")
            done = process.finish()
        before = count(opened(path))
        assert before == 1 if done.returncode == 0 else before in (0, 1)
        add(opened(path), "second")
        assert count(opened(path)) == before + 1
        if done.returncode == 0:
            return
    pytest.fail("the first use has more lines than were tried")
