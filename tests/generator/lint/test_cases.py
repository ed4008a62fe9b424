"""What has no meaning in a case file is an error, and an expectation is rewritten in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.cases import Case, Tree, parse
from support.edits import patch

CASES = """# Lengths

```yaml base own.yaml
a: 1
```

## FIRST
A sentence.
```diff new
--- b.yaml
-b: 1
+b: 2
```
    b: from 1
        to 2

## SECOND reverses FIRST
    b: from 2
"""
BASE = {"b.yaml": b"b: 1\n"}


def cases(text: str) -> dict[str, Case]:
    return {case.rule: case for case in parse(Path("lengths.md"), text, ("old", "new"))}


def test_edits_of_both_sides() -> None:
    first, second = cases(CASES).values()
    with_file: Tree = {**BASE, "own.yaml": b"a: 1\n"}
    assert first.tree(BASE, "old") == second.tree(BASE, "new") == with_file
    assert first.tree(BASE, "new") == second.tree(BASE, "old") == with_file | {"b.yaml": b"b: 2\n"}
    assert first.expected == "b: from 1\n    to 2\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("```diff new", "```diff bad"),
        ("```diff new", "```diff"),
        ("```diff new", "```toml new b.toml"),
        ("```yaml base own.yaml", "```yaml new own.yaml"),
        ("```yaml base own.yaml", "```yaml base"),
        ("## FIRST", "## First"),
        ("## SECOND", "## FIRST"),
        ("reverses FIRST", "of FIRST"),
        (" reverses FIRST", ""),
        ("    b: from 1", "b: from 1"),
        ("+b: 2\n```", "+b: 2"),
        ("A sentence.\n", "```yaml new c.yaml\n"),
    ],
)
def test_what_has_no_meaning_fails(old: str, new: str) -> None:
    assert old in CASES
    with pytest.raises(ValueError):
        cases(CASES.replace(old, new))


@pytest.mark.parametrize("old", ["--- b.yaml\n", "-b: 1"])
def test_edits_of_nothing_fail(old: str) -> None:
    case = cases(CASES.replace(old, old.replace("b", "c").removeprefix("--- c.yaml\n")))["FIRST"]
    with pytest.raises(ValueError) as failed:
        case.tree(BASE, "new")
    assert failed.value.__notes__ == ["lengths.md: FIRST"]


@pytest.mark.parametrize(
    ("hunks", "after"),
    [
        ("-a: {x: 1, …\n+a: {x: 2, …", "a: {x: 2, y: 1}\nb: 1\nc: 1\nb: 2\n"),
        ("-a: …1}\n+a: …2}", "a: {x: 1, y: 2}\nb: 1\nc: 1\nb: 2\n"),
        (" c: 1\n+d: 1\n b: 1\n-c: 1", "a: {x: 1, y: 1}\nb: 1\nd: 1\nb: 2\n"),
        ("-b: 1\n@@\n-b: 2", "a: {x: 1, y: 1}\nc: 1\n"),
        ("-b: …", None),
        ("-: 1", None),
        ("-d: 1", None),
        ("+d: 1", None),
        ("-a: …\n+a: 1", None),
        ("-b: 1\n-b: 2", None),
        ("-b: 1\nb: 3", None),
    ],
)
def test_hunks(hunks: str, after: str | None) -> None:
    before = "a: {x: 1, y: 1}\nb: 1\nc: 1\nb: 2\n"
    if after is None:
        with pytest.raises(ValueError):
            patch(before, hunks.split("\n"))
    else:
        assert patch(before, hunks.split("\n")) == after


def test_an_expectation_is_rewritten_in_its_place(tmp_path: Path) -> None:
    file = tmp_path / "lengths.md"
    file.write_text(CASES, encoding="utf-8", newline="\n")
    first, second = parse(file, CASES, ("old", "new"))
    second.rewrite("b: from 3\nto 4\n")
    first.rewrite("x\n")
    expected = CASES.replace("    b: from 1\n        to 2\n", "    x\n").replace(
        "    b: from 2\n", "    b: from 3\n    to 4\n"
    )
    assert file.read_text(encoding="utf-8") == expected
