"""Where editions may come from, what is refused, and what a release has to say in pyproject.toml and CHANGELOG.md."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gdyb_generator.cli.app import app
from gdyb_generator.diff.compare import compare
from gdyb_generator.diff.version import Version, next_version, parse_version, version_findings
from gdyb_generator.resolve.package import resolve
from gdyb_generator.spec.load import load
from support import places
from support.cases import read_tree, write_tree

HERE = Path(__file__).parent
GOLDEN = read_tree(places.GOLDEN / "spec")
SURFACE = places.GOLDEN / "expected" / "gdyb" / "_surface.txt"
IDENTITY = ("-c", "user.name=maintainer", "-c", "user.email=maintainer@example.org", "-c", "commit.gpgsign=false")


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *IDENTITY, *arguments], capture_output=True, check=True)


def commit(root: Path, name: str, kind: str = "tag") -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", name, "--allow-empty")
    git(root, kind, name)


def diff(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["diff", "--root", str(root), *arguments])


def edit(root: Path, name: str, old: str, new: str) -> None:
    file = root / "spec" / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def print_longer(root: Path) -> None:
    edit(root, "interfaces/9001.yaml", '备注, type: 字符型, length: "200"', '备注, type: 字符型, length: "300"')


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a recorded surface, released as v0.3.0."""
    if shutil.which("git") is None:
        pytest.skip("no git on the PATH")
    root = tmp_path / "检出 1"
    write_tree(GOLDEN, root / "spec")
    (root / "generated" / "gdyb").mkdir(parents=True)
    shutil.copy(SURFACE, root / "generated" / "gdyb")
    (root / "pyproject.toml").write_text('[project]\nname = "gdyb"\nversion = "0.3.0"\n', encoding="utf-8")
    git(tmp_path, "init", "-q", str(root))
    commit(root, "v0.3.0")
    return root


def rewrite_surface(root: Path, change: Callable[[str], str]) -> None:
    file = root / "generated" / "gdyb" / SURFACE.name
    text = file.read_text(encoding="utf-8")
    assert change(text) != text
    file.write_text(change(text), encoding="utf-8", newline="\n")


def test_a_public_name_that_only_the_generator_changed_is_breaking(checkout: Path) -> None:
    rewrite_surface(checkout, lambda text: text.replace("gdyb.operations.query_list", "gdyb.operations.queryList"))
    commit(checkout, "v0.3.1")
    for old, new in (("v0.3.0", "v0.3.1"), ("v0.3.0", str(checkout)), ("v0.3.0", str(checkout / "spec"))):
        done = diff(checkout, old, new)
        assert done.exit_code == 1
        assert done.stdout == (
            "surface/gdyb.operations.query_list: breaking SURFACE_REMOVED 公开名称 gdyb.operations.query_list：删除：9001 query\n"
            "surface/gdyb.operations.queryList: addition SURFACE_ADDED 公开名称 gdyb.operations.queryList：新增：9001 query\n"
        )
    assert "surface/" not in diff(checkout, "v0.3.0", str(checkout), "--format", "markdown").stderr


def test_a_public_name_that_the_spec_changed_is_told_once(checkout: Path) -> None:
    print_longer(checkout)
    rewrite_surface(checkout, lambda text: text.replace("note: Str200", "note: Str300").replace("Str200:", "Str300:"))
    done = diff(checkout, "v0.3.0", str(checkout))
    assert [line.split()[2] for line in done.stdout.splitlines()] == ["REPLY_LENGTH_GROWN"]


def test_without_a_recorded_surface_only_the_spec_is_compared(checkout: Path) -> None:
    shutil.rmtree(checkout / "generated")
    assert diff(checkout, "v0.3.0", str(checkout)).exit_code == 0


def test_an_edition_with_findings_is_not_compared(checkout: Path) -> None:
    edit(checkout, "interfaces/9001.yaml", "dictionary: flag", "dictionary: flug")
    commit(checkout, "broken", "branch")
    for names in (("v0.3.0", str(checkout)), (str(checkout), "v0.3.0"), ("v0.3.0", "broken")):
        done = diff(checkout, *names)
        assert done.exit_code == 2
        assert "interfaces/9001.yaml" in done.stderr
        assert "flug" in done.stderr
        assert done.stdout == ""


