"""kill -9 at every point, aimed and at random: no row is lost, none confirmed twice, every id known.

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

from support.clearing import killed_worker
from support.clearing.killed_worker import EXIT_CODE, KILL, POINTS
from support.clearing.place import MONTH, Place
from support.waits import Process

WORKER = Path(killed_worker.__file__)
KILLS = int(os.environ.get("GDYB_CAMPAIGN_KILLS", "4"))
FENCE = 0.3
BATCHES = 3


class Workers:
    """The processes of one campaign; all of them work for the same month."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._told = {
            "settings": {**place.sandbox.settings, "read_timeout": 5},
            "msgids": str(place.folder / "msgid.sqlite3"),
            "ledger": place.location,
            "key": place.key,
            "fence": FENCE,
        }
        self._running: list[Process] = []

    def start(self, **told: Any) -> Process:
        """Starts one, which may hold the month as soon as it says so."""
        worker = Process(sys.executable, WORKER, json.dumps({**self._told, **told}))
        self._running.append(worker)
        return worker

    def finish(self) -> None:
        """Goes to the end of the month; in this process, as nobody kills it."""
        killed_worker.main(self._told)

    def end(self) -> None:
        for worker in self._running:
            worker.kill()


@pytest.fixture
def workers(place: Place) -> Iterator[Workers]:
    workers = Workers(place)
    yield workers
    workers.end()


def kill(worker: Process) -> None:
    if worker.poll() is None:
        os.kill(worker.pid, KILL)


def _is_whole(place: Place) -> None:
    """Every row confirmed exactly once now, and the ledger knows every confirmation in force by its id."""
    assert place.times == {1: 250}
    clearing = place.sandbox.clearing(MONTH.year, MONTH.month)
    with place.ledger(read_only=True) as ledger:
        found = place.overview(ledger)
    known = {one.inf_refmsgid: one.msgid for one in found.batches if one.is_in_force and one.state == "confirmed"}
    assert known == {one.inf_refmsgid: one.msgid for one in clearing.confirmations if not one.is_revoked}
    assert found.is_done
    assert found.conflicts == 0
    sent = [attempt.msgid for one in found.batches for attempt in one.attempts]
    assert len(sent) == len(set(sent)) >= BATCHES


@pytest.mark.parametrize("at", [1, 2])
@pytest.mark.parametrize("point", [point for point in POINTS if "revocation" not in point])
def test_killed_at_a_point_of_a_batch(place: Place, workers: Workers, point: str, at: int) -> None:
    worker = workers.start(point=point, at=at)
    assert worker.wait(60) == EXIT_CODE
    applied = len(place.sandbox.clearing(MONTH.year, MONTH.month).confirmations)
    assert applied == (at if point in ("answered", "recorded") else at - 1)
    workers.finish()
    revocations = place.sandbox.clearing(MONTH.year, MONTH.month).revocations
    # Only where a request was, or may have been, on its way is there any reason to begin anew.
    assert len(revocations) == (1 if point in ("before_connect", "answered") else 0)
    _is_whole(place)


def test_killed_when_applied_but_not_answered(place: Place, workers: Workers) -> None:
    running: list[Process] = []
    off = place.sandbox.on("applied", "3261", lambda _: (kill(running[0]), running[0].wait()))
    running.append(workers.start())
    assert running[0].wait(60) == EXIT_CODE
    off()
    assert len(place.sandbox.clearing(MONTH.year, MONTH.month).confirmations) == 1
    workers.finish()
    assert len(place.sandbox.clearing(MONTH.year, MONTH.month).revocations) == 1
    _is_whole(place)


@pytest.mark.parametrize("point", [point for point in POINTS if "revocation" in point])
def test_killed_at_a_point_of_the_revocation(place: Place, workers: Workers, point: str) -> None:
    assert workers.start(point="answered").wait(60) == EXIT_CODE
    assert workers.start(point=point).wait(60) == EXIT_CODE
    workers.finish()
    revocations = place.sandbox.clearing(MONTH.year, MONTH.month).revocations
    # Killed between the revocation and the next epoch it is sent once more, which takes back nothing.
    assert [len(one.revoked) for one in revocations] == ([1] if point == "before_revocation" else [1, 0])
    _is_whole(place)


def test_killed_while_the_revocation_is_applied(place: Place, workers: Workers) -> None:
    assert workers.start(point="answered", at=2).wait(60) == EXIT_CODE
    running: list[Process] = []
    off = place.sandbox.on("applied", "3262", lambda _: (kill(running[0]), running[0].wait()))
    running.append(workers.start())
    assert running[0].wait(60) == EXIT_CODE
    off()
    workers.finish()
    assert [len(one.revoked) for one in place.sandbox.clearing(MONTH.year, MONTH.month).revocations] == [2, 0]
    _is_whole(place)


def test_killed_at_random_with_faults_on_the_line(place: Place, workers: Workers) -> None:
    draw = random.Random(KILLS)
    for _ in range(KILLS):
        for name in draw.sample(["drop-after", "drop-before", "http-500", "hang"], draw.randrange(3)):
            place.sandbox.faults.add(name, infno="3261", times=1)
        worker = workers.start(settings={**place.sandbox.settings, "read_timeout": 0.5})
        assert worker.line() == "ready\n"
        time.sleep(draw.uniform(0.02, 1.0))
        kill(worker)
        worker.wait(60)
    place.sandbox.faults.clear()
    workers.finish()
    _is_whole(place)
