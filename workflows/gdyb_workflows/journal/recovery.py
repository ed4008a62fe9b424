"""Finding out about a command without an answer: the platform is asked what it has, and a person decides what follows.

recover          unknown → settled, or → not found, once the fence is over
allow_again      not found → not done: the same key may be sent again
reverse          taken back by its msgid (2601), as a command of its own
record_settled, record_not_done    what the bureau says
"""

import time
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, Final, cast

from gdyb import operations
from gdyb.client import AsyncClient, Client
from gdyb.settings import Settings
from gdyb.settlement import SETTLEMENT
from gdyb_runtime.clock import ANSWERS, Clock
from gdyb_runtime.errors import GdybError, TransportFailed
from gdyb_runtime.wire.reply import Reply
from gdyb_workflows.fence import BELIEVED, beijing, earliest_now, is_over
from gdyb_workflows.journal.errors import WrongState
from gdyb_workflows.journal.journal import Journal, StoredEntry
from gdyb_workflows.journal.lookups import Asking, Found, Query, leaf, look_up
from gdyb_workflows.journal.results import Entry, JournalResult, JournalStep
from gdyb_workflows.journal.states import EntryState, EventKind, StepKind

__all__ = [
    "Recovery",
    "allow_again",
    "record_not_done",
    "record_settled",
    "recover",
    "recover_async",
    "reverse",
    "reverse_async",
]

_ASKED: Final = frozenset(
    {EntryState.UNKNOWN, EntryState.ALREADY_DONE, EntryState.NOT_FOUND, EntryState.ACCEPTED, EntryState.NOT_DONE}
)
"""Where the platform may know more than the journal."""
_DOUBTED: Final = frozenset({EntryState.UNKNOWN, EntryState.ALREADY_DONE, EntryState.NOT_FOUND})
_BUREAU: Final = (JournalStep(kind=StepKind.ASK_BUREAU), JournalStep(kind=StepKind.RECORD))
_UNDONE: Final = "/冲正"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """What asking the platform brought."""

    entry: Entry
    kind: EventKind | None
    """What the platform said; None where there was nothing to ask."""
    why: str = ""
    steps: tuple[JournalStep, ...] = ()
    """What is to be done now."""
    problem: GdybError | None = None
    """Why the platform did not tell."""

    @property
    def state(self) -> EntryState:
        """What is known of the command now."""
        return self.entry.state


def recover(journal: Journal, client: Client, key: str, *, actor: str = "") -> Recovery:
    """Asks the platform what became of a command, and writes down what it says; sends queries only.

    `settled` only where the platform has this very command, with the same visit, person and amounts. `not_found` only
    where it has nothing after the fence, so that the request cannot arrive any more.

    Raises:
        NoSuchEntry, LedgerUnusable.
    """
    stored = _due(journal, client, key)
    if stored.entry.state not in _ASKED:
        return _unasked(stored.entry)
    return _conclude(journal, client, stored, _find_out(journal, client, stored), actor)


async def recover_async(journal: Journal, client: AsyncClient, key: str, *, actor: str = "") -> Recovery:
    """The same for asyncio; see `recover`."""
    stored = _due(journal, client, key)
    if stored.entry.state not in _ASKED:
        return _unasked(stored.entry)
    asking = _asking_enough(journal, client, stored)
    try:
        query = next(asking)
        while True:
            query = asking.send(await _ask_async(client, stored, query))
    except StopIteration as stop:
        return _conclude(journal, client, stored, cast(Found, stop.value), actor)


def allow_again(journal: Journal, client: Client | AsyncClient, key: str, *, actor: str, note: str = "") -> Entry:
    """A person says that the command may be sent again under its key; sends nothing.

    Raises:
        WrongState: unless the platform was asked after the fence and has nothing of it.
    """
    stored = journal.stored(client, key)
    if stored.entry.state is not EntryState.NOT_FOUND:
        raise WrongState(key=key, reason=f"{stored.entry.state.label}，只有平台确实没有的业务才能再办，请先向平台查询")
    return _moved(journal, client, stored, EntryState.NOT_DONE, EventKind.ALLOWED, actor=actor, detail=note)


def record_settled(
    journal: Journal,
    client: Client | AsyncClient,
    key: str,
    *,
    actor: str,
    setl_id: str = "",
    mdtrt_id: str = "",
    note: str = "",
) -> Entry:
    """The bureau says that the command was carried out.

    Raises:
        WrongState: where that is known already, or somebody still waits for the answer.
    """
    stored = _due(journal, client, key)
    since = _DOUBTED | {EntryState.ACCEPTED, EntryState.CONFLICT}
    _require(stored, since, "不用登记")
    made = {name: value for name, value in (("setl_id", setl_id), ("mdtrt_id", mdtrt_id)) if value}
    detail = " ".join(filter(None, (EntryState.SETTLED.label, note)))
    return _moved(
        journal, client, stored, EntryState.SETTLED, EventKind.RECORDED, actor=actor, detail=detail, made=made
    )


