"""The only module that touches generated/: one writer at a time, a temporary tree, then a swap."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from gdyb_generator.output.manifest import NAME, tree_files
from gdyb_generator.spec.portions import portions

_STAGING = ".staging-"
_PREVIOUS = ".previous-"
_SMALLEST_PORTION = 100
_VERIFY = Path(__file__).resolve().parent / "verify.py"


class TreeBroken(Exception):
    """What was generated does not import or its models do not build; the old tree is untouched."""


class TreeInUse(Exception):
    """The old tree cannot be put aside; it is untouched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run did to the tree, as paths below the package."""

    wrote: list[str]
    kept: list[str]
    removed: list[str]


@contextmanager
def locked(package: Path) -> Iterator[None]:
    """Locks the tree against other writers and removes leftovers of a killed one."""
    package.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(package.parent / ".lock"):
        _recover(package)
        yield


def replace_tree(package: Path, texts: Mapping[str, str]) -> Report:
    """Puts `texts` in the place of the tree, once they are proven to import; unchanged files keep their time stamps."""
    old = tree_files(package)
    same = {name for name, path in old.items() if name in texts and path.read_bytes() == texts[name].encode("utf-8")}
    staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=package.parent))
    try:
        for name, text in texts.items():
            target = staging / package.name / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if name in same:
                _take_over(old[name], target)
            else:
                target.write_bytes(text.encode("utf-8"))
        changed = [name for name in texts if name not in same and name.endswith(".py")]
        _verify(staging / package.name, changed)
        _swap(package, staging)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Report(
        wrote=sorted(n for n in texts if n not in same and n != NAME),
        kept=sorted(same),
        removed=sorted(n for n in old if n not in texts),
    )


def _take_over(old: Path, target: Path) -> None:
    try:
        os.link(old, target)
    except OSError:
        shutil.copy2(old, target)


def _verify(package: Path, changed: list[str]) -> None:
    command = [sys.executable, "-X", "utf8", "-B", "-P", str(_VERIFY), str(package)]

    def run(share: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, input=json.dumps(share), capture_output=True, encoding="utf-8")

    shares = portions(changed, _SMALLEST_PORTION)
    with ThreadPoolExecutor(max_workers=len(shares) or 1) as pool:
        for done in pool.map(run, shares):
            if done.returncode != 0:
                raise TreeBroken((done.stderr or done.stdout).strip())


def _swap(package: Path, staging: Path) -> None:
    previous = package.parent / f"{_PREVIOUS}{staging.name.removeprefix(_STAGING)}"
    if package.exists():
        try:
            os.replace(package, previous)
        except PermissionError:
            # Windows moves no folder of which a program has a file open.
            text = "有程序正打开其中的文件，或正以它为当前目录，或没有写入的权限：请关闭后再运行"
            raise TreeInUse(f"{package} 不能替换，没有改动。{text}") from None
    try:
        os.replace(staging / package.name, package)
    except OSError:
        if previous.exists():
            os.replace(previous, package)
        raise
    shutil.rmtree(previous, ignore_errors=True)


def _recover(package: Path) -> None:
    for left in sorted(package.parent.glob(f"{_PREVIOUS}*")):
        if not package.exists():
            os.replace(left, package)
        else:
            shutil.rmtree(left, ignore_errors=True)
    for left in package.parent.glob(f"{_STAGING}*"):
        shutil.rmtree(left, ignore_errors=True)
