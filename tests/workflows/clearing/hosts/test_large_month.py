"""The benchmark of a month of 100,000 rows, small: each row confirmed once, and no step keeps the month in memory."""

import re
import subprocess
import sys

from support.places import TESTS

BENCHMARK = TESTS / "benchmarks" / "bench_clearing.py"


def test_memory_does_not_grow_with_the_month() -> None:
    done = subprocess.run(
        [sys.executable, str(BENCHMARK), "4000"], capture_output=True, encoding="utf-8", check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    peaks = {name: int(peak) for name, peak in re.findall(r"^(\w+) .* peak +([0-9]+) MB$", done.stdout, re.MULTILINE)}
    assert set(peaks) == {"import", "extract", "approve", "plan", "confirm", "overview"}
    assert max(peaks[name] for name in ("extract", "confirm")) < peaks["import"] + 40
    assert "4,000 rows" in done.stdout
