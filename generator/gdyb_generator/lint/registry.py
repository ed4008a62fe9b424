"""Which rules there are and how they are run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from gdyb_generator.findings import Finding
from gdyb_generator.load import Spec


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: its id, one sentence on its purpose, and the function that finds departures."""

    id: str
    purpose: str
    check: Callable[[Spec], Iterator[Finding]]


# What load.py already finds; here so that every id has a purpose and fixtures.
LOAD_RULES = {
    "YAML_SYNTAX": "A file that is not YAML is named with the place of the error.",
    "YAML_ENCODING": "Spec files are UTF-8.",
    "YAML_DUPLICATE_KEY": "A key written twice would silently lose the first value.",
    "YAML_SCALAR": "Unquoted 01, Y or 3260 would be read as another type than text.",
    "SPEC_FILE_MISSING": "Every part of the platform's description has its file.",
    "SPEC_FILE_UNKNOWN": "A file at a place nobody reads would be ignored.",
    "SPEC_KEY_UNKNOWN": "A key nobody reads is a typing error.",
    "SPEC_KEY_MISSING": "A record needs its keys.",
    "SPEC_VALUE": "A value outside its list or of another type can't be used.",
}


@cache
def rules() -> tuple[Rule, ...]:
    """All rules that look at a loaded spec, in the order in which they run."""
    from gdyb_generator.lint import codes, fields, names, sources, structure

    return (*fields.RULES, *codes.RULES, *structure.RULES, *names.RULES, *sources.RULES)


def lint(spec: Spec) -> list[Finding]:
    """All findings of loading and of every rule, sorted by place."""
    found = list(spec.findings)
    for rule in rules():
        found.extend(rule.check(spec))
    return sorted(set(found))
