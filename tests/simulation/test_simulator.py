"""The simulator itself: the same seed is the same history, what is wrong is noticed and told in few steps."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from gdyb_workflows.clearing.sending import unknown
from support.simulation.clearing import clearing_on
from support.simulation.clock import SimulatedTime
from support.simulation.decisions import Decisions, Drawn, History, Offer, Step
from support.simulation.network import Passage
from support.simulation.running import Found, MakeWorld, replay, run
from support.simulation.shrinking import shrink
from support.simulation.stores import SqliteStore

LATE = Passage(arrives=1_700.0, taken=300.0, answer="killed")


@pytest.fixture
def make_world() -> Iterator[MakeWorld]:
    with SqliteStore.opened() as store:
        yield clearing_on(store)


@pytest.mark.parametrize("seed", range(8))
def test_a_seed_is_one_history_and_a_history_can_be_replayed(make_world: MakeWorld, seed: int) -> None:
    first = run(make_world, Drawn(seed))
    again = run(make_world, Drawn(seed))
    assert first.story == again.story
    assert replay(make_world, first.history).story == first.story


def test_faults_come_and_can_be_left_out(make_world: MakeWorld) -> None:
    met = [run(make_world, Drawn(seed)).faults for seed in range(12)]
    assert {"send", "text", "crash", "date"} <= {name for faults in met for name in faults}
    without = ["network", "queries", "texts", "crashes", "database", "dates"]
    assert not run(make_world, Drawn(3, without=without)).faults


def test_a_ledger_that_forgets_its_fence_is_noticed(make_world: MakeWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    setup = {
        "empty_revocations_refused": False,
        "correct_clock": False,
        "sealed": True,
        "batch_size": 2,
        "settlements": 2,
    }
    steps = (
        Step("A", "clear_month", (False,), {"send 3261 1": LATE}),
        Step("A", "find", (1,)),
        Step("A", "confirm"),
    )
    assert replay(make_world, History(setup, steps)).found is None
    monkeypatch.setattr(unknown, "fence_of", lambda sent_at, margin=0.0: sent_at)
    found = replay(make_world, History(setup, steps)).found
    assert found is not None
    assert found.invariant == "no settlement is in force twice"


class Counting:
    """A world that breaks after three of one kind, one of them with a fault."""

    def __init__(self, decisions: Decisions) -> None:
        self.log: list[str] = []
        self._decisions, self._count, self._is_faulty = decisions, 0, False

    def offers(self) -> Sequence[Offer]:
        return [Offer(1, "A", "count"), Offer(3, "A", "rest")]

    def perform(self, step: Step) -> str:
        fault = self._decisions.fault("network", "count", lambda chance: chance.choice(["small", "large"]))
        if step.action == "count":
            self._count += 1
            self._is_faulty |= fault is not None
        return str(self._count)

    def violations(self) -> Iterator[Found]:
        if self._count >= 3 and self._is_faulty:
            yield Found("three at most", f"{self._count}")

    def finish(self) -> Iterator[Found]:
        yield from self.violations()


def test_a_violation_is_told_in_as_few_steps_as_it_takes() -> None:
    @contextmanager
    def counting(decisions: Decisions) -> Iterator[Counting]:
        decisions.setup("rows", lambda chance: 7)
        yield Counting(decisions)

    ran = next(ran for seed in range(100) if (ran := run(counting, Drawn(seed))).found and len(ran.history.steps) > 8)
    short = shrink(counting, ran)
    assert [step.action for step in short.history.steps] == ["count"] * 3
    assert sum(len(step.faults) for step in short.history.steps) == 1
    assert short.history.setup == {"rows": 1}
    assert short.story.endswith("VIOLATED  three at most: 3")


def test_time_passes_only_when_something_takes_it() -> None:
    clock, happened = SimulatedTime(), list[float]()
    begun = clock.now
    clock.offsets["B"] = 3_600.0
    clock.later(20.0, lambda: happened.append(clock.now - begun))
    with clock.installed():
        assert time.time() == begun
        evenly = time.monotonic()
        time.sleep(30)
        with clock.on("B"):
            assert time.time() == begun + 30 + 3_600
        assert time.monotonic() - evenly == 30
    assert happened == [20.0]
    assert abs(time.time() - begun) > 86_400