def record_not_done(journal: Journal, client: Client, key: str, *, actor: str, note: str = "") -> Entry:
    """The bureau says that the command was not carried out; the key may be sent again.

    The platform is asked, too: for its time, and because what it has is done whatever anybody says.

    Raises:
        WrongState: where something else is known, or before the fence: the request might still arrive.
    """
    stored = _due(journal, client, key)
    _require(stored, _DOUBTED, "不能登记为没有办成")
    found = _find_out(journal, client, stored)
    if found.kind is EventKind.FOUND:
        raise WrongState(key=key, reason="平台有这笔业务，请先向平台查询", steps=(JournalStep(kind=StepKind.ASK),))
    if isinstance(found.problem, TransportFailed):
        reason = "平台没有应答，无法核对时间，请在平台能应答时再登记"
        raise WrongState(key=key, reason=reason, steps=(JournalStep(kind=StepKind.ASK),))
    _require_fence(journal, client, stored)
    detail = " ".join(filter(None, (EntryState.NOT_DONE.label, note)))
    return _moved(journal, client, stored, EntryState.NOT_DONE, EventKind.RECORDED, actor=actor, detail=detail)


def reverse(journal: Journal, client: Client, key: str, *, actor: str) -> JournalResult[Any]:
    """Takes a command back by its msgid (2601), never by itself: only when a person decided so.

    The reversal has a key of its own, that of the command with /冲正 behind it, and may be unknown, too.

    Raises:
        WrongState: where there is nothing to take back, or 2601 does not know this interface.
        As `Journal.carry_out`.
    """
    stored = _reversible(journal, client, key, actor)
    return journal.carry_out(
        client,
        operations.by_infno(SETTLEMENT.reversal),
        key=key + _UNDONE,
        envelope=stored.envelope,
        data=_reversal(stored),
    )


async def reverse_async(journal: Journal, client: AsyncClient, key: str, *, actor: str) -> JournalResult[Any]:
    """The same for asyncio; see `reverse`."""
    stored = _reversible(journal, client, key, actor)
    return await journal.carry_out_async(
        client,
        operations.by_infno(SETTLEMENT.reversal),
        key=key + _UNDONE,
        envelope=stored.envelope,
        data=_reversal(stored),
    )


def _due(journal: Journal, client: Client | AsyncClient, key: str) -> StoredEntry:
    """The command; its sender is not waited for any longer than it may take."""
    stored = journal.stored(client, key)
    if stored.entry.state is EntryState.SENDING and stored.due_at < time.time():
        journal.give_up(stored)
        return journal.stored(client, key)
    return stored


def _unasked(entry: Entry) -> Recovery:
    return Recovery(entry=entry, kind=None, steps=entry.steps)


def _find_out(journal: Journal, client: Client, stored: StoredEntry) -> Found:
    asking = _asking_enough(journal, client, stored)
    try:
        query = next(asking)
        while True:
            query = asking.send(_ask(client, stored, query))
    except StopIteration as stop:
        return cast(Found, stop.value)


def _asking_enough(journal: Journal, client: Client | AsyncClient, stored: StoredEntry) -> Asking:
    """Asks once more where time is what counts, till several answers told the gateway's: one alone may be ahead."""
    found = yield from _asking(journal, client, stored)
    early = earliest_now(client.clock) < stored.entry.fence_until
    if found.kind is EventKind.FOUND or (early and stored.sent.last - time.time() < BELIEVED):
        return found
    for _ in range(ANSWERS - len(client.clock.gateway_times)):
        again = yield from _asking(journal, client, stored)
        if again.kind is not found.kind:
            return again
    return found


def _asking(journal: Journal, client: Client | AsyncClient, stored: StoredEntry) -> Asking:
    if stored.entry.infno != SETTLEMENT.reversal:
        return look_up(stored.sent)
    original = journal.sent_as(client, str(leaf(stored.sent.input, "omsgid") or ""))
    return _asking_for_reversal(original, client.clock, journal.fence_margin)


def _asking_for_reversal(
    original: StoredEntry | None, clock: Clock, margin: float
) -> Generator[Query, Reply[Any] | GdybError, Found]:
    """Whether what was to be taken back is still there."""
    if original is None:
        return Found(kind=EventKind.NOT_TOLD, why="交易日志里没有被冲正的交易")
    found = yield from look_up(original.sent)
    if found.kind is EventKind.MISSING and not is_over(clock, original.sent.last, margin):
        return Found(kind=EventKind.MISSING, why="被冲正的交易可能还在途中")
    if found.kind is EventKind.MISSING:
        return Found(kind=EventKind.FOUND, why="平台已没有被冲正的交易")
    if found.kind is EventKind.FOUND:
        return Found(kind=EventKind.MISSING, why="被冲正的交易还在")
    return found


