"""Every rule of the comparison has a pair of editions that gives exactly expected.txt."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_rules import overlay

from gdyb_generator import ir
from gdyb_generator.diff.change import Change
from gdyb_generator.diff.compare import UNCLASSIFIED, compare_items, rules
from gdyb_generator.diff.facts import facts
from gdyb_generator.diff.surface import names_of, unexplained
from gdyb_generator.emit.surface import emit_surface
from gdyb_generator.load import load
from gdyb_generator.passes.resolve import resolve

HERE = Path(__file__).parent
BASES = (HERE.parent / "golden" / "spec", HERE / "_base")
RULES = {rule.id: rule for rule in rules()}
LONGEST_PURPOSE = 120


def edition(fixture: Path, root: Path) -> ir.Package:
    spec = load(overlay(fixture, root, BASES).spec)
    assert spec.findings == []
    return resolve(spec)


def recorded(fixture: Path, made: str) -> str:
    """What a generator of its time wrote down: what today's makes, with the lines of surface.txt for the same names."""
    file = fixture / "surface.txt"
    own = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    names = {name for line in own for name in names_of(line)}
    return "".join(f"{line}\n" for line in [*own, *(x for x in made.splitlines() if not names & names_of(x).keys())])


def changes(rule: str, root: Path) -> list[Change]:
    sides = ("old", "new")
    packages = [edition(HERE / rule / side, root / side) for side in sides]
    made = [emit_surface(package) for package in packages]
    surfaces = [recorded(HERE / rule / side, text) for side, text in zip(sides, made, strict=True)]
    public = unexplained((surfaces[0], surfaces[1]), (made[0], made[1]))
    old, new = (facts(package) | names for package, names in zip(packages, public, strict=True))
    return compare_items(old, new)


def test_every_rule_has_a_fixture_and_every_fixture_a_rule() -> None:
    folders = {path.name for path in HERE.iterdir() if path.is_dir() and path.name.isupper()}
    assert folders == set(RULES)
    assert len(RULES) == len(rules())


def test_every_rule_says_in_one_sentence_what_it_is_for() -> None:
    purposes = [rule.purpose for rule in (*rules(), UNCLASSIFIED)]
    assert all(text.endswith(".") and text[0].isupper() and len(text) < LONGEST_PURPOSE for text in purposes)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_rule(rule: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    found = changes(rule, tmp_path)
    text = "".join(f"{change}\n" for change in found)
    expected = HERE / rule / "expected.txt"
    if request.config.getoption("--update-golden", default=False):
        expected.write_text(text, encoding="utf-8", newline="\n")
    assert text == expected.read_text(encoding="utf-8")
    seen = {change.rule: change.level for change in found}
    assert seen[rule] is RULES[rule].level
    assert UNCLASSIFIED.id not in seen
    directions = {change.place.direction for change in found if change.rule == rule}
    assert RULES[rule].direction == "both" or directions == {RULES[rule].direction}


def test_messages_are_chinese() -> None:
    """A cell that a message names has a word of its own."""
    texts = [(HERE / rule / "expected.txt").read_text(encoding="utf-8") for rule in RULES]
    assert [line for text in texts for line in text.splitlines() if re.search("：[@a-z_.]+由 ", line)] == []
