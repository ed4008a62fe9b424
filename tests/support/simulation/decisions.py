"""What happens in a history: drawn from a seed the first time, then replayed, in whole or in part."""

import random
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol

__all__ = ["Decisions", "Draw", "Drawn", "History", "Offer", "Replayed", "Step"]

Draw = Callable[[random.Random], Any]

_CHANCES: Final = (0.0, 0.03, 0.1, 0.3)
"""How often a kind of fault comes at each of its points: one of these for a whole history."""
_CHANCES_OF: Final[Mapping[str, Sequence[float]]] = {
    "network": (0.0, 0.1, 0.3, 0.5),
    "crashes": (0.0, 0.0, 0.03, 0.15),
    "database": (0.0, 0.0, 0.0, 0.1),
    "others": (0.0, 0.0, 0.1, 0.3),
}
"""The same for kinds that are worth more or less."""
_FACTORS: Final = (0.0, 0.3, 1.0, 1.0, 1.0, 1.0, 2.0, 4.0)
"""By how much an action is more frequent than usual: one of these for a whole history."""
_LENGTHS: Final = (6, 30)
"""Steps."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be done next."""

    weight: float
    host: str
    action: str
    given: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What was done, and the faults that it met."""

    host: str
    action: str
    given: tuple[Any, ...] = ()
    faults: Mapping[str, Any] = field(default_factory=dict)
    """Point → fault; a point that is not named went well."""


@dataclass(frozen=True, slots=True)
class History:
    """Everything that was decided."""

    setup: Mapping[str, Any]
    steps: tuple[Step, ...]


class Decisions(Protocol):
    """Where a world asks what happens."""

    done: list[Step]
    """The steps so far, with the faults they met."""

    def setup(self, name: str, draw: Draw) -> Any:
        """How the world is from the beginning."""
        ...

    def next_step(self, offers: Callable[[], Sequence[Offer]]) -> Step | None:
        """What is done next; None at the end."""
        ...

    def fault(self, kind: str, point: str, draw: Draw) -> Any:
        """What goes wrong here, None for nothing."""
        ...

    def calm(self) -> None:
        """From now on nothing goes wrong."""
        ...


class _Recording:
    """The step that is being done; points of the same name are counted."""

    def __init__(self) -> None:
        self.done: list[Step] = []
        self._met: Counter[str] = Counter()
        self._is_calm = False

    def calm(self) -> None:
        """From now on nothing goes wrong."""
        self._is_calm = True

    def _begin(self, step: Step) -> Step:
        self.done.append(replace(step, faults={}))
        self._met.clear()
        return step

    def _key(self, point: str) -> str:
        self._met[point] += 1
        return f"{point} {self._met[point]}"

    def _note(self, key: str, fault: Any) -> Any:
        if fault is not None and self.done:
            last = self.done[-1]
            self.done[-1] = replace(last, faults={**last.faults, key: fault})
        return fault


class Drawn(_Recording):
    """A history drawn from a seed. Each has its own mix of faults and actions, some of them none of a kind.

    `without` names kinds of faults and actions that shall not occur.
    """

    def __init__(self, seed: int, *, without: Collection[str] = ()) -> None:
        super().__init__()
        self._seed = seed
        self._random = random.Random(seed)
        self._without = frozenset(without)
        self._left = self._random.randint(*_LENGTHS)
        self._mix: dict[str, float] = {}
        self._setup: dict[str, Any] = {}

    @property
    def history(self) -> History:
        """What was drawn so far."""
        return History(setup=dict(self._setup), steps=tuple(self.done))

    def setup(self, name: str, draw: Draw) -> Any:
        """As drawn."""
        return self._setup.setdefault(name, draw(self._own(f"setup {name}")))

    def next_step(self, offers: Callable[[], Sequence[Offer]]) -> Step | None:
        """One of the offers."""
        self._left -= 1
        if self._left < 0:
            return None
        all_of_them = offers()
        weights = [one.weight * self._of(f"action {one.action}", one.action, _FACTORS) for one in all_of_them]
        if not any(weights):
            return None
        chosen = self._random.choices(all_of_them, weights)[0]
        return self._begin(Step(chosen.host, chosen.action, chosen.given))

    def fault(self, kind: str, point: str, draw: Draw) -> Any:
        """As drawn."""
        key = self._key(point)
        if self._is_calm or self._random.random() >= self._of(f"fault {kind}", kind, _CHANCES_OF.get(kind, _CHANCES)):
            return None
        return self._note(key, draw(self._random))

    def _of(self, name: str, kind: str, choices: Sequence[float]) -> float:
        if kind in self._without:
            return 0.0
        if name not in self._mix:
            self._mix[name] = self._own(name).choice(choices)
        return self._mix[name]

    def _own(self, name: str) -> random.Random:
        """Numbers that do not depend on what was drawn before."""
        return random.Random(f"{self._seed} {name}")


class Replayed(_Recording):
    """A history that was drawn before."""

    def __init__(self, history: History) -> None:
        super().__init__()
        self._history = history
        self._steps = iter(history.steps)
        self._faults: Mapping[str, Any] = {}

    def setup(self, name: str, draw: Draw) -> Any:
        """As it was."""
        return self._history.setup[name]

    def next_step(self, offers: Callable[[], Sequence[Offer]]) -> Step | None:
        """The next one that was done."""
        step = next(self._steps, None)
        self._faults = {} if step is None else step.faults
        return None if step is None else self._begin(step)

    def fault(self, kind: str, point: str, draw: Draw) -> Any:
        """As it was."""
        key = self._key(point)
        return None if self._is_calm else self._note(key, self._faults.get(key))
