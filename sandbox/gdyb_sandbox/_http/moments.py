"""Events in the life of a request, with callbacks, and the count of requests in flight."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

Moment: TypeAlias = Literal["arrived", "applied", "answered"]
"""The request was read, nothing is done yet; it was applied with success, the answer still waits; the answer was handed
to the connection, whoever still listens there. A dropped answer is never "answered", a refused request never "applied".
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A moment of one request; institution and msgid as it gave them, right or wrong."""

    moment: Moment
    infno: str
    institution: str
    msgid: str


Callback: TypeAlias = Callable[[Event], object]


class Moments:
    """Registered callbacks; thread-safe, may be changed while the sandbox runs."""

    def __init__(self) -> None:
        self._callbacks: list[tuple[Moment, str, Callback]] = []
        self._lock = threading.Lock()

    def on(self, moment: Moment, infno: str, callback: Callback) -> Callable[[], None]:
        """Registers a callback; the returned function unregisters it."""
        if moment not in get_args(Moment):
            raise ValueError(f"no moment {moment!r}; there are {', '.join(get_args(Moment))}")
        entry = (moment, infno, callback)
        with self._lock:
            self._callbacks.append(entry)

        def off() -> None:
            with self._lock:
                self._callbacks = [one for one in self._callbacks if one is not entry]

        return off

    def callbacks(self, moment: Moment, infno: str) -> list[Callback]:
        """Callbacks registered for this event of this interface."""
        with self._lock:
            return [callback for when, where, callback in self._callbacks if (when, where) == (moment, infno)]

    def tell(self, event: Event) -> None:
        """Calls each callback in turn."""
        for callback in self.callbacks(event.moment, event.infno):
            callback(event)


_Key = tuple[str, str]


class InFlight:
    """Requests in flight: read and not answered yet.

    Keys are institution and interface number; with an empty number, all interfaces of the institution together.
    """

    def __init__(self) -> None:
        self._current: Counter[_Key] = Counter()
        self._most: dict[_Key, int] = {}
        self._lock = threading.Lock()

    def add(self, institution: str, infno: str) -> None:
        """One more."""
        with self._lock:
            for key in ((institution, infno), (institution, "")):
                self._current[key] += 1
                self._most[key] = max(self._most.get(key, 0), self._current[key])

    def remove(self, institution: str, infno: str) -> None:
        """One less."""
        with self._lock:
            for key in ((institution, infno), (institution, "")):
                self._current[key] -= 1
                if not self._current[key]:
                    del self._current[key]

    @property
    def current(self) -> dict[_Key, int]:
        """How many there are now; those that are none are left out."""
        with self._lock:
            return dict(self._current)

    @property
    def most(self) -> dict[_Key, int]:
        """How many there ever were at once."""
        with self._lock:
            return dict(self._most)
