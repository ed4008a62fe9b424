"""Where editions come from: a folder, or a revision of this checkout, which is unpacked into a temporary folder."""

from __future__ import annotations

import io
import os
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gdyb_generator import ir
from gdyb_generator.diff.accept import NAME
from gdyb_generator.diff.version import latest_tag, parse_version
from gdyb_generator.emit.python.surface import emit_surface
from gdyb_generator.lint.registry import findings_of
from gdyb_generator.resolve.package import resolve
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.load import Spec, load, take_without_unknown_keys
from gdyb_generator.spec.read import dotted

_SHOWN = 5
_SURFACE = "generated/gdyb/_surface.txt"
_NO_HISTORY = ("not a git repository", "malformed object name HEAD", "ambiguous argument 'HEAD'")


class EditionUnreadable(Exception):
    """An edition can't be compared; the text says which one, why, and what to do."""


class NothingReleased(Exception):
    """There is no release to compare with; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A spec at some time; `name` is the caller's name for it."""

    name: str
    spec: Spec
    package: ir.Package
    surface: str
    """The public names recorded with it; empty without a generated package."""
    made: str
    """The public names that today's generator makes of the spec; empty where none are recorded."""
    project: str
    """Its pyproject.toml; empty where there is none."""
    accepted: str
    """Its accept file; empty where there is none."""
    passed_over: tuple[str, ...]
    """Unknown keys of an older format; they are not compared."""
    findings: tuple[Finding, ...]
    """What today's rules find in a release, which passed those of its day."""


@contextmanager
def opened(name: str, root: Path) -> Iterator[Edition]:
    """The edition in a folder, or of a revision of the checkout at `root`. Raises EditionUnreadable."""
    if name.startswith("-"):
        raise EditionUnreadable(f"{name} 不能作版次的名称：以 - 开头")
    spec = _spec_below(Path(name))
    if spec is not None:
        yield _read(name, spec, lambda file: _beside(spec, file))
        return
    commit = _commit(name, root)
    with tempfile.TemporaryDirectory(prefix="gdyb-spec-", ignore_cleanup_errors=True) as folder:
        target = _unpacked(name, commit, root, Path(folder))
        yield _read(
            name, target, lambda file: _recorded(commit, root, file), is_release=parse_version(name) is not None
        )


def last_release(root: Path) -> str:
    """The tag of the last release that the checkout stands on.

    Raises NothingReleased without git, without tags, without history, EditionUnreadable where git refuses to look.
    """
    try:
        done = _git(root, "tag", "--list", "v*", "--merged", "HEAD")
    except OSError as error:
        raise NothingReleased(f"找不到 git（{error.strerror}），不知道上一次发布") from None
    if done.returncode != 0 and not any(sign in _text(done.stderr) for sign in _NO_HISTORY):
        raise EditionUnreadable(f"git 不肯列出 {root} 的标签：{_text(done.stderr)}")
    tag = latest_tag(_text(done.stdout).splitlines()) if done.returncode == 0 else ""
    if not tag:
        raise NothingReleased("没有可比的发布：没有 v 开头的标签（浅克隆里也没有）")
    return tag


def _spec_below(folder: Path) -> Path | None:
    if (folder / "spec").is_dir():
        return folder / "spec"
    if (folder / "interfaces").is_dir() or (folder / "document.yaml").is_file():
        return folder
    return None


def _beside(spec: Path, file: str) -> str:
    folder = spec.resolve()
    try:
        return (folder.parent / file).read_text(encoding="utf-8", errors="replace") if folder.name == "spec" else ""
    except OSError:
        return ""


def _recorded(commit: str, root: Path, file: str) -> str:
    done = _git(root, "show", f"{commit}:./{file}")
    return _text(done.stdout) if done.returncode == 0 else ""


