"""One true time for everybody, the clocks of hosts that depart from it, and what is due later."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final
from unittest import mock

__all__ = ["SimulatedTime"]

_BEGINNING: Final = 1_609_459_200.0
"""2021-01-01, 8 o'clock in Beijing."""
_SINCE_START: Final = 1_000.0
_READ: Final = [name for name in ("time", "monotonic", "clock_gettime", "sleep") if hasattr(time, name)]


class SimulatedTime:
    """Stands still unless something takes time.

    While it is `installed`, `time` in this thread tells the clock of the host in front: `time.time()` with what it is
    off by, `time.monotonic()` and the clocks since the start of a machine evenly; `time.sleep()` lets true time pass.
    """

    def __init__(self) -> None:
        self.now = _BEGINNING
        """The true time, which the platform's clock shows, in seconds since 1970."""
        self.offsets: dict[str, float] = {}
        """Host → seconds by which its clock is ahead."""
        self._host = ""
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()

    def let_pass(self, seconds: float) -> None:
        """Lets time pass, and happen what is due meanwhile."""
        until = self.now + seconds
        while self._agenda and self._agenda[0][0] <= until:
            due, _, happen = heapq.heappop(self._agenda)
            self.now = max(self.now, due)
            happen()
        self.now = max(self.now, until)

    def later(self, seconds: float, happen: Callable[[], None]) -> None:
        """Lets something happen after so many seconds."""
        heapq.heappush(self._agenda, (self.now + seconds, next(self._order), happen))

    @contextmanager
    def on(self, host: str) -> Iterator[None]:
        """With this host in front."""
        before, self._host = self._host, host
        try:
            yield
        finally:
            self._host = before

    @contextmanager
    def installed(self) -> Iterator[None]:
        """For this thread; others see the real time."""
        mine, real = threading.get_ident(), {name: getattr(time, name) for name in _READ}
        simulated: dict[str, Callable[..., Any]] = {
            "time": lambda: self.now + self.offsets.get(self._host, 0.0),
            "monotonic": lambda: self.now - _BEGINNING + _SINCE_START,
            "clock_gettime": lambda which: simulated["time" if which == time.CLOCK_REALTIME else "monotonic"](),
            "sleep": self.let_pass,
        }

        def here(name: str) -> Callable[..., Any]:
            return lambda *given: (simulated if threading.get_ident() == mine else real)[name](*given)

        with ExitStack() as patches:
            for name in _READ:
                patches.enter_context(mock.patch.object(time, name, here(name)))
            yield
