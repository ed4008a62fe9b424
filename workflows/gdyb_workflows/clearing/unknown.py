"""The ways out of an unknown batch: a person's finding, a probe proven for the region, or the period revoked."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal, get_args

import sqlalchemy as sa

from gdyb.codes.cnfm_flag import CnfmFlag
from gdyb_workflows.clearing.calls import extract_pages
from gdyb_workflows.clearing.confirming import mark_unknown
from gdyb_workflows.clearing.decisions import take_back_approvals
from gdyb_workflows.clearing.errors import NeedsPerson, NothingSuch
from gdyb_workflows.clearing.fence import FENCE_MARGIN, fence_of
from gdyb_workflows.clearing.ledger import HeldMonth, beijing
from gdyb_workflows.clearing.schema import attempt, audit, batch, batch_row, epoch, revocation, row

__all__ = ["PROBES", "Finding", "Probe", "clear_conflict", "probe", "record_finding", "record_revocation"]

Finding = Literal["applied", "not_applied"]
Probe = Callable[[HeldMonth, Sequence[Mapping[str, Any]]], Finding | None]
"""Asks the platform about the rows of a batch; None when it cannot tell."""


def record_finding(
    held: HeldMonth,
    number: int,
    finding: Finding,
    *,
    actor: str,
    inf_refmsgid: str = "",
    note: str = "",
    margin: float = FENCE_MARGIN,
) -> None:
    """A person says what the bureau says of an unknown batch.

    Not applied is taken only once the request cannot arrive any more; the batch is then planned as before.

    Raises:
        NothingSuch: no unknown batch has this number.
        NeedsPerson: it is too early.
    """
    if finding not in get_args(Finding):
        raise ValueError(f"finding is {finding!r}, not applied or not_applied")
    held.learn_time()
    with held.transaction() as connection:
        mark_unknown(held, connection)
        found = _unknown(held, connection, number)
        if finding == "not_applied":
            _refuse_early(held, connection, found.id, margin)
        changed = {"state": "confirmed", "inf_refmsgid": inf_refmsgid} if finding == "applied" else {"state": "planned"}
        connection.execute(
            sa.update(batch)
            .where(batch.c.id == found.id, batch.c.state == "unknown")
            .values(**changed, settled_by=actor, changed_at=held.now())
        )
        detail = f"第 {number} 批 msgid={found.msgid} inf_refmsgid={inf_refmsgid} {note}".rstrip()
        held.write_audit(connection, finding, detail, actor=actor, batch_id=found.id)


def record_revocation(
    held: HeldMonth, number: int, *, revoked: bool, actor: str, note: str = "", margin: float = FENCE_MARGIN
) -> None:
    """A person says whether a batch whose revocation got no answer is taken back.

    Raises:
        NothingSuch: no batch of this number is being revoked.
        NeedsPerson: it is too early to say that it is not.
    """
    held.learn_time()
    with held.transaction() as connection:
        found = _batch(held, connection, number, "revoking")
        if not revoked:
            sent = sa.select(sa.func.max(revocation.c.sent_at)).where(revocation.c.batch_id == found.id)
            until = fence_of(connection.execute(sent).scalar_one(), margin)
            if held.now() < until:
                raise NeedsPerson(
                    month=held.name, reason="回退可能还在途中", advice=f"请在 {beijing(until)} 之后再登记"
                )
        state = "revoked" if revoked else "confirmed"
        connection.execute(
            sa.update(batch)
            .where(batch.c.id == found.id, batch.c.state == "revoking")
            .values(state=state, settled_by=actor, changed_at=held.now())
        )
        if revoked:
            take_back_approvals(connection, found.id, "已回退")
        action = "revoked" if revoked else "not_revoked"
        held.write_audit(connection, action, f"第 {number} 批 {note}".rstrip(), actor=actor, batch_id=found.id)


def clear_conflict(held: HeldMonth, *, actor: str, note: str) -> None:
    """A person has asked the bureau about a confirmation that came late and found what counts; `note` says what.

    Raises:
        NothingSuch: there is no such conflict.
    """
    with held.transaction() as connection:
        counted = sa.select(audit.c.action, sa.func.count()).where(audit.c.month_id == held.id)
        found: dict[str, int] = dict(connection.execute(counted.group_by(audit.c.action)).all())
        if found.get("conflict", 0) <= found.get("conflict_cleared", 0):
            raise NothingSuch(reason=f"{held.name} 没有来迟的确认答复要登记")
        held.write_audit(connection, "conflict_cleared", note, actor=actor)


def probe(held: HeldMonth, number: int, name: str, *, actor: str, margin: float = FENCE_MARGIN) -> Finding | None:
    """Settles an unknown batch by a probe, which joint testing in this region must have proven; None: it cannot tell.

    Raises:
        NothingSuch: no unknown batch has this number, or there is no such probe.
        NeedsPerson: it is too early for any probe to be believed.
    """
    if name not in PROBES:
        raise NothingSuch(reason=f"没有探查方法 {name}；现有 {'、'.join(PROBES)}")
    held.learn_time()
    with held.transaction() as connection:
        mark_unknown(held, connection)
        found = _unknown(held, connection, number)
        _refuse_early(held, connection, found.id, margin)
        wanted = sa.select(row, batch_row.c.flag).join(batch_row, batch_row.c.row_id == row.c.id)
        rows = connection.execute(wanted.where(batch_row.c.batch_id == found.id)).mappings().all()
    finding = PROBES[name](held, [dict(one) for one in rows])
    if finding is None:
        with held.transaction() as connection:
            detail = f"第 {number} 批，探查 {name} 无法判断"
            held.write_audit(connection, "probed", detail, actor=actor, batch_id=found.id)
        return None
    record_finding(held, number, finding, actor=actor, note=f"探查 {name}", margin=margin)
    return finding


def _extraction_probe(held: HeldMonth, rows: Sequence[Mapping[str, Any]]) -> Finding | None:
    """For a platform that gives confirmed rows no more: all of them gone, or all of them still there."""
    # A row that was sent as not to be confirmed is given again either way.
    included = [found for found in rows if found["flag"] == CnfmFlag.CONFIRMED.value]
    wanted = {(found["setl_sn"], found["mdtrt_id"]) for found in included}
    if not wanted:
        return None
    given = {
        (str(one.setl_sn), str(one.mdtrt_id)) for page in extract_pages(held.client, held.period) for one in page.rows
    }
    left = len(wanted & given)
    return "applied" if not left else "not_applied" if left == len(wanted) else None


PROBES: Final[Mapping[str, Probe]] = {"extraction": _extraction_probe}
"""Probes by name. None is used unless the settings of a ledger's owner name it."""


