"""Which rows are to be confirmed: proposed by a comparison, approved by a person. Nothing unapproved is planned."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

import sqlalchemy as sa

from gdyb.codes.cnfm_flag import CnfmFlag
from gdyb_workflows.clearing.errors import NothingSuch
from gdyb_workflows.clearing.ledger import HeldMonth
from gdyb_workflows.clearing.period import Amounts
from gdyb_workflows.clearing.schema import batch, batch_row, decision, epoch, row

__all__ = [
    "LIVE",
    "UNCHECKED_REASON",
    "Decided",
    "Proposal",
    "approve",
    "decided_rows",
    "is_live",
    "is_usable",
    "open_rows",
    "propose",
    "propose_unchecked",
    "take_back_approvals",
    "unchecked",
]

LIVE: Final = ("planned", "sending", "confirmed", "unknown", "revoking")
"""States of a batch whose rows must not go into another one."""
UNCHECKED_REASON: Final = "未与本机构的结算记录核对"
_PORTION = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a comparison proposes for a row."""

    row_id: int
    kind: str
    """matched, amount_differs, missing_locally, …"""
    flag: CnfmFlag
    reason: str
    """Chinese, without people."""


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


def is_live(of: sa.FromClause = row, states: Sequence[str] = LIVE) -> sa.ColumnElement[bool]:
    """Whether a batch in force holds a settlement, in this version or another."""
    other = row.alias("other")
    held = (
        other.join(batch_row, batch_row.c.row_id == other.c.id)
        .join(batch, batch.c.id == batch_row.c.batch_id)
        .join(epoch, epoch.c.id == batch.c.epoch_id)
    )
    same = [other.c[name] == of.c[name] for name in ("month_id", "setl_sn", "mdtrt_id")]
    # Of several settlements with one key nobody can say which one a changed row was.
    same.append(sa.or_(other.c.occurrence == of.c.occurrence, ~other.c.is_current))
    in_force = [epoch.c.state != "rolled_back", batch.c.state.in_(states)]
    found = sa.select(sa.literal(1)).select_from(held).where(*same, *in_force).correlate(of).limit(1)
    # Not EXISTS: PostgreSQL would make a join over all rows of it, which takes hours without fresh statistics.
    return found.scalar_subquery().is_not(None)


def open_rows(month_id: int) -> sa.Select[Any]:
    """Ids of the current, usable settlements that no batch in force holds."""
    return sa.select(row.c.id).where(row.c.month_id == month_id, row.c.is_current, is_usable(), ~is_live())


def propose(held: HeldMonth, proposals: Iterable[Proposal]) -> int:
    """Writes proposals down; gives how many rows they concern.

    Rows of batches in force are left alone. An approval stays where the same is proposed again, otherwise it is taken
    back, so that a person looks at it once more.
    """
    given = list(proposals)
    with held.transaction() as connection:
        is_open = set(connection.execute(open_rows(held.id)).scalars())
        wanted = {one.row_id: one for one in given if one.row_id in is_open}
        known = {
            found.row_id: (found.kind, found.proposed, found.reason)
            for found in connection.execute(
                sa.select(decision.c.row_id, decision.c.kind, decision.c.proposed, decision.c.reason)
                .join(row, row.c.id == decision.c.row_id)
                .where(row.c.month_id == held.id)
            )
        }
        changed = [one for one in wanted.values() if known.get(one.row_id) != (one.kind, one.flag.value, one.reason)]
        for portion in _portions(changed):
            connection.execute(sa.delete(decision).where(decision.c.row_id.in_([one.row_id for one in portion])))
            new = [
                {"row_id": one.row_id, "kind": one.kind, "proposed": one.flag.value, "reason": one.reason}
                for one in portion
            ]
            connection.execute(sa.insert(decision), new)
    return len(wanted)


def unchecked(held: HeldMonth) -> list[Proposal]:
    """What to propose where nobody looks at records of the institution: to confirm every open row."""
    with held.ledger.reading() as connection:
        ids = list(connection.execute(open_rows(held.id)).scalars())
    return [Proposal(row_id=one, kind="unchecked", flag=CnfmFlag.CONFIRMED, reason=UNCHECKED_REASON) for one in ids]


def propose_unchecked(held: HeldMonth) -> int:
    """Proposes to confirm every row without looking at records of the institution."""
    return propose(held, unchecked(held))


def approve(
    held: HeldMonth,
    *,
    actor: str,
    flags: Mapping[int, str] | None = None,
    notes: Mapping[int, str] | None = None,
) -> Decided:
    """A person approves: every proposal as it is, or the flag given for each row.

    Raises:
        NothingSuch: for a row that is not open to a decision, or a flag that is none.
    """
    notes = notes or {}
    now = held.now()
    with held.transaction() as connection:
        is_open = set(connection.execute(open_rows(held.id)).scalars())
        proposed: dict[int, str] = dict(
            connection.execute(
                sa.select(decision.c.row_id, decision.c.proposed)
                .join(row, row.c.id == decision.c.row_id)
                .where(row.c.month_id == held.id)
            ).all()
        )
        wanted = {row_id: flag for row_id, flag in proposed.items() if row_id in is_open} if flags is None else flags
        _refuse_unknown(wanted, is_open)
        for portion in _portions([row_id for row_id in wanted if row_id not in proposed]):
            given = [{"row_id": one, "kind": "given_by_person", "proposed": wanted[one]} for one in portion]
            connection.execute(sa.insert(decision), given)
        for flag in CnfmFlag:
            for portion in _portions([row_id for row_id, given in wanted.items() if given == flag.value]):
                connection.execute(
                    sa.update(decision)
                    .where(decision.c.row_id.in_(portion))
                    .values(flag=flag.value, approved_by=actor, approved_at=now)
                )
        for row_id, note in notes.items():
            if row_id in wanted and note:
                sealed = held.vault.seal_note(note)
                connection.execute(sa.update(decision).where(decision.c.row_id == row_id).values(note=sealed))
        decided = decided_rows(connection, held.id)
        held.write_audit(
            connection,
            "approved",
            f"批准 {len(wanted)} 笔：确认 {decided.included.rows} 笔，不确认 {decided.excluded.rows} 笔",
            actor=actor,
        )
        return decided


def _refuse_unknown(wanted: Mapping[int, str], is_open: set[int]) -> None:
    known = {flag.value for flag in CnfmFlag}
    wrong = sum(flag not in known for flag in wanted.values())
    if wrong:
        raise NothingSuch(reason=f"有 {wrong} 笔的确认标志 cnfm_flag 不是 {'、'.join(sorted(known))}，没有批准任何一笔")
    closed = sum(row_id not in is_open for row_id in wanted)
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
    found = {flag: Amounts.of_cents(*sums) for flag, *sums in connection.execute(totals)}
    nothing = Amounts()
    return Decided(
        included=found.get(CnfmFlag.CONFIRMED.value, nothing),
        excluded=found.get(CnfmFlag.NOT_CONFIRMED.value, nothing),
        undecided=found.get(None, nothing).rows,
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
