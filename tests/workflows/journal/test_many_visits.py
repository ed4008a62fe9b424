"""Forty workers settle visits at once with answers lost, late, or a time-out in the platform's own words.

GDYB_CAMPAIGN_VISITS says how many visits there are, for a long run by hand.
"""

import os
import threading
from collections import deque
from typing import Any

import pytest

from gdyb import operations
from gdyb.client import Client
from gdyb_workflows.journal import EntryState, Journal, StepKind, allow_again, recover
from support.journal.place import Place
from support.waits import join

WORKERS = 40
VISITS = int(os.environ.get("GDYB_CAMPAIGN_VISITS", "80"))


def test_money_at_the_platform_is_money_in_the_journal(place: Place, journal: Journal) -> None:
    people = [place.care(number) for number in range(5)]
    waiting = deque(range(VISITS))
    expected: list[int] = []
    faults = place.sandbox.faults
    faults.add("drop-after", infno="2207", every=11)
    faults.add("drop-before", infno="2207", every=13)
    faults.add("time-out-text", infno="2207", every=7)
    faults.add("delay", 0.2, infno="2207", every=5)
    problems: list[BaseException] = []

    def work() -> None:
        with place.client(attempts=1) as client:
            while True:
                try:
                    number = waiting.popleft()
                except IndexError:
                    return
                care = people[number % len(people)]
                cents = 1_000 + number
                nodes = place.bill(care, f"{cents // 100}.{cents % 100:02d}")
                _settle(journal, client, f"门诊-{number}", nodes, {"insuplc_admdvs": care.person.area})
                expected.append(cents)

    def guarded() -> None:
        try:
            work()
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=guarded) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    join(*threads, seconds=900)
    assert not problems, problems[:3]
    platform = place.settled()
    entries = journal.entries()
    assert {entry.state for entry in entries} == {EntryState.SETTLED}
    assert {entry.setl_id: entry.cents for entry in entries} == platform
    assert sorted(platform.values()) == sorted(expected) == list(range(1_000, 1_000 + VISITS))


def _settle(journal: Journal, client: Client, key: str, nodes: dict[str, Any], envelope: dict[str, str]) -> None:
    while True:
        result = journal.carry_out(client, operations.settle_outpatient, key=key, envelope=envelope, **nodes)
        if result.state is EntryState.SETTLED:
            return
        kinds = [step.kind for step in result.steps]
        if StepKind.ASK in kinds:
            recover(journal, client, key)
        elif StepKind.SEND_AGAIN in kinds:
            allow_again(journal, client, key, actor="0001")
        elif result.state is not EntryState.NOT_SENT:
            pytest.fail(f"{key}: {result.state} {result.error}")
