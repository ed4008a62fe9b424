"""The ways out of an unknown batch: a person's finding, a probe proven for the region, or the period revoked."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from gdyb.codes.cnfm_flag import CnfmFlag
from gdyb_runtime.clock import ANSWERS
from gdyb_runtime.identity import normal_id
from gdyb_workflows.clearing.calls import extract_pages
from gdyb_workflows.clearing.decisions import take_back_approvals
from gdyb_workflows.clearing.extraction import drop_outdated
from gdyb_workflows.clearing.ledger.errors import NeedsPerson, NothingSuch
from gdyb_workflows.clearing.ledger.ledger import MonthLease
from gdyb_workflows.clearing.ledger.moving import move
from gdyb_workflows.clearing.ledger.schema import attempt, batch, batch_row, epoch, is_in_force, revocation, row
from gdyb_workflows.clearing.ledger.states import AuditAction, BatchState, Finding
from gdyb_workflows.clearing.sending.confirming import mark_unknown
from gdyb_workflows.fence import FENCE_MARGIN, beijing, fence_of

__all__ = ["PROBES", "Finding", "Probe", "probe", "record_finding", "record_revocation"]

Probe = Callable[[MonthLease, Sequence[Mapping[str, Any]]], Finding | None]
"""Asks the platform about the rows of a batch; None when it cannot tell."""


def record_finding(
    lease: MonthLease,
    number: int,
    finding: Finding,
    *,
    actor: str,
    inf_refmsgid: str = "",
    note: str = "",
    margin: float = FENCE_MARGIN,
) -> None:
    """A person says what the bureau says of an unknown batch.

    Not applied is taken only once the request cannot arrive any more; the batch is then planned as before, or dropped
    where the platform gives other rows by now.

    Raises:
        NothingSuch: no unknown batch has this number.
        NeedsPerson: it is too early.
    """
    if finding not in set(Finding):
        raise ValueError(f"finding is {finding!r}, not applied or not_applied")
    finding = Finding(finding)
    lease.learn_time(ANSWERS)
    with lease.transaction() as connection:
        mark_unknown(lease, connection)
        unknown = _unknown(lease, connection, number)
        is_applied = finding is Finding.APPLIED
        if not is_applied:
            _refuse_early(lease, connection, unknown.id, margin)
        move(
            lease,
            connection,
            unknown.id,
            to=BatchState.CONFIRMED if is_applied else BatchState.PLANNED,
            since={BatchState.UNKNOWN},
            audit=AuditAction(finding),
            detail=f"第 {number} 批 msgid={unknown.msgid} inf_refmsgid={inf_refmsgid} {note}".rstrip(),
            actor=actor,
            settled_by=actor,
            inf_refmsgid=inf_refmsgid if is_applied else batch.c.inf_refmsgid,
        )
        # Otherwise it would hold the settlements that the platform gives in its place by now.
        drop_outdated(lease, connection)


def record_revocation(
    lease: MonthLease, number: int, *, revoked: bool, actor: str, note: str = "", margin: float = FENCE_MARGIN
) -> None:
    """A person says whether a batch whose revocation got no answer took effect.

    Raises:
        NothingSuch: no batch of this number is being revoked.
        NeedsPerson: it is too early to say that it is not.
    """
    lease.learn_time(ANSWERS)
    with lease.transaction() as connection:
        revoking = _batch(lease, connection, number, BatchState.REVOKING)
        if not revoked:
            sent = sa.select(sa.func.max(revocation.c.sent_at)).where(revocation.c.batch_id == revoking.id)
            until = fence_of(connection.execute(sent).scalar_one(), margin)
            if lease.left_until(until) > 0:
                raise NeedsPerson(
                    month=lease.name, reason="回退可能还在途中", advice=f"请在 {beijing(until)} 之后再登记"
                )
        move(
            lease,
            connection,
            revoking.id,
            to=BatchState.REVOKED if revoked else BatchState.CONFIRMED,
            since={BatchState.REVOKING},
            audit=AuditAction.REVOKED if revoked else AuditAction.NOT_REVOKED,
            detail=f"第 {number} 批 {note}".rstrip(),
            actor=actor,
            settled_by=actor,
        )
        if revoked:
            take_back_approvals(connection, revoking.id, "已回退")


def probe(lease: MonthLease, number: int, name: str, *, actor: str, margin: float = FENCE_MARGIN) -> Finding | None:
    """Settles an unknown batch by a probe, which joint testing in this region must have proven; None: it cannot tell.

    Raises:
        NothingSuch: no unknown batch has this number, or there is no such probe.
        NeedsPerson: it is too early for any probe to be believed.
    """
    if name not in PROBES:
        raise NothingSuch(reason=f"没有探查方法 {name}；现有 {'、'.join(PROBES)}")
    lease.learn_time(ANSWERS)
    with lease.transaction() as connection:
        mark_unknown(lease, connection)
        unknown = _unknown(lease, connection, number)
        _refuse_early(lease, connection, unknown.id, margin)
        query = sa.select(row, batch_row.c.flag).join(batch_row, batch_row.c.row_id == row.c.id)
        rows = connection.execute(query.where(batch_row.c.batch_id == unknown.id)).mappings().all()
    finding = PROBES[name](lease, [dict(one) for one in rows])
    if finding is None:
        with lease.transaction() as connection:
            detail = f"第 {number} 批，探查 {name} 无法判断"
            lease.write_audit(connection, AuditAction.PROBED, detail, actor=actor, batch_id=unknown.id)
        return None
    record_finding(lease, number, finding, actor=actor, note=f"探查 {name}", margin=margin)
    return finding


def _extraction_probe(lease: MonthLease, rows: Sequence[Mapping[str, Any]]) -> Finding | None:
    """For a platform that gives confirmed rows no more: all of them gone, or all of them still there."""
    # A row that was sent as not to be confirmed is given again either way.
    included = [record for record in rows if record["flag"] == CnfmFlag.CONFIRMED.value]
    keys = {(record["setl_key"], record["mdtrt_key"]) for record in included}
    if not keys:
        return None
    pending = {
        (normal_id(getattr(one, "setl_sn", "")), normal_id(getattr(one, "mdtrt_id", "")))
        for page in extract_pages(lease.client, lease.period)
        for one in page.rows
    }
    left = len(keys & pending)
    return Finding.APPLIED if not left else Finding.NOT_APPLIED if left == len(keys) else None


PROBES: Final[Mapping[str, Probe]] = {"extraction": _extraction_probe}
"""Probes by name. None is used unless the settings of a ledger's owner name it."""


