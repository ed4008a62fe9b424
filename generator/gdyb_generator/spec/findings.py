"""Problems of the spec as values: what, where, what was expected, how to mend it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Finding:
    """One problem of the spec at one place; `line` and `column` count from 1."""

    file: str
    line: int
    column: int
    rule: str
    message: str
    hint: str = ""
    level: str = "error"

    def __str__(self) -> str:
        hint = f"\n    → {self.hint}" if self.hint else ""
        return f"{self.file}:{self.line}:{self.column}: {self.level} {self.rule} {self.message}{hint}"


class SpecInvalid(Exception):
    """The spec has findings of level error; nothing was generated."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted(findings)
        super().__init__(f"{len(self.findings)} finding(s) in the spec")


def render(findings: Sequence[Finding], form: str) -> str:
    """The findings as `text`, `json` or `github` workflow annotations."""
    if form == "json":
        return json.dumps([asdict(f) for f in findings], ensure_ascii=False, indent=2)
    if form == "github":
        return "\n".join(_annotation(f) for f in findings)
    return "\n".join(str(f) for f in findings)


def _annotation(finding: Finding) -> str:
    file = escape(finding.file).replace(":", "%3A").replace(",", "%2C")
    place = f"file={file},line={finding.line},col={finding.column},title={finding.rule}"
    return f"::{finding.level} {place}::{escape(f'{finding.message} {finding.hint}'.strip())}"


def escape(text: str) -> str:
    """A text as the message of a workflow annotation."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
