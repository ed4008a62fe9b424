"""Histories of clearing violate no invariant; a failure prints the shortest one that still does."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from support.postgresql import Server, postgresql_server
from support.simulation.clearing import clearing_on
from support.simulation.decisions import Drawn, History, Step
from support.simulation.network import Passage
from support.simulation.running import MakeWorld, replay, run
from support.simulation.shrinking import shrink
from support.simulation.stores import PostgresqlStore, SqliteStore

__all__ = ["postgresql_server"]

SEEDS = {"sqlite": 300, "postgresql": 100}
AT_ONCE = 20

SMALL = {
    "empty_revocations_refused": False,
    "correct_clock": False,
    "sealed": True,
    "batch_size": 1,
    "settlements": 1,
}


def step(action: str, *given: object, host: str = "A", **faults: object) -> Step:
    """A step with the fault of its first call of each interface, as `on_3261=…`."""
    return Step(host, action, given, {f"send {name.removeprefix('on_')} 1": fault for name, fault in faults.items()})


LATE = Passage(arrives=1_700.0, taken=300.0, answer="none")
KILLED = Passage(arrives=1_700.0, taken=300.0, answer="killed")
WRONG_DATE: Mapping[str, Any] = {"date of 3260 1": 2_500.0}

FOUND_BEFORE = {
    "a late revocation of the period meets the second epoch after it": (
        step("clear_month", False),
        step("take_period_back", True, on_3262=LATE),
        step("take_period_back", True),
        step("take_period_back", True),
        step("confirm"),
    ),
    "a late revocation of the period meets an epoch that was closed and opened again": (
        step("clear_month", False),
        step("take_period_back", True, on_3262=LATE),
        step("take_period_back", True),
        step("close_epoch", True),
        step("reopen_epoch"),
        step("confirm"),
    ),
    "one Date header that is ahead": (
        step("clear_month", True, on_3261=KILLED),
        step("extract"),
        step("restart"),
        Step("A", "find", (1,), WRONG_DATE),
        step("confirm"),
    ),
    "a clock far ahead": (
        step("clear_month", True, on_3261=KILLED),
        step("turn_clock", 200_000.0),
        step("find", 1),
        step("confirm"),
    ),
    "another spelling of the visit": (
        step("clear_month", True),
        step("respell", 1, "mdtrt_id in lower case"),
        step("clear_month", True),
    ),
    "a blank behind the number": (
        step("clear_month", True),
        step("respell", 1, "setl_sn with a blank"),
        step("clear_month", True),
    ),
    "the institution's code in lower case": (
        step("clear_month", True),
        step("type_code", "h44010000001"),
        step("clear_month", True),
    ),
    "a settlement without a visit": (step("lose_visit", 1), step("clear_month", True)),
    "an application that counts with six digits": (step("count_with", 6), step("clear_month", True)),
    "another spelling of the visit, after a batch without an answer": (
        step("clear_month", True, on_3261=Passage(arrives=None, answer="none")),
        step("respell", 1, "another mdtrt_id"),
        step("extract"),
    ),
    "a time-out in the words of a refusal": (
        step("clear_month", True, on_3261=Passage(answer="text: time-out")),
        step("approve_all"),
        step("clear_month", True),
    ),
}


@pytest.fixture(scope="module")
def on_sqlite() -> Iterator[MakeWorld]:
    with SqliteStore.opened() as file:
        yield clearing_on(file)


@pytest.fixture(scope="module")
def on_postgresql(postgresql_server: Server) -> Iterator[MakeWorld]:
    with PostgresqlStore.opened(postgresql_server) as database:
        yield clearing_on(database)


@pytest.mark.parametrize(
    ("store", "first"), [(store, first) for store, seeds in SEEDS.items() for first in range(0, seeds, AT_ONCE)]
)
def test_no_invariant_is_violated(request: pytest.FixtureRequest, store: str, first: int) -> None:
    make_world: MakeWorld = request.getfixturevalue(f"on_{store}")
    for seed in range(first, first + AT_ONCE):
        ran = run(make_world, Drawn(seed))
        if ran.found:
            pytest.fail(f"seed {seed}, as short as it was found:\n{shrink(make_world, ran).story}", pytrace=False)


@pytest.mark.parametrize("steps", FOUND_BEFORE.values(), ids=FOUND_BEFORE)
def test_what_was_found_before_stays_away(on_sqlite: MakeWorld, steps: tuple[Step, ...]) -> None:
    ran = replay(on_sqlite, History(SMALL, steps))
    assert ran.found is None, ran.story
