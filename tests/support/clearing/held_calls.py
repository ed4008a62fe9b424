"""Confirmations stopped on the wire: applied by the platform, not answered yet."""

import threading
from types import TracebackType
from typing import Self

from gdyb_sandbox import Sandbox
from gdyb_sandbox._http.moments import Event


class HeldCalls:
    """Lets `after` confirmations pass, then holds every further one until `release()`."""

    def __init__(self, platform: Sandbox, *, after: int) -> None:
        self._left = after
        self._lock = threading.Lock()
        self._open = threading.Event()
        self.lease: list[Event] = []
        self.reached = threading.Event()
        """Set once a call is held."""
        self._off = platform.on("applied", "3261", self._arrived)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def release(self) -> None:
        """Lets everything through, also what comes later."""
        self._off()
        self._open.set()

    @property
    def institutions(self) -> set[str]:
        """Whose calls are, or were, held."""
        with self._lock:
            return {event.institution for event in self.lease}

    def _arrived(self, event: Event) -> None:
        with self._lock:
            self._left -= 1
            if self._left >= 0 or self._open.is_set():
                return
            self.lease.append(event)
        self.reached.set()
        assert self._open.wait(120)
