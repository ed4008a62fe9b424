"""The shortest history that still violates the same invariant: steps, then faults, left out for as long as it does."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from support.simulation.decisions import History, Step
from support.simulation.running import MakeWorld, Ran, replay

__all__ = ["shrink"]

_MOST: Final = 600
"""Histories that are tried."""

T = TypeVar("T")


def shrink(make_world: MakeWorld, ran: Ran) -> Ran:
    """A shorter history with the same violation, or the same one."""
    assert ran.found is not None
    invariant, left = ran.found.invariant, _MOST
    best = ran

    def still(history: History) -> bool:
        nonlocal best, left
        if left <= 0:
            return False
        left -= 1
        tried = replay(make_world, history)
        if tried.found is None or tried.found.invariant != invariant:
            return False
        best = tried
        return True

    size = None
    while size != (size := _size(best.history)):
        _shorten(lambda steps: still(replace(best.history, steps=tuple(steps))), lambda: best.history.steps)
        for place in range(len(best.history.steps)):
            _ease(place, still, lambda: best.history)
        for name in best.history.setup:
            _plain(name, still, best.history)
    return best


def _plain(name: str, still: Callable[[History], bool], history: History) -> None:
    """The smallest number, or no, where the world may begin otherwise."""
    plain = False if isinstance(history.setup[name], bool) else 1
    if history.setup[name] != plain:
        still(replace(history, setup={**history.setup, name: plain}))


def _size(history: History) -> tuple[int, int, int]:
    return len(history.steps), sum(len(step.faults) for step in history.steps), sum(map(int, history.setup.values()))


def _shorten(still: Callable[[Sequence[Step]], bool], now: Callable[[], Sequence[Step]]) -> None:
    """Leaves out ever smaller pieces (delta debugging), from the end."""
    piece = max(len(now()) // 2, 1)
    while True:
        start = len(now())
        while start > 0:
            start = max(start - piece, 0)
            still([*now()[:start], *now()[start + piece :]])
        if piece == 1:
            return
        piece //= 2


def _ease(place: int, still: Callable[[History], bool], now: Callable[[], History]) -> None:
    """Leaves out the faults of a step, all or each."""
    for without in _fewer(now().steps[place]):
        history = now()
        step = history.steps[place]
        faults = {point: fault for point, fault in step.faults.items() if point not in without}
        if len(faults) < len(step.faults):
            steps = [*history.steps]
            steps[place] = replace(step, faults=faults)
            still(replace(history, steps=tuple(steps)))


def _fewer(step: Step) -> Iterator[set[str]]:
    yield set(step.faults)
    for point in step.faults:
        yield {point}