def _unknown(held: HeldMonth, connection: sa.Connection, number: int) -> Any:
    return _batch(held, connection, number, "unknown")


def _batch(held: HeldMonth, connection: sa.Connection, number: int, state: str) -> Any:
    in_state = (
        sa.select(batch.c.id, batch.c.number, batch.c.msgid)
        .join(epoch, epoch.c.id == batch.c.epoch_id)
        .where(epoch.c.month_id == held.id, epoch.c.state != "rolled_back", batch.c.state == state)
        .order_by(batch.c.number)
    )
    found = {one.number: one for one in connection.execute(in_state)}
    if number not in found:
        label = {"unknown": "结果未知", "revoking": "回退未决"}[state]
        there = "、".join(map(str, found)) or "无"
        raise NothingSuch(reason=f"{held.name} 第 {number} 批不是{label}的批次；{label}的批次：{there}")
    return found[number]


def _refuse_early(held: HeldMonth, connection: sa.Connection, batch_id: int, margin: float) -> None:
    sent = sa.select(sa.func.max(attempt.c.sent_at)).where(attempt.c.batch_id == batch_id)
    until = fence_of(connection.execute(sent).scalar_one(), margin)
    if held.now() < until:
        advice = f"请在 {beijing(until)} 之后再登记或探查"
        raise NeedsPerson(month=held.name, reason="请求可能还在途中，现在的“未确认”不能作准", advice=advice)
