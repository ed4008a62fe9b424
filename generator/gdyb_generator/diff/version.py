"""Which step of the version number the changes require, and its changelog entry."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

from gdyb_generator.diff.change import Change, Level
from gdyb_generator.spec.findings import Finding

_VERSION = re.compile(r"v?(\d+)\.(\d+)(?:\.(\d+))?(?:(a|b|rc)(\d+))?")
_VERSION_KEY = re.compile(r"^version\s*=", re.MULTILINE)
# What a development version has behind the version it leads to.
_LOCAL = re.compile(r"(\.(dev|post)\d+)?(\+[\w.]+)?$")
_PHASES = {"a": 0, "b": 1, "rc": 2, "": 3}
STEPS = ("none", "patch", "minor", "major")
_LABELS = {
    Level.BREAKING: ("不兼容", "Breaking"),
    Level.REFUSED: ("平台可能拒绝旧的请求", "Old requests may be refused"),
    Level.MISREAD: ("应答可能被读错", "Replies may be misread"),
    Level.ADDITION: ("新增", "Added"),
    Level.TEXT: ("文字", "Wording"),
}


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A version number; `phase` 3 is final, smaller ones stand before it."""

    major: int
    minor: int
    patch: int
    phase: int = 3
    number: int = 0

    def __str__(self) -> str:
        marks = {v: k for k, v in _PHASES.items()}
        end = f"{marks[self.phase]}{self.number}" if self.phase != _PHASES[""] else ""
        return f"{self.major}.{self.minor}.{self.patch}{end}"

    @property
    def final(self) -> Version:
        """The version that a candidate leads to; a final one itself."""
        return Version(self.major, self.minor, self.patch)


def parse_version(text: str) -> Version | None:
    """`v0.2.0`, `0.2.0rc1`; None for anything else."""
    match = _VERSION.fullmatch(text)
    if match is None:
        return None
    major, minor, patch, phase, number = match.groups()
    return Version(int(major), int(minor), int(patch or 0), _PHASES[phase or ""], int(number or 0))


def version_in(project: str | None) -> Version | None:
    """The version that the text of a pyproject.toml names, a development version as what it leads to."""
    try:
        value = tomllib.loads(project or "").get("project", {}).get("version", "")
    except (tomllib.TOMLDecodeError, AttributeError):
        return None
    return parse_version(_LOCAL.sub("", str(value)))


def version_findings(
    project: str | None, changelog: str | None, *, released: Version, required: Version
) -> list[Finding]:
    """Findings when pyproject.toml has a lower version than required, or CHANGELOG.md no section for it.

    A missing file or version is not checked.
    """
    version = version_in(project)
    if required == released or version is None:
        return []
    if version.final < required.final:
        message = f"version 是 {version}，v{released} 之后的变化要求至少 {required}"
        hint = f'写 version = "{required}"，或撤销改动'
        return [_finding("pyproject.toml", _line(_VERSION_KEY, project or ""), "VERSION_STEP", message, hint)]
    if changelog is not None and not re.search(
        rf"^##\s+\[?v?{re.escape(str(version.final))}\b", changelog, re.MULTILINE
    ):
        message = f"没有 {version.final} 一节，v{released} 之后的变化没有写进变更记录"
        hint = "用 gdyb-generator diff --against-release --changelog 得到这一节"
        return [_finding("CHANGELOG.md", 1, "CHANGELOG_ENTRY", message, hint)]
    return []


def _line(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.search(text)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def _finding(file: str, line: int, rule: str, message: str, hint: str) -> Finding:
    return Finding(file=file, line=line, column=1, rule=rule, message=message, hint=hint)


def latest_tag(tags: Sequence[str]) -> str:
    """The tag of the greatest version; empty when none names one."""
    versions = [(version, tag) for tag in tags if tag.startswith("v") and (version := parse_version(tag))]
    return max(versions)[1] if versions else ""


def step_of(changes: Sequence[Change], version: Version) -> str:
    """major, minor, patch or none; before 1.0 whatever is more than text raises the minor, for there is no other sign."""
    levels = {change.level for change in changes}
    if not levels:
        return "none"
    if levels == {Level.TEXT}:
        return "patch"
    if version.major == 0 or not levels & {Level.BREAKING, Level.REFUSED}:
        return "minor"
    return "major"


def next_version(version: Version, step: str) -> Version:
    """The version after a step; a step that a candidate is on the way to leads to what it is a candidate of."""
    is_taken = {"patch": True, "minor": version.patch == 0, "major": version.minor == version.patch == 0}
    if version != version.final and is_taken.get(step, False):
        return version.final
    match step:
        case "major":
            return Version(version.major + 1, 0, 0)
        case "minor":
            return Version(version.major, version.minor + 1, 0)
        case "patch":
            return Version(version.major, version.minor, version.patch + 1)
    return version


def changelog(changes: Sequence[Change], title: str) -> str:
    """A changelog entry in Chinese and English, the gravest first."""
    lines = [f"## {title}", ""]
    for level in Level:
        here = [change for change in changes if change.level is level]
        if not here:
            continue
        chinese, english = _LABELS[level]
        lines += [f"### {chinese} · {english}", ""]
        for change in here if level is not Level.TEXT else ():
            lines += [f"- {_quiet(change.place.title)}：{_quiet(change.message)}", f"  {_english(change)}"]
        if level is Level.TEXT:
            lines.append(f"- {len(here)} 处文字、来源或勘误有变化。")
            lines.append(f"  {len(here)} {'cell' if len(here) == 1 else 'cells'} of wording, source or errata changed.")
        lines.append("")
    return "\n".join(lines) if changes else f"## {title}\n\n- 接口表没有变化。\n  The interface tables are unchanged.\n"


def _english(change: Change) -> str:
    what = change.rule.lower().replace("_", " ")
    texts = f": {_code(change.old)} → {_code(change.new)}" if change.old or change.new else ""
    return f"`{change.place.key}` – {what}{texts}"


def _code(text: str) -> str:
    return f"`{_quiet(text).replace('`', '´')}`" if text else "–"


def _quiet(text: str) -> str:
    return " ".join(text.split())
