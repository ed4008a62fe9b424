"""What a rule is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gdyb_generator.findings import Finding
from gdyb_generator.load import Spec


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: its id, one sentence on its purpose, and the function that finds departures."""

    id: str
    purpose: str
    check: Callable[[Spec], Iterator[Finding]]
