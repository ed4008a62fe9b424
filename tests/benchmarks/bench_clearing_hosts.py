"""Many institutions on one PostgreSQL: threads of one process, one host of the engine, two of them.

Server, sandbox and hosts share this machine, so the figures say what the engine costs beside the same work without it,
and not what separate machines would do. The sandbox answers each 3261 after DELAY seconds.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

# A script, so that what tests share is not on its path.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


from gdyb_runtime.local.environment import env_name
from gdyb_runtime.local.text_files import read_assignments
from support.clearing.fleet import Fleet
from support.postgresql import Server, missing

INSTITUTIONS, ROWS, WORKERS, DELAY = 24, 500, 12, 0.3
RUN = ("run", "--month", "2020-12", "--approve", "--by", "0001")


def main() -> None:
    """Each shape on a database and a sandbox of its own."""
    if reason := missing():
        print(reason)
        return
    server = Server()
    server.start()
    try:
        print(
            f"{INSTITUTIONS} institutions x {ROWS} rows, 3261 answered after {DELAY} s, load {os.getloadavg()[0]:.1f}"
        )
        for title, slots, arguments in (
            ("threads of one process", 0, ("--workers", str(WORKERS))),
            ("one host of the engine", 0, ("--workers", str(WORKERS), "--durable", "--executor", "bench-a-1")),
            (
                "two hosts, half the threads each",
                1,
                ("--workers", str(WORKERS // 2), "--durable", "--executor", "bench-a-1"),
            ),
            ("two hosts, as many threads each", 2, ("--workers", str(WORKERS), "--durable", "--executor", "bench-a-1")),
        ):
            measure(server, title, slots, arguments)
    finally:
        server.stop()


def measure(server: Server, title: str, more: int, arguments: tuple[str, ...]) -> None:
    """Runs one shape and prints a line."""
    with tempfile.TemporaryDirectory(prefix="gdyb-bench-") as name:
        folder = Path(name)
        env_file, state = folder / "sandbox.env", folder / "sandbox.sqlite3"
        start = ["-m", "gdyb_sandbox", "--port", "0", "--rows", str(ROWS), "--env-file", str(env_file)]
        start += ["--db", str(state), "--repeated-confirmation", "accept", "--fault", f"delay={DELAY},3261"]
        sandbox = subprocess.Popen([sys.executable, *start], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while not env_file.exists():
                time.sleep(0.05)
            prefix = env_name("")
            settings = {key.removeprefix(prefix).lower(): value for key, value in read_assignments(env_file).items()}
            platform: Any = SimpleNamespace(settings=settings, base_url=settings["base_url"])
            with Fleet(platform, server.create().url, folder, institutions=INSTITUTIONS) as fleet:
                if more:
                    fleet.worker("bench-b-1", workers=WORKERS if more > 1 else WORKERS // 2)
                begun = time.perf_counter()
                done = fleet.run(*RUN, *arguments, timeout=600)
                seconds = time.perf_counter() - begun
                assert done.returncode == 0, done.stdout + done.stderr
            with sqlite3.connect(state) as database:
                (count, first, last) = database.execute(
                    "SELECT count(*), min(applied), max(applied) FROM clearing"
                ).fetchone()
        finally:
            sandbox.kill()
            sandbox.wait()
    assert count == INSTITUTIONS * -(-ROWS // 100)
    print(
        f"{title:34} {count} batches in {last - first:6.1f} s = {count / (last - first):5.1f} /s; whole run {seconds:6.1f} s"
    )


if __name__ == "__main__":
    main()
