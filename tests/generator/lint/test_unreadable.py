"""Files that are not the YAML we want: each gives findings with file, line and column and exit code 1, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from gdyb_generator.cli import commands
from gdyb_generator.cli.app import app
from support.cases import read_tree, write_tree
from support.places import RULES_BASE

BASE = read_tree(RULES_BASE)
FILE = "dictionaries/flag.yaml"
TEXT = BASE[FILE].decode()


def value(text: str) -> str:
    """The dictionary with another scalar as its first code."""
    return TEXT.replace('"0"', text)


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

CASES: dict[str, tuple[str | bytes, list[str]]] = {
    "leading zero": (value("01"), ["5:12 YAML_SCALAR"]),
    "number": (value("3260"), ["5:12 YAML_SCALAR"]),
    "long number": (value("9" * 5000), ["5:12 YAML_SCALAR"]),
    "negative number": (value("-1"), ["5:12 YAML_SCALAR"]),
    "number with separators": (value("1_000"), ["5:12 YAML_SCALAR"]),
    "sexagesimal": (value("12:30"), ["5:12 YAML_SCALAR"]),
    "decimal": (value("1.0"), ["5:12 YAML_SCALAR"]),
    "infinity": (value(".inf"), ["5:12 YAML_SCALAR"]),
    "date": (value("2020-12-01"), ["5:12 YAML_SCALAR"]),
    "Y": (value("Y"), ["5:12 YAML_SCALAR"]),
    "n": (value("n"), ["5:12 YAML_SCALAR"]),
    "yes": (value("yes"), ["5:12 YAML_SCALAR"]),
    "Off": (value("Off"), ["5:12 YAML_SCALAR"]),
    "true": (value("true"), ["5:12 YAML_SCALAR"]),
    "True": (value("True"), ["5:12 YAML_SCALAR"]),
    "nothing": (value(""), ["5:12 SPEC_VALUE"]),
    "tilde": (value("~"), ["5:12 SPEC_VALUE"]),
    "tag": (value('!!str "0"'), ["5:12 YAML_NOT_PLAIN"]),
    "python tag": (value("!!python/name:os.system x"), ["5:12 YAML_NOT_PLAIN"]),
    "text for a boolean": (TEXT.replace("line: 73", 'line: 73\nopen: "true"'), ["4:7 SPEC_VALUE"]),
    "text for a number": (TEXT.replace("line: 73", 'line: "73"'), ["3:7 SPEC_VALUE"]),
    "list for a text": (value("[1]"), ["5:12 SPEC_VALUE"]),
    "neither code nor name": (
        TEXT.replace('code: "0", ', "", 1).replace(', name: "NO"', "", 1),
        ["5:5 SPEC_KEY_MISSING"],
    ),
    "mapping for a list": (TEXT[: TEXT.index("values:")] + "values: {code: x}\n", ["4:9 SPEC_VALUE"]),
    "list for a record": ("- dictionary: flag\n", ["1:1 SPEC_VALUE"]),
    "text for a record": ("flag\n", ["1:1 SPEC_VALUE"]),
    "null for a record": ("---\n", ["2:1 SPEC_VALUE"]),
    "syntax": (TEXT.replace("label: 标志", "label: [标志"), ["3:5 YAML_SYNTAX"]),
    "open quote": (value('"0'), ["5:33 YAML_SYNTAX"]),
    "tab": (TEXT.replace("  - {code", "\t- {code", 1), ["5:1 YAML_SYNTAX"]),
    "duplicate key": (TEXT + "label: 别的\n", ["7:1 YAML_DUPLICATE_KEY"]),
    "number key": (TEXT + "1: x\n", ["7:1 SPEC_KEY_UNKNOWN"]),
    "null key": (TEXT + ": x\n", ["7:1 YAML_SYNTAX"]),
    "list key": (TEXT + "? [a, b]\n: x\n", ["7:3 YAML_NOT_PLAIN"]),
    "merge key": (TEXT + "<<: {line: 1}\n", ["7:1 SPEC_KEY_UNKNOWN"]),
    "alias": (TEXT.replace("标志", "&a 标志").replace("否", "*a"), ["5:24 YAML_NOT_PLAIN"]),
    "anchor without alias": (TEXT.replace("标志", "&a 标志"), []),
    "anchor that holds itself": ("a: &a [*a]\n", ["1:8 YAML_NOT_PLAIN"]),
    "unknown alias": ("a: *a\n", ["1:4 YAML_NOT_PLAIN"]),
    "bomb of aliases": (BOMB, ["2:8 YAML_NOT_PLAIN"]),
    "deep list": ("[" * 5000, ["1:17 YAML_SYNTAX"]),
    "very deep list": ("- " * 500_000, ["1:33 YAML_SYNTAX"]),
    "deep mapping": ("".join(" " * n + "a:\n" for n in range(3000)), ["17:17 YAML_SYNTAX"]),
    "empty": ("", ["1:1 YAML_SYNTAX"]),
    "only a comment": ("# nothing\n", ["1:1 YAML_SYNTAX"]),
    "two documents": (TEXT + "---\n" + TEXT, ["7:1 YAML_SYNTAX"]),
    "GBK": (TEXT.encode("gbk"), ["2:8 YAML_ENCODING"]),
    "UTF-16": (TEXT.encode("utf-16"), ["1:1 YAML_ENCODING"]),
    "binary": (bytes(range(256)) * 20, ["2:118 YAML_ENCODING"]),
    "NUL": (TEXT.replace("标志", "标\0志"), ["2:9 YAML_CONTROL"]),
    "escaped NUL": (value('"\\0"'), ["5:12 YAML_CONTROL"]),
    "escape sequence": (value('"\\e[31m"'), ["5:12 YAML_CONTROL"]),
    "lone surrogate": (value('"\\ud800"'), ["5:15 YAML_SYNTAX"]),
    "byte order mark": (TEXT.encode("utf-8-sig"), []),
    "CRLF": (TEXT.replace("\n", "\r\n"), []),
    "CRLF with a mistake": (value("01").replace("\n", "\r\n"), ["5:12 YAML_SCALAR"]),
    "version": ("%YAML 9.9\n---\n" + TEXT, ["1:1 YAML_SYNTAX"]),
}


@pytest.mark.parametrize("name", CASES)
def test_unreadable(name: str, tmp_path: Path) -> None:
    content, expected = CASES[name]
    write_tree(BASE, tmp_path / "spec")
    (tmp_path / "spec" / FILE).write_bytes(content if isinstance(content, bytes) else content.encode())
    found = commands.lint(commands.Places.below(tmp_path))
    assert [f"{f.line}:{f.column} {f.rule}" for f in found if f.file == f"spec/{FILE}"] == expected
    assert {f.file for f in found} <= {f"spec/{FILE}"}, "a broken file must not cause findings elsewhere"
    result = CliRunner().invoke(app, ["lint", "--root", str(tmp_path)])
    assert result.exit_code == bool(expected), result.output
    assert "Traceback" not in result.output
    assert ("spec/" + FILE in result.stdout) == bool(expected)


def test_a_folder_called_like_a_file_is_no_file(tmp_path: Path) -> None:
    write_tree(BASE, tmp_path / "spec")
    (tmp_path / "spec" / "interfaces" / "9003.yaml").mkdir()
    assert commands.lint(commands.Places.below(tmp_path)) == []


def test_an_empty_spec_lists_every_missing_file(tmp_path: Path) -> None:
    (tmp_path / "spec").mkdir()
    found = commands.lint(commands.Places.below(tmp_path))
    assert {f.rule for f in found} == {"SPEC_FILE_MISSING"}
    assert len(found) == 9
