"""Every rule of the spec has a fixture pair: `good` gives no finding at all, `bad` gives exactly expected.txt."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gdyb_generator import commands
from gdyb_generator.findings import render
from gdyb_generator.lint.registry import LOAD_RULES, rules
from gdyb_generator.load import load

HERE = Path(__file__).parent
CHECKED = {rule.id: rule for rule in rules()}
IDS = sorted([*LOAD_RULES, *CHECKED])


def overlay(fixture: Path, root: Path, bases: tuple[Path, ...] = (HERE / "_base",)) -> commands.Places:
    """The base spec with the files of a fixture, if any, laid over it; `removed.txt` names files to take away."""
    spec = root / "spec"
    for folder in (*bases, fixture) if fixture.exists() else bases:
        shutil.copytree(folder, spec, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.txt"))
    removed = fixture / "removed.txt"
    for name in removed.read_text(encoding="utf-8").split() if removed.exists() else ():
        (spec / name).unlink()
    return commands.Places.below(root)


def test_every_rule_has_fixtures_and_every_fixture_a_rule() -> None:
    folders = {path.name for path in HERE.iterdir() if path.is_dir() and not path.name.startswith(("_", "."))}
    assert folders == set(IDS)
    assert len(CHECKED) + len(LOAD_RULES) == len(rules()) + len(LOAD_RULES) == len(set(IDS))


def test_every_rule_says_in_one_sentence_what_it_is_for() -> None:
    purposes = [*LOAD_RULES.values(), *(rule.purpose for rule in rules())]
    assert all(text.endswith(".") and text[0].isupper() and len(text) < 120 for text in purposes)


def test_base_has_no_findings(tmp_path: Path) -> None:
    shutil.copytree(HERE / "_base", tmp_path / "spec")
    assert commands.lint(commands.Places.below(tmp_path)) == []


@pytest.mark.parametrize("rule", IDS)
def test_good(rule: str, tmp_path: Path) -> None:
    assert render(commands.lint(overlay(HERE / rule / "good", tmp_path)), "text") == ""


@pytest.mark.parametrize("rule", IDS)
def test_bad(rule: str, tmp_path: Path) -> None:
    findings = commands.lint(overlay(HERE / rule / "bad", tmp_path))
    expected = (HERE / rule / "bad" / "expected.txt").read_text(encoding="utf-8")
    assert render(findings, "text") + "\n" == expected
    assert rule in {finding.rule for finding in findings}


@pytest.mark.parametrize("rule", sorted(CHECKED))
def test_a_rule_reports_under_its_own_id_only(rule: str, tmp_path: Path) -> None:
    spec = load(overlay(HERE / rule / "bad", tmp_path).spec)
    assert {finding.rule for finding in CHECKED[rule].check(spec)} == {rule}