def _unknown(lease: MonthLease, connection: sa.Connection, number: int) -> Any:
    return _batch(lease, connection, number, BatchState.UNKNOWN)


def _batch(lease: MonthLease, connection: sa.Connection, number: int, state: BatchState) -> Any:
    in_state = (
        sa.select(batch.c.id, batch.c.number, batch.c.msgid)
        .join(epoch, epoch.c.id == batch.c.epoch_id)
        .where(epoch.c.month_id == lease.id, is_in_force(), batch.c.state == state)
        .order_by(batch.c.number)
    )
    matches = {one.number: one for one in connection.execute(in_state)}
    if number not in matches:
        there = "、".join(map(str, matches)) or "无"
        raise NothingSuch(reason=f"{lease.name} 第 {number} 批不是{state.label}的批次；{state.label}的批次：{there}")
    return matches[number]


def _refuse_early(lease: MonthLease, connection: sa.Connection, batch_id: int, margin: float) -> None:
    sent = sa.select(sa.func.max(attempt.c.sent_at)).where(attempt.c.batch_id == batch_id)
    until = fence_of(connection.execute(sent).scalar_one(), margin)
    if lease.left_until(until) > 0:
        advice = f"请在 {beijing(until)} 之后再登记或探查"
        raise NeedsPerson(month=lease.name, reason="请求可能还在途中，现在的“未确认”不能作准", advice=advice)
