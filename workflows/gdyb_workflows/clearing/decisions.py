"""Which rows are to be confirmed: proposed by a comparison, approved by a person. Nothing unapproved is planned."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa

from gdyb.codes.cnfm_flag import CnfmFlag
from gdyb_workflows.clearing.ledger.errors import NothingSuch
from gdyb_workflows.clearing.ledger.ledger import MonthLease
from gdyb_workflows.clearing.ledger.schema import batch, batch_row, decision, epoch, given_now, is_in_force, row
from gdyb_workflows.clearing.ledger.states import LIVE, AuditAction, BatchState
from gdyb_workflows.clearing.period import Amounts

__all__ = [
    "DOUBTFUL",
    "HELD_REASON",
    "TWIN_REASON",
    "UNCHECKED_REASON",
    "Decided",
    "Proposal",
    "approve",
    "decided_rows",
    "doubt",
    "doubtful_rows",
    "is_live",
    "is_usable",
    "open_rows",
    "propose",
    "propose_unchecked",
    "take_back_all_approvals",
    "take_back_approvals",
    "unchecked",
]

UNCHECKED_REASON: Final = "未与本机构的结算记录核对"
DOUBTFUL: Final = "doubtful"
"""Kind of a decision that nothing but a person proposes."""
HELD_REASON: Final = "结算流水号 setl_sn 与已列入批次的一笔相同，可能是同一笔"
TWIN_REASON: Final = "平台对同一个结算流水号 setl_sn 给出了不同的就诊登记号 mdtrt_id，可能是同一笔"
_PORTION = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a comparison proposes for a row."""

    row_id: int
    kind: str
    """matched, amount_differs, missing_locally, …"""
    flag: CnfmFlag | None
    """None where only a person may decide."""
    reason: str
    """Chinese, without people."""

    @property
    def proposed(self) -> str:
        """The flag as the ledger has it."""
        return "" if self.flag is None else self.flag.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What an approval comes to."""

    included: Amounts
    """Approved to be taken into this clearing."""
    excluded: Amounts
    """Approved to be left out."""
    undecided: int
    """Rows that still have no approved decision."""


def is_usable() -> sa.ColumnElement[bool]:
    """Whether a settlement has everything that confirming needs, as 3261 wants it."""
    return row.c.problem == ""


def doubt() -> sa.ColumnElement[str]:
    """Why only a person may decide on an open settlement; empty where the comparison may propose it.

    A number that a batch in force holds already, or that the platform gives for two visits, may be one settlement that
    is spelled or given otherwise by now.
    """
    held, twin = row.alias("held"), row.alias("twin")
    same = [held.c.month_id == row.c.month_id, held.c.setl_key == row.c.setl_key]
    batched = (
        held.join(batch_row, batch_row.c.row_id == held.c.id)
        .join(batch, batch.c.id == batch_row.c.batch_id)
        .join(epoch, epoch.c.id == batch.c.epoch_id)
    )
    in_force = [*same, is_in_force(), batch.c.state.in_(sorted(LIVE))]
    is_held = sa.select(sa.literal(1)).select_from(batched).where(*in_force).correlate(row).limit(1)
    other_visit = [
        twin.c.month_id == row.c.month_id,
        twin.c.setl_key == row.c.setl_key,
        twin.c.mdtrt_key != row.c.mdtrt_key,
        given_now(twin),
    ]
    is_twin = sa.select(sa.literal(1)).where(*other_visit).correlate(row).limit(1)
    return sa.case(
        (is_held.scalar_subquery().is_not(None), HELD_REASON),
        (is_twin.scalar_subquery().is_not(None), TWIN_REASON),
        else_=row.c.doubt,
    )


def doubtful_rows(connection: sa.Connection, month_id: int) -> dict[int, str]:
    """The open settlements that only a person may decide on, and why."""
    ids = open_rows(month_id).subquery()
    why = doubt()
    query = sa.select(row.c.id, why).join(ids, ids.c.id == row.c.id).where(why != "")
    return {record[0]: record[1] for record in connection.execute(query)}


def is_live(of: sa.FromClause = row, states: Collection[BatchState] = LIVE) -> sa.ColumnElement[bool]:
    """Whether a batch in force holds a settlement, in this version or another."""
    other = row.alias("other")
    batched = (
        other.join(batch_row, batch_row.c.row_id == other.c.id)
        .join(batch, batch.c.id == batch_row.c.batch_id)
        .join(epoch, epoch.c.id == batch.c.epoch_id)
    )
    same = [other.c[name] == of.c[name] for name in ("month_id", "setl_key", "mdtrt_key")]
    # Of several settlements with one key nobody can say which one a changed row was.
    same.append(sa.or_(other.c.occurrence == of.c.occurrence, ~other.c.is_current))
    in_force = [is_in_force(), batch.c.state.in_(sorted(states))]
    match = sa.select(sa.literal(1)).select_from(batched).where(*same, *in_force).correlate(of).limit(1)
    # Not EXISTS: PostgreSQL would make a join over all rows of it, which takes hours without fresh statistics.
    return match.scalar_subquery().is_not(None)


def open_rows(month_id: int) -> sa.Select[Any]:
    """Ids of the current, usable settlements that no batch in force holds."""
    return sa.select(row.c.id).where(row.c.month_id == month_id, row.c.is_current, is_usable(), ~is_live())


def propose(lease: MonthLease, proposals: Iterable[Proposal]) -> int:
    """Stores proposals and returns the number of rows they concern.

    Rows of batches in force are not changed. An approval stays where the same is proposed again; otherwise it is
    revoked and the row is pending again. For a row that only a person may decide on (`doubt`) nothing is proposed; it
    is stored with the reason.
    """
    proposed = list(proposals)
    with lease.transaction() as connection:
        is_open = set(connection.execute(open_rows(lease.id)).scalars())
        doubts = doubtful_rows(connection, lease.id)
        open_proposals = {one.row_id: _doubted(one, doubts) for one in proposed if one.row_id in is_open}
        known = {
            record.row_id: (record.kind, record.proposed, record.reason)
            for record in connection.execute(
                sa.select(decision.c.row_id, decision.c.kind, decision.c.proposed, decision.c.reason)
                .join(row, row.c.id == decision.c.row_id)
                .where(row.c.month_id == lease.id)
            )
        }
        changed = [
            one for one in open_proposals.values() if known.get(one.row_id) != (one.kind, one.proposed, one.reason)
        ]
        for portion in _portions(changed):
            connection.execute(sa.delete(decision).where(decision.c.row_id.in_([one.row_id for one in portion])))
            new = [
                {"row_id": one.row_id, "kind": one.kind, "proposed": one.proposed, "reason": one.reason}
                for one in portion
            ]
            connection.execute(sa.insert(decision), new)
    return len(open_proposals)


def _doubted(proposal: Proposal, doubts: Mapping[int, str]) -> Proposal:
    why = doubts.get(proposal.row_id)
    if why is None or proposal.kind == DOUBTFUL:
        return proposal
    return Proposal(row_id=proposal.row_id, kind=DOUBTFUL, flag=None, reason=f"{why}；{proposal.reason}")


def unchecked(lease: MonthLease) -> list[Proposal]:
    """What to propose where nobody looks at records of the institution: to confirm every open row."""
    with lease.ledger.reading() as connection:
        ids = list(connection.execute(open_rows(lease.id)).scalars())
    return [Proposal(row_id=one, kind="unchecked", flag=CnfmFlag.CONFIRMED, reason=UNCHECKED_REASON) for one in ids]


def propose_unchecked(lease: MonthLease) -> int:
    """Proposes to confirm every row without looking at records of the institution."""
    return propose(lease, unchecked(lease))


def approve(
    lease: MonthLease,
    *,
    actor: str,
    flags: Mapping[int, str] | None = None,
    notes: Mapping[int, str] | None = None,
) -> Decided:
    """A person approves: every proposal as it is, or the flag given for each row.

    A row that only a person may decide on (`doubt`) is approved by its flag alone.

    Raises:
        NothingSuch: for a row that is not open to a decision, or a flag that is none.
    """
    notes = notes or {}
    now = lease.now()
    with lease.transaction() as connection:
        is_open = set(connection.execute(open_rows(lease.id)).scalars())
        proposed: dict[int, str] = dict(
            connection.execute(
                sa.select(decision.c.row_id, decision.c.proposed)
                .join(row, row.c.id == decision.c.row_id)
                .where(row.c.month_id == lease.id)
            ).all()
        )
        if flags is None:
            decidable = is_open - doubtful_rows(connection, lease.id).keys()
            approved: Mapping[int, str] = {row_id: flag for row_id, flag in proposed.items() if row_id in decidable}
        else:
            approved = flags
        _refuse_unknown(approved, is_open)
        for portion in _portions([row_id for row_id in approved if row_id not in proposed]):
            new_flag = [{"row_id": one, "kind": "given_by_person", "proposed": approved[one]} for one in portion]
            connection.execute(sa.insert(decision), new_flag)
        for flag in CnfmFlag:
            for portion in _portions([row_id for row_id, new_flag in approved.items() if new_flag == flag.value]):
                connection.execute(
                    sa.update(decision)
                    .where(decision.c.row_id.in_(portion))
                    .values(flag=flag.value, approved_by=actor, approved_at=now)
                )
        for row_id, note in notes.items():
            if row_id in approved and note:
                sealed = lease.vault.seal_note(note)
                connection.execute(sa.update(decision).where(decision.c.row_id == row_id).values(note=sealed))
        decided = decided_rows(connection, lease.id)
        lease.write_audit(
            connection,
            AuditAction.APPROVED,
            f"批准 {len(approved)} 笔：确认 {decided.included.rows} 笔，不确认 {decided.excluded.rows} 笔",
            actor=actor,
        )
        return decided


def _refuse_unknown(approved: Mapping[int, str], is_open: set[int]) -> None:
    known = {flag.value for flag in CnfmFlag}
    wrong = sum(flag not in known for flag in approved.values())
    if wrong:
        raise NothingSuch(reason=f"有 {wrong} 笔的确认标志 cnfm_flag 不是 {'、'.join(sorted(known))}，没有批准任何一笔")
    closed = sum(row_id not in is_open for row_id in approved)
    if closed:
        raise NothingSuch(
            reason=f"有 {closed} 笔不在可决定的明细里（已列入批次、已不在平台或缺少内容），没有批准任何一笔"
        )


def decided_rows(connection: sa.Connection, month_id: int) -> Decided:
    """What is approved and not approved of the settlements that are in no batch."""
    totals = (
        sa.select(decision.c.flag, sa.func.count(), sa.func.sum(row.c.medfee), sa.func.sum(row.c.optins))
        .select_from(row.outerjoin(decision, decision.c.row_id == row.c.id))
        .where(row.c.id.in_(open_rows(month_id)))
        .group_by(decision.c.flag)
    )
    sums_by_flag = {flag: Amounts.of_cents(*sums) for flag, *sums in connection.execute(totals)}
    nothing = Amounts()
    return Decided(
        included=sums_by_flag.get(CnfmFlag.CONFIRMED.value, nothing),
        excluded=sums_by_flag.get(CnfmFlag.NOT_CONFIRMED.value, nothing),
        undecided=sums_by_flag.get(None, nothing).rows,
    )


def take_back_approvals(connection: sa.Connection, batch_id: int, reason: str) -> None:
    """Asks a person again about the rows of a batch; what had been approved becomes the proposal."""
    rows = sa.select(batch_row.c.row_id).where(batch_row.c.batch_id == batch_id)
    connection.execute(
        sa.update(decision)
        .where(decision.c.row_id.in_(rows))
        .values(proposed=sa.func.coalesce(decision.c.flag, decision.c.proposed), flag=None, reason=reason)
    )


def take_back_all_approvals(connection: sa.Connection, month_id: int, reason: str) -> None:
    """The same for every row of a month, in a batch or not."""
    rows = sa.select(row.c.id).where(row.c.month_id == month_id)
    connection.execute(
        sa.update(decision)
        .where(decision.c.row_id.in_(rows), decision.c.flag.is_not(None))
        .values(proposed=decision.c.flag, flag=None, reason=reason)
    )


def _portions(values: Iterable[Any]) -> Iterator[list[Any]]:
    source = iter(values)
    while portion := list(islice(source, _PORTION)):
        yield portion
