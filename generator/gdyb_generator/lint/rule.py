"""What a rule is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.load import Spec


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: its id, one sentence on its purpose, and the function that finds departures."""

    id: str
    purpose: str
    check: Callable[[Spec], Iterator[Finding]]


def pattern_fault(pattern: str) -> str:
    """Why nothing can be looked for with a regular expression; empty where it can."""
    try:
        return "这个形状在任何文字里都找得到" if re.search(pattern, "") else ""
    except re.error as error:
        return f"不是正则表达式：{error.msg}"
