"""What is printed of a comparison, what the accept file may say, and which version follows."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from gdyb_generator.cli.app import app
from gdyb_generator.diff.accept import judge, parse
from gdyb_generator.diff.change import Change, Level, Place
from gdyb_generator.diff.render import render_verdict
from gdyb_generator.diff.version import Version, changelog, latest_tag, next_version, parse_version, step_of
from support import places
from support.cases import read_cases, read_tree, write_tree

HERE = Path(__file__).parent
BASE = read_tree(places.GOLDEN / "spec")
TODAY = date(2026, 6, 1)


def change(level: Level = Level.REFUSED, key: str = "9001/input/data/sn", rule: str = "SOME_RULE") -> Change:
    place = Place(
        key=key, title="9001 查询 输入 data.sn（流水号）", file="interfaces/9001.yaml", infno="9001", field="sn"
    )
    return Change(rule=rule, level=level, place=place, old="a|b", new="<c>\nd", message="由 a|b 改为 <c>\nd")


def entry(**cells: str) -> str:
    values = {"rule": '"SOME_RULE"', "place": '"9001/input/data/sn"', "reason": '"说好的"', "expires": "2026-06-01"}
    return "[[accepted]]\n" + "".join(f"{key} = {value}\n" for key, value in (values | cells).items() if value)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (entry(), []),
        (entry(place='"9001/*"'), []),
        (entry(expires="2026-05-31"), ["ACCEPT_EXPIRED"]),
        (entry(rule='"OTHER"'), ["ACCEPT_UNUSED"]),
        (entry(reason=""), ["ACCEPT_FORM"]),
        (entry(reason='" "'), ["ACCEPT_FORM"]),
        (entry(expires='"2026-06-01"'), ["ACCEPT_FORM"]),
        (entry(expires="2026-06-01T00:00:00"), ["ACCEPT_FORM"]),
        (entry(why='"x"'), ["ACCEPT_FORM"]),
        ("accepted = 1", ["ACCEPT_FORM"]),
        ("accepted = [1]", ["ACCEPT_FORM"]),
        ("other = 1", ["ACCEPT_FORM"]),
        ("[[accepted", ["ACCEPT_SYNTAX"]),
        (entry(reason='"\udcb9"'), ["ACCEPT_SYNTAX"]),
        ("", []),
    ],
)
def test_accept_file(text: str, rules: list[str]) -> None:
    entries, said = parse(text.encode("utf-8", "surrogateescape"))
    verdict = judge([change()], entries, TODAY, said=said)
    assert [finding.rule for finding in verdict.findings] == rules
    assert (verdict.undeclared == ()) == (text in {entry(), entry(place='"9001/*"')})
    assert verdict.is_clean == (text in {entry(), entry(place='"9001/*"')})


def test_additions_and_texts_need_no_declaration() -> None:
    assert judge([change(Level.ADDITION), change(Level.TEXT)], [], TODAY).is_clean


@pytest.mark.parametrize(
    ("levels", "before", "after"),
    [
        ([], "0", "0.3.1"),
        ([Level.TEXT], "0", "0.3.2"),
        ([Level.ADDITION], "0", "0.4.0"),
        ([Level.MISREAD, Level.TEXT], "0", "0.4.0"),
        ([Level.BREAKING], "0", "0.4.0"),
        ([Level.TEXT], "2", "2.3.2"),
        ([Level.ADDITION], "2", "2.4.0"),
        ([Level.MISREAD], "2", "2.4.0"),
        ([Level.REFUSED], "2", "3.0.0"),
        ([Level.BREAKING], "2", "3.0.0"),
    ],
)
def test_step(levels: list[Level], before: str, after: str) -> None:
    version = Version(int(before), 3, 1)
    assert str(next_version(version, step_of([change(level) for level in levels], version))) == after


def test_tags_follow_version_order() -> None:
    tags = ["v0.9.0", "v0.10.0rc1", "v0.10.0", "v0.10.0b2", "vendor", "0.99.0", "v1", "v1.2.3.4"]
    assert latest_tag(tags) == "v0.10.0"
    assert latest_tag(["vendor"]) == ""
    assert str(parse_version("v0.10.0rc1")) == "0.10.0rc1"


def test_changelog_is_in_both_languages() -> None:
    assert changelog([change(), change(Level.TEXT)], "0.4.0") == (
        "## 0.4.0\n\n"
        "### 平台可能拒绝旧的请求 · Old requests may be refused\n\n"
        "- 9001 查询 输入 data.sn（流水号）：由 a|b 改为 <c> d\n"
        "  `9001/input/data/sn` – some rule: `a|b` → `<c> d`\n\n"
        "### 文字 · Wording\n\n"
        "- 1 处文字、来源或勘误有变化。\n"
        "  1 cell of wording, source or errata changed.\n"
    )
    assert "没有变化" in changelog([], "0.3.1")


def test_forms() -> None:
    entries, _ = parse(entry(rule='"*"').encode())
    verdict = judge([change(), change(key="9002", rule="X")], entries, TODAY)
    content = json.loads(render_verdict(verdict, "json"))
    assert [c["accepted"] for c in content["changes"]] == ["说好的", None]
    assert content["undeclared"] == 1
    assert content["changes"][0]["new"] == "<c>\nd"
    markdown = render_verdict(verdict, "markdown").splitlines()
    assert markdown[0] == "## 平台可能拒绝我们的请求（2）"
    assert r"a\|b | \<c\> d" in markdown[4]
    annotations = render_verdict(verdict, "github", lambda change: 7).splitlines()
    assert annotations[0].startswith("::notice file=spec/interfaces/9001.yaml,line=7,title=SOME_RULE::")
    assert annotations[1].startswith("::error ")
    assert render_verdict(judge([], [], TODAY), "markdown") == "没有变化。"


@pytest.mark.parametrize("form", ["text", "json", "markdown", "github"])
def test_command(form: str, tmp_path: Path) -> None:
    case = read_cases(HERE / "cases", "old", "new")["WINDOW_CHANGED"]
    folders = [str(write_tree(case.tree(BASE, side), tmp_path / side)) for side in ("old", "new")]
    done = CliRunner().invoke(app, ["diff", *folders, "--format", form])
    assert done.exit_code == 1
    assert "WINDOW_CHANGED" in done.stdout
    assert ("line=20" in done.stdout) == (form == "github")
    same = CliRunner().invoke(app, ["diff", folders[0], folders[0], "--format", form])
    assert same.exit_code == 0


@pytest.mark.parametrize("arguments", [[], ["x"], ["x", "y", "--against-release"], ["x", "y", "--accept", "nowhere"]])
def test_unclear_requests_are_refused(arguments: list[str]) -> None:
    done = CliRunner().invoke(app, ["diff", *arguments])
    assert done.exit_code == 2
    assert "Traceback" not in done.output
