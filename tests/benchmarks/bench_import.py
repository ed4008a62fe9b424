"""Import time over a bare interpreter, as whole processes. Budget: `import gdyb` at most 60 ms over the bare one."""

import statistics
import subprocess
import sys
import time

ROUNDS = 15
CASES = {
    "bare interpreter": "pass",
    "import gdyb": "import gdyb",
    "gdyb.errors used": "import gdyb; gdyb.GdybError",
    "one interface's models": "from gdyb.models import i3260",
    "Client": "from gdyb import Client",
    "Client, one operation": "from gdyb import Client, operations; operations.settle_outpatient",
}


def seconds(code: str) -> float:
    """Wall time of one process."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - begun


def main() -> None:
    """Cases interleaved, so that a busy machine hits them alike."""
    times: dict[str, list[float]] = {name: [] for name in CASES}
    for _ in range(ROUNDS):
        for name, code in CASES.items():
            times[name].append(seconds(code))
    base = statistics.median(times["bare interpreter"])
    for name, values in times.items():
        median = statistics.median(values)
        print(f"{name:26} {median * 1000:7.1f} ms   {(median - base) * 1000:+7.1f} ms   x{median / base:.2f}")


if __name__ == "__main__":
    main()
