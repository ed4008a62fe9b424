"""The accept file: which changes are intended, why, and until when that holds."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase

from gdyb_generator.diff.change import Change
from gdyb_generator.spec.findings import Finding

NAME = "spec-changes.toml"
_KEYS = {"rule", "place", "reason", "expires"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """One intended change; `place` is the key of a place, `*` stands for any part of it."""

    rule: str
    place: str
    reason: str
    expires: date
    line: int = field(compare=False)

    def covers(self, change: Change) -> bool:
        """Whether this change is meant."""
        return fnmatchcase(change.rule, self.rule) and fnmatchcase(change.place.key, self.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The changes with their accept entries; `findings` are about that file and the version number."""

    changes: tuple[Change, ...]
    reasons: dict[Change, str]
    findings: tuple[Finding, ...]

    @property
    def undeclared(self) -> tuple[Change, ...]:
        """Changes that somebody has to accept or undo."""
        return tuple(c for c in self.changes if c.level.must_be_declared and c not in self.reasons)

    @property
    def is_clean(self) -> bool:
        """Whether nothing is left to declare or to mend."""
        return not self.undeclared and not self.findings


def parse(data: bytes, file: str = NAME) -> tuple[list[Accepted], list[Finding]]:
    """The entries of an accept file and what is wrong with it."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        content = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return [], [_finding(file, line, "ACCEPT_SYNTAX", "不是 UTF-8 编码的文本", "另存为 UTF-8")]
    except tomllib.TOMLDecodeError as error:
        return [], [_finding(file, 1, "ACCEPT_SYNTAX", f"TOML 语法错误：{error}")]
    entries: list[Accepted] = []
    findings = [_finding(file, 1, "ACCEPT_FORM", f"没有 {key} 这个键") for key in content if key != "accepted"]
    tables = content.get("accepted", [])
    if not isinstance(tables, list):
        return [], [_finding(file, 1, "ACCEPT_FORM", "accepted 应写成 [[accepted]]")]
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.split("#")[0].strip() == "[[accepted]]"]
    for index, table in enumerate(tables):
        line = lines[index] if index < len(lines) else 1
        problem = _problem(table)
        if problem:
            findings.append(_finding(file, line, "ACCEPT_FORM", problem))
        else:
            entries.append(Accepted(**table, line=line))
    return entries, findings


def _problem(table: object) -> str:
    if not isinstance(table, dict):
        return "accepted 应写成 [[accepted]]"
    if missing := sorted(_KEYS - table.keys()):
        return f"缺少 {'、'.join(missing)}"
    if unknown := sorted(table.keys() - _KEYS):
        return f"没有 {'、'.join(unknown)} 这个键"
    if type(table["expires"]) is not date:
        return "expires 应为不加引号的日期，如 2027-01-31"
    if not all(isinstance(table[key], str) and table[key].strip() for key in ("rule", "place", "reason")):
        return "rule、place、reason 应为文本，不能是空的"
    return ""


def judge(
    changes: Sequence[Change],
    entries: Sequence[Accepted],
    today: date,
    file: str = NAME,
    *,
    said: Sequence[Finding] = (),
    released: Sequence[Accepted] = (),
) -> Verdict:
    """Matches accept entries to changes; where nothing changed, unused entries are kept for the next edition.

    `released` are entries that the old edition was released with: they meant its changes and mean no others.
    """
    valid = [entry for entry in entries if entry.expires >= today and entry not in released]
    findings = list(said)
    for entry in entries:
        meant = [change for change in changes if entry.covers(change)]
        if entry in released:
            if changes:
                message = f"{entry.rule} {entry.place} 的接受已随上一次发布用掉"
                findings.append(
                    _finding(file, entry.line, "ACCEPT_RELEASED", message, "删除此项；又有变化，就另写一项")
                )
        elif entry not in valid:
            message = f"{entry.rule} {entry.place} 的接受已于 {entry.expires} 到期"
            findings.append(_finding(file, entry.line, "ACCEPT_EXPIRED", message, "重新判断：改期、撤销改动或删除此项"))
        elif not meant and changes:
            message = f"没有变化符合 {entry.rule} {entry.place}"
            findings.append(_finding(file, entry.line, "ACCEPT_UNUSED", message, "删除此项，或改正 rule 与 place"))
    reasons = {c: entry.reason for c in changes for entry in reversed(valid) if entry.covers(c)}
    return Verdict(changes=tuple(changes), reasons=reasons, findings=tuple(sorted(findings)))


def _finding(file: str, line: int, rule: str, message: str, hint: str = "") -> Finding:
    return Finding(file=file, line=line, column=1, rule=rule, message=message, hint=hint)
