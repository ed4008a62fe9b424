"""A verdict as text, JSON, Markdown or workflow annotations."""

from __future__ import annotations

import json
from collections.abc import Callable

from gdyb_generator.diff.accept import Verdict
from gdyb_generator.diff.change import Change, Level
from gdyb_generator.spec.findings import escape, render

LineOf = Callable[[Change], int]


def render_verdict(verdict: Verdict, form: str, line_of: LineOf = lambda change: 1) -> str:
    """All changes and what is wrong with the accept file, in one of four forms."""
    match form:
        case "json":
            return _json(verdict)
        case "markdown":
            return _markdown(verdict)
        case "github":
            return "\n".join(
                [*(_annotation(verdict, c, line_of(c)) for c in verdict.changes), *_findings(verdict, form)]
            )
    return "\n".join([*(_line(verdict, change) for change in verdict.changes), *_findings(verdict, form)])


def _findings(verdict: Verdict, form: str) -> list[str]:
    return [render(verdict.findings, form)] if verdict.findings else []


def _line(verdict: Verdict, change: Change) -> str:
    reason = verdict.reasons.get(change)
    return f"{change}{f'（已接受：{reason}）' if reason else ''}"


def _json(verdict: Verdict) -> str:
    changes = [
        {
            "rule": c.rule,
            "level": str(c.level),
            "place": c.place.key,
            "file": c.place.file,
            "infno": c.place.infno,
            "direction": c.place.direction,
            "node": c.place.node,
            "field": c.place.field,
            "title": c.place.title,
            "old": c.old,
            "new": c.new,
            "message": c.message,
            "accepted": verdict.reasons.get(c),
        }
        for c in verdict.changes
    ]
    content = {"changes": changes, "undeclared": len(verdict.undeclared)}
    findings = json.loads(render(verdict.findings, "json"))
    return json.dumps(content | {"findings": findings}, ensure_ascii=False, indent=2)


def _markdown(verdict: Verdict) -> str:
    lines: list[str] = []
    for level in Level:
        here = [change for change in verdict.changes if change.level is level]
        if here:
            lines += [
                f"## {level.label}（{len(here)}）",
                "",
                "| 地点 | 规则 | 旧 | 新 | 说明 |",
                "| --- | --- | --- | --- | --- |",
            ]
            lines += [_row(verdict, change) for change in here]
            lines.append("")
    lines += [f"- {_cell(str(finding))}" for finding in verdict.findings]
    return "\n".join(lines).rstrip() if lines else "没有变化。"


def _row(verdict: Verdict, change: Change) -> str:
    reason = verdict.reasons.get(change)
    said = f"{change.message}（已接受：{reason}）" if reason else change.message
    key = change.place.key.replace("|", "\\|").replace("`", "´")
    title, *others = map(_cell, (change.place.title, change.rule, change.old, change.new, said))
    return f"| {' | '.join([f'{title} `{key}`', *others])} |"


def _cell(text: str) -> str:
    quiet = " ".join(text.split())
    for character in "\\|<>*[]":
        quiet = quiet.replace(character, f"\\{character}")
    return quiet


def _annotation(verdict: Verdict, change: Change, line: int) -> str:
    is_open = change.level.must_be_declared and change not in verdict.reasons
    kind = "error" if is_open else "notice"
    file = escape(f"spec/{change.place.file}" if change.place.file else "spec").replace(":", "%3A").replace(",", "%2C")
    text = escape(f"{change.place.title}：{change.message}")
    return f"::{kind} file={file},line={line},title={change.rule}::{text}"
