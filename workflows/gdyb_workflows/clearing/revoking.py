"""Takes confirmations back (3262): one batch by its id, or the whole period."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import sqlalchemy as sa

from gdyb import operations
from gdyb.protocol import PROTOCOL
from gdyb_runtime.errors import BusinessError, GdybError, Outcome, ReplyDeparts
from gdyb_runtime.redaction import mask_text
from gdyb_workflows.clearing.confirming import mark_unknown
from gdyb_workflows.clearing.decisions import take_back_approvals
from gdyb_workflows.clearing.errors import NeedsPerson, NothingSuch
from gdyb_workflows.clearing.ledger import HeldMonth, beijing, lock_month, machine
from gdyb_workflows.clearing.schema import attempt, batch, batch_row, epoch, revocation, row

__all__ = ["FENCE_MARGIN", "BatchRevoked", "PeriodRevoked", "fence_of", "revoke_batch", "revoke_period"]

FENCE_MARGIN: Final = 600.0
"""Seconds on top of the gateway's window: for clocks that differ and a platform that takes its time."""

_AFTER: Final[Mapping[Outcome, str]] = {
    "not_sent": "not_processed",
    "refused": "not_processed",
    "accepted": "done",
    "unknown": "unknown",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRevoked:
    """A batch that is taken back."""

    number: int
    otransid: str
    msgid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRevoked:
    """A period of which every confirmation is taken back."""

    epoch: int
    """The epoch that ended with it."""
    msgid: str
    planned: int
    """Batches of the next epoch, not sent yet."""


def fence_of(sent_at: float, margin: float = FENCE_MARGIN) -> float:
    """From when on a request that was sent then can't be carried out any more, as far as the gateway checks its age."""
    return sent_at + PROTOCOL.timestamp_window + margin


def revoke_batch(held: HeldMonth, inf_refmsgid: str, *, actor: str) -> BatchRevoked:
    """Takes one batch back by the inf_refmsgid of its confirmation; its rows need a new approval.

    A lost answer leaves the batch `revoking`; the same command sends it again: one id can be taken back only once.

    Raises:
        NothingSuch: no confirmed batch has this id.
        NeedsPerson: the platform refuses what an earlier, unanswered attempt may have done.
        GdybError: as the call says.
    """
    operation = operations.revoke_clearing_confirmation
    with held.transaction() as connection:
        mark_unknown(held, connection)
        found = connection.execute(
            sa.select(batch.c.id, batch.c.number, batch.c.state, batch.c.epoch_id)
            .join(epoch, epoch.c.id == batch.c.epoch_id)
            .where(epoch.c.month_id == held.id, epoch.c.state == "open", batch.c.inf_refmsgid == inf_refmsgid)
            .where(batch.c.inf_refmsgid != "", batch.c.state.in_(("confirmed", "revoking")))
        ).first()
        if found is None:
            raise NothingSuch(
                reason=f"{held.name} 没有接收方报文ID（inf_refmsgid）为 {inf_refmsgid} 的已确认批次，没有发送"
            )
    msgid = held.client.reserve_msgid()
    revocation_id = _begin(held, found.epoch_id, inf_refmsgid, msgid, actor, batch_id=found.id)
    try:
        held.client.call(operation, msgid=msgid, envelope=None, data=_data(held, inf_refmsgid))
    except GdybError as error:
        state, message = _outcome(error)
        if state != "done":
            is_retry = found.state == "revoking"
            _settle_batch(held, revocation_id, found.id, state, message, keep=is_retry or state == "unknown")
            if state == "rejected" and is_retry:
                advice = "请向医保核实这一批是否已回退，再用 gdyb clearing resolve 登记"
                raise NeedsPerson(
                    month=held.name,
                    reason=f"第 {found.number} 批的回退曾无答复，现被平台拒绝：{message}",
                    advice=advice,
                ) from error
            raise
    except BaseException:
        _settle_batch(held, revocation_id, found.id, "unknown", "程序在等待答复时被中止", keep=True)
        raise
    _settle_batch(held, revocation_id, found.id, "done", "", keep=False)
    return BatchRevoked(number=found.number, otransid=inf_refmsgid, msgid=msgid)


def close_epoch(held: HeldMonth, *, actor: str, send_again: bool, margin: float = FENCE_MARGIN) -> float:
    """Lets nothing more of this epoch be sent; gives the moment from which on the period may be revoked.

    Run twice it changes nothing but `send_again`.

    Raises:
        NothingSuch: nothing was ever planned.
    """
    with held.transaction() as connection:
        mark_unknown(held, connection)
        last = connection.execute(
            sa.select(epoch).where(epoch.c.month_id == held.id).order_by(epoch.c.number.desc()).limit(1)
        ).first()
        if last is None or last.state == "rolled_back":
            raise NothingSuch(reason=f"{held.name} 没有可以整期回退的确认")
        if last.state == "closed":
            if last.send_again != send_again:
                connection.execute(sa.update(epoch).where(epoch.c.id == last.id).values(send_again=send_again))
            return float(last.fence_until)
        # Requests that nobody saw an answer of may still be under way.
        sent = sa.select(sa.func.max(attempt.c.sent_at)).join(batch, batch.c.id == attempt.c.batch_id)
        latest = connection.execute(
            sent.where(batch.c.epoch_id == last.id, attempt.c.state.in_(("sending", "unknown")))
        ).scalar()
        fence = held.now() if latest is None else fence_of(latest, margin)
        connection.execute(
            sa.update(epoch)
            .where(epoch.c.id == last.id)
            .values(state="closed", closed_at=held.now(), closed_by=actor, fence_until=fence, send_again=send_again)
        )
        detail = f"第 {last.number} 轮，{beijing(fence)} 之后整期回退，{'之后重新确认' if send_again else '不再确认'}"
        held.write_audit(connection, "epoch_closed", detail, actor=actor)
        return fence


def revoke_period(held: HeldMonth, *, actor: str) -> PeriodRevoked:
    """Takes back every confirmation of the period (3262 with otransid 0), those of other programs, too.

    The epoch has to be closed, and the fence to be over. May be sent any number of times: nothing of a newer epoch has
    been sent before this is answered.

    Raises:
        NeedsPerson: the epoch is not closed, or the fence is not over; nothing was sent.
        GdybError: as the call says; the same command goes on.
    """
    operation = operations.revoke_clearing_period
    with held.transaction() as connection:
        last = connection.execute(
            sa.select(epoch).where(epoch.c.month_id == held.id).order_by(epoch.c.number.desc()).limit(1)
        ).first()
        if last is None or last.state != "closed":
            raise NeedsPerson(month=held.name, reason="这一期没有在等待整期回退", advice="没有发送")
        if held.now() < last.fence_until:
            advice = f"{beijing(last.fence_until)} 之后用同样的命令继续；此前无答复的请求可能还在途中"
            raise NeedsPerson(month=held.name, reason="还没有到可以整期回退的时间", advice=advice)
    msgid = held.client.reserve_msgid()
    otransid = str(operation.fixed["data"]["otransid"])
    revocation_id = _begin(held, last.id, otransid, msgid, actor)
    try:
        held.client.call(operation, msgid=msgid, envelope=None, data=held.period.fields)
    except GdybError as error:
        state, message = _outcome(error)
        if state != "done":
            _settle_revocation(held, revocation_id, state, message)
            raise
    except BaseException:
        _settle_revocation(held, revocation_id, "unknown", "程序在等待答复时被中止")
        raise
    planned = period_is_revoked(held, actor=actor, revocation_id=revocation_id)
    return PeriodRevoked(epoch=last.number, msgid=msgid, planned=planned)


def period_is_revoked(held: HeldMonth, *, actor: str, revocation_id: int | None = None, note: str = "") -> int:
    """Ends the closed epoch and opens the next one; gives how many batches that has.

    Without the answer of a revocation it is a person's word, for a platform that refuses to say so itself.
    """
    now = held.now()
    with held.transaction() as connection:
        last = connection.execute(
            sa.select(epoch).where(epoch.c.month_id == held.id).order_by(epoch.c.number.desc()).limit(1)
        ).first()
        if last is None or last.state != "closed":
            raise NeedsPerson(month=held.name, reason="这一期没有在等待整期回退", advice="没有改动")
        if revocation_id is not None:
            done = sa.update(revocation).where(revocation.c.id == revocation_id)
            connection.execute(done.values(state="done", answered_at=now))
        connection.execute(
            sa.update(epoch).where(epoch.c.id == last.id).values(state="rolled_back", rolled_back_at=now)
        )
        new = sa.insert(epoch).values(month_id=held.id, number=last.number + 1, state="open", opened_at=now)
        new_id = connection.execute(new.returning(epoch.c.id)).scalar_one()
        detail = f"第 {last.number} 轮 {note}".strip()
        held.write_audit(connection, "period_revoked", detail, actor=actor)
        sent = (
            connection.execute(
                sa.select(batch)
                .where(batch.c.epoch_id == last.id, batch.c.state.in_(("planned", "confirmed", "unknown", "revoking")))
                .order_by(batch.c.number)
            )
            .mappings()
            .all()
        )
        if not last.send_again:
            for found in sent:
                take_back_approvals(connection, found["id"], "整期回退")
            return 0
        outdated = set(connection.execute(sa.select(batch_row.c.batch_id).join(row).where(~row.c.is_current)).scalars())
        for found in sent:
            if found["id"] in outdated:
                take_back_approvals(connection, found["id"], "整期回退后平台的明细已变")
        again = [found["id"] for found in sent if found["id"] not in outdated]
        for number, batch_id in enumerate(again, 1):
            _plan_again(connection, new_id, number, batch_id, now)
        return len(again)


def _plan_again(connection: sa.Connection, epoch_id: int, number: int, batch_id: int, now: float) -> None:
    names = ("rows", "medfee", "optins", "included")
    copied = sa.select(
        sa.literal(epoch_id),
        sa.literal(number),
        sa.literal("planned"),
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


def _data(held: HeldMonth, otransid: str) -> dict[str, str]:
    return {**held.period.fields, "otransid": otransid}


def _outcome(error: GdybError) -> tuple[Literal["done", "rejected", "not_processed", "unknown"], str]:
    if isinstance(error, ReplyDeparts):
        return "done", ""
    if isinstance(error, BusinessError):
        return "rejected", mask_text(error.err_msg, error.sensitive_values)
    return _AFTER[error.outcome], str(error)  # type: ignore[return-value]


def _begin(
    held: HeldMonth, epoch_id: int, otransid: str, msgid: str, actor: str, *, batch_id: int | None = None
) -> int:
    now = held.now()
    with held.transaction() as connection:
        if batch_id is not None:
            taken = connection.execute(
                sa.update(batch)
                .where(batch.c.id == batch_id, batch.c.state.in_(("confirmed", "revoking")))
                .values(state="revoking", changed_at=now)
            )
            if taken.rowcount != 1:
                raise NeedsPerson(month=held.name, reason="批次在回退前已被改动", advice="没有发送，请再运行一次")
        held.write_audit(connection, "revoke", f"otransid={otransid} msgid={msgid}", actor=actor, batch_id=batch_id)
        new = sa.insert(revocation).values(
            epoch_id=epoch_id,
            batch_id=batch_id,
            otransid=otransid,
            msgid=msgid,
            state="sending",
            sent_by=machine(),
            sent_at=now,
        )
        return int(connection.execute(new.returning(revocation.c.id)).scalar_one())


def _settle_revocation(held: HeldMonth, revocation_id: int, state: str, message: str) -> None:
    with held.ledger.transaction() as connection:
        lock_month(connection, held.id)
        connection.execute(
            sa.update(revocation)
            .where(revocation.c.id == revocation_id)
            .values(state=state, answered_at=held.now(), message=message)
        )


def _settle_batch(held: HeldMonth, revocation_id: int, batch_id: int, state: str, message: str, *, keep: bool) -> None:
    """Writes down how a batch's revocation ended; `keep` leaves the batch as it is, since nobody knows."""
    after = "revoked" if state == "done" else "confirmed"
    with held.ledger.transaction() as connection:
        lock_month(connection, held.id)
        connection.execute(
            sa.update(revocation)
            .where(revocation.c.id == revocation_id)
            .values(state=state, answered_at=held.now(), message=message)
        )
        if keep:
            return
        changed = connection.execute(
            sa.update(batch)
            .where(batch.c.id == batch_id, batch.c.state == "revoking")
            .values(state=after, changed_at=held.now(), message=message)
        ).rowcount
        if changed and state == "done":
            take_back_approvals(connection, batch_id, "已回退")
