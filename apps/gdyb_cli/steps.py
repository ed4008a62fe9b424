"""Checks on the screen, one after the other, and as data."""

from collections.abc import Iterable
from dataclasses import asdict

import typer

from gdyb_cli.screen import NO, print_json, progress, say
from gdyb_workflows.checks.connection import Check, Status

__all__ = ["report_checks"]

_MARKS: dict[Status, str] = {"ok": "正常", "failed": "失败", "skipped": "跳过"}


def report_checks(steps: Iterable[Check], *, json: bool) -> None:
    """Takes the steps with a progress bar and shows them; ends the command with 1 when one failed."""
    checks: list[Check] = []
    with progress("检查") as advance:
        for check in steps:
            checks.append(check)
            advance(check.label, len(checks))
    ok = all(check.status != "failed" for check in checks)
    if json:
        print_json({"ok": ok, "steps": [asdict(check) for check in checks]})
    else:
        for check in checks:
            _print_check(check)
        say("全部正常。" if ok else "有失败的项目，请按提示处理后重试。")
    if not ok:
        raise typer.Exit(NO)


def _print_check(check: Check) -> None:
    first, *more = check.detail.splitlines() or [""]
    say(f"[{_MARKS[check.status]}] {check.label}：{first}")
    for line in more:
        say(f"       {line.strip()}")
    if check.advice:
        say(f"       处理：{check.advice}")
