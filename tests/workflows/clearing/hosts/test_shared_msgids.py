"""Message ids from the database that hosts share: never the same one twice."""

import subprocess
import sys

from support.places import TESTS
from support.postgresql import Database
from support.waits import Process

INSTITUTIONS = ("H44010000001", "H44010000002")
COUNT = 400


def test_processes_never_draw_the_same_id(postgresql: Database) -> None:
    script = TESTS / "support" / "clearing" / "draw_msgids.py"
    processes = [
        Process(sys.executable, script, postgresql.url, institution, COUNT, stdin=subprocess.PIPE)
        for institution in INSTITUTIONS
        for _ in range(2)
    ]
    for process in processes:
        assert process.line() == "ready\n"
    drawn = []
    for process in processes:
        process.write("go\n")
    for process in processes:
        done = process.finish()
        assert done.returncode == 0, done.stderr
        drawn.append([int(line) for line in done.stdout.split()[1:]])
    for one in range(len(INSTITUTIONS)):
        first, second = drawn[2 * one : 2 * one + 2]
        assert first == sorted(first)
        start = 1_600_000_000 * 10_000
        assert sorted(first + second) == list(range(start, start + 2 * COUNT))
        assert first[0] < second[-1], "they drew at the same time"
        assert second[0] < first[-1], "they drew at the same time"
