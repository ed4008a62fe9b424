"""The requests a sandbox received, recorded for tests."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import overload

import msgspec


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedRequest:
    """A request as it came, right or wrong; headers (names in lower case) and body stay out of its repr."""

    infno: str
    msgid: str
    """Empty when the body shows none."""
    institution: str
    """Its fixmedins_code, likewise."""
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    """Of a body with a file that is larger than any other message only the beginning is kept."""


class Recording(Sequence[RecordedRequest]):
    """The latest requests, oldest first; `limit` of them at most."""

    def __init__(self, limit: int) -> None:
        self._requests: deque[RecordedRequest] = deque(maxlen=limit)

    def add(self, request: RecordedRequest) -> None:
        """Records a request; drops the oldest above the limit."""
        self._requests.append(request)

    def clear(self) -> None:
        """Clears all records."""
        self._requests.clear()

    def of(self, infno: str) -> list[RecordedRequest]:
        """The requests to one interface."""
        return [request for request in self if request.infno == infno]

    @overload
    def __getitem__(self, index: int) -> RecordedRequest: ...
    @overload
    def __getitem__(self, index: slice) -> list[RecordedRequest]: ...
    def __getitem__(self, index: int | slice) -> RecordedRequest | list[RecordedRequest]:
        return list(self._requests)[index]

    def __len__(self) -> int:
        return len(self._requests)

    def __iter__(self) -> Iterator[RecordedRequest]:
        return iter(list(self._requests))


class _Peek(msgspec.Struct):
    msgid: str = ""
    fixmedins_code: str = ""


def peek(body: bytes) -> tuple[str, str]:
    """The msgid and the institution of a body that may be anything."""
    try:
        peeked = msgspec.json.decode(body, type=_Peek)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return "", ""
    return peeked.msgid, peeked.fixmedins_code
