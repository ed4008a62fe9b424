"""Every settlement of a month with what became of it: the one query that all tables of the month are made from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from gdyb_workflows.clearing.decisions import is_live, is_usable
from gdyb_workflows.clearing.ledger.ledger import Ledger
from gdyb_workflows.clearing.ledger.schema import attempt, batch, batch_row, decision, epoch, is_in_force, row
from gdyb_workflows.clearing.ledger.states import LIVE, AttemptState, BatchState
from gdyb_workflows.clearing.period import Amounts

__all__ = ["FATES", "GroupAmounts", "by_day", "by_decision", "by_fate", "settlements"]

FATES: Final[Mapping[str, str]] = {
    **{state: state.label for state in (BatchState.CONFIRMED, BatchState.UNKNOWN, BatchState.SENDING)},
    **{state: state.label for state in (BatchState.REVOKING, BatchState.PLANNED)},
    "approved": "已批准，未列入批次",
    "undecided": "未批准",
    "superseded": "批次中是旧内容",
    "unusable": "缺少内容，不能确认",
}
"""What becomes of a settlement: the state of the batch in force that holds it, or what it waits for."""

_PORTION = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupAmounts:
    """Rows and money of settlements that have something in common; what was not asked for is empty."""

    day: str = ""
    fate: str = ""
    flag: str = ""
    """cnfm_flag: as sent, or as approved."""
    is_current: bool = True
    """Whether the platform still gives them like that."""
    kind: str = ""
    proposed: str = ""
    amounts: Amounts


def settlements(ledger: Ledger, month_id: int) -> Iterator[dict[str, Any]]:
    """What the platform gives now, and what batches in force hold of before, in the platform's order.

    Read while it is used: of a month of any size only a portion is in memory.
    """
    query = _query(month_id)
    with ledger.reading() as connection:
        result = connection.execute(query, execution_options={"yield_per": _PORTION})
        names = tuple(result.keys())
        yield from (dict(zip(names, one, strict=True)) for one in result)


def by_fate(ledger: Ledger, month_id: int) -> list[GroupAmounts]:
    """Rows and money by what becomes of them, in the order of FATES."""
    groups = _grouped(ledger, month_id, "fate", "flag", "is_current")
    order = list(FATES)
    return sorted(groups, key=lambda one: (order.index(one.fate), one.flag != "1", not one.is_current))


def by_day(ledger: Ledger, month_id: int) -> list[GroupAmounts]:
    """Rows and money of each day of settlement by what becomes of them."""
    groups = _grouped(ledger, month_id, "day", "fate", "flag")
    order = list(FATES)
    return sorted(groups, key=lambda one: (one.day, order.index(one.fate), one.flag != "1"))


def by_decision(ledger: Ledger, month_id: int) -> list[GroupAmounts]:
    """Rows and money by what a comparison found, what it proposed and what a person approved."""
    groups = _grouped(ledger, month_id, "kind", "proposed", "flag")
    return sorted(groups, key=lambda one: (one.kind, one.proposed, one.flag))


def _query(month_id: int) -> sa.Select[Any]:
    batched = (
        sa.select(
            batch_row.c.row_id,
            batch_row.c.flag,
            # Not as a state: what no batch holds has other words beside these.
            sa.type_coerce(batch.c.state, sa.Text).label("state"),
            batch.c.number.label("batch"),
            epoch.c.number.label("epoch"),
            batch.c.msgid,
            batch.c.inf_refmsgid,
            sa.case(
                (batch.c.state == BatchState.CONFIRMED, sa.func.coalesce(attempt.c.answered_at, batch.c.changed_at))
            ).label("confirmed_at"),
        )
        .select_from(
            batch_row.join(batch, batch.c.id == batch_row.c.batch_id)
            .join(epoch, epoch.c.id == batch.c.epoch_id)
            .outerjoin(
                attempt,
                # A batch that a person settled has no attempt that was answered.
                sa.and_(
                    attempt.c.batch_id == batch.c.id,
                    attempt.c.msgid == batch.c.msgid,
                    attempt.c.state == AttemptState.CONFIRMED,
                ),
            )
        )
        .where(epoch.c.month_id == month_id, is_in_force(), batch.c.state.in_(sorted(LIVE)))
        .subquery("batched")
    )
    fate = sa.case(
        (batched.c.state.is_not(None), batched.c.state),
        (is_live(), "superseded"),
        (~is_usable(), "unusable"),
        (decision.c.flag.is_not(None), "approved"),
        else_="undecided",
    )
    return (
        sa.select(
            row.c.seqno,
            row.c.mdtrtarea,
            row.c.medins_no,
            row.c.certno,
            row.c.mdtrt_id,
            row.c.mdtrt_setl_time,
            row.c.setl_sn,
            row.c.fulamt_advpay_flag,
            row.c.medfee,
            row.c.optins,
            row.c.occurrence,
            row.c.is_current,
            sa.func.substr(row.c.mdtrt_setl_time, 1, 10).label("day"),
            fate.label("fate"),
            sa.func.coalesce(batched.c.flag, decision.c.flag, "").label("flag"),
            batched.c.batch,
            batched.c.epoch,
            sa.func.coalesce(batched.c.msgid, "").label("msgid"),
            sa.func.coalesce(batched.c.inf_refmsgid, "").label("inf_refmsgid"),
            batched.c.confirmed_at,
            *(
                sa.func.coalesce(decision.c[name], "").label(name)
                for name in ("kind", "proposed", "approved_by", "note")
            ),
            sa.case((~is_usable(), row.c.problem), else_=sa.func.coalesce(decision.c.reason, row.c.doubt)).label(
                "reason"
            ),
            decision.c.approved_at,
        )
        .select_from(
            row.outerjoin(batched, batched.c.row_id == row.c.id).outerjoin(decision, decision.c.row_id == row.c.id)
        )
        .where(row.c.month_id == month_id, sa.or_(row.c.is_current, batched.c.row_id.is_not(None)))
        .order_by(row.c.seqno, row.c.id)
    )


def _grouped(ledger: Ledger, month_id: int, *names: str) -> list[GroupAmounts]:
    each = _query(month_id).order_by(None).subquery("each")
    columns = [each.c[name] for name in names]
    sums = sa.select(*columns, sa.func.count(), sa.func.sum(each.c.medfee), sa.func.sum(each.c.optins))
    with ledger.reading() as connection:
        return [
            GroupAmounts(
                **dict(zip(names, record, strict=False)),
                amounts=Amounts.of_cents(*record[len(names) :]),
            )
            for record in connection.execute(sums.group_by(*columns))
        ]
