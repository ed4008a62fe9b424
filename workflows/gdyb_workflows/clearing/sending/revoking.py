"""Takes confirmations back (3262): one batch by its id, or the whole period."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from gdyb import operations
from gdyb_runtime.clock import ANSWERS
from gdyb_runtime.model.operation import Operation
from gdyb_workflows.at_rest.records import machine
from gdyb_workflows.clearing.decisions import take_back_all_approvals, take_back_approvals
from gdyb_workflows.clearing.ledger.conflicts import record_conflict
from gdyb_workflows.clearing.ledger.errors import NeedsPerson, NothingSuch
from gdyb_workflows.clearing.ledger.ledger import MonthLease
from gdyb_workflows.clearing.ledger.moving import move
from gdyb_workflows.clearing.ledger.schema import attempt, batch, batch_row, epoch, revocation, row
from gdyb_workflows.clearing.ledger.states import (
    LIVE,
    REVOCABLE,
    AttemptState,
    AuditAction,
    BatchState,
    EpochState,
    Fate,
    RevocationState,
)
from gdyb_workflows.clearing.ledger.steps import NextStep, StepKind
from gdyb_workflows.clearing.sending.confirming import mark_unknown
from gdyb_workflows.clearing.sending.planning import last_epoch
from gdyb_workflows.clearing.sending.recording import Answer, carry_out
from gdyb_workflows.fence import FENCE_MARGIN, SIGNED_WITHIN, beijing, fence_of

__all__ = [
    "BatchRevoked",
    "PeriodRevoked",
    "close_epoch",
    "period_is_revoked",
    "reopen_epoch",
    "revoke_batch",
    "revoke_period",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRevoked:
    """A batch that is revoked."""

    number: int
    otransid: str
    msgid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRevoked:
    """A period of which every confirmation is revoked."""

    epoch: int
    """The epoch that ended with it."""
    msgid: str
    planned: int
    """Batches of the next epoch, not sent yet."""


def revoke_batch(lease: MonthLease, inf_refmsgid: str, *, actor: str) -> BatchRevoked:
    """Takes one batch back by the inf_refmsgid of its confirmation; its rows need a new approval.

    A lost answer leaves the batch `revoking`; the same command sends it again: one id can be revoked only once.

    Raises:
        NothingSuch: no confirmed batch has this id.
        NeedsPerson: the platform refuses what an earlier, unanswered attempt may have done.
        GdybError: as the call says.
    """
    operation = operations.revoke_clearing_confirmation
    with lease.transaction() as connection:
        mark_unknown(lease, connection)
        confirmed = connection.execute(
            sa.select(batch.c.id, batch.c.number, batch.c.state, batch.c.epoch_id)
            .join(epoch, epoch.c.id == batch.c.epoch_id)
            .where(epoch.c.month_id == lease.id, epoch.c.state == EpochState.OPEN, batch.c.inf_refmsgid == inf_refmsgid)
            .where(batch.c.inf_refmsgid != "", batch.c.state.in_(sorted(REVOCABLE)))
        ).first()
        if confirmed is None:
            raise NothingSuch(
                reason=f"{lease.name} 没有接收方报文ID（inf_refmsgid）为 {inf_refmsgid} 的已确认批次，没有发送"
            )
    lease.learn_time()
    lease.refuse_wild_clock()
    msgid = lease.client.reserve_msgid()
    revocation_id, deadline = _begin(lease, confirmed.epoch_id, inf_refmsgid, msgid, actor, batch_id=confirmed.id)
    is_retry = confirmed.state is BatchState.REVOKING
    data = {**lease.period.fields, "otransid": inf_refmsgid}
    answer, problem = carry_out(
        lease,
        msgid,
        lambda: _send(lease, operation, msgid, deadline, data),
        lambda connection, answer: _settle_batch(
            lease, connection, revocation_id, msgid, answer, confirmed.id, is_retry=is_retry
        ),
    )
    if problem is None or answer.fate is Fate.DONE:
        return BatchRevoked(number=confirmed.number, otransid=inf_refmsgid, msgid=msgid)
    if is_retry and (answer.fate is Fate.REJECTED or problem.outcome == "already_done"):
        reason = f"第 {confirmed.number} 批的回退曾无答复，再发时平台答复：{answer.message}"
        step = NextStep(kind=StepKind.RECORD_REVOCATION, batch=confirmed.number)
        raise NeedsPerson(
            month=lease.name, reason=reason, advice=f"{step}", outcome="unknown", steps=(step,)
        ) from problem
    raise problem


def close_epoch(lease: MonthLease, *, actor: str, send_again: bool, margin: float = FENCE_MARGIN) -> float:
    """Lets nothing more of this epoch be sent; gives the moment from which on the period may be revoked.

    Run twice it changes nothing but `send_again`.

    Raises:
        NothingSuch: nothing was ever planned.
    """
    lease.learn_time()
    with lease.transaction() as connection:
        mark_unknown(lease, connection)
        last = last_epoch(connection, lease.id)
        if last is None or last.state is EpochState.ROLLED_BACK:
            raise NothingSuch(reason=f"{lease.name} 没有可以整期回退的确认")
        if last.state is EpochState.CLOSED:
            if last.send_again != send_again:
                connection.execute(sa.update(epoch).where(epoch.c.id == last.id).values(send_again=send_again))
            return float(last.fence_until)
        # Requests that nobody saw an answer of may still be under way.
        sent = sa.select(sa.func.max(attempt.c.sent_at)).join(batch, batch.c.id == attempt.c.batch_id)
        latest = connection.execute(
            sent.where(batch.c.epoch_id == last.id, attempt.c.state.in_((AttemptState.SENDING, AttemptState.UNKNOWN)))
        ).scalar()
        lost = _lost_at(connection, lease.id)
        fences = [fence_of(one, margin) for one in (latest, lost) if one is not None]
        fence = max(lease.earliest_now(), last.fence_until or 0.0, *fences)
        after = "之后重新确认" if send_again else "不再确认"
        move(
            lease,
            connection,
            last.id,
            to=EpochState.CLOSED,
            audit=AuditAction.EPOCH_CLOSED,
            detail=f"第 {last.number} 轮，{beijing(fence)} 之后整期回退，{after}",
            actor=actor,
            closed_at=lease.now(),
            closed_by=actor,
            fence_until=fence,
            send_again=send_again,
        )
        return fence


def reopen_epoch(lease: MonthLease, *, actor: str, note: str) -> None:
    """A person gives up revoking the period: nothing was sent, or the platform refused it; nothing can be under way.

    Raises:
        NeedsPerson: nothing is waiting to be revoked, or a revocation may have been carried out.
    """
    with lease.transaction() as connection:
        last = _closed_epoch(lease, connection, after_fence=False)
        open_ends = sa.select(sa.func.count()).where(
            revocation.c.epoch_id == last.id,
            revocation.c.batch_id.is_(None),
            revocation.c.state.not_in((RevocationState.REJECTED, RevocationState.NOT_PROCESSED)),
        )
        if connection.execute(open_ends).scalar_one():
            advice = "不能撤销，请继续整期回退，或向医保核实后登记已整期回退"
            raise NeedsPerson(month=lease.name, reason="整期回退可能已经办成", advice=advice)
        move(
            lease,
            connection,
            last.id,
            to=EpochState.OPEN,
            audit=AuditAction.EPOCH_REOPENED,
            detail=f"第 {last.number} 轮 {note}".rstrip(),
            actor=actor,
            closed_at=None,
            fence_until=None if _lost_at(connection, lease.id) is None else last.fence_until,
            send_again=False,
        )


def revoke_period(lease: MonthLease, *, actor: str, margin: float = FENCE_MARGIN) -> PeriodRevoked:
    """Takes back every confirmation of the period (3262 with otransid 0), those of other programs, too.

    The epoch has to be closed, and the fence to be over. May be sent any number of times: nothing of a newer epoch has
    been sent before this is answered. Where one of them got no answer, the next epoch waits until it cannot arrive.

    Raises:
        NeedsPerson: the epoch is not closed, or the fence is not over; nothing was sent.
        GdybError: as the call says; the same command goes on.
    """
    operation = operations.revoke_clearing_period
    lease.learn_time(ANSWERS)
    with lease.transaction() as connection:
        last = _closed_epoch(lease, connection)
    msgid = lease.client.reserve_msgid()
    otransid = str(operation.fixed["data"]["otransid"])
    revocation_id, deadline = _begin(lease, last.id, otransid, msgid, actor)
    planned = [0]

    def write(connection: sa.Connection, answer: Answer) -> None:
        _write(lease, connection, revocation_id, answer)
        if answer.fate is Fate.DONE:
            planned[0] = _end_epoch(lease, connection, last.id, actor=actor, margin=margin)

    data = lease.period.fields
    answer, problem = carry_out(lease, msgid, lambda: _send(lease, operation, msgid, deadline, data), write)
    if problem is not None and answer.fate is not Fate.DONE:
        raise problem
    return PeriodRevoked(epoch=last.number, msgid=msgid, planned=planned[0])


def period_is_revoked(lease: MonthLease, *, actor: str, note: str = "", margin: float = FENCE_MARGIN) -> int:
    """A person says that the period is revoked, for a platform that refuses to say so itself.

    Ends the closed epoch and opens the next one; gives how many batches that has.

    Raises:
        NeedsPerson: nothing is waiting to be revoked, or the fence is not over.
    """
    lease.learn_time(ANSWERS)
    with lease.transaction() as connection:
        last = _closed_epoch(lease, connection)
        return _end_epoch(lease, connection, last.id, actor=actor, note=note, margin=margin)


def _closed_epoch(lease: MonthLease, connection: sa.Connection, *, after_fence: bool = True) -> sa.Row[Any]:
    """The epoch that waits for its revocation, its fence over unless that does not matter."""
    last = last_epoch(connection, lease.id)
    if last is None or last.state is not EpochState.CLOSED:
        raise NeedsPerson(month=lease.name, reason="这一期没有在等待整期回退", advice="没有发送")
    if after_fence and lease.left_until(last.fence_until) > 0:
        advice = f"{beijing(last.fence_until)} 之后用同样的命令继续；此前无答复的请求可能还在途中"
        raise NeedsPerson(month=lease.name, reason="还没有到可以整期回退的时间", advice=advice)
    return last


def _end_epoch(
    lease: MonthLease, connection: sa.Connection, epoch_id: int, *, actor: str, margin: float, note: str = ""
) -> int:
    """Ends a closed epoch and opens the next one with what is to be sent again; gives how many batches that has."""
    now = lease.now()
    last = connection.execute(sa.select(epoch).where(epoch.c.id == epoch_id)).one()
    if last.state is not EpochState.CLOSED:
        return 0  # Ended already, by another answer or a person.
    move(
        lease,
        connection,
        epoch_id,
        to=EpochState.ROLLED_BACK,
        audit=AuditAction.PERIOD_REVOKED,
        detail=f"第 {last.number} 轮 {note}".strip(),
        actor=actor,
        rolled_back_at=now,
    )
    sent_at = _lost_at(connection, lease.id)
    new = sa.insert(epoch).values(
        month_id=lease.id,
        number=last.number + 1,
        state=EpochState.OPEN,
        opened_at=now,
        fence_until=None if sent_at is None else fence_of(sent_at, margin),
    )
    new_id = connection.execute(new.returning(epoch.c.id)).scalar_one()
    if not last.send_again:
        take_back_all_approvals(connection, lease.id, "整期回退")
        return 0
    again = _to_send_again(lease, connection, epoch_id)
    for number, batch_id in enumerate(again, 1):
        _plan_again(connection, new_id, number, batch_id, now)
    return len(again)


def _lost_at(connection: sa.Connection, month_id: int) -> float | None:
    """When the last revocation of the period was sent that nobody saw an answer of, in whatever epoch.

    Arriving late it takes back what any later epoch has confirmed by then.
    """
    unanswered = (
        sa.select(sa.func.max(revocation.c.sent_at))
        .join(epoch, epoch.c.id == revocation.c.epoch_id)
        .where(epoch.c.month_id == month_id, revocation.c.batch_id.is_(None))
        .where(revocation.c.state.in_((RevocationState.SENDING, RevocationState.UNKNOWN)))
    )
    return connection.execute(unanswered).scalar()


def _to_send_again(lease: MonthLease, connection: sa.Connection, epoch_id: int) -> list[int]:
    """Batches of an epoch whose approval still holds: not those somebody wanted back, nor those with other rows now."""
    in_force = sa.select(batch.c.id, batch.c.state).where(batch.c.epoch_id == epoch_id, batch.c.state.in_(sorted(LIVE)))
    changed = sa.select(batch_row.c.batch_id).join(row, row.c.id == batch_row.c.row_id)
    outdated = set(connection.execute(changed.where(row.c.month_id == lease.id, ~row.c.is_current)).scalars())
    again = []
    for candidate in connection.execute(in_force.order_by(batch.c.number)).all():
        if candidate.state is BatchState.REVOKING:
            take_back_approvals(connection, candidate.id, "已要求回退")
        elif candidate.id in outdated:
            take_back_approvals(connection, candidate.id, "整期回退后平台的明细已变")
        else:
            again.append(candidate.id)
    return again


def _plan_again(connection: sa.Connection, epoch_id: int, number: int, batch_id: int, now: float) -> None:
    names = ("rows", "medfee", "optins", "included")
    copied = sa.select(
        sa.literal(epoch_id),
        sa.literal(number),
        sa.literal(BatchState.PLANNED, batch.c.state.type),
        sa.literal(now),
        *(batch.c[name] for name in names),
    ).where(batch.c.id == batch_id)
    columns = ["epoch_id", "number", "state", "changed_at", *names]
    connection.execute(sa.insert(batch).from_select(columns, copied))
    new_id = connection.execute(
        sa.select(batch.c.id).where(batch.c.epoch_id == epoch_id, batch.c.number == number)
    ).scalar_one()
    rows = sa.select(sa.literal(new_id), batch_row.c.position, batch_row.c.row_id, batch_row.c.flag)
    connection.execute(
        sa.insert(batch_row).from_select(
            ["batch_id", "position", "row_id", "flag"], rows.where(batch_row.c.batch_id == batch_id)
        )
    )


def _send(
    lease: MonthLease, operation: Operation[Any, Any], msgid: str, deadline: float, data: Mapping[str, str]
) -> str:
    lease.client.call(operation, msgid=msgid, envelope=None, deadline=deadline, data=data)
    return ""  # A revocation's own id is needed for nothing.


def _begin(
    lease: MonthLease, epoch_id: int, otransid: str, msgid: str, actor: str, *, batch_id: int | None = None
) -> tuple[int, float]:
    """Writes down that a revocation is being sent, and the moment after which it must not be signed any more."""
    sent_at = lease.signing_time()
    deadline = lease.client.clock.now().timestamp() + SIGNED_WITHIN
    lease.began_sending(sent_at)
    with lease.transaction() as connection:
        lease.refuse_elsewhere(connection)
        if batch_id is not None:
            move(lease, connection, batch_id, to=BatchState.REVOKING)
        detail = f"otransid={otransid} msgid={msgid}"
        lease.write_audit(connection, AuditAction.REVOKE, detail, actor=actor, batch_id=batch_id)
        new = sa.insert(revocation).values(
            epoch_id=epoch_id,
            batch_id=batch_id,
            otransid=otransid,
            msgid=msgid,
            state=RevocationState.SENDING,
            sent_by=machine(),
            sent_at=sent_at,
        )
        return int(connection.execute(new.returning(revocation.c.id)).scalar_one()), deadline


def _write(lease: MonthLease, connection: sa.Connection, revocation_id: int, answer: Answer) -> None:
    connection.execute(
        sa.update(revocation)
        .where(revocation.c.id == revocation_id)
        .values(
            state=RevocationState(answer.fate),
            answered_at=lease.now(),
            message=lease.vault.seal_foreign(answer.message),
        )
    )


def _settle_batch(
    lease: MonthLease,
    connection: sa.Connection,
    revocation_id: int,
    msgid: str,
    answer: Answer,
    batch_id: int,
    *,
    is_retry: bool,
) -> None:
    """Writes down how a batch's revocation ended; the batch stays as it is where nobody knows."""
    _write(lease, connection, revocation_id, answer)
    is_done = answer.fate is Fate.DONE
    if answer.fate is Fate.UNKNOWN or (is_retry and not is_done):
        return
    state = connection.execute(sa.select(batch.c.state).where(batch.c.id == batch_id)).scalar_one()
    if state is BatchState.REVOKING:
        after = BatchState.REVOKED if is_done else BatchState.CONFIRMED
        move(lease, connection, batch_id, to=after, since={BatchState.REVOKING})
        if is_done:
            take_back_approvals(connection, batch_id, "已回退")
    elif is_done and state is BatchState.CONFIRMED:
        detail = f"msgid={msgid} 登记为没有回退，平台的答复却是已回退"
        record_conflict(lease, connection, batch_id, detail)
