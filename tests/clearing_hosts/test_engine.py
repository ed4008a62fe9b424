"""The engine on one SQLite file: what a restart does, what limits hold, what stays out of its tables."""

import signal
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from held_calls import HeldCalls
from hosts import Fleet, check_exactness, wait_for

from gdyb_sandbox import Sandbox
from gdyb_sandbox.moments import Event

COUNT, ROWS = 3, 230
RUN = ("run", "--month", "2020-12", "--approve", "--by", "0001", "--durable")


@pytest.fixture
def platform() -> Iterator[Sandbox]:
    with Sandbox(rows=ROWS, seed=7, repeated_confirmation="accept", recorded=10_000) as running:
        yield running


@pytest.fixture
def fleet(platform: Sandbox, tmp_path: Path) -> Iterator[Fleet]:
    with Fleet(platform, str(tmp_path / "ledger.sqlite3"), tmp_path, institutions=COUNT) as made:
        yield made


def test_a_killed_process_goes_on_where_it_was(fleet: Fleet) -> None:
    with HeldCalls(fleet.platform, after=2) as calls:
        victim = fleet.gdyb(*RUN, GDYB_CLEARING_EXECUTOR="pc-1")
        # Every institution has its call on the wire, so that none is between two of them.
        wait_for(lambda: len(calls.institutions) == COUNT)
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        on_the_wire = calls.institutions
    again = fleet.run(*RUN, "--executor", "pc-1")
    assert again.returncode == 1, again.stdout + again.stderr
    check_exactness(fleet)
    found = fleet.overviews()
    assert {code for code, one in found.items() if "unknown" in one.in_force} == on_the_wire


def test_a_process_that_is_asked_to_stop_waits_for_its_answer(fleet: Fleet) -> None:
    with HeldCalls(fleet.platform, after=1) as calls:
        process = fleet.gdyb(*RUN, "--executor", "pc-1", "--workers", "1")
        assert calls.reached.wait(90)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert process.poll() is None
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 2, output
    assert not any("unknown" in one.in_force or "sending" in one.in_force for one in fleet.overviews().values())
    again = fleet.run(*RUN, "--executor", "pc-1")
    assert again.returncode == 0, again.stdout + again.stderr
    check_exactness(fleet)
    assert fleet.confirmed_rows() == COUNT * ROWS
    with sqlite3.connect(fleet.folder / "ledger.sqlite3.engine") as engine:
        stored = "\n".join(engine.iterdump())
    secrets = [fleet.key, str(fleet.platform.settings["secret_key"]), str(fleet.platform.settings["opter_name"])]
    assert [one for one in secrets if one in stored] == []
    assert "H44010000001" in stored
    assert (fleet.folder / "ledger.sqlite3.engine").stat().st_mode & 0o077 == 0


def test_a_process_that_waits_for_a_platform_can_be_stopped(fleet: Fleet) -> None:
    text = fleet.file.read_text(encoding="utf-8")
    fleet.file.write_text(text.replace(fleet.platform.base_url, "http://127.0.0.1:9/"), encoding="utf-8")
    process = fleet.gdyb(*RUN, "--executor", "pc-1")
    wait_for(lambda: fleet.log(0).count("Connection refused") >= 2 * COUNT)
    process.send_signal(signal.SIGTERM)
    output, _ = process.communicate(timeout=15)
    assert process.returncode == 2
    assert "没有办到 3 个机构" in output


def test_confirmations_of_an_institution_keep_their_distance(fleet: Fleet) -> None:
    text = fleet.file.read_text(encoding="utf-8")
    fleet.file.write_text(
        text.replace("[defaults]", "[run]\nat_once = 2\ncalls_per_minute = 60\nmonths_per_hour = 1\n[defaults]"),
        "utf-8",
    )
    arrived = defaultdict[str, list[float]](list)

    def note(event: Event) -> None:
        arrived[event.institution].append(time.monotonic())

    fleet.platform.on("arrived", "3261", note)
    done = fleet.run(*RUN, "--executor", "pc-1")
    assert done.returncode == 0, done.stdout + done.stderr
    for times in arrived.values():
        assert len(times) == 3
        assert min(b - a for a, b in pairwise(times)) > 0.9
    begun = sorted(times[0] for times in arrived.values())
    ended = sorted(times[-1] for times in arrived.values())
    assert begun[2] > ended[0], "two at once"
    # Asked for once more within the hour, no month is begun: the engine's brake on whatever asks in a loop.
    again = fleet.gdyb(*RUN, "--executor", "pc-1")
    before = len(fleet.platform.requests)
    time.sleep(8)
    assert again.poll() is None
    assert len(fleet.platform.requests) == before


def test_the_engine_is_loaded_by_those_who_use_it_alone() -> None:
    code = (
        "import sys, gdyb_workflows, gdyb_workflows.clearing.hosts.many, gdyb_workflows.cli.clearing.run;"
        "import gdyb_workflows.cli.clearing.takeover, gdyb_workflows.cli.app; assert 'dbos' not in sys.modules and 'psycopg' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_engine_of_another_kind_is_not_taken_over_with(monkeypatch: pytest.MonkeyPatch) -> None:
    from gdyb_workflows.clearing.hosts import durable

    monkeypatch.setattr(durable, "version", lambda name: "4.0.0")
    with pytest.raises(durable.TakeoverUnsupported, match=r"dbos 4\.0\.0"):
        durable.recover("host-a-1")
