"""Sends the planned batches (3261), each at most once: intent on disk before the send, the answer right after it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from gdyb import operations
from gdyb_runtime.errors import GdybError
from gdyb_workflows.clearing.decisions import take_back_approvals
from gdyb_workflows.clearing.errors import NeedsPerson
from gdyb_workflows.clearing.extraction import drop_outdated
from gdyb_workflows.clearing.fence import SIGNED_WITHIN
from gdyb_workflows.clearing.ledger import HeldMonth, beijing, machine
from gdyb_workflows.clearing.people import with_people
from gdyb_workflows.clearing.period import Amounts
from gdyb_workflows.clearing.planning import stored_nodes
from gdyb_workflows.clearing.recording import INTERRUPTED, Answer, answer_of, record
from gdyb_workflows.clearing.schema import attempt, audit, batch, batch_row, epoch, row

__all__ = ["BatchUnknown", "Confirmation", "ConfirmedBatch", "confirm", "confirm_next"]

BatchState = Literal["planned", "sending", "confirmed", "rejected", "unknown", "revoking", "revoked", "dropped"]
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
            "请用 gdyb clearing resolve 处理：向医保核实后登记结果，或整期回退后重新确认。"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedBatch:
    """A batch that was answered just now."""

    number: int
    state: BatchState
    """confirmed or rejected."""
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


def confirm(held: HeldMonth, *, progress: Callable[[ConfirmedBatch], None] | None = None) -> Confirmation:
    """Sends every planned batch, one after the other. Safe to run again at any point.

    A batch that is found `sending` was sent by a program that is gone: it becomes unknown and is never sent again.

    Raises:
        BatchUnknown: a batch's result is not known; nothing after it was sent.
        HoldLost: somebody else took hold of the month.
        GdybError: the call was provably not processed; its batch is planned as before.
    """
    confirmed, count, rejected, in_a_row = Amounts(), 0, 0, 0
    while in_a_row < MOST_REJECTED and (done := confirm_next(held)) is not None:
        if done.state == "confirmed":
            confirmed, count, in_a_row = confirmed + done.amounts, count + 1, 0
        else:
            rejected, in_a_row = rejected + 1, in_a_row + 1
        if progress is not None:
            progress(done)
    with held.transaction() as connection:
        remaining = connection.execute(sa.select(sa.func.count()).select_from(_planned(held.id).subquery()))
        return Confirmation(
            confirmed=confirmed, batches=count, rejected=rejected, remaining=int(remaining.scalar_one())
        )


def confirm_next(held: HeldMonth) -> ConfirmedBatch | None:
    """Sends the next planned batch; None when there is none.

    Raises:
        As `confirm`.
    """
    with held.transaction() as connection:
        mark_unknown(held, connection)
    with held.transaction() as connection:
        _stop_at_unknown(held, connection)
        _stop_at_conflict(held, connection)
        _stop_at_epoch(held, connection)
        drop_outdated(held, connection)
        found = connection.execute(_planned(held.id).limit(1)).first()
        rows = _rows(connection, found.id) if found else []
    if found is None:
        return None
    nodes = stored_nodes(held, with_people(held, rows))
    held.client.validate(operations.confirm_clearing_results, envelope=None, **nodes)
    held.learn_time()
    msgid = held.client.reserve_msgid()
    attempt_id, deadline = _begin(held, found.id, msgid)
    problem: GdybError | None = None
    try:
        reply = held.client.call(
            operations.confirm_clearing_results, msgid=msgid, envelope=None, deadline=deadline, **nodes
        )
        answer = Answer(fate="done", inf_refmsgid=reply.inf_refmsgid)
    except GdybError as error:
        problem, answer = error, answer_of(error)
    except BaseException:
        # Ctrl-C in the middle of the call: the request may be on its way.
        _settle(held, found.id, attempt_id, msgid, INTERRUPTED)
        raise
    _settle(held, found.id, attempt_id, msgid, answer)
    if problem is not None and answer.fate == "not_processed":
        raise problem
    if problem is not None and answer.fate == "unknown":
        raise BatchUnknown(
            infno=problem.infno, title=problem.title, month=held.name, number=found.number, msgid=msgid
        ) from problem
    return ConfirmedBatch(
        number=found.number,
        state="confirmed" if answer.fate == "done" else "rejected",
        amounts=Amounts.of_cents(found.rows, found.medfee, found.optins),
        msgid=msgid,
        inf_refmsgid=answer.inf_refmsgid,
        message=answer.message,
    )


def _planned(month_id: int) -> sa.Select[Any]:
    return (
        sa.select(batch.c.id, batch.c.number, batch.c.rows, batch.c.medfee, batch.c.optins)
        .join(epoch, epoch.c.id == batch.c.epoch_id)
        .where(epoch.c.month_id == month_id, epoch.c.state == "open", batch.c.state == "planned")
        .order_by(batch.c.number)
    )


def _rows(connection: sa.Connection, batch_id: int) -> Sequence[Mapping[str, Any]]:
    wanted = sa.select(row, batch_row.c.flag).join(batch_row, batch_row.c.row_id == row.c.id)
    return [
        dict(found)
        for found in connection.execute(
            wanted.where(batch_row.c.batch_id == batch_id).order_by(batch_row.c.position)
        ).mappings()
    ]


def _unsettled(month_id: int) -> sa.Select[Any]:
    return (
        sa.select(batch.c.id, batch.c.number, batch.c.state, batch.c.msgid)
        .join(epoch, epoch.c.id == batch.c.epoch_id)
        .where(epoch.c.month_id == month_id, epoch.c.state != "rolled_back", batch.c.state.in_(("sending", "unknown")))
        .order_by(epoch.c.number, batch.c.number)
    )


def mark_unknown(held: HeldMonth, connection: sa.Connection) -> None:
    """What is still `sending` now was sent by somebody who does not hold the month any more."""
    for found in connection.execute(_unsettled(held.id).where(batch.c.state == "sending")).all():
        changed = {"state": "unknown", "changed_at": held.now()}
        connection.execute(sa.update(batch).where(batch.c.id == found.id, batch.c.state == "sending").values(**changed))
        connection.execute(
            sa.update(attempt)
            .where(attempt.c.batch_id == found.id, attempt.c.state == "sending")
            .values(state="unknown", message=held.vault.seal_foreign("发送的程序没有记下答复"))
        )
        held.write_audit(connection, "found_sending", f"msgid={found.msgid}", batch_id=found.id)


def _stop_at_unknown(held: HeldMonth, connection: sa.Connection) -> None:
    found = connection.execute(_unsettled(held.id).limit(1)).first()
    if found is None:
        return
    operation = operations.confirm_clearing_results
    raise BatchUnknown(
        infno=operation.infno, title=operation.title, month=held.name, number=found.number, msgid=found.msgid
    )


def _stop_at_conflict(held: HeldMonth, connection: sa.Connection) -> None:
    counted = sa.select(audit.c.action, sa.func.count()).where(audit.c.month_id == held.id).group_by(audit.c.action)
    found: dict[str, int] = dict(connection.execute(counted).all())
    if found.get("conflict", 0) > found.get("conflict_cleared", 0):
        advice = "没有发送，请向医保核实后用 gdyb clearing resolve --conflict 登记"
        raise NeedsPerson(month=held.name, reason="有与登记不符的平台答复", advice=advice)


def _stop_at_epoch(held: HeldMonth, connection: sa.Connection) -> None:
    wanted = sa.select(epoch.c.state, epoch.c.fence_until).where(epoch.c.month_id == held.id)
    last = connection.execute(wanted.order_by(epoch.c.number.desc()).limit(1)).first()
    if last is not None and last.state == "closed":
        advice = "没有发送，请用 gdyb clearing resolve 继续或撤销整期回退"
        raise NeedsPerson(month=held.name, reason="正在整期回退", advice=advice)
    if last is not None and last.fence_until is not None and held.now() < last.fence_until:
        advice = f"没有发送，请在 {beijing(last.fence_until)} 之后再运行"
        raise NeedsPerson(month=held.name, reason="一个没有答复的整期回退可能还在途中", advice=advice)


def _begin(held: HeldMonth, batch_id: int, msgid: str) -> tuple[int, float]:
    """Writes down that the batch is being sent; from here on nobody may send it again.

    Gives the attempt and the moment, by the client's clock, after which it must not be signed any more.
    """
    now = held.now()
    sent_at = held.signing_time()
    deadline = held.client.clock.now().timestamp() + SIGNED_WITHIN
    with held.transaction() as connection:
        held.refuse_elsewhere(connection)
        # Once more, since the gateway's time may not have been known before.
        _stop_at_epoch(held, connection)
        is_open = sa.select(epoch.c.id).where(epoch.c.month_id == held.id, epoch.c.state == "open")
        taken = connection.execute(
            sa.update(batch)
            .where(batch.c.id == batch_id, batch.c.state == "planned", batch.c.epoch_id.in_(is_open))
            .values(state="sending", msgid=msgid, inf_refmsgid="", message="", settled_by="", changed_at=now)
        )
        if taken.rowcount != 1:
            raise NeedsPerson(month=held.name, reason="批次在发送前已被改动", advice="没有发送，请再运行一次")
        number = sa.select(sa.func.coalesce(sa.func.max(attempt.c.number), 0) + 1).where(attempt.c.batch_id == batch_id)
        new = sa.insert(attempt).values(
            batch_id=batch_id,
            number=number.scalar_subquery(),
            msgid=msgid,
            state="sending",
            sent_by=machine(),
            sent_at=sent_at,
        )
        return int(connection.execute(new.returning(attempt.c.id)).scalar_one()), deadline


def _settle(held: HeldMonth, batch_id: int, attempt_id: int, msgid: str, answer: Answer) -> None:
    record(held, msgid, answer, lambda connection: _write(held, connection, batch_id, attempt_id, msgid, answer))


def _write(
    held: HeldMonth, connection: sa.Connection, batch_id: int, attempt_id: int, msgid: str, answer: Answer
) -> None:
    now = held.now()
    fate = "confirmed" if answer.fate == "done" else answer.fate
    state = "planned" if fate == "not_processed" else fate
    message = held.vault.seal_foreign(answer.message)
    known = connection.execute(sa.select(attempt.c.state).where(attempt.c.id == attempt_id)).scalar_one()
    connection.execute(
        sa.update(attempt)
        .where(attempt.c.id == attempt_id)
        .values(state=fate, answered_at=now, inf_refmsgid=answer.inf_refmsgid, message=message)
    )
    # Where a person said that it was not carried out, and nothing was sent since, the platform knows better.
    before = ("sending", "unknown", "planned") if fate == "confirmed" else ("sending", "unknown")
    changed = connection.execute(
        sa.update(batch)
        .where(batch.c.id == batch_id, batch.c.msgid == msgid, batch.c.state.in_(before))
        .values(state=state, inf_refmsgid=answer.inf_refmsgid, message=message, changed_at=now)
    ).rowcount
    if changed and state == "rejected":
        take_back_approvals(connection, batch_id, "平台拒绝了所在的批次")
    if changed and known == "unknown" and state != "unknown":
        held.write_audit(connection, "late_answer", f"msgid={msgid} {fate}", batch_id=batch_id)
    if fate == "confirmed" and not _is_ours(connection, batch_id, msgid, answer.inf_refmsgid):
        detail = f"msgid={msgid} inf_refmsgid={answer.inf_refmsgid} 的确认答复来迟，可能重复确认"
        held.write_audit(connection, "conflict", detail, batch_id=batch_id)
    if fate in ("rejected", "not_processed") and not changed and _is_confirmed(connection, batch_id, msgid):
        detail = f"msgid={msgid} 登记为已确认，平台的答复却是{'拒绝' if fate == 'rejected' else '没有处理'}"
        held.write_audit(connection, "conflict", detail, batch_id=batch_id)


def _is_ours(connection: sa.Connection, batch_id: int, msgid: str, inf_refmsgid: str) -> bool:
    """Whether the ledger takes this answer for the batch's confirmation, as far as it knows better than the answer.

    A person or a revocation may have settled the batch otherwise in the meantime. Where a person was right all along,
    the late answer brings the id that he could not know.
    """
    connection.execute(
        sa.update(batch)
        .where(batch.c.id == batch_id, batch.c.msgid == msgid, batch.c.state == "confirmed", batch.c.inf_refmsgid == "")
        .values(inf_refmsgid=inf_refmsgid)
    )
    return _is_confirmed(connection, batch_id, msgid, batch.c.inf_refmsgid == inf_refmsgid)


def _is_confirmed(connection: sa.Connection, batch_id: int, msgid: str, *more: sa.ColumnElement[bool]) -> bool:
    wanted = (
        sa.select(batch.c.id)
        .join(epoch, epoch.c.id == batch.c.epoch_id)
        .where(batch.c.id == batch_id, batch.c.msgid == msgid, *more)
        .where(batch.c.state == "confirmed", epoch.c.state != "rolled_back")
    )
    return connection.execute(wanted).first() is not None
