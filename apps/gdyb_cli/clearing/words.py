"""The command words for what is to be done next: nothing else in a text names a command of clearing."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from gdyb_workflows.clearing.ledger.steps import NextStep, StepKind
from gdyb_workflows.clearing.period import ClearingMonth

__all__ = ["command", "command_of", "step_lines", "step_text", "wording"]

_WORDS: Final[Mapping[StepKind, str]] = {
    StepKind.CLEAR_CONFLICT: "resolve conflict {month} --finding 核实的结果",
    StepKind.CHECK_COPY: "resolve restored {month}",
    StepKind.SETTLE_BATCH: "resolve ways {month}",
    StepKind.AWAIT_SENDER: "resolve ways {month}",
    StepKind.REPEAT_REVOCATION: "revoke {month} --batch {batch}",
    StepKind.RECORD_REVOCATION: "resolve ways {month}",
    StepKind.RESEND_PERIOD: "resolve period {month}",
    StepKind.REVOKE_PERIOD: "revoke-period {month}",
    StepKind.EXTRACT: "extract {month}",
    StepKind.DECIDE_DOUBTFUL: "match {month} 加 --decisions 文件，逐笔填好标志，再用 --from 文件 --approve 批准",
    StepKind.APPROVE: "match {month} 核对，加 --approve 批准",
    StepKind.PLAN: "plan {month}",
    StepKind.CONFIRM: "confirm {month}",
    StepKind.MOVE_PLATFORM: "resolve moved-from {month} 原来的地址",
    StepKind.MAKE_KEY: "key",
}
"""Steps that are not here are no command's."""


def command(words: str, period: ClearingMonth | None = None, **more: object) -> str:
    """A command as a person types it; `{month}` and what else stands in braces is filled in."""
    return "gdyb clearing " + words.format(month=period or "月份", **more)


def command_of(step: NextStep, period: ClearingMonth | None) -> str:
    """The command for a step; empty where there is none."""
    words = _WORDS.get(step.kind)
    return "" if words is None else command(words, period, batch=step.batch)


def step_text(step: NextStep, period: ClearingMonth | None) -> str:
    """What is open, what to do about it and with which command."""
    todo = command_of(step, period)
    return f"{step}，用 {todo}" if todo else f"{step}"


def wording(period: ClearingMonth) -> Callable[[NextStep], str]:
    """`step_text` for the steps of a month."""
    return lambda step: step_text(step, period)


def step_lines(steps: tuple[NextStep, ...], period: ClearingMonth | None) -> Iterator[str]:
    """One line for each step that a command does, for below a text that says what is open."""
    for step in steps:
        if todo := command_of(step, period):
            yield f"{step.kind.label}：{todo}"
