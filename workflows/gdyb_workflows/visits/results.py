"""What became of a procedure."""

from dataclasses import dataclass
from typing import Any

from gdyb_runtime.problems import Problem
from gdyb_runtime.wire.reply import Reply
from gdyb_workflows.journal.results import JournalResult, JournalStep
from gdyb_workflows.journal.states import EntryState

__all__ = ["VisitResult"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitResult:
    """The commands of a procedure as far as it went; it stops at the first one that is not settled."""

    done: tuple[JournalResult[Any], ...]
    """Each command, the last one possibly not settled."""
    is_complete: bool
    """Whether all of them are settled."""
    presettled: Reply[Any] | None = None
    """What the platform said that the settlement would come to."""
    notes: tuple[Problem, ...] = ()
    """What a person should know, such as an insurance that is paused."""

    @property
    def last(self) -> JournalResult[Any]:
        """The command that was reached."""
        return self.done[-1]

    @property
    def state(self) -> EntryState:
        """What is known of that command."""
        return self.last.state

    @property
    def steps(self) -> tuple[JournalStep, ...]:
        """What may be done next where it is not settled."""
        return self.last.steps

    def require(self) -> Reply[Any]:
        """The answer of the last command of a complete procedure; raises for any other."""
        return self.last.require()
