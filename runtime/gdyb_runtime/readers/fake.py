"""A reader for the tests of applications: it gives what it was told to give, without any library."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Generic, Self, TypeVar

from .definition import CardT, IdentityT, Operation, QrT, ReaderLibrary
from .errors import ReaderError

_ResultT = TypeVar("_ResultT")


class FakeReader(Generic[CardT, IdentityT, QrT]):
    """A reader that plays a scenario: for each operation its results in order, the last one again and again.

    A result is a record, or an error to raise; for PIN entries None (right) or an error. An operation without results
    raises ReaderError, as an empty reader does. ``calls`` lists the operations in the order they were called.
    """

    library: ReaderLibrary[CardT, IdentityT, QrT]

    def __init__(
        self,
        *,
        cards: Sequence[CardT | ReaderError] = (),
        identities: Sequence[IdentityT | ReaderError] = (),
        codes: Sequence[QrT | ReaderError] = (),
        pins: Sequence[ReaderError | None] = (),
        delay: float = 0.0,
    ) -> None:
        self.calls: list[Operation] = []
        self._cards, self._identities, self._codes, self._pins = (
            list(cards),
            list(identities),
            list(codes),
            list(pins),
        )
        self._delay = delay
        self._failures = 0
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def init(self) -> None:
        """Does nothing."""

    def read_card(self) -> CardT:
        """The next card."""
        return self._play("read_card", self._cards)

    def read_id(self) -> IdentityT:
        """The next identity card."""
        return self._play("read_id", self._identities)

    def read_qr(self, *, timeout: float | None = None) -> QrT:
        """The next code."""
        return self._play("read_qr", self._codes)

    def verify_pin(self) -> None:
        """The next result of a PIN entry."""
        self._enter_pin("verify_pin")

    def change_pin(self) -> None:
        """The next result of a PIN entry."""
        self._enter_pin("change_pin")

    def pin_failures(self) -> int:
        """How many PIN entries failed."""
        return self._failures

    def reset_pin_failures(self) -> None:
        """Forgets them."""
        self._failures = 0

    def close(self) -> None:
        """Does nothing."""

    def _enter_pin(self, operation: Operation) -> None:
        try:
            self._play(operation, self._pins)
        except ReaderError:
            self._failures += 1
            raise

    def _play(self, operation: Operation, results: list[_ResultT | ReaderError]) -> _ResultT:
        function = self.library.function(operation)
        with self._lock:
            self.calls.append(operation)
            if self._delay:
                time.sleep(self._delay)
            if not results:
                raise ReaderError(function=function.name, label=function.label, code=-1, text="没有卡片")
            result = results[0] if len(results) == 1 else results.pop(0)
        if isinstance(result, ReaderError):
            raise result
        return result
