"""Sends the planned batches (3261), each at most once: intent on disk before the send, the answer right after it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from gdyb import operations
from gdyb_runtime.clock import ANSWERS
from gdyb_workflows.at_rest.records import machine
from gdyb_workflows.clearing.decisions import take_back_approvals
from gdyb_workflows.clearing.extraction import drop_outdated
from gdyb_workflows.clearing.ledger.conflicts import count_conflicts, record_conflict
from gdyb_workflows.clearing.ledger.errors import NeedsPerson
from gdyb_workflows.clearing.ledger.ledger import MonthLease
from gdyb_workflows.clearing.ledger.moving import move
from gdyb_workflows.clearing.ledger.schema import attempt, batch, batch_row, epoch, is_in_force, row
from gdyb_workflows.clearing.ledger.states import (
    OUTCOMES,
    UNANSWERED,
    AttemptState,
    AuditAction,
    BatchState,
    EpochState,
    Fate,
    sources,
)
from gdyb_workflows.clearing.ledger.steps import NextStep, StepKind, revoke_period_again, settle_batch
from gdyb_workflows.clearing.period import Amounts
from gdyb_workflows.clearing.sending.copies import stop_at_older_copy
from gdyb_workflows.clearing.sending.people import with_people
from gdyb_workflows.clearing.sending.planning import last_epoch, stored_nodes
from gdyb_workflows.clearing.sending.recording import Answer, carry_out
from gdyb_workflows.fence import SIGNED_WITHIN, beijing

__all__ = [
    "MOST_REJECTED",
    "BatchUnknown",
    "Confirmation",
    "ConfirmedBatch",
    "confirm",
    "confirm_next",
    "mark_unknown",
]

MOST_REJECTED = 3
"""Rejected batches after each other, after which the rest would hardly fare better."""


class BatchUnknown(NeedsPerson):
    """Nobody knows whether a batch was confirmed; nothing more of its month is sent until a person settles it."""

    outcome = "unknown"
    number: int = 0
    """The batch."""

    def explain(self) -> str:
        """Which batch, and the ways out."""
        return (
            f"{self.month}：第 {self.number} 批的结果未知{self._msgid_text()}，不会自动重发，该月已停下。"
            f"{StepKind.SETTLE_BATCH.label}。"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedBatch:
    """A batch that was answered just now."""

    number: int
    state: BatchState
    """Confirmed or rejected."""
    amounts: Amounts
    msgid: str
    inf_refmsgid: str
    """Needed to revoke it."""
    message: str
    """What the platform said, people masked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What one run of `confirm` did, and what it left."""

    confirmed: Amounts
    batches: int
    rejected: int
    remaining: int
    """Planned batches that were not sent."""


def confirm(lease: MonthLease, *, progress: Callable[[ConfirmedBatch], None] | None = None) -> Confirmation:
    """Sends every planned batch, one after the other. Safe to run again at any point.

    A batch that is found `sending` was sent by a program that is gone: it becomes unknown and is never sent again.

    Raises:
        BatchUnknown: a batch's result is not known; nothing after it was sent.
        HoldLost: somebody else took hold of the month.
        GdybError: the call was provably not processed; its batch is planned as before.
    """
    confirmed, count, rejected, in_a_row = Amounts(), 0, 0, 0
    while in_a_row < MOST_REJECTED and (done := confirm_next(lease)) is not None:
        if done.state is BatchState.CONFIRMED:
            confirmed, count, in_a_row = confirmed + done.amounts, count + 1, 0
        else:
            rejected, in_a_row = rejected + 1, in_a_row + 1
        if progress is not None:
            progress(done)
    with lease.transaction() as connection:
        remaining = connection.execute(sa.select(sa.func.count()).select_from(_planned(lease.id).subquery()))
        return Confirmation(
            confirmed=confirmed, batches=count, rejected=rejected, remaining=int(remaining.scalar_one())
        )


def confirm_next(lease: MonthLease) -> ConfirmedBatch | None:
    """Sends the next planned batch; None when there is none.

    Raises:
        As `confirm`.
    """
    with lease.transaction() as connection:
        mark_unknown(lease, connection)
        last = last_epoch(connection, lease.id)
    if last is not None and last.fence_until is not None:
        lease.learn_time(ANSWERS)
    with lease.transaction() as connection:
        _stop_at_unknown(lease, connection)
        _stop_at_conflict(lease, connection)
        stop_at_older_copy(lease, connection)
        _stop_at_epoch(lease, connection)
        drop_outdated(lease, connection)
        planned = connection.execute(_planned(lease.id).limit(1)).first()
        rows = _rows(connection, planned.id) if planned else []
    if planned is None:
        return None
    operation = operations.confirm_clearing_results
    nodes = stored_nodes(lease, with_people(lease, rows))
    lease.client.validate(operation, envelope=None, extra=None, **nodes)
    lease.learn_time()
    lease.refuse_wild_clock()
    msgid = lease.client.reserve_msgid()
    attempt_id, deadline = _begin(lease, planned.id, msgid)
    answer, problem = carry_out(
        lease,
        msgid,
        lambda: _send(lease, msgid, deadline, nodes),
        lambda connection, answer: _write(lease, connection, planned.id, attempt_id, msgid, answer),
    )
    if problem is not None and answer.fate is Fate.NOT_PROCESSED:
        raise problem
    if problem is not None and answer.fate is Fate.UNKNOWN:
        raise BatchUnknown(
            infno=problem.infno,
            title=problem.title,
            month=lease.name,
            number=planned.number,
            msgid=msgid,
            steps=(settle_batch(planned.number, msgid),),
        ) from problem
    return ConfirmedBatch(
        number=planned.number,
        state=OUTCOMES[answer.fate],
        amounts=Amounts.of_cents(planned.rows, planned.medfee, planned.optins),
        msgid=msgid,
        inf_refmsgid=answer.inf_refmsgid,
        message=answer.message,
    )


def _send(lease: MonthLease, msgid: str, deadline: float, nodes: Mapping[str, object]) -> str:
    lease.marks.note(lease.sender, msgid)
    operation = operations.confirm_clearing_results
    reply = lease.client.call(
        operation, msgid=msgid, envelope=None, deadline=deadline, total_timeout=None, extra=None, **nodes
    )
    return reply.inf_refmsgid


def _planned(month_id: int) -> sa.Select[Any]:
    return (
        sa.select(batch.c.id, batch.c.number, batch.c.rows, batch.c.medfee, batch.c.optins)
        .join(epoch, epoch.c.id == batch.c.epoch_id)
        .where(epoch.c.month_id == month_id, epoch.c.state == EpochState.OPEN, batch.c.state == BatchState.PLANNED)
        .order_by(batch.c.number)
    )


def _rows(connection: sa.Connection, batch_id: int) -> Sequence[Mapping[str, Any]]:
    query = sa.select(row, batch_row.c.flag).join(batch_row, batch_row.c.row_id == row.c.id)
    return [
        dict(record)
        for record in connection.execute(
            query.where(batch_row.c.batch_id == batch_id).order_by(batch_row.c.position)
        ).mappings()
    ]


def _unsettled(month_id: int) -> sa.Select[Any]:
    return (
        sa.select(batch.c.id, batch.c.number, batch.c.state, batch.c.msgid)
        .join(epoch, epoch.c.id == batch.c.epoch_id)
        .where(epoch.c.month_id == month_id, is_in_force(), batch.c.state.in_(sorted(UNANSWERED)))
        .order_by(epoch.c.number, batch.c.number)
    )


def mark_unknown(lease: MonthLease, connection: sa.Connection) -> None:
    """What is still `sending` now was sent under a lease that has ended."""
    for sent in connection.execute(_unsettled(lease.id).where(batch.c.state == BatchState.SENDING)).all():
        move(
            lease,
            connection,
            sent.id,
            to=BatchState.UNKNOWN,
            since={BatchState.SENDING},
            audit=AuditAction.FOUND_SENDING,
            detail=f"msgid={sent.msgid}",
        )
        connection.execute(
            sa.update(attempt)
            .where(attempt.c.batch_id == sent.id, attempt.c.state == AttemptState.SENDING)
            .values(state=AttemptState.UNKNOWN, message=lease.vault.seal_foreign("发送的程序没有记下答复"))
        )


def _stop_at_unknown(lease: MonthLease, connection: sa.Connection) -> None:
    unsettled = connection.execute(_unsettled(lease.id).limit(1)).first()
    if unsettled is None:
        return
    operation = operations.confirm_clearing_results
    raise BatchUnknown(
        infno=operation.infno,
        title=operation.title,
        month=lease.name,
        number=unsettled.number,
        msgid=unsettled.msgid,
        steps=(settle_batch(unsettled.number, unsettled.msgid),),
    )


def _stop_at_conflict(lease: MonthLease, connection: sa.Connection) -> None:
    if count_conflicts(connection, lease.id):
        step = NextStep(kind=StepKind.CLEAR_CONFLICT)
        raise NeedsPerson(month=lease.name, reason="有与登记不符的平台答复", advice=f"没有发送，{step}", steps=(step,))


def _stop_at_epoch(lease: MonthLease, connection: sa.Connection) -> None:
    last = last_epoch(connection, lease.id)
    if last is not None and last.state is EpochState.CLOSED:
        advice, step = "没有发送，请继续或撤销整期回退", revoke_period_again(send_again=last.send_again)
        raise NeedsPerson(month=lease.name, reason="正在整期回退", advice=advice, steps=(step,))
    if last is not None and last.fence_until is not None and lease.left_until(last.fence_until) > 0:
        advice = f"没有发送，请在 {beijing(last.fence_until)} 之后再运行"
        raise NeedsPerson(month=lease.name, reason="一个没有答复的整期回退可能还在途中", advice=advice)


def _begin(lease: MonthLease, batch_id: int, msgid: str) -> tuple[int, float]:
    """Writes down that the batch is being sent; from here on nobody may send it again.

    Gives the attempt and the moment, by the client's clock, after which it must not be signed any more.
    """
    sent_at = lease.signing_time()
    deadline = lease.client.clock.now().timestamp() + SIGNED_WITHIN
    lease.began_sending(sent_at)
    with lease.transaction() as connection:
        lease.refuse_elsewhere(connection)
        # Once more, since the gateway's time may not have been known before.
        _stop_at_epoch(lease, connection)
        is_open = sa.select(epoch.c.id).where(epoch.c.month_id == lease.id, epoch.c.state == EpochState.OPEN)
        move(
            lease,
            connection,
            batch_id,
            to=BatchState.SENDING,
            only=batch.c.epoch_id.in_(is_open),
            msgid=msgid,
            inf_refmsgid="",
            message="",
            settled_by="",
        )
        number = sa.select(sa.func.coalesce(sa.func.max(attempt.c.number), 0) + 1).where(attempt.c.batch_id == batch_id)
        new = sa.insert(attempt).values(
            batch_id=batch_id,
            number=number.scalar_subquery(),
            msgid=msgid,
            state=AttemptState.SENDING,
            sent_by=machine(),
            sent_at=sent_at,
        )
        return int(connection.execute(new.returning(attempt.c.id)).scalar_one()), deadline


def _write(
    lease: MonthLease, connection: sa.Connection, batch_id: int, attempt_id: int, msgid: str, answer: Answer
) -> None:
    state = OUTCOMES[answer.fate]
    message = lease.vault.seal_foreign(answer.message)
    known = connection.execute(sa.select(attempt.c.state).where(attempt.c.id == attempt_id)).scalar_one()
    connection.execute(
        sa.update(attempt)
        .where(attempt.c.id == attempt_id)
        .values(
            state=AttemptState.of(answer.fate),
            answered_at=lease.now(),
            inf_refmsgid=answer.inf_refmsgid,
            message=message,
        )
    )
    # Where a person said that it was not carried out, and nothing was sent since, the platform knows better.
    since = sources(state) & (UNANSWERED | {BatchState.PLANNED})
    current = connection.execute(sa.select(batch.c.state, batch.c.msgid).where(batch.c.id == batch_id)).one()
    is_awaited = current.msgid == msgid and current.state in since
    if is_awaited:
        is_late = known is AttemptState.UNKNOWN and state is not BatchState.UNKNOWN
        move(
            lease,
            connection,
            batch_id,
            to=state,
            since=since,
            audit=AuditAction.LATE_ANSWER if is_late else None,
            detail=f"msgid={msgid} {AttemptState.of(answer.fate)}",
            inf_refmsgid=answer.inf_refmsgid,
            message=message,
        )
        if state is BatchState.PLANNED:
            drop_outdated(lease, connection)
        if state is BatchState.REJECTED:
            take_back_approvals(connection, batch_id, "平台拒绝了所在的批次")
    if state is BatchState.CONFIRMED and not _is_ours(connection, batch_id, msgid, answer.inf_refmsgid):
        detail = f"msgid={msgid} inf_refmsgid={answer.inf_refmsgid} 的确认答复来迟，可能重复确认"
        record_conflict(lease, connection, batch_id, detail)
    denied = {Fate.REJECTED: "拒绝", Fate.NOT_PROCESSED: "没有处理"}.get(answer.fate)
    if denied and not is_awaited and _is_confirmed(connection, batch_id, msgid):
        detail = f"msgid={msgid} 登记为已确认，平台的答复却是{denied}"
        record_conflict(lease, connection, batch_id, detail)


def _is_ours(connection: sa.Connection, batch_id: int, msgid: str, inf_refmsgid: str) -> bool:
    """Whether the ledger takes this answer for the batch's confirmation, as far as it knows better than the answer.

    A person or a revocation may have settled the batch otherwise in the meantime. Where a person was right all along,
    the late answer brings the id that he could not know.
    """
    connection.execute(
        sa.update(batch)
        .where(batch.c.id == batch_id, batch.c.msgid == msgid, batch.c.state == BatchState.CONFIRMED)
        .where(batch.c.inf_refmsgid == "")
        .values(inf_refmsgid=inf_refmsgid)
    )
    return _is_confirmed(connection, batch_id, msgid, batch.c.inf_refmsgid == inf_refmsgid)


def _is_confirmed(connection: sa.Connection, batch_id: int, msgid: str, *more: sa.ColumnElement[bool]) -> bool:
    query = (
        sa.select(batch.c.id)
        .join(epoch, epoch.c.id == batch.c.epoch_id)
        .where(batch.c.id == batch_id, batch.c.msgid == msgid, *more)
        .where(batch.c.state == BatchState.CONFIRMED, is_in_force())
    )
    return connection.execute(query).first() is not None