def test_a_release_that_fails_later_rules_is_compared_and_told(checkout: Path) -> None:
    edit(checkout, "interfaces/9001.yaml", "dictionary: flag", "dictionary: flug")
    commit(checkout, "v0.3.1")
    edit(checkout, "interfaces/9001.yaml", "dictionary: flug", "dictionary: flag")
    done = diff(checkout, "--against-release")
    assert done.exit_code == 1
    assert "v0.3.1 已经发布，按今天的规则有问题：interfaces/9001.yaml" in done.stderr
    assert "REPLY_DICTIONARY_CHANGED" in done.stdout


@pytest.mark.parametrize("name", ["发布/新版", "v0.3.x", "a+b@c", "release-2026.01", "spec", "docs", "x'y"])
def test_names_of_revisions(checkout: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    print_longer(checkout)
    commit(checkout, name, "branch")
    done = diff(checkout, "v0.3.0", name)
    assert done.exit_code == 1, done.output
    assert "REPLY_LENGTH_GROWN" in done.stdout


def test_a_revision_without_spec_is_told(checkout: Path) -> None:
    shutil.rmtree(checkout / "spec")
    commit(checkout, "empty")
    done = diff(checkout, "v0.3.0", "empty")
    assert done.exit_code == 2
    assert "empty 里没有 spec/" in done.stderr


def test_a_shallow_clone_has_no_old_revisions(checkout: Path, tmp_path: Path) -> None:
    print_longer(checkout)
    commit(checkout, "later", "branch")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", checkout.as_uri(), str(shallow))
    assert diff(shallow, "HEAD", str(shallow)).exit_code == 0
    done = diff(shallow, "HEAD~1", "HEAD")
    assert done.exit_code == 2
    assert "浅克隆" in done.stderr


def test_git_that_refuses_is_no_missing_release(checkout: Path) -> None:
    (checkout / ".git" / "config").write_text("[core\n", encoding="utf-8")
    done = diff(checkout, "--against-release")
    assert done.exit_code == 2
    assert "git 不肯列出" in done.stderr


def test_line_ends_mean_nothing(checkout: Path) -> None:
    for file in (checkout / "spec").rglob("*.yaml"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    done = diff(checkout, "v0.3.0", str(checkout))
    assert (done.exit_code, done.stdout) == (0, "")


def test_an_arrangement_more_at_the_front_is_one_addition(tmp_path: Path) -> None:
    base = read_tree(places.GOLDEN / "spec", HERE / "_base")
    old, new = (write_tree(base, tmp_path / name) for name in ("old", "new"))
    file = new / "readers" / "sscard.yaml"
    text = file.read_text(encoding="utf-8")
    more = '{items: ["=2", area_code, id_number, expiry_date], line: 9, note: 前面有 2}'
    first = text.index("- ", text.index("arrangements:"))
    indent = first - text.rindex("\n", 0, first) - 1
    file.write_text(f"{text[:first]}- {more}\n{' ' * indent}{text[first:]}", encoding="utf-8", newline="\n")
    assert [c.rule for c in compare(resolve(load(old)), resolve(load(new)))] == ["READER_LAYOUT_ADDED"]
    assert [c.rule for c in compare(resolve(load(new)), resolve(load(old)))] == ["READER_LAYOUT_REMOVED"]


@pytest.mark.parametrize("infno", ["gateway", "errata", "surface", "dictionaries"])
def test_an_interface_may_be_called_like_a_file_of_the_spec(tmp_path: Path, infno: str) -> None:
    old, new = (write_tree(GOLDEN, tmp_path / name) for name in ("old", "new"))
    text = (new / "interfaces" / "9105.yaml").read_text(encoding="utf-8")
    text = text.replace('infno: "9105"', f"infno: {infno}").replace("query_departments", "query_more")
    (new / "interfaces" / f"{infno}.yaml").write_text(text, encoding="utf-8", newline="\n")
    (change,) = compare(resolve(load(old)), resolve(load(new)))
    assert (change.rule, change.place.key) == ("INTERFACE_ADDED", f"interfaces/{infno}")


PROJECT = '[project]\nname = "gdyb"\nversion = "{}"\n'


@pytest.mark.parametrize(
    ("released", "step", "version", "changelog", "rules"),
    [
        ("0.1.0", "none", "0.1.0", "", []),
        ("0.1.0", "minor", "0.1.0", None, ["VERSION_STEP"]),
        ("0.1.0", "minor", "0.1.9", None, ["VERSION_STEP"]),
        ("0.1.0", "patch", "0.1.0", None, ["VERSION_STEP"]),
        ("0.1.0", "patch", "0.1.1", None, []),
        ("0.1.0", "minor", "0.2.0", None, []),
        ("0.1.0", "minor", "0.2.0.dev3", None, []),
        ("0.1.0", "minor", "0.2.0rc1", None, []),
        ("0.1.0", "minor", "1.0.0", None, []),
        ("1.4.2", "major", "1.5.0", None, ["VERSION_STEP"]),
        ("1.4.2", "major", "2.0.0", None, []),
        ("0.1.0", "minor", "0.2.0", "# Changelog\n\n## 0.1.0\n", ["CHANGELOG_ENTRY"]),
        ("0.1.0", "minor", "0.2.0", "# Changelog\n\n## 0.2.0 (unreleased)\n", []),
        ("0.1.0", "minor", "0.2.0rc1", "## [v0.2.0]\n", []),
        ("0.1.0", "minor", "nonsense", None, []),
    ],
)
def test_version_and_changelog(released: str, step: str, version: str, changelog: str | None, rules: list[str]) -> None:
    before = parse_version(released)
    assert before is not None
    found = version_findings(PROJECT.format(version), changelog, released=before, required=next_version(before, step))
    assert [finding.rule for finding in found] == rules
    assert all(finding.line == (3 if finding.rule == "VERSION_STEP" else 1) for finding in found)


def test_a_candidate_leads_to_its_version() -> None:
    candidate = Version(0, 3, 0, 2, 1)
    assert [str(next_version(candidate, step)) for step in ("none", "patch", "minor")] == ["0.3.0rc1", "0.3.0", "0.3.0"]
    assert str(next_version(Version(1, 3, 2, 2, 1), "major")) == "2.0.0"


def test_a_page_that_cannot_be_written_is_told(checkout: Path) -> None:
    done = diff(checkout, "HEAD", str(checkout), "--html", str(checkout / "nowhere" / "page.html"))
    assert done.exit_code == 2
    assert "无法写" in done.stderr


def test_an_entry_serves_one_release(checkout: Path) -> None:
    print_longer(checkout)
    accepted = '[[accepted]]\nrule = "REPLY_LENGTH_GROWN"\nplace = "*"\nreason = "说好的"\nexpires = {}\n'
    file = checkout / "spec-changes.toml"
    file.write_text(accepted.format("2999-12-31"), encoding="utf-8")
    (checkout / "pyproject.toml").write_text(PROJECT.format("0.4.0"), encoding="utf-8")
    assert diff(checkout, "--against-release").exit_code == 0
    commit(checkout, "v0.4.0")
    assert diff(checkout, "--against-release").exit_code == 0
    edit(checkout, "interfaces/9001.yaml", '备注, type: 字符型, length: "300"', '备注, type: 字符型, length: "400"')
    (checkout / "pyproject.toml").write_text(PROJECT.format("0.5.0"), encoding="utf-8")
    done = diff(checkout, "--against-release")
    assert done.exit_code == 1
    assert "spec-changes.toml:1:1: error ACCEPT_RELEASED" in done.stdout
    assert "已接受" not in done.stdout
    file.write_text(accepted.format("2999-12-30"), encoding="utf-8")
    assert diff(checkout, "--against-release").exit_code == 0
    file.write_text(accepted.format("2020-01-31"), encoding="utf-8")
    assert "ACCEPT_EXPIRED" in diff(checkout, "--against-release").stdout


def test_the_version_of_a_checkout_tells_its_changes(checkout: Path) -> None:
    print_longer(checkout)
    accepted = '[[accepted]]\nrule = "*"\nplace = "*"\nreason = "说好的"\nexpires = 2999-12-31\n'
    (checkout / "spec-changes.toml").write_text(accepted, encoding="utf-8")
    done = diff(checkout, "--against-release")
    assert done.exit_code == 1
    assert "pyproject.toml:3:1: error VERSION_STEP version 是 0.3.0，v0.3.0 之后的变化要求至少 0.4.0" in done.stdout
    (checkout / "pyproject.toml").write_text(PROJECT.format("0.4.0"), encoding="utf-8")
    assert diff(checkout, "--against-release").exit_code == 0
    (checkout / "CHANGELOG.md").write_text("# Changelog\n", encoding="utf-8")
    assert "CHANGELOG.md:1:1: error CHANGELOG_ENTRY" in diff(checkout, "--against-release").stdout
