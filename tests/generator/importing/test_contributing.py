"""The worked example of CONTRIBUTING.md, run as it stands there: from a Word file to the tag of the release."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support.edits import ELIDED, patch
from support.importing.edition import write_edition
from support.places import ROOT

SECTION = "## A new edition: import, generate, diff, check"
IDENTITY = {f"GIT_{who}_{what}": text for who in ("AUTHOR", "COMMITTER") for what, text in (("NAME", "maintainer"), ("EMAIL", "maintainer@example.org"))}  # fmt: skip
BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """A block of the section: a command with the output it shows, a change to a file, or a new file."""

    kind: str
    text: str
    shown: tuple[str, ...] = ()
    status: int = 0


def steps() -> Iterator[Step]:
    """The blocks of the section in their order."""
    section = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition(SECTION)[2].partition("\n##")[0]
    for _, kind, body in BLOCK.findall(section):
        text = textwrap.dedent(body)
        if kind != "console":
            yield Step(kind, text)
            continue
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            command, *shown = part.rstrip("\n").split("\n")
            command, _, note = command.partition("  # ends with ")
            yield Step(kind, command, tuple(shown), int(note[:1] or 0))


def print_anew(infno: str, content: dict[str, Any]) -> None:
    """What the section says that the edition changes."""
    if infno == "3260":
        next(row for row in content["output"][0]["fields"] if row["name"] == "medins_no")["length"] = "24"
    if infno == "3262":
        content["input"][0]["fields"].append({"name": "memo", "label": "备注", "type": "字符型", "required": "N"})


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of this checkout, released as v0.1.0, with the tools in .venv and the edition beside them."""
    if os.name == "nt" or shutil.which("git") is None or shutil.which("make") is None:
        pytest.skip("needs git, make and symbolic links")
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        encoding="utf-8",
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    root = tmp_path / "gdyb"
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, root / name)
    (root / "spec-changes.toml").unlink(missing_ok=True)
    project = root / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    project.write_text(re.sub(r'(?m)^version = ".*"$', 'version = "0.1.0"', text, count=1), encoding="utf-8")
    (root / ".venv").mkdir()
    (root / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "Release v0.1.0"], ["tag", "v0.1.0"]):
        run(root, ["git", *command])
    # Newer than any pyproject.toml of this test, so that make does not install anything.
    stamp = root / ".venv" / ".installed-dev"
    stamp.touch()
    os.utime(stamp, (4e9, 4e9))
    write_edition(root / "新版.docx", print_anew)
    return root


def run(root: Path, command: list[str]) -> tuple[int, str]:
    """The exit code of a command and what it printed."""
    path = os.pathsep.join([str(root / ".venv" / "bin"), os.environ["PATH"]])
    environment = {**os.environ, **IDENTITY, "PATH": path, "GIT_CONFIG_GLOBAL": os.devnull, "COLUMNS": "200"}
    done = subprocess.run(
        command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    return done.returncode, done.stdout


def check_shown(printed: str, shown: tuple[str, ...], command: str) -> None:
    """The lines that the section shows are printed, in that order; … stands for anything."""
    if shown:
        pieces = [re.escape(line).replace(ELIDED, ".*") for line in shown if line != ELIDED]
        assert all(re.search(f"(?m)^{piece}$", printed) for piece in pieces), f"{command}\n{printed}"
        assert re.search("(?s)" + ".*".join(f"^{piece}$" for piece in pieces), printed, re.MULTILINE), command


def change(root: Path, text: str) -> None:
    """Applies a change: lines that stand in the file once are replaced."""
    first, *lines = text.rstrip("\n").split("\n")
    path = root / first.removeprefix("--- ")
    path.write_text(patch(path.read_text(encoding="utf-8"), lines), encoding="utf-8")


def test_the_worked_example(checkout: Path) -> None:
    commands = []
    for step in steps():
        if step.kind == "console":
            status, printed = run(checkout, shlex.split(step.text))
            assert status == step.status, f"{step.text}\n{printed}"
            check_shown(printed, step.shown, step.text)
            commands.append(step.text)
        elif step.kind == "diff":
            change(checkout, step.text)
        else:
            (checkout / "spec-changes.toml").write_text(step.text, encoding="utf-8")
    words = " ".join(commands)
    for command in ("import", "lint", "generate", "diff --against-release", "--html", "--changelog", "make check"):
        assert command in words
    page = (checkout / "对照.html").read_text(encoding="utf-8")
    assert "medins_no" in page and "核对人" in page
    surface = (checkout / "generated" / "gdyb" / "_surface.txt").read_text(encoding="utf-8")
    assert "memo" in surface
    kept = (checkout / "spec" / "interfaces" / "3262.yaml").read_text(encoding="utf-8")
    assert "operation: revoke_clearing_confirmation" in kept and "errata: [T30, T31]" in kept
