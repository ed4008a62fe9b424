"""Message ids from the database that hosts share: never the same one twice."""

import subprocess
import sys
from pathlib import Path

from postgresql import Database

INSTITUTIONS = ("H44010000001", "H44010000002")
COUNT = 400


def test_processes_never_draw_the_same_id(postgresql: Database) -> None:
    script = Path(__file__).with_name("draw_msgids.py")
    processes = [
        subprocess.Popen(
            [sys.executable, str(script), postgresql.url, institution, str(COUNT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        for institution in INSTITUTIONS
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    drawn = []
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        output, _ = process.communicate(timeout=120)
        assert process.returncode == 0
        drawn.append([int(line) for line in output.split()])
    for one in range(len(INSTITUTIONS)):
        first, second = drawn[2 * one : 2 * one + 2]
        assert first == sorted(first)
        start = 1_600_000_000 * 10_000
        assert sorted(first + second) == list(range(start, start + 2 * COUNT))
        assert first[0] < second[-1], "they drew at the same time"
        assert second[0] < first[-1], "they drew at the same time"