def _ask(client: Client, stored: StoredEntry, query: Query) -> Reply[Any] | GdybError:
    try:
        return client.call(
            operations.by_infno(query.infno),
            msgid=None,
            envelope=stored.envelope,
            deadline=None,
            total_timeout=None,
            extra=None,
            **query.nodes,
        )
    except GdybError as error:
        return error


async def _ask_async(client: AsyncClient, stored: StoredEntry, query: Query) -> Reply[Any] | GdybError:
    try:
        return await client.call(
            operations.by_infno(query.infno),
            msgid=None,
            envelope=stored.envelope,
            deadline=None,
            total_timeout=None,
            extra=None,
            **query.nodes,
        )
    except GdybError as error:
        return error


def _conclude(
    journal: Journal, client: Client | AsyncClient, stored: StoredEntry, found: Found, actor: str
) -> Recovery:
    by = actor or cast(Settings, client.settings).opter
    steps: tuple[JournalStep, ...] | None = None
    state, fence = stored.entry.state, stored.entry.fence_until
    is_past = is_over(client.clock, stored.sent.last, journal.fence_margin)
    if found.kind is EventKind.FOUND:
        made = {"mdtrt_id": found.mdtrt_id, "setl_id": found.setl_id, "cents": found.cents}
        known = {name: value for name, value in made.items() if value not in (None, "")}
        detail = " ".join((found.why, *(f"{name}={value}" for name, value in known.items()))).strip()
        journal.change(stored, EntryState.SETTLED, found.kind, actor=by, detail=detail, since=_ASKED, made=known)
    elif found.kind is EventKind.MISSING and state is EntryState.UNKNOWN and is_past:
        journal.change(stored, EntryState.NOT_FOUND, found.kind, actor=by, detail=found.why)
    else:
        journal.note_event(stored, found.kind, actor=by, detail=found.why)
        if found.kind is EventKind.MISSING and state is EntryState.UNKNOWN:
            steps = (JournalStep(kind=StepKind.AWAIT, until=fence),)
        elif found.problem is None and state not in (EntryState.NOT_FOUND, EntryState.NOT_DONE):
            steps = _BUREAU
    entry = journal.entry(client, stored.entry.key)
    return Recovery(
        entry=entry,
        kind=found.kind,
        why=found.why,
        steps=entry.steps if steps is None else steps,
        problem=found.problem,
    )


def _require(stored: StoredEntry, states: frozenset[EntryState], what: str) -> None:
    if stored.entry.state not in states:
        raise WrongState(key=stored.entry.key, reason=f"{stored.entry.state.label}，{what}", steps=stored.entry.steps)


def _require_fence(journal: Journal, client: Client, stored: StoredEntry) -> None:
    fence = stored.entry.fence_until
    if not is_over(client.clock, stored.sent.last, journal.fence_margin):
        step = JournalStep(kind=StepKind.AWAIT, until=fence)
        reason = f"请求可能还在途中，{beijing(fence)} 以后才能登记为没有办成"
        raise WrongState(key=stored.entry.key, reason=reason, steps=(step,))


def _moved(
    journal: Journal,
    client: Client | AsyncClient,
    stored: StoredEntry,
    state: EntryState,
    kind: EventKind,
    *,
    actor: str,
    detail: str,
    made: dict[str, str] | None = None,
) -> Entry:
    if not journal.change(stored, state, kind, actor=actor, detail=detail, made=made):
        raise WrongState(key=stored.entry.key, reason="别处刚刚改动过这笔业务，请重新查看")
    return journal.entry(client, stored.entry.key)


def _reversible(journal: Journal, client: Client | AsyncClient, key: str, actor: str) -> StoredEntry:
    stored = _due(journal, client, key)
    since = _DOUBTED | {EntryState.ACCEPTED, EntryState.SETTLED, EntryState.CONFLICT, EntryState.REVERSED}
    _require(stored, since, "不需要冲正")
    if stored.entry.infno not in SETTLEMENT.reversible:
        reason = f"{SETTLEMENT.reversal} 不支持 {stored.entry.infno}，请用对应的撤销交易"
        raise WrongState(key=key, reason=reason)
    journal.note_event(stored, EventKind.REVERSING, actor=actor)
    return stored


def _reversal(stored: StoredEntry) -> dict[str, object]:
    psn_no = leaf(stored.sent.input, "psn_no")
    return {"psn_no": psn_no, "omsgid": stored.entry.msgid, "oinfno": stored.entry.infno}
