"""A changed edition, from the tables to the declared release, and again, in a small checkout with release tags.

CONTRIBUTING.md's worked example itself runs in tests/generator/importing/test_contributing.py.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gdyb_generator.cli.app import app
from support import places
from support.cases import read_tree, write_tree

HERE = Path(__file__).parent
BASE = read_tree(places.GOLDEN / "spec")
PYPROJECT = '[project]\nname = "gdyb"\nversion = "0.3.0"\n'
PRINTED = "{name: note, label: 备注, type: 字符型, length: "
IDENTITY = ("-c", "user.name=maintainer", "-c", "user.email=maintainer@example.org", "-c", "commit.gpgsign=false")
ACCEPTED = """
[[accepted]]
rule = "REPLY_LENGTH_GROWN"
place = "9001/output/fsDataOut/note"
reason = "新版印出 300；数据库列已加长"
expires = 2999-12-31
"""


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), *IDENTITY, *arguments], capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def release(root: Path, tag: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", f"Release {tag}")
    git(root, "tag", tag)


def print_anew(root: Path, length: str = "300") -> None:
    file = root / "spec" / "interfaces" / "9001.yaml"
    text = file.read_text(encoding="utf-8")
    changed = re.sub(re.escape(PRINTED) + '"[0-9]+"', f'{PRINTED}"{length}"', text)
    assert changed != text
    file.write_text(changed, encoding="utf-8", newline="\n")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout of a small spec, generated and released as v0.3.0; an older and a greater tag stand beside it."""
    if shutil.which("git") is None:
        pytest.skip("no git on the PATH")
    root = tmp_path / "检出 1"
    write_tree(BASE, root / "spec")
    (root / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8", newline="\n")
    git(tmp_path, "init", "-q", str(root))
    release(root, "v0.2.9")
    assert run("generate", "--root", str(root)).exit_code == 0
    release(root, "v0.3.0")
    git(root, "tag", "v0.10.0rc", "HEAD~1")
    return root


def test_generate_diff_check(checkout: Path) -> None:
    root = ("--root", str(checkout))
    assert run("diff", "--against-release", *root).exit_code == 0
    print_anew(checkout)

    assert run("check", *root).exit_code == 1, "the package still says the old length"
    assert run("generate", *root).exit_code == 0
    assert run("check", *root).exit_code == 0

    page = checkout / "差异.html"
    undeclared = run("diff", "--against-release", *root, "--html", str(page))
    assert undeclared.exit_code == 1
    assert "9001/output/fsDataOut/note: misread REPLY_LENGTH_GROWN" in undeclared.stdout
    assert "建议的版本：0.3.0 → 0.4.0（minor）" in undeclared.stderr
    assert "核对人" in page.read_text(encoding="utf-8")

    (checkout / "spec-changes.toml").write_text(ACCEPTED, encoding="utf-8", newline="\n")
    early = run("diff", "--against-release", *root)
    assert early.exit_code == 1
    assert "pyproject.toml:3:1: error VERSION_STEP" in early.stdout
    (checkout / "pyproject.toml").write_text(PYPROJECT.replace("0.3.0", "0.4.0"), encoding="utf-8", newline="\n")
    declared = run("diff", "--against-release", *root)
    assert declared.exit_code == 0
    assert "（已接受：新版印出 300；数据库列已加长）" in declared.stdout
    entry = run("diff", "--against-release", *root, "--changelog").stdout
    assert entry.startswith("## 0.4.0\n")
    assert "`9001/output/fsDataOut/note` – reply length grown: `200` → `300`" in entry

    release(checkout, "v0.4.0")
    assert run("diff", "--against-release", *root).exit_code == 0, "entries rest until the next edition"
    print_anew(checkout, "400")
    later = run("diff", "--against-release", *root)
    assert later.exit_code == 1, "and then they are found again"
    assert "9001/output/fsDataOut/note: misread REPLY_LENGTH_GROWN" in later.stdout
    assert "spec-changes.toml:2:1: error ACCEPT_RELEASED" in later.stdout


def test_expired_and_unused_entries_are_findings(checkout: Path) -> None:
    print_anew(checkout)
    text = ACCEPTED.replace("2999-12-31", "2020-01-31") + ACCEPTED.replace("note", "nothing")
    (checkout / "spec-changes.toml").write_text(text, encoding="utf-8", newline="\n")
    found = run("diff", "--against-release", "--root", str(checkout))
    assert found.exit_code == 1
    assert "spec-changes.toml:2:1: error ACCEPT_EXPIRED" in found.stdout
    assert "spec-changes.toml:8:1: error ACCEPT_UNUSED" in found.stdout


def test_without_a_release_the_comparison_is_passed_over(checkout: Path, tmp_path: Path) -> None:
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-tags", checkout.as_uri(), str(shallow))
    plain = tmp_path / "plain"
    shutil.copytree(checkout / "spec", plain / "spec")
    for root in (shallow, plain):
        done = run("diff", "--against-release", "--root", str(root))
        assert done.exit_code == 0
        assert "没有可比的发布" in done.stderr


def test_without_git_the_comparison_says_so(checkout: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    done = run("diff", "--against-release", "--root", str(checkout))
    assert done.exit_code == 0
    assert "找不到 git" in done.stderr
    assert "跳过对比" in done.stderr
    assert "标签" not in done.stderr
    done = run("diff", "v0.3.0", str(checkout), "--root", str(checkout))
    assert done.exit_code == 2
    assert "没有 git" in done.stderr


def test_revisions_and_folders(checkout: Path, tmp_path: Path) -> None:
    print_anew(checkout)
    root = ("--root", str(checkout))
    for old, new in (("v0.3.0", str(checkout)), ("HEAD", str(checkout / "spec")), ("HEAD~1", str(checkout))):
        done = run("diff", old, new, *root)
        assert done.exit_code == 1, done.output
        assert "REPLY_LENGTH_GROWN" in done.stdout
    assert run("diff", "HEAD~1", "HEAD", *root).exit_code == 0
    for name in ("-x", "--upload-pack=x", "nowhere", "HEAD~99", "HEAD:spec", str(tmp_path), ""):
        done = run("diff", *root, "--", name, "HEAD")
        assert done.exit_code == 2, name
        assert "Traceback" not in done.output
    assert list(checkout.glob("x*")) == []


def test_an_old_format_is_told(checkout: Path) -> None:
    root = ("--root", str(checkout))
    file = checkout / "spec" / "environments.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("    label: 测试环境\n", "    label: 测试环境\n    reader: 旧\n"), encoding="utf-8", newline="\n"
    )
    release(checkout, "v0.1.0")
    file.write_text(text.replace("    label: 测试环境\n", ""), encoding="utf-8", newline="\n")
    release(checkout, "v0.1.1")
    more = run("diff", "v0.1.0", "v0.3.0", *root)
    assert more.exit_code == 0
    assert "v0.1.0 用今天的格式没有的键，未作对比：environments.yaml: environments.0.reader" in more.stderr
    less = run("diff", "v0.1.1", "v0.3.0", *root)
    assert less.exit_code == 2
    assert "v0.1.1 的 spec/ 不合今天的格式，不能对比" in less.stderr
    assert "SPEC_KEY_MISSING 缺少 label" in less.stderr
