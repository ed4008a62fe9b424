"""`python tests/benchmarks` runs every benchmark; each prints figures beside a base measured in the same run."""

import runpy
from pathlib import Path

for script in sorted(Path(__file__).parent.glob("bench_*.py")):
    print(f"\n== {script.stem}")
    runpy.run_path(str(script), run_name="__main__")
