"""Takes confirmations back (3262): one batch by its id, or the whole period."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from gdyb import operations
from gdyb_runtime.errors import GdybError
from gdyb_workflows.clearing.confirming import mark_unknown
from gdyb_workflows.clearing.decisions import LIVE, take_back_all_approvals, take_back_approvals
from gdyb_workflows.clearing.errors import NeedsPerson, NothingSuch
from gdyb_workflows.clearing.fence import FENCE_MARGIN, SIGNED_WITHIN, fence_of
from gdyb_workflows.clearing.ledger import HeldMonth, beijing, machine
from gdyb_workflows.clearing.recording import INTERRUPTED, Answer, answer_of, record
from gdyb_workflows.clearing.schema import attempt, batch, batch_row, epoch, revocation, row

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
    held.learn_time()
    msgid = held.client.reserve_msgid()
    revocation_id, deadline = _begin(held, found.epoch_id, inf_refmsgid, msgid, actor, batch_id=found.id)
    is_retry = found.state == "revoking"
    problem: GdybError | None = None
    answer = Answer(fate="done")
    try:
        held.client.call(operation, msgid=msgid, envelope=None, deadline=deadline, data=_data(held, inf_refmsgid))
    except GdybError as error:
        problem, answer = error, answer_of(error)
    except BaseException:
        _settle_batch(held, revocation_id, msgid, INTERRUPTED, found.id, is_retry=is_retry)
        raise
    _settle_batch(held, revocation_id, msgid, answer, found.id, is_retry=is_retry)
    if problem is None or answer.fate == "done":
        return BatchRevoked(number=found.number, otransid=inf_refmsgid, msgid=msgid)
    if answer.fate == "rejected" and is_retry:
        reason = f"第 {found.number} 批的回退曾无答复，现被平台拒绝：{answer.message}"
        advice = "请向医保核实这一批是否已回退，再用 gdyb clearing resolve 登记"
        raise NeedsPerson(month=held.name, reason=reason, advice=advice, outcome="unknown") from problem
    raise problem


def close_epoch(held: HeldMonth, *, actor: str, send_again: bool, margin: float = FENCE_MARGIN) -> float:
    """Lets nothing more of this epoch be sent; gives the moment from which on the period may be revoked.

    Run twice it changes nothing but `send_again`.

    Raises:
        NothingSuch: nothing was ever planned.
    """
    held.learn_time()
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


def reopen_epoch(held: HeldMonth, *, actor: str, note: str) -> None:
    """A person gives up revoking the period: nothing was sent, or the platform refused it; nothing can be under way.

    Raises:
        NeedsPerson: nothing is waiting to be revoked, or a revocation may have been carried out.
    """
    with held.transaction() as connection:
        last = _closed_epoch(held, connection, after_fence=False)
        open_ends = sa.select(sa.func.count()).where(
            revocation.c.epoch_id == last.id,
            revocation.c.batch_id.is_(None),
            revocation.c.state.not_in(("rejected", "not_processed")),
        )
        if connection.execute(open_ends).scalar_one():
            advice = "不能撤销，请继续整期回退，或向医保核实后登记已整期回退"
            raise NeedsPerson(month=held.name, reason="整期回退可能已经办成", advice=advice)
        again = {"state": "open", "closed_at": None, "fence_until": None, "send_again": False}
        connection.execute(sa.update(epoch).where(epoch.c.id == last.id).values(**again))
        held.write_audit(connection, "epoch_reopened", f"第 {last.number} 轮 {note}".rstrip(), actor=actor)


def revoke_period(held: HeldMonth, *, actor: str, margin: float = FENCE_MARGIN) -> PeriodRevoked:
    """Takes back every confirmation of the period (3262 with otransid 0), those of other programs, too.

    The epoch has to be closed, and the fence to be over. May be sent any number of times: nothing of a newer epoch has
    been sent before this is answered. Where one of them got no answer, the next epoch waits until it cannot arrive.

    Raises:
        NeedsPerson: the epoch is not closed, or the fence is not over; nothing was sent.
        GdybError: as the call says; the same command goes on.
    """
    operation = operations.revoke_clearing_period
    held.learn_time()
    with held.transaction() as connection:
        last = _closed_epoch(held, connection)
    msgid = held.client.reserve_msgid()
    otransid = str(operation.fixed["data"]["otransid"])
    revocation_id, deadline = _begin(held, last.id, otransid, msgid, actor)
    problem: GdybError | None = None
    answer = Answer(fate="done")
    try:
        held.client.call(operation, msgid=msgid, envelope=None, deadline=deadline, data=held.period.fields)
    except GdybError as error:
        problem, answer = error, answer_of(error)
    except BaseException:
        record(held, msgid, INTERRUPTED, lambda connection: _write(held, connection, revocation_id, INTERRUPTED))
        raise
    planned = [0]

    def write(connection: sa.Connection) -> None:
        _write(held, connection, revocation_id, answer)
        if answer.fate == "done":
            planned[0] = _end_epoch(held, connection, last.id, actor=actor, margin=margin)

    record(held, msgid, answer, write)
    if problem is not None and answer.fate != "done":
        raise problem
    return PeriodRevoked(epoch=last.number, msgid=msgid, planned=planned[0])


def period_is_revoked(held: HeldMonth, *, actor: str, note: str = "", margin: float = FENCE_MARGIN) -> int:
    """A person says that the period is revoked, for a platform that refuses to say so itself.

    Ends the closed epoch and opens the next one; gives how many batches that has.

    Raises:
        NeedsPerson: nothing is waiting to be revoked, or the fence is not over.
    """
    held.learn_time()
    with held.transaction() as connection:
        last = _closed_epoch(held, connection)
        return _end_epoch(held, connection, last.id, actor=actor, note=note, margin=margin)


def _closed_epoch(held: HeldMonth, connection: sa.Connection, *, after_fence: bool = True) -> sa.Row[Any]:
    """The epoch that waits for its revocation, its fence over unless that does not matter."""
    last = connection.execute(
        sa.select(epoch).where(epoch.c.month_id == held.id).order_by(epoch.c.number.desc()).limit(1)
    ).first()
    if last is None or last.state != "closed":
        raise NeedsPerson(month=held.name, reason="这一期没有在等待整期回退", advice="没有发送")
    if after_fence and held.now() < last.fence_until:
        advice = f"{beijing(last.fence_until)} 之后用同样的命令继续；此前无答复的请求可能还在途中"
        raise NeedsPerson(month=held.name, reason="还没有到可以整期回退的时间", advice=advice)
    return last


def _end_epoch(
    held: HeldMonth, connection: sa.Connection, epoch_id: int, *, actor: str, margin: float, note: str = ""
) -> int:
    """Ends a closed epoch and opens the next one with what is to be sent again; gives how many batches that has."""
    now = held.now()
    ended = (
        sa.update(epoch)
        .where(epoch.c.id == epoch_id, epoch.c.state == "closed")
        .values(state="rolled_back", rolled_back_at=now)
    )
    last = connection.execute(ended.returning(epoch.c.number, epoch.c.send_again)).first()
    if last is None:
        return 0  # Ended already, by another answer or a person.
    # A revocation that nobody saw an answer of would take back what the next epoch confirms.
    unanswered = sa.select(sa.func.max(revocation.c.sent_at)).where(
        revocation.c.epoch_id == epoch_id,
        revocation.c.batch_id.is_(None),
        revocation.c.state.in_(("sending", "unknown")),
    )
    sent_at = connection.execute(unanswered).scalar()
    new = sa.insert(epoch).values(
        month_id=held.id,
        number=last.number + 1,
        state="open",
        opened_at=now,
        fence_until=None if sent_at is None else fence_of(sent_at, margin),
    )
    new_id = connection.execute(new.returning(epoch.c.id)).scalar_one()
    held.write_audit(connection, "period_revoked", f"第 {last.number} 轮 {note}".strip(), actor=actor)
    if not last.send_again:
        take_back_all_approvals(connection, held.id, "整期回退")
        return 0
    again = _to_send_again(held, connection, epoch_id)
    for number, batch_id in enumerate(again, 1):
        _plan_again(connection, new_id, number, batch_id, now)
    return len(again)


def _to_send_again(held: HeldMonth, connection: sa.Connection, epoch_id: int) -> list[int]:
    """Batches of an epoch whose approval still holds: not those somebody wanted back, nor those with other rows now."""
    in_force = sa.select(batch.c.id, batch.c.state).where(batch.c.epoch_id == epoch_id, batch.c.state.in_(LIVE))
    changed = sa.select(batch_row.c.batch_id).join(row, row.c.id == batch_row.c.row_id)
    outdated = set(connection.execute(changed.where(row.c.month_id == held.id, ~row.c.is_current)).scalars())
    again = []
    for found in connection.execute(in_force.order_by(batch.c.number)).all():
        if found.state == "revoking":
            take_back_approvals(connection, found.id, "已要求回退")
        elif found.id in outdated:
            take_back_approvals(connection, found.id, "整期回退后平台的明细已变")
        else:
            again.append(found.id)
    return again


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


def _begin(
    held: HeldMonth, epoch_id: int, otransid: str, msgid: str, actor: str, *, batch_id: int | None = None
) -> tuple[int, float]:
    """Writes down that a revocation is being sent, and the moment after which it must not be signed any more."""
    now = held.now()
    sent_at = held.signing_time()
    deadline = held.client.clock.now().timestamp() + SIGNED_WITHIN
    with held.transaction() as connection:
        held.refuse_elsewhere(connection)
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
            sent_at=sent_at,
        )
        return int(connection.execute(new.returning(revocation.c.id)).scalar_one()), deadline


def _write(held: HeldMonth, connection: sa.Connection, revocation_id: int, answer: Answer) -> None:
    connection.execute(
        sa.update(revocation)
        .where(revocation.c.id == revocation_id)
        .values(state=answer.fate, answered_at=held.now(), message=held.vault.seal_foreign(answer.message))
    )


def _settle_batch(
    held: HeldMonth, revocation_id: int, msgid: str, answer: Answer, batch_id: int, *, is_retry: bool
) -> None:
    """Writes down how a batch's revocation ended; the batch stays as it is where nobody knows."""

    def write(connection: sa.Connection) -> None:
        _write(held, connection, revocation_id, answer)
        if answer.fate == "unknown" or (is_retry and answer.fate != "done"):
            return
        after = {"state": "revoked" if answer.fate == "done" else "confirmed", "changed_at": held.now()}
        changed = connection.execute(
            sa.update(batch).where(batch.c.id == batch_id, batch.c.state == "revoking").values(**after)
        ).rowcount
        if answer.fate != "done":
            return
        if changed:
            take_back_approvals(connection, batch_id, "已回退")
            return
        said = sa.select(batch.c.state).where(batch.c.id == batch_id)
        if connection.execute(said).scalar_one() == "confirmed":
            detail = f"msgid={msgid} 登记为没有回退，平台的答复却是已回退"
            held.write_audit(connection, "conflict", detail, batch_id=batch_id)

    record(held, msgid, answer, write)
