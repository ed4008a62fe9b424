"""kill -9 at every point, aimed and at random: no row is lost, none confirmed twice, every id known.

GDYB_CAMPAIGN_KILLS says how many random kills there are, for a long run by hand.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from clearing.conftest import MONTH, Place
from clearing.killed_worker import POINTS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")

WORKER = Path(__file__).with_name("killed_worker.py")
KILLS = int(os.environ.get("GDYB_CAMPAIGN_KILLS", "8"))
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
        self._running: list[subprocess.Popen[str]] = []

    def start(self, **told: Any) -> "subprocess.Popen[str]":
        """Starts one, which may hold the month as soon as it says so."""
        line = [sys.executable, str(WORKER), json.dumps({**self._told, **told})]
        worker = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
        self._running.append(worker)
        return worker

    def finish(self) -> None:
        """Lets one go to the end of the month."""
        worker = self.start()
        _, errors = worker.communicate(timeout=120)
        assert worker.returncode == 0, errors

    def end(self) -> None:
        for worker in self._running:
            worker.kill()
            worker.communicate()


@pytest.fixture
def workers(place: Place) -> Iterator[Workers]:
    workers = Workers(place)
    yield workers
    workers.end()


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
    assert worker.wait(60) == -signal.SIGKILL
    applied = len(place.sandbox.clearing(MONTH.year, MONTH.month).confirmations)
    assert applied == (at if point in ("answered", "recorded") else at - 1)
    workers.finish()
    revocations = place.sandbox.clearing(MONTH.year, MONTH.month).revocations
    # Only where a request was, or may have been, on its way is there any reason to begin anew.
    assert len(revocations) == (1 if point in ("before_connect", "answered") else 0)
    _is_whole(place)


def test_killed_when_applied_but_not_answered(place: Place, workers: Workers) -> None:
    running: list[subprocess.Popen[str]] = []
    off = place.sandbox.on("applied", "3261", lambda _: (running[0].kill(), running[0].wait()))
    running.append(workers.start())
    assert running[0].wait(60) == -signal.SIGKILL
    off()
    assert len(place.sandbox.clearing(MONTH.year, MONTH.month).confirmations) == 1
    workers.finish()
    assert len(place.sandbox.clearing(MONTH.year, MONTH.month).revocations) == 1
    _is_whole(place)


@pytest.mark.parametrize("point", [point for point in POINTS if "revocation" in point])
def test_killed_at_a_point_of_the_revocation(place: Place, workers: Workers, point: str) -> None:
    assert workers.start(point="answered").wait(60) == -signal.SIGKILL
    assert workers.start(point=point).wait(60) == -signal.SIGKILL
    workers.finish()
    revocations = place.sandbox.clearing(MONTH.year, MONTH.month).revocations
    # Killed between the revocation and the next epoch it is sent once more, which takes back nothing.
    assert [len(one.revoked) for one in revocations] == ([1] if point == "before_revocation" else [1, 0])
    _is_whole(place)


def test_killed_while_the_revocation_is_applied(place: Place, workers: Workers) -> None:
    assert workers.start(point="answered", at=2).wait(60) == -signal.SIGKILL
    running: list[subprocess.Popen[str]] = []
    off = place.sandbox.on("applied", "3262", lambda _: (running[0].kill(), running[0].wait()))
    running.append(workers.start())
    assert running[0].wait(60) == -signal.SIGKILL
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
        assert worker.stdout is not None
        worker.stdout.readline()
        time.sleep(draw.uniform(0.02, 1.0))
        worker.kill()
        worker.wait(60)
    place.sandbox.faults.clear()
    workers.finish()
    _is_whole(place)
