"""kill -9 at every point, aimed and at random: no visit is settled twice, none lost, every unknown one found out about.

GDYB_CAMPAIGN_KILLS says how many random kills there are, for a long run by hand.
"""

import json
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gdyb_workflows.journal import EntryState
from support.journal import settling_worker
from support.journal.place import SOON, Place
from support.journal.settling_worker import EXIT_CODE, KILL, POINTS
from support.waits import Process

WORKER = Path(settling_worker.__file__)
KILLS = int(os.environ.get("GDYB_CAMPAIGN_KILLS", "4"))
PATIENCE = 5.0


class Workers:
    """The processes of one campaign; all of them settle the same visits."""

    def __init__(self, place: Place, visits: int) -> None:
        self.visits = {f"门诊-{number}": place.bill(place.care(), "100.01") for number in range(visits)}
        self._told = {
            "settings": {**place.sandbox.settings, "insuplc_admdvs": place.area, "total_timeout": PATIENCE},
            "msgids": str(place.folder / "msgid.sqlite3"),
            "location": place.location,
            "key": place.key,
            "margin": SOON,
            "grace": -PATIENCE,
            "visits": self.visits,
        }
        self._running: list[Process] = []

    def start(self, **told: Any) -> Process:
        text = json.dumps({**self._told, **told}, default=str)
        worker = Process(sys.executable, WORKER, text)
        self._running.append(worker)
        return worker

    def finish(self) -> None:
        """Settles what is left, in a process that nobody kills."""
        assert self.start().finish().returncode == 0

    def end(self) -> None:
        for worker in self._running:
            worker.kill()


@pytest.fixture
def workers(place: Place) -> Iterator[Workers]:
    workers = Workers(place, 3)
    yield workers
    workers.end()


def kill(worker: Process) -> None:
    if worker.poll() is None:
        os.kill(worker.pid, KILL)


def _is_whole(place: Place, workers: Workers) -> None:
    """Every visit settled exactly once at the platform, and the journal has each as the platform has it."""
    platform = place.settled()
    with place.journal() as journal:
        entries = journal.entries()
    assert {entry.key for entry in entries} == set(workers.visits)
    assert {entry.state for entry in entries} == {EntryState.SETTLED}
    assert {entry.setl_id: entry.cents for entry in entries} == platform
    assert list(platform.values()) == [10_001] * len(workers.visits)


@pytest.mark.parametrize("point", ["before_intent", "before_connect", "answered", "recorded"])
def test_killed_at_a_point_of_a_settlement(place: Place, workers: Workers, point: str) -> None:
    assert workers.start(point=point, at=2).wait(60) == EXIT_CODE
    assert len(place.settled()) == (2 if point in ("answered", "recorded") else 1)
    workers.finish()
    _is_whole(place, workers)


def test_killed_when_applied_but_not_answered(place: Place, workers: Workers) -> None:
    running: list[Process] = []
    off = place.sandbox.on("applied", "2207", lambda _: (kill(running[0]), running[0].wait()))
    running.append(workers.start())
    assert running[0].wait(60) == EXIT_CODE
    off()
    assert len(place.settled()) == 1
    workers.finish()
    _is_whole(place, workers)


@pytest.mark.parametrize("location", ["sqlite"], indirect=True)
@pytest.mark.parametrize("fault", ["drop-after", "drop-before"])
@pytest.mark.parametrize("point", POINTS[4:])
def test_killed_while_finding_out(place: Place, workers: Workers, point: str, fault: str) -> None:
    place.sandbox.faults.add(fault, infno="2207", times=1)
    worker = workers.start(point=point)
    # What was done is found, so that nobody has to allow it once more.
    assert worker.wait(60) == (0 if (point, fault) == ("allowed", "drop-after") else EXIT_CODE)
    workers.finish()
    _is_whole(place, workers)


def test_killed_at_random_with_faults_on_the_line(place: Place, workers: Workers) -> None:
    draw = random.Random(KILLS)
    for _ in range(KILLS):
        for name in draw.sample(["drop-after", "drop-before", "http-500", "time-out-text"], draw.randrange(3)):
            place.sandbox.faults.add(name, infno="2207", times=1)
        worker = workers.start()
        assert worker.line() == "ready\n"
        time.sleep(draw.uniform(0.0, 0.5))
        kill(worker)
        worker.wait(60)
    place.sandbox.faults.clear()
    workers.finish()
    _is_whole(place, workers)
