"""One history to its end: every step, the invariants after each, and what is left when everything went well again."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import groupby
from typing import Protocol

from support.simulation.decisions import Decisions, Drawn, History, Offer, Replayed, Step

__all__ = ["Found", "MakeWorld", "Ran", "World", "replay", "run"]


class World(Protocol):
    """What a history happens to."""

    log: list[str]
    """What happened inside of a step, for people."""

    def offers(self) -> Sequence[Offer]:
        """What may be done now."""
        ...

    def perform(self, step: Step) -> str:
        """Does it; what came of it, for people. An error that is none of the product's own is a wrong of the product."""
        ...

    def violations(self) -> Iterator["Found"]:
        """What must never be, now."""
        ...

    def finish(self) -> Iterator["Found"]:
        """Lets all faults end, and everybody who waits do what he can; then what must not be left."""
        ...


MakeWorld = Callable[[Decisions], AbstractContextManager[World]]


@dataclass(frozen=True, slots=True)
class Found:
    """A violation: which invariant, and where."""

    invariant: str
    detail: str

    def __str__(self) -> str:
        return f"{self.invariant}: {self.detail}"


@dataclass(slots=True)
class Ran:
    """What one history came to."""

    history: History
    found: Found | None
    faults: Counter[str] = field(default_factory=Counter)
    trace: list[str] = field(default_factory=list)

    @property
    def story(self) -> str:
        """The history, for people."""
        lines = [", ".join(f"{name}={value}" for name, value in self.history.setup.items()), *self.trace]
        return "\n".join([*lines, f"VIOLATED  {self.found}" if self.found else "nothing is violated"])


def run(make_world: MakeWorld, decisions: Drawn) -> Ran:
    """A history that is drawn."""
    found, trace = _run(make_world, decisions)
    return _ran(decisions.history, found, trace)


def replay(make_world: MakeWorld, history: History) -> Ran:
    """The same again, or a part of it."""
    found, trace = _run(make_world, Replayed(history))
    return _ran(history, found, trace)


def _ran(history: History, found: Found | None, trace: list[str]) -> Ran:
    faults = Counter(" ".join(point.split()[:1]) for step in history.steps for point in step.faults)
    return Ran(history, found, faults, trace)


def _run(make_world: MakeWorld, decisions: Decisions) -> tuple[Found | None, list[str]]:
    trace: list[str] = []
    with make_world(decisions) as world:
        while (step := decisions.next_step(world.offers)) is not None:
            outcome = world.perform(step)
            given = ", ".join(map(repr, step.given))
            trace.append(f"{len(decisions.done):3}  {step.host}  {step.action}({given})  → {outcome}")
            trace += _inside(world)
            if found := next(world.violations(), None):
                return found, trace
        trace.append("     every fault ends, everybody does what is left to do")
        found = next(world.finish(), None)
        trace += _inside(world)
        return found, trace


def _inside(world: World) -> list[str]:
    lines = []
    for line, same in groupby(world.log):
        times = len([*same])
        lines.append(f"        {line}" + (f" ({times} times)" if times > 1 else ""))
    world.log.clear()
    return lines