def _read(name: str, folder: Path, beside: Callable[[str], str], *, is_release: bool = False) -> Edition:
    spec = load(folder)
    passed_over = forget_unknown_keys(spec)
    if spec.findings:
        raise EditionUnreadable(_unreadable(name, spec.findings))
    try:
        findings = findings_of(spec)
        # A release can't be mended any more, and later rules were not known to it.
        if findings and not is_release:
            raise EditionUnreadable(_faulty(name, findings))
        package = resolve(spec)
        surface = beside(_SURFACE)
        made = emit_surface(package) if surface else ""
    except (ValueError, LookupError, TypeError, AttributeError, StopIteration) as error:
        message = (
            f"{name} 的 spec/ 自相矛盾，不能对比（{type(error).__name__}：{error}）；先用 gdyb-generator lint 检查"
        )
        raise EditionUnreadable(message) from error
    return Edition(
        name=name,
        spec=spec,
        package=package,
        surface=surface,
        made=made,
        project=beside("pyproject.toml"),
        accepted=beside(NAME),
        passed_over=passed_over,
        findings=tuple(findings),
    )


def forget_unknown_keys(spec: Spec) -> tuple[str, ...]:
    """Drops keys unknown to today's format and returns them; anything else stays a finding."""
    forgotten: list[str] = []
    for file in spec.files.values():
        if file.record is None and {f.rule for f in file.content.findings} == {"SPEC_KEY_UNKNOWN"}:
            forgotten += [f"{file.name}: {dotted(path)}" for path in take_without_unknown_keys(file)]
    spec.findings = [finding for file in spec.files.values() for finding in file.content.findings] + [
        finding for finding in spec.findings if finding.file not in spec.files
    ]
    return tuple(forgotten)


def _unreadable(name: str, findings: list[Finding]) -> str:
    head = f"{name} 的 spec/ 不合今天的格式，不能对比；它若早于今天的格式，请与较新的版次对比，否则先改正："
    return _listed(head, findings, _SHOWN)


def _faulty(name: str, findings: list[Finding]) -> str:
    return _listed(f"{name} 的 spec/ 有 {len(findings)} 处问题，先改正再对比：", findings, len(findings))


def _listed(head: str, findings: list[Finding], most: int) -> str:
    shown = [f"  {line}" for finding in sorted(findings)[:most] for line in str(finding).splitlines()]
    more = [f"  ……共 {len(findings)} 处"] if len(findings) > most else []
    return "\n".join([head, *shown, *more])


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"LC_ALL": "C"}
    return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False, env=environment)


def _text(output: bytes) -> str:
    return output.decode("utf-8", "replace").strip()


def _commit(name: str, root: Path) -> str:
    folder = f"{name} 里没有 spec/，它本身也不是 spec/" if Path(name).is_dir() else f"{name} 不是文件夹"
    try:
        done = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except OSError:
        raise EditionUnreadable(f"{folder}，也没有 git 可以查版次") from None
    if done.returncode != 0:
        reason = f"（git：{error}）" if (error := _text(done.stderr)) else "；浅克隆里没有旧的版次"
        raise EditionUnreadable(f"{folder}，也不是 {root} 的 git 版次{reason}")
    return _text(done.stdout)


def _unpacked(name: str, commit: str, root: Path, target: Path) -> Path:
    # `commit:./spec` is the spec of this checkout even where it is a folder inside a larger repository.
    # A zip, because `ZipFile.extractall` stays inside the folder on every Python; tar learnt it with 3.11.4.
    done = _git(root, "archive", "--format=zip", f"{commit}:./spec")
    if done.returncode != 0:
        raise EditionUnreadable(f"{name} 里没有 spec/：{_text(done.stderr)}")
    try:
        with zipfile.ZipFile(io.BytesIO(done.stdout)) as archive:
            archive.extractall(target)
    except zipfile.BadZipFile as error:
        raise EditionUnreadable(f"{name} 的 spec/ 解不开：{error}") from error
    return target
