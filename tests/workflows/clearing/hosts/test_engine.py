"""The engine on one SQLite file: what a restart does, what limits hold, what stays out of its tables."""

import base64
import re
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

from gdyb_sandbox import Sandbox
from gdyb_sandbox._http.moments import Event
from support.clearing.fleet import Fleet, check_exactness
from support.clearing.held_calls import HeldCalls
from support.mini.gateway import Gateway, reply
from support.waits import until

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
        until(lambda: len(calls.institutions) == COUNT, process=victim)
        victim.send_signal(signal.SIGKILL)
        assert victim.wait() == -signal.SIGKILL
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
    output = process.finish(60).stdout
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


@pytest.mark.parametrize("has_key", [True, False], ids=["sealed", "masked"])
def test_what_the_platform_says_of_people_stays_out_of_its_tables(fleet: Fleet, has_key: bool) -> None:
    text = fleet.file.read_text(encoding="utf-8")
    if not has_key:
        text = text.replace(f'key = "{fleet.key}"\n', "")
    with Gateway() as gateway:
        gateway.answers = [reply({"infcode": -1, "err_msg": "参保人欧阳某某的待遇已停保", "inf_refmsgid": "1" * 30})]
        fleet.file.write_text(text.replace(fleet.platform.base_url, gateway.url), encoding="utf-8")
        done = fleet.run(*RUN, "--by", "司马审批", "--executor", "pc-1", "--json")
    assert done.returncode == 1, done.stdout + done.stderr
    stored = everything_in(fleet.folder / "ledger.sqlite3.engine")
    assert "needs_person" in stored and "BusinessError" in stored
    assert "欧阳" not in stored
    assert ("司马审批" not in stored) is has_key
    assert ("欧阳某某" in done.stdout) is has_key  # told to whoever asked, who has the key
    assert has_key or "平台的说明没有留下" in done.stdout


def everything_in(database: Path) -> str:
    """The text of all tables, what is packed as base64 unpacked."""
    with sqlite3.connect(database) as engine:
        dumped = "\n".join(engine.iterdump())
    packed = (
        base64.b64decode(token) for token in re.findall(r"'([A-Za-z0-9+/]{16,}={0,2})'", dumped) if len(token) % 4 == 0
    )
    readable = "\n".join(content.decode("utf-8", "ignore") for content in packed)
    unescaped = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), dumped + readable)
    return unescaped


def test_a_process_that_waits_for_a_platform_can_be_stopped(fleet: Fleet) -> None:
    text = fleet.file.read_text(encoding="utf-8")
    fleet.file.write_text(text.replace(fleet.platform.base_url, "http://127.0.0.1:9/"), encoding="utf-8")
    process = fleet.gdyb(*RUN, "--executor", "pc-1")
    until(lambda: process.errors.count("Connection refused") >= 2 * COUNT, process=process)
    process.send_signal(signal.SIGTERM)
    output = process.finish(15).stdout
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
        "import sys, gdyb_workflows, gdyb_workflows.clearing.hosts.many, gdyb_cli.clearing.run;"
        "import gdyb_cli.clearing.takeover, gdyb_cli.app; assert 'dbos' not in sys.modules and 'psycopg' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_engine_of_another_kind_is_not_taken_over_with(monkeypatch: pytest.MonkeyPatch) -> None:
    from gdyb_workflows.clearing.hosts import durable

    monkeypatch.setattr(durable, "version", lambda name: "4.0.0")
    with pytest.raises(durable.TakeoverUnsupported, match=r"dbos 4\.0\.0"):
        durable.recover("host-a-1")
