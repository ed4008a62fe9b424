"""The lock pins everything that is installed, on every Python and platform we name."""

import re
import subprocess
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from uv import find_uv_bin

from support.absent import not_here
from support.places import ROOT

LOCK = ROOT / "constraints.txt"
LINES = LOCK.read_text(encoding="utf-8").splitlines()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PLATFORMS = ["x86_64-manylinux_2_28", "x86_64-pc-windows-msvc", "aarch64-apple-darwin", "x86_64-apple-darwin"]
# The newest Python everywhere, the oldest where most programs run; those between them on one platform.
RESOLVED = [("3.14", platform) for platform in PLATFORMS] + [("3.11.0", platform) for platform in PLATFORMS[:2]]
RESOLVED += [(python, PLATFORMS[0]) for python in ("3.12", "3.13")]


def holds_here(requirement: Requirement, extra: str = "") -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": extra})


def requirements(name: str, extra: str) -> list[Requirement]:
    """What a package needs here; nothing where it is not installed, and of gdyb what stands in pyproject.toml."""
    if name == "gdyb":
        project = PROJECT["project"]
        lines = project["optional-dependencies"][extra] if extra else project["dependencies"]
        return [Requirement(line) for line in lines]
    try:
        lines = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []
    return [requirement for requirement in map(Requirement, lines) if holds_here(requirement, extra)]


def everything_needed() -> set[str]:
    """The names in the transitive closure of all extras and of the build."""
    seen: set[tuple[str, str]] = set()
    extras = {*PROJECT["project"]["optional-dependencies"], ""}
    todo = [Requirement(f"gdyb[{extra}]" if extra else "gdyb") for extra in extras]
    todo += map(Requirement, PROJECT["build-system"]["requires"])
    while todo:
        requirement = todo.pop()
        name = canonicalize_name(requirement.name)
        for extra in {"", *requirement.extras} - {extra for known, extra in seen if known == name}:
            seen.add((name, extra))
            todo += requirements(name, extra)
    return {name for name, _ in seen} - {"gdyb"}


def test_all_that_is_installed_is_pinned_once() -> None:
    pinned = [canonicalize_name(pin.name) for pin in map(Requirement, LINES) if holds_here(pin)]
    assert sorted(set(pinned)) == sorted(pinned)
    assert everything_needed() <= set(pinned)


def test_the_lock_holds_names_and_versions_only() -> None:
    pin = re.compile(r"[a-z0-9-]+==[0-9a-z.]+( ; [a-z_]+ [!=<>]+ '[\w.]+'( (and|or) [a-z_]+ [!=<>]+ '[\w.]+')*)?")
    assert [line for line in LINES if not pin.fullmatch(line)] == []


@pytest.mark.parametrize(("python", "platform"), RESOLVED)
def test_the_lock_resolves_to_wheels(python: str, platform: str) -> None:
    command = [find_uv_bin(), "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--only-binary", ":all:"]
    command += ["--python-version", python, "--python-platform", platform]
    command += ["--all-extras", "--constraint", str(LOCK), str(ROOT / "pyproject.toml")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300)
    if done.returncode == 2:  # not 1, which says that there is no solution
        not_here(f"the package registry can't be reached: {done.stderr}")
    assert done.returncode == 0, done.stderr
    assert {line.partition(" ;")[0] for line in done.stdout.splitlines()} <= {line.partition(" ;")[0] for line in LINES}
