"""Every rule of the spec has a case: its good side gives no finding at all, its bad side exactly what it expects."""

from __future__ import annotations

from pathlib import Path

import pytest

from gdyb_generator.cli import commands
from gdyb_generator.lint.registry import LOAD_RULES, rules
from gdyb_generator.spec.findings import render
from gdyb_generator.spec.load import load
from support.absent import not_here
from support.cases import read_cases, read_tree, write_tree
from support.places import RULES_BASE

HERE = Path(__file__).parent
CHECKED = {rule.id: rule for rule in rules()}
IDS = sorted([*LOAD_RULES, *CHECKED])
BASE = read_tree(RULES_BASE)
CASES = read_cases(HERE / "cases", "good", "bad")


def places(rule: str, root: Path, *sides: str) -> commands.Places:
    """The base after the edits of a case; the bad side stands on the good one."""
    files = CASES[rule].tree(BASE, *sides)
    if len({name.casefold() for name in files}) < len(files) and folds_case(root):
        not_here("names that differ by case alone are one file here")
    write_tree(files, root / "spec")
    return commands.Places.below(root)


def folds_case(folder: Path) -> bool:
    """Whether capital and small letters make no difference for names of files."""
    (folder / "case").touch()
    return (folder / "CASE").exists()


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert set(CASES) == set(IDS)
    assert len(CHECKED) + len(LOAD_RULES) == len(rules()) + len(LOAD_RULES) == len(set(IDS))


def test_every_rule_says_in_one_sentence_what_it_is_for() -> None:
    purposes = [*LOAD_RULES.values(), *(rule.purpose for rule in rules())]
    assert all(text.endswith(".") and text[0].isupper() and len(text) < 120 for text in purposes)


def test_base_has_no_findings(tmp_path: Path) -> None:
    write_tree(BASE, tmp_path / "spec")
    assert commands.lint(commands.Places.below(tmp_path)) == []


@pytest.mark.parametrize("rule", IDS)
def test_good(rule: str, tmp_path: Path) -> None:
    assert render(commands.lint(places(rule, tmp_path, "good")), "text") == ""


@pytest.mark.parametrize("rule", IDS)
def test_bad(rule: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    findings = commands.lint(places(rule, tmp_path, "good", "bad"))
    text = render(findings, "text") + "\n"
    if request.config.getoption("--update-golden"):
        CASES[rule].rewrite(text)
    else:
        assert text == CASES[rule].expected
    assert rule in {finding.rule for finding in findings}


@pytest.mark.parametrize("rule", sorted(CHECKED))
def test_a_rule_reports_under_its_own_id_only(rule: str, tmp_path: Path) -> None:
    spec = load(places(rule, tmp_path, "good", "bad").spec)
    assert {finding.rule for finding in CHECKED[rule].check(spec)} == {rule}
