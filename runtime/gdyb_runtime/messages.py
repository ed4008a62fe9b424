"""What goes over the line, without a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Signature(NamedTuple):
    """What a signer returns: the envelope fields ``cainfo`` and ``signtype``."""

    cainfo: str
    signtype: str


Signer = Callable[[bytes], Signature]
"""Gets exactly the serialised ``input`` that goes on the wire; its own exceptions reach the caller unchanged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRequest:
    """One signed request."""

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpResponse:
    """One answer, whatever its status."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    def header(self, name: str) -> str | None:
        """A header by name in any case."""
        wanted = name.lower()
        return next((value for key, value in self.headers.items() if key.lower() == wanted), None)
