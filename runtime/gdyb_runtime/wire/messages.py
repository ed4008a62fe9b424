"""HTTP request and response values, independent of the transport."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["HttpRequest", "HttpResponse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRequest:
    """One signed request."""

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    total_timeout: float | None = None
    """Seconds within which the whole answer must have come; None means the settings' ``total_timeout``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpResponse:
    """One answer, whatever its status."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    def header(self, name: str) -> str | None:
        """A header by name in any case."""
        lower_name = name.lower()
        return next((value for key, value in self.headers.items() if key.lower() == lower_name), None)
