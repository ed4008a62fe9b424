"""The command words for what is to be done next; nothing else in a text names a command of the journal."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from gdyb_workflows.fence import beijing
from gdyb_workflows.journal.results import JournalStep
from gdyb_workflows.journal.states import StepKind

__all__ = ["command", "step_lines"]

_WORDS: Final[Mapping[StepKind, str]] = {
    StepKind.AWAIT: "resolve ask {key}",
    StepKind.ASK: "resolve ask {key}",
    StepKind.RECORD: "resolve settled {key} 或 gdyb journal resolve not-done {key}",
    StepKind.SEND_AGAIN: "resolve send-again {key}",
    StepKind.REVERSE: "resolve reverse {key}",
}
"""Steps that are not here are no command's."""


def command(words: str, key: str) -> str:
    """A command as a person types it."""
    return "gdyb journal " + words.format(key=f'"{key}"')


def step_lines(steps: Iterable[JournalStep], key: str) -> Iterator[str]:
    """One line for each step: what is to be done, from when on, and with which command."""
    for step in steps:
        since = f"（{beijing(step.until)} 以后）" if step.until is not None else ""
        words = _WORDS.get(step.kind)
        todo = f"：{command(words, key)}" if words is not None else ""
        yield f"{step.kind.label}{since}{todo}"
