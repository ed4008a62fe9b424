"""What a procedure asks for, one thing after the other, and how that is done, for sync and async callers alike."""

import logging
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeAlias

from gdyb.client import AsyncClient, Client
from gdyb_runtime.errors import GdybError, Outcome
from gdyb_runtime.model.operation import Operation
from gdyb_runtime.model.types import zone_of
from gdyb_runtime.wire.reply import Reply
from gdyb_workflows.journal.errors import NoSuchEntry
from gdyb_workflows.journal.journal import Journal
from gdyb_workflows.journal.lookups import leaf
from gdyb_workflows.journal.results import Entry, JournalResult
from gdyb_workflows.journal.states import ANSWERED, MAY_SEND, EntryState
from gdyb_workflows.settlement.filling import Envelope
from gdyb_workflows.settlement.vouchers import VoucherGuard, VoucherGuardUnavailable
from gdyb_workflows.visits.results import VisitResult

__all__ = ["Ask", "Before", "Do", "Earlier", "Procedure", "Today", "run", "run_async"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """Which day it is where the platform is; answered with the date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What the journal has under a key; answered with Earlier, or None where the key was not used."""

    operation: Operation[Any, Any]
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A query; answered with its reply."""

    operation: Operation[Any, Any]
    nodes: Mapping[str, object] = field(repr=False)
    envelope: Envelope
    voucher: str = field(default="", repr=False)
    """The code that identifies somebody, which must not have served a business yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Do:
    """A command; answered with its JournalResult."""

    operation: Operation[Any, Any]
    key: str
    nodes: Mapping[str, object] = field(repr=False)
    envelope: Envelope
    voucher: str = field(default="", repr=False)
    """The code that this command uses up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A command that was sent before."""

    result: JournalResult[Any]
    psn_no: str = field(repr=False)
    envelope: Envelope
    insutype: str

    @property
    def entry(self) -> Entry:
        """The command as the journal has it."""
        return self.result.entry

    @property
    def is_answered(self) -> bool:
        """Whether there is nothing left to do."""
        return self.entry.state in ANSWERED


Procedure: TypeAlias = Generator["Today | Before | Ask | Do", Any, VisitResult]

_logger = logging.getLogger("gdyb")

_OUTCOMES: Final[Mapping[EntryState, Outcome]] = {
    EntryState.SETTLED: "accepted",
    EntryState.ACCEPTED: "accepted",
    EntryState.REFUSED: "refused",
    EntryState.NOT_SENT: "not_sent",
    EntryState.ALREADY_DONE: "already_done",
}


def run(journal: Journal, client: Client, procedure: Procedure, *, guard: VoucherGuard | None = None) -> VisitResult:
    """Goes through a procedure; run again with the same key it goes on where it stopped.

    `guard` is needed where somebody shows an electronic voucher, whose code serves once.

    Raises:
        GdybError: of a query, or nothing was sent; what became of a command is in the result.
    """
    try:
        step = next(procedure)
        while True:
            try:
                answer = _carry_out(journal, client, step, guard)
            except GdybError as error:
                step = procedure.throw(error)
            else:
                step = procedure.send(answer)
    except StopIteration as stop:
        done: VisitResult = stop.value
        return done


async def run_async(
    journal: Journal, client: AsyncClient, procedure: Procedure, *, guard: VoucherGuard | None = None
) -> VisitResult:
    """The same for asyncio; see `run`."""
    try:
        step = next(procedure)
        while True:
            try:
                answer = await _carry_out_async(journal, client, step, guard)
            except GdybError as error:
                step = procedure.throw(error)
            else:
                step = procedure.send(answer)
    except StopIteration as stop:
        done: VisitResult = stop.value
        return done


def _carry_out(journal: Journal, client: Client, step: Today | Before | Ask | Do, guard: VoucherGuard | None) -> object:
    if isinstance(step, Ask):
        _check(guard, step)
        return client.call(
            step.operation,
            msgid=None,
            envelope=step.envelope,
            deadline=None,
            total_timeout=None,
            extra=None,
            **step.nodes,
        )
    if not isinstance(step, Do):
        return _known(journal, client, step)
    use = _Use(journal, client, step, guard)
    try:
        result = journal.carry_out(
            client,
            step.operation,
            key=step.key,
            envelope=step.envelope,
            total_timeout=None,
            msgid=use.msgid,
            extra=None,
            **step.nodes,
        )
        use.settle(result)
        return result
    except GdybError as error:
        use.fail(error)
        raise
    finally:
        use.end()


async def _carry_out_async(
    journal: Journal, client: AsyncClient, step: Today | Before | Ask | Do, guard: VoucherGuard | None
) -> object:
    if isinstance(step, Ask):
        _check(guard, step)
        reply: Reply[Any] = await client.call(
            step.operation,
            msgid=None,
            envelope=step.envelope,
            deadline=None,
            total_timeout=None,
            extra=None,
            **step.nodes,
        )
        return reply
    if not isinstance(step, Do):
        return _known(journal, client, step)
    use = _Use(journal, client, step, guard)
    try:
        result = await journal.carry_out_async(
            client,
            step.operation,
            key=step.key,
            envelope=step.envelope,
            total_timeout=None,
            msgid=use.msgid,
            extra=None,
            **step.nodes,
        )
        use.settle(result)
        return result
    except GdybError as error:
        use.fail(error)
        raise
    finally:
        use.end()


def _known(journal: Journal, client: Client | AsyncClient, step: Today | Before) -> date | Earlier | None:
    if isinstance(step, Today):
        return client.clock.now().astimezone(zone_of(client.protocol.utc_offset)).date()
    try:
        stored = journal.stored(client, step.key)
    except NoSuchEntry:
        return None
    result = journal.result(client, step.operation, step.key)
    if result is None:
        return None
    return Earlier(
        result=result,
        psn_no=str(leaf(stored.sent.input, "psn_no") or ""),
        envelope=stored.envelope,
        insutype=str(leaf(stored.sent.input, "insutype") or ""),
    )


def _check(guard: VoucherGuard | None, step: Ask) -> None:
    if step.voucher:
        _required(guard).check(step.voucher, step.operation.infno)


def _required(guard: VoucherGuard | None) -> VoucherGuard:
    if guard is None:
        raise ValueError("电子凭证要有 guard=VoucherGuard(...)：一个码只能办一项业务")
    return guard


class _Use:
    """The one use of a voucher's code for a command; nothing where there is no code, or nothing will be sent."""

    def __init__(self, journal: Journal, client: Client | AsyncClient, step: Do, guard: VoucherGuard | None) -> None:
        self.msgid: str | None = None
        self._outcome: Outcome = "not_sent"
        self._guard = _required(guard) if step.voucher else None
        self._claim = None
        if self._guard is None:
            return
        known = journal.result(client, step.operation, step.key)
        if known is None or known.state in MAY_SEND:
            self.msgid = client.reserve_msgid(envelope=step.envelope)
            institution = self.msgid[: client.protocol.msgid.institution]
            self._claim = self._guard.claim(
                step.voucher, step.operation.infno, institution=institution, msgid=self.msgid
            )
            # Until the journal says what became of it.
            self._outcome = "unknown"

    def settle(self, result: JournalResult[Any]) -> None:
        """What the journal has of it."""
        self._outcome = "not_sent" if result.is_repeated else _OUTCOMES.get(result.state, "unknown")

    def fail(self, error: GdybError) -> None:
        """What is known though it failed."""
        self._outcome = error.outcome

    def end(self) -> None:
        """Writes down what became of the code."""
        if self._guard is None or self._claim is None:
            return
        try:
            self._guard.finish(self._claim, self._outcome)
        except VoucherGuardUnavailable as error:
            # What happened matters more than the note about it; without the note the code stays blocked.
            _logger.warning("%s msgid=%s: %s", self._claim.infno, self._claim.msgid, error)
