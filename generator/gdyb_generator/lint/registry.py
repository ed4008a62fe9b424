"""Which rules there are and how they are run."""

from __future__ import annotations

from dataclasses import replace

from gdyb_generator.cities.overlay import overlaid
from gdyb_generator.lint import (
    codes,
    conditions,
    evidence,
    fields,
    files,
    formats,
    identification,
    names,
    overlays,
    procedures,
    protocol,
    readers,
    settlement,
    sources,
    structure,
    vocabulary,
)
from gdyb_generator.lint.rule import Rule
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.load import Spec

# What load.py already finds; here so that every id has a purpose and fixtures.
LOAD_RULES = {
    "YAML_SYNTAX": "A file that is not YAML is named with the place of the error.",
    "YAML_ENCODING": "Spec files are UTF-8.",
    "YAML_DUPLICATE_KEY": "A key written twice would silently lose the first value.",
    "YAML_SCALAR": "Unquoted 01, Y or 3260 would be read as another type than text.",
    "YAML_NOT_PLAIN": "Aliases, tags and nested keys would hide rows from a reviewer who compares them one by one.",
    "YAML_CONTROL": "Invisible characters would end up in generated code and on screens.",
    "SPEC_FILE_MISSING": "Every part of the platform's description has its file.",
    "SPEC_FILE_UNKNOWN": "A file at a place nobody reads would be ignored.",
    "SPEC_KEY_UNKNOWN": "A key nobody reads is a typing error.",
    "SPEC_KEY_MISSING": "A record needs its keys.",
    "SPEC_VALUE": "A value outside its list or of another type can't be used.",
}


_FAMILIES = (
    fields,
    formats,
    codes,
    structure,
    conditions,
    identification,
    settlement,
    procedures,
    readers,
    names,
    files,
    sources,
    evidence,
    protocol,
    overlays,
    vocabulary,
)


def rules() -> tuple[Rule, ...]:
    """All rules that look at a loaded spec, in the order in which they run."""
    return tuple(rule for family in _FAMILIES for rule in family.RULES)


def lint(spec: Spec) -> list[Finding]:
    """All findings of loading and of every rule, sorted by place."""
    findings = list(spec.findings)
    for rule in rules():
        findings.extend(rule.check(spec))
    return sorted(set(findings))


def findings_of(spec: Spec) -> list[Finding]:
    """What the spec has, or, when it has nothing, what it would have with the tables of one of the cities."""
    findings = lint(spec)
    if not findings:
        for _, record in spec.overlays():
            if record.changes_tables:
                note = f"（套用 overlays/{record.overlay}.yaml 之后）"
                of_city = lint(overlaid(spec, record.overlay))
                findings += [replace(f, message=f.message + note) for f in of_city]
    return sorted(findings)
