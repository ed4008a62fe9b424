"""Sends the planned batches (3261), each at most once: intent on disk before the send, the answer right after it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import sqlalchemy as sa
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from gdyb import operations
from gdyb_runtime.errors import BusinessError, GdybError, Outcome, ReplyDeparts
from gdyb_runtime.redaction import mask_text
from gdyb_workflows.clearing.decisions import take_back_approvals
from gdyb_workflows.clearing.errors import LedgerUnusable, NeedsPerson
from gdyb_workflows.clearing.ledger import HeldMonth, lock_month, machine
from gdyb_workflows.clearing.people import with_people
from gdyb_workflows.clearing.period import Amounts
from gdyb_workflows.clearing.planning import stored_nodes
from gdyb_workflows.clearing.schema import attempt, batch, batch_row, epoch, row

__all__ = ["AnswerNotRecorded", "BatchUnknown", "Confirmation", "ConfirmedBatch", "confirm", "confirm_next"]

BatchState = Literal["planned", "sending", "confirmed", "rejected", "unknown", "revoking", "revoked", "dropped"]
_AFTER: Final[Mapping[Outcome, str]] = {
    "not_sent": "not_processed",
    "refused": "not_processed",  # by the gateway: the platform never saw it
    "accepted": "confirmed",
    "unknown": "unknown",
}
MOST_REJECTED = 3
"""Rejected batches after each other, after which the rest would hardly fare better."""


_PATIENCE = 60.0
"""Seconds for which an answer is tried to be written down."""


class AnswerNotRecorded(LedgerUnusable):
    """The platform answered, but the ledger could not be written; the batch is taken for unknown from now on."""

    outcome = "unknown"
    state: str = ""
    inf_refmsgid: str = ""

    def explain(self) -> str:
        """What the answer was, for a person to write down."""
        known = {"confirmed": f"已确认，inf_refmsgid={self.inf_refmsgid}", "rejected": "被平台拒绝"}
        answer = known.get(self.state, "没有处理或结果未知")
        return (
            f"平台已答复 msgid={self.msgid}：{answer}；但台账 {self.where} 写不进去"
            f"（{self._masked(self.reason)}）。请抄下这一行，台账恢复后用 gdyb clearing resolve 登记。"
        )


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
        found = connection.execute(_planned(held.id).limit(1)).first()
        rows = _rows(connection, found.id) if found else []
    if found is None:
        return None
    nodes = stored_nodes(held, with_people(held, rows))
    held.client.validate(operations.confirm_clearing_results, envelope=None, **nodes)
    msgid = held.client.reserve_msgid()
    attempt_id = _begin(held, found.id, msgid)
    try:
        reply = held.client.call(operations.confirm_clearing_results, msgid=msgid, envelope=None, **nodes)
        answer = _Answer("confirmed", reply.inf_refmsgid)
    except ReplyDeparts as error:
        answer = _Answer("confirmed", str(getattr(error.reply, "inf_refmsgid", "")))
    except BusinessError as error:
        answer = _Answer("rejected", message=mask_text(error.err_msg, error.sensitive_values))
    except GdybError as error:
        answer = _Answer(_AFTER[error.outcome], message=str(error))
        _settle(held, found.id, attempt_id, msgid, answer)
        if answer.state != "unknown":
            raise
        raise BatchUnknown(
            infno=error.infno, title=error.title, month=held.name, number=found.number, msgid=msgid
        ) from error
    except BaseException:
        # Ctrl-C in the middle of the call: the request may be on its way.
        _settle(held, found.id, attempt_id, msgid, _Answer("unknown", message="程序在等待答复时被中止"))
        raise
    _settle(held, found.id, attempt_id, msgid, answer)
    return ConfirmedBatch(
        number=found.number,
        state="confirmed" if answer.state == "confirmed" else "rejected",
        amounts=Amounts.of_cents(found.rows, found.medfee, found.optins),
        msgid=msgid,
        inf_refmsgid=answer.inf_refmsgid,
        message=answer.message,
    )


@dataclass(frozen=True, slots=True)
class _Answer:
    state: str
    inf_refmsgid: str = ""
    message: str = ""


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
            .values(state="unknown", message="发送的程序没有记下答复")
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


def _begin(held: HeldMonth, batch_id: int, msgid: str) -> int:
    """Writes down that the batch is being sent; from here on nobody may send it again."""
    now = held.now()
    with held.transaction() as connection:
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
            sent_at=now,
        )
        return int(connection.execute(new.returning(attempt.c.id)).scalar_one())


def _settle(held: HeldMonth, batch_id: int, attempt_id: int, msgid: str, answer: _Answer) -> None:
    """Writes the answer down, patiently: a month would have to stop for an answer that was got and not kept.

    Raises:
        AnswerNotRecorded: the database stayed away; the text has what should be in it.
    """
    stop, wait = stop_after_delay(_PATIENCE), wait_fixed(_PATIENCE / 60)
    patiently = Retrying(stop=stop, wait=wait, retry=retry_if_exception_type(LedgerUnusable), reraise=True)
    try:
        patiently(_record, held, batch_id, attempt_id, msgid, answer)
    except LedgerUnusable as error:
        raise AnswerNotRecorded(
            where=error.where, reason=error.reason, msgid=msgid, state=answer.state, inf_refmsgid=answer.inf_refmsgid
        ) from None


def _record(held: HeldMonth, batch_id: int, attempt_id: int, msgid: str, answer: _Answer) -> None:
    """One go at it, also where somebody else has the month by now: an answer is a fact."""
    now = held.now()
    state = "planned" if answer.state == "not_processed" else answer.state
    with held.ledger.transaction() as connection:
        lock_month(connection, held.id)
        known = connection.execute(sa.select(attempt.c.state).where(attempt.c.id == attempt_id)).scalar_one()
        connection.execute(
            sa.update(attempt)
            .where(attempt.c.id == attempt_id)
            .values(state=answer.state, answered_at=now, inf_refmsgid=answer.inf_refmsgid, message=answer.message)
        )
        changed = connection.execute(
            sa.update(batch)
            .where(batch.c.id == batch_id, batch.c.msgid == msgid, batch.c.state.in_(("sending", "unknown")))
            .values(state=state, inf_refmsgid=answer.inf_refmsgid, message=answer.message, changed_at=now)
        ).rowcount
        if changed and state == "rejected":
            take_back_approvals(connection, batch_id, f"平台拒绝了所在的批次：{answer.message}")
        if changed and known == "unknown" and state != "unknown":
            held.write_audit(connection, "late_answer", f"msgid={msgid} {answer.state}", batch_id=batch_id)
        if answer.state == "confirmed" and not _is_ours(connection, batch_id, msgid, answer.inf_refmsgid):
            detail = f"msgid={msgid} inf_refmsgid={answer.inf_refmsgid} 的确认答复来迟，可能重复确认"
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
    wanted = (
        sa.select(batch.c.id)
        .join(epoch, epoch.c.id == batch.c.epoch_id)
        .where(batch.c.id == batch_id, batch.c.msgid == msgid, batch.c.inf_refmsgid == inf_refmsgid)
        .where(batch.c.state == "confirmed", epoch.c.state != "rolled_back")
    )
    return connection.execute(wanted).first() is not None
