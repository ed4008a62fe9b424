"""Every rule of the comparison has a case: two editions and exactly what is printed of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gdyb_generator import ir
from gdyb_generator.diff.change import Change
from gdyb_generator.diff.compare import UNCLASSIFIED, compare_items, rules
from gdyb_generator.diff.facts import facts
from gdyb_generator.diff.surface import names_of, unexplained
from gdyb_generator.emit.python.surface import emit_surface
from gdyb_generator.resolve.package import resolve
from gdyb_generator.spec.load import load
from support import places
from support.cases import Case, Tree, read_cases, read_tree, write_tree

HERE = Path(__file__).parent
BASE = read_tree(places.GOLDEN / "spec", HERE / "_base")
CASES = read_cases(HERE / "cases", "old", "new")
# The file of a case that stands for public names.
SURFACE = "surface.txt"
RULES = {rule.id: rule for rule in rules()}
LONGEST_PURPOSE = 120


def edition(files: Tree, root: Path) -> ir.Package:
    spec = load(write_tree(files, root))
    assert spec.findings == []
    return resolve(spec)


def recorded(own: list[str], made: str) -> str:
    """What a generator of its time wrote down: what today's makes, with lines of its own for the same names."""
    names = {name for line in own for name in names_of(line)}
    return "".join(f"{line}\n" for line in [*own, *(x for x in made.splitlines() if not names & names_of(x).keys())])


def changes(case: Case, root: Path) -> list[Change]:
    sides = {side: case.tree(BASE, side) for side in ("old", "new")}
    own = [files.pop(SURFACE, b"").decode().splitlines() for files in sides.values()]
    packages = [edition(files, root / side) for side, files in sides.items()]
    made = [emit_surface(package) for package in packages]
    surfaces = [recorded(lines, text) for lines, text in zip(own, made, strict=True)]
    public = unexplained((surfaces[0], surfaces[1]), (made[0], made[1]))
    old, new = (facts(package) | names for package, names in zip(packages, public, strict=True))
    return compare_items(old, new)


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert set(CASES) == set(RULES)
    assert len(RULES) == len(rules())


def test_every_rule_says_in_one_sentence_what_it_is_for() -> None:
    purposes = [rule.purpose for rule in (*rules(), UNCLASSIFIED)]
    assert all(text.endswith(".") and text[0].isupper() and len(text) < LONGEST_PURPOSE for text in purposes)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_rule(rule: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    found = changes(CASES[rule], tmp_path)
    text = "".join(f"{change}\n" for change in found)
    if request.config.getoption("--update-golden"):
        CASES[rule].rewrite(text)
    else:
        assert text == CASES[rule].expected
    seen = {change.rule: change.level for change in found}
    assert seen[rule] is RULES[rule].level
    assert UNCLASSIFIED.id not in seen
    directions = {change.place.direction for change in found if change.rule == rule}
    assert RULES[rule].direction == "both" or directions == {RULES[rule].direction}


def test_messages_are_chinese() -> None:
    """A cell that a message names has a word of its own."""
    lines = [line for case in CASES.values() for line in case.expected.splitlines()]
    assert lines
    assert [line for line in lines if re.search("：[@a-z_.]+由 ", line)] == []
