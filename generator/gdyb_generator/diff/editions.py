"""Where editions come from: a folder, or a revision of this checkout, which is unpacked into a temporary folder."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gdyb_generator import ir
from gdyb_generator.diff.version import latest_tag
from gdyb_generator.findings import Finding
from gdyb_generator.load import Spec, load, take_without_unknown_keys
from gdyb_generator.passes.resolve import resolve
from gdyb_generator.read import dotted

_SHOWN = 5


class EditionUnreadable(Exception):
    """An edition can't be compared; the text says which one, why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A spec as it was at some time; `name` is what the caller called it."""

    name: str
    spec: Spec
    package: ir.Package
    passed_over: tuple[str, ...]
    """Keys of an older format that nobody reads any more; they are not compared."""


@contextmanager
def opened(name: str, root: Path) -> Iterator[Edition]:
    """The edition in a folder, or of a revision of the checkout at `root`. Raises EditionUnreadable."""
    if name.startswith("-"):
        raise EditionUnreadable(f"{name} 不能作版次的名称：以 - 开头")
    if Path(name).is_dir():
        yield _read(name, _spec_below(Path(name)))
        return
    commit = _commit(name, root)
    with tempfile.TemporaryDirectory(prefix="gdyb-spec-", ignore_cleanup_errors=True) as folder:
        yield _read(name, _unpacked(name, commit, root, Path(folder)))


def last_release(root: Path) -> str:
    """The tag of the last release that the checkout stands on; empty without git, without tags, without history."""
    try:
        done = _git(root, "tag", "--list", "v*", "--merged", "HEAD")
    except OSError:
        return ""
    return latest_tag(done.stdout.decode().split()) if done.returncode == 0 else ""


def _spec_below(folder: Path) -> Path:
    if (folder / "spec").is_dir():
        return folder / "spec"
    if (folder / "interfaces").is_dir() or (folder / "document.yaml").is_file():
        return folder
    raise EditionUnreadable(f"{folder} 里没有 spec/，它本身也不是 spec/")


def _read(name: str, folder: Path) -> Edition:
    spec = load(folder)
    passed_over = forget_unknown_keys(spec)
    if spec.findings:
        raise EditionUnreadable(_unreadable(name, spec.findings))
    try:
        return Edition(name=name, spec=spec, package=resolve(spec), passed_over=passed_over)
    except (KeyError, ValueError, TypeError, StopIteration) as error:
        message = (
            f"{name} 的 spec/ 自相矛盾，不能对比（{type(error).__name__}：{error}）；先用 gdyb-generator lint 检查"
        )
        raise EditionUnreadable(message) from error


def forget_unknown_keys(spec: Spec) -> tuple[str, ...]:
    """Takes keys away that today's format does not know, and says which; anything else stays a finding."""
    forgotten: list[str] = []
    for file in spec.files.values():
        if file.record is None and {f.rule for f in file.content.findings} == {"SPEC_KEY_UNKNOWN"}:
            forgotten += [f"{file.name}: {dotted(path)}" for path in take_without_unknown_keys(file)]
    spec.findings = [finding for file in spec.files.values() for finding in file.content.findings] + [
        finding for finding in spec.findings if finding.file not in spec.files
    ]
    return tuple(forgotten)


def _unreadable(name: str, findings: list[Finding]) -> str:
    shown = [f"  {line}" for finding in sorted(findings)[:_SHOWN] for line in str(finding).splitlines()]
    more = [f"  ……共 {len(findings)} 处"] if len(findings) > _SHOWN else []
    head = f"{name} 的 spec/ 不合今天的格式，不能对比；它若早于今天的格式，请与较新的版次对比，否则先改正："
    return "\n".join([head, *shown, *more])


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)


def _commit(name: str, root: Path) -> str:
    try:
        done = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except OSError:
        raise EditionUnreadable(f"{name} 不是文件夹，也没有 git 可以查版次") from None
    if done.returncode != 0:
        raise EditionUnreadable(f"{name} 既不是文件夹，也不是 {root} 的 git 版次；浅克隆里没有旧的版次")
    return done.stdout.decode().strip()


def _unpacked(name: str, commit: str, root: Path, target: Path) -> Path:
    # `commit:./spec` is the spec of this checkout even where it is a folder inside a larger repository.
    done = _git(root, "archive", "--format=tar", f"{commit}:./spec")
    if done.returncode != 0:
        raise EditionUnreadable(f"{name} 里没有 spec/：{done.stderr.decode('utf-8', 'replace').strip()}")
    try:
        with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
            archive.extractall(target, filter="data")
    except tarfile.TarError as error:
        raise EditionUnreadable(f"{name} 的 spec/ 解不开：{error}") from error
    return target
