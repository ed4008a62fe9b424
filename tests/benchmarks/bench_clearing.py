"""A month of 100,000 rows (1,000 pages, 1,000 batches) on a SQLite ledger, against a sandbox in another process.

The base is the bare call: the same 3261 with the same rows, its message id drawn from the same kind of store, without
a ledger. Each step is measured in a process of its own, whose peak memory is its own, too: with the number of rows as
argument, `python tests/benchmarks/bench_clearing.py 20000`.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from gdyb import Client, Settings, operations
from gdyb_sandbox import read_clearing
from gdyb_workflows.at_rest.vault import Vault, new_key
from gdyb_workflows.clearing.calls import confirmation_nodes
from gdyb_workflows.clearing.decisions import approve, propose_unchecked
from gdyb_workflows.clearing.extraction import extract
from gdyb_workflows.clearing.ledger.ledger import Ledger, MonthLease
from gdyb_workflows.clearing.overview import overview
from gdyb_workflows.clearing.period import ClearingMonth
from gdyb_workflows.clearing.sending.confirming import confirm_next
from gdyb_workflows.clearing.sending.planning import plan
from gdyb_workflows.configuration import load_settings

ROWS = 100_000
MONTH = ClearingMonth(year="2020", month="12")
OTHER = ClearingMonth(year="2020", month="11")


def main(rows: int) -> None:
    """Every step after the other, each printed as a line."""
    with tempfile.TemporaryDirectory(prefix="gdyb-bench-") as name:
        folder = Path(name)
        env_file, state = folder / "sandbox.env", folder / "sandbox.sqlite3"
        start = ["-m", "gdyb_sandbox", "--port", "0", "--rows", str(rows), "--env-file", str(env_file)]
        start += ["--db", str(state), "--repeated-confirmation", "accept"]
        sandbox = subprocess.Popen([sys.executable, *start], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while not env_file.exists():
                time.sleep(0.05)
            (folder / "key").write_text(new_key(), encoding="utf-8")
            measure(folder, rows)
            settings = load_settings(env_file=env_file)
            seen = read_clearing(state, settings.fixmedins_code, MONTH.year, MONTH.month)
            assert set(seen.times_ever.values()) == {1}
            assert len(seen.times_ever) == rows
            print(f"{'confirmed by the platform, each once':34} {len(seen.times_ever):>9,} rows")
        finally:
            sandbox.kill()
            sandbox.wait()


def measure(folder: Path, rows: int) -> None:
    """Runs the steps and prints time and peak memory of each."""
    figures = {}
    for step in ("import", "extract", "approve", "plan", "confirm", "overview"):
        done = subprocess.run(
            [sys.executable, __file__, "--step", step, str(folder)], check=True, capture_output=True, encoding="utf-8"
        )
        figures[step] = json.loads(done.stdout)
        print(f"{step:34} {figures[step]['seconds']:9.2f} s   peak {figures[step]['peak'] / 1024:7.0f} MB")
    confirmed = figures["confirm"]
    print(f"{'bare 3261 (median)':34} {confirmed['bare'] * 1000:9.2f} ms")
    print(f"{'a batch with the ledger (median)':34} {confirmed['median'] * 1000:9.2f} ms")
    print(f"{'same, first and last tenth':34} {confirmed['first'] * 1000:9.2f} ms {confirmed['last'] * 1000:9.2f} ms")
    overhead, ratio = confirmed["median"] - confirmed["bare"], confirmed["median"] / confirmed["bare"]
    print(f"{'overhead per batch':34} {overhead * 1000:9.2f} ms  x{ratio:.2f} of bare")
    print(
        f"{'computing: bare call, batch':34} {confirmed['bare_cpu'] * 1000:9.2f} ms {confirmed['cpu'] * 1000:9.2f} ms"
    )
    print(f"{'load of this machine':34} {os.getloadavg()[0]:9.1f}")
    size = (folder / "ledger.sqlite3").stat().st_size
    print(f"{'ledger file':34} {size / 1e6:9.1f} MB  {size / rows:.0f} bytes a row")


def run_step(step: str, folder: Path) -> None:
    """One step in this process; prints its figures as JSON."""
    settings = load_settings(env_file=folder / "sandbox.env")
    settings = Settings(**{**settings.model_dump(exclude_unset=True), "msgid_file": folder / "msgid.sqlite3"})
    extra: dict[str, float] = {}
    vault = Vault([(folder / "key").read_text(encoding="utf-8")])
    with (
        Client(settings) as client,
        Ledger(folder / "ledger.sqlite3", vault=vault) as ledger,
        ledger.hold(client, MONTH) as lease,
    ):
        begun = time.perf_counter()
        if step == "confirm":
            extra = _confirm(lease)
        elif step != "import":
            _STEPS[step](lease)
        seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": seconds, "peak": peak, **extra}))


def _approve(lease: MonthLease) -> None:
    propose_unchecked(lease)
    approve(lease, actor="0001")


def _overview(lease: MonthLease) -> None:
    settings = lease.client.settings
    assert isinstance(settings, Settings)
    found = overview(lease.ledger, settings.base_url, settings.fixmedins_code, lease.period)
    assert found is not None
    assert found.is_done


_STEPS: dict[str, Callable[[MonthLease], object]] = {
    "extract": extract,
    "approve": _approve,
    "plan": plan,
    "overview": _overview,
}


def _confirm(lease: MonthLease) -> dict[str, float]:
    """Every batch; after each tenth one a bare call, so that whatever slows this machine down slows both."""
    bare = _bare_calls(lease.client)
    times, bare_times = list[_Cost](), list[_Cost]()
    while True:
        begun = _now()
        done = confirm_next(lease)
        if done is None:
            break
        assert done.state == "confirmed"
        times.append(_since(begun))
        if len(times) % 10 == 0:
            bare_times.append(next(bare))
    tenth = max(1, len(times) // 10)
    return {
        "median": _median(times, 0),
        "first": _median(times[:tenth], 0),
        "last": _median(times[-tenth:], 0),
        "bare": _median(bare_times, 0),
        "cpu": _median(times, 1),
        "bare_cpu": _median(bare_times, 1),
    }


_Cost = tuple[float, float]
"""Seconds by the clock, and of this process's own computing."""


def _now() -> _Cost:
    return time.perf_counter(), time.process_time()


def _since(begun: _Cost) -> _Cost:
    now = _now()
    return now[0] - begun[0], now[1] - begun[1]


def _median(costs: Sequence[_Cost], part: int) -> float:
    return statistics.median(cost[part] for cost in costs)


def _bare_calls(client: Client) -> Iterator[_Cost]:
    """Calls with rows of another month, each with what a caller without a ledger needs, too: a message id."""
    page = client.call(operations.extract_clearing_details, data={**OTHER.fields, "startrow": 1})
    nodes = confirmation_nodes(OTHER, [row.__dict__ | {"cnfm_flag": "1"} for row in page.output.data])
    while True:
        begun = _now()
        client.call(operations.confirm_clearing_results, msgid=client.reserve_msgid(), envelope=None, **nodes)
        yield _since(begun)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--step"]:
        run_step(sys.argv[2], Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
