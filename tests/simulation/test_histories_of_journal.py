"""Histories of settlements through the journal violate no invariant; a failure prints the shortest one that does."""

from collections.abc import Iterator

import pytest

from gdyb_workflows.journal import journal, recovery
from support.postgresql import Server, postgresql_server
from support.simulation.decisions import Drawn, History, Step
from support.simulation.journal import JOURNAL, journal_on
from support.simulation.network import Passage
from support.simulation.running import MakeWorld, replay, run
from support.simulation.shrinking import shrink
from support.simulation.stores import PostgresqlStore, SqliteStore

__all__ = ["postgresql_server"]

SEEDS = {"sqlite": 300, "postgresql": 100}
AT_ONCE = 50
SMALL = {"visits": 1, "shows_oldest": False, "correct_clock": False}
LATE = Passage(arrives=1_700.0, taken=300.0, answer="killed")


@pytest.fixture(scope="module")
def on_sqlite() -> Iterator[MakeWorld]:
    with SqliteStore.opened(JOURNAL) as file:
        yield journal_on(file)


@pytest.fixture(scope="module")
def on_postgresql(postgresql_server: Server) -> Iterator[MakeWorld]:
    with PostgresqlStore.opened(postgresql_server, JOURNAL) as database:
        yield journal_on(database)


@pytest.mark.parametrize(
    ("store", "first"), [(store, first) for store, seeds in SEEDS.items() for first in range(0, seeds, AT_ONCE)]
)
def test_no_invariant_is_violated(request: pytest.FixtureRequest, store: str, first: int) -> None:
    make_world: MakeWorld = request.getfixturevalue(f"on_{store}")
    for seed in range(first, first + AT_ONCE):
        ran = run(make_world, Drawn(seed))
        if ran.found:
            pytest.fail(f"seed {seed}, as short as it was found:\n{shrink(make_world, ran).story}", pytrace=False)


def test_a_program_that_dies_between_a_reversal_and_its_settlement(on_sqlite: MakeWorld) -> None:
    killed = 0
    for point in range(1, 30):
        steps = (Step("A", "settle", (1,)), Step("A", "reverse", (1,), {"crash 1": _killed(point)}))
        ran = replay(on_sqlite, History(SMALL, steps))
        assert ran.found is None, ran.story
        killed += "killed before: " in ran.story
    assert killed > 5


@pytest.mark.parametrize(
    ("steps", "name", "broken"),
    [
        (
            (
                Step("A", "settle", (1,), {"send 2207 1": LATE}),
                Step("", "wait", (1_000.0,)),
                Step("A", "recover", (1,)),
                Step("A", "allow", (1,)),
                Step("A", "settle", (1,)),
            ),
            "is_over",
            lambda *_: True,
        ),
        (
            (Step("A", "settle", (1,), {"send 2207 1": Passage(answer="none")}), Step("A", "settle", (1,))),
            "MAY_SEND",
            frozenset(journal.EntryState),
        ),
    ],
    ids=["it forgets its fence", "it sends what is unknown again"],
)
def test_a_journal_that_is_wrong_is_noticed(
    on_sqlite: MakeWorld, monkeypatch: pytest.MonkeyPatch, steps: tuple[Step, ...], name: str, broken: object
) -> None:
    assert replay(on_sqlite, History(SMALL, steps)).found is None
    monkeypatch.setattr(recovery if name == "is_over" else journal, name, broken)
    found = replay(on_sqlite, History(SMALL, steps)).found
    assert found is not None
    assert found.invariant == "no visit is settled twice"


def _killed(point: int) -> object:
    from support.simulation.crashes import Blow

    return Blow(at=point)
