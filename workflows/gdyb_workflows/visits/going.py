"""A procedure under way: its commands so far, and whether the next one may be sent."""

from collections.abc import Generator, Mapping
from typing import Any

from gdyb_runtime.model.operation import Operation
from gdyb_runtime.problems import Problem
from gdyb_runtime.wire.reply import Reply
from gdyb_workflows.journal.results import JournalResult
from gdyb_workflows.journal.states import EntryState
from gdyb_workflows.settlement.filling import Envelope
from gdyb_workflows.visits.results import VisitResult
from gdyb_workflows.visits.steps import Do

__all__ = ["Going"]


class Going:
    """Collects what was done; nothing follows a command that is not settled."""

    def __init__(self) -> None:
        self._done: list[JournalResult[Any]] = []
        self.presettled: Reply[Any] | None = None
        self.notes: list[Problem] = []

    def do(
        self,
        operation: Operation[Any, Any],
        key: str,
        nodes: Mapping[str, object],
        envelope: Envelope,
        voucher: str = "",
    ) -> Generator[Do, Any, bool]:
        """Sends a command; whether it is settled."""
        result: JournalResult[Any] = yield Do(
            operation=operation, key=key, nodes=nodes, envelope=envelope, voucher=voucher
        )
        self._done.append(result)
        return result.state is EntryState.SETTLED

    def found(self, result: JournalResult[Any]) -> VisitResult:
        """The result where the last command was answered before."""
        self._done.append(result)
        return self.end(is_complete=result.state is EntryState.SETTLED)

    def end(self, *, is_complete: bool) -> VisitResult:
        """What became of it."""
        return VisitResult(
            done=tuple(self._done), is_complete=is_complete, presettled=self.presettled, notes=tuple(self.notes)
        )
