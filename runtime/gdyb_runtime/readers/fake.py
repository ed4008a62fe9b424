"""A fake reader for tests of applications: it returns configured results, without any library."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from typing import ClassVar, Self, TypeVar, cast

from .definition import Function, ReaderLibrary
from .errors import ReaderError
from .records import ReaderRecord

__all__ = ["FakeReader"]

_RecordT = TypeVar("_RecordT", bound=ReaderRecord)
_ResultT = TypeVar("_ResultT")


class FakeReader:
    """A reader that plays a scenario: for each record its results in order, the last one again and again.

    A result is a record, or an error to raise; for PIN entries None (right) or an error. An operation without results
    raises ReaderError, as an empty reader does. ``calls`` lists the operations in the order they were called.
    """

    library: ClassVar[ReaderLibrary]
    """Which functions there are; set by the generated package."""

    def __init__(
        self,
        records: Mapping[type[ReaderRecord], Sequence[ReaderRecord | ReaderError]],
        *,
        pins: Sequence[ReaderError | None] = (),
        delay: float = 0.0,
    ) -> None:
        self.calls: list[str] = []
        self._records = {record: list(results) for record, results in records.items()}
        self._pins = list(pins)
        self._delay = delay
        self._failures = 0
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def init(self) -> None:
        """Does nothing."""

    def read(self, record: type[_RecordT], *, timeout: float | None = None) -> _RecordT:
        """The next record of this class."""
        results = cast("list[_RecordT | ReaderError]", self._records.get(record, []))
        return self._play(self.library.source(record.layout), results)

    def enter_pin(self, operation: str) -> None:
        """The next result of a PIN entry."""
        try:
            self._play(self.library.function(operation), self._pins)
        except ReaderError:
            self._failures += 1
            raise

    def pin_failures(self) -> int:
        """How many PIN entries failed."""
        return self._failures

    def reset_pin_failures(self) -> None:
        """Forgets them."""
        self._failures = 0

    def close(self) -> None:
        """Does nothing."""

    def _play(self, function: Function, results: list[_ResultT | ReaderError]) -> _ResultT:
        with self._lock:
            self.calls.append(function.operation)
            if self._delay:
                time.sleep(self._delay)
            if not results:
                raise ReaderError(function=function.name, label=function.label, code=-1, text="没有卡片")
            result = results[0] if len(results) == 1 else results.pop(0)
        if isinstance(result, ReaderError):
            raise result
        return result
