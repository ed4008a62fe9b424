"""Freezes what will be sent: approved settlements, cut into batches that fit one call."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from gdyb import operations
from gdyb.codes.cnfm_flag import CnfmFlag
from gdyb_runtime.client.batches import fitting
from gdyb_runtime.money import yuan
from gdyb_workflows.clearing.calls import batches, confirmation_limit, confirmation_nodes
from gdyb_workflows.clearing.decisions import open_rows
from gdyb_workflows.clearing.ledger.errors import NeedsPerson
from gdyb_workflows.clearing.ledger.ledger import MonthLease
from gdyb_workflows.clearing.ledger.schema import batch, batch_row, decision, epoch, row
from gdyb_workflows.clearing.ledger.states import BatchState, EpochState
from gdyb_workflows.clearing.ledger.steps import revoke_period_again
from gdyb_workflows.clearing.period import Amounts

__all__ = ["Plan", "last_epoch", "open_epoch", "plan", "stored_nodes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was planned just now, and what was left out."""

    epoch: int
    batches: int
    amounts: Amounts
    """Of the rows planned now, whatever their flag."""
    undecided: int
    """Rows that nobody approved; they are in no batch."""


def plan(lease: MonthLease, *, size: int | None = None) -> Plan:
    """Puts every approved settlement that is in no batch into one; run twice it adds nothing.

    A batch has at most `size` rows (100 as printed), and fewer where its input would be longer than the platform takes.

    Raises:
        NeedsPerson: the month waits for its revocation.
        RequestInvalid: settlements that 3261 could not take; lists what is wrong with them.
    """
    limit = confirmation_limit() if size is None else min(size, confirmation_limit())
    with lease.ledger.reading() as connection:
        chosen = [
            {**record, "certno": lease.vault.open(record["certno"], lease.ledger.where)}
            for record in connection.execute(_approved(lease.id)).mappings()
        ]
    # Outside of the transaction, which others wait for; the lease is exclusive.
    parts = [fitting for part in batches(chosen, limit) for fitting in _fitting(lease, part)]
    with lease.transaction() as connection:
        epoch_id, number = open_epoch(lease, connection)
        last = sa.select(sa.func.coalesce(sa.func.max(batch.c.number), 0)).where(batch.c.epoch_id == epoch_id)
        next_number = int(connection.execute(last).scalar_one()) + 1
        for position, part in enumerate(parts):
            _write(lease, connection, epoch_id, next_number + position, part)
        undecided = connection.execute(
            sa.select(sa.func.count())
            .select_from(row.outerjoin(decision, decision.c.row_id == row.c.id))
            .where(row.c.id.in_(open_rows(lease.id)), decision.c.flag.is_(None))
        ).scalar_one()
    return Plan(epoch=number, batches=len(parts), amounts=_amounts(chosen), undecided=undecided)


def open_epoch(lease: MonthLease, connection: sa.Connection) -> tuple[int, int]:
    """Id and number of the month's open epoch, the first one made when there is none.

    Raises:
        NeedsPerson: the last one is closed and waits for the revocation of the period.
    """
    last = last_epoch(connection, lease.id)
    if last is not None and last.state is EpochState.OPEN:
        return int(last.id), int(last.number)
    if last is not None and last.state is EpochState.CLOSED:
        step = revoke_period_again(send_again=last.send_again)
        raise NeedsPerson(month=lease.name, reason="正在整期回退，尚未完成", advice=step.kind.label, steps=(step,))
    number = 1 if last is None else last.number + 1
    new = sa.insert(epoch).values(month_id=lease.id, number=number, state=EpochState.OPEN, opened_at=lease.now())
    return connection.execute(new.returning(epoch.c.id)).scalar_one(), number


def last_epoch(connection: sa.Connection, month_id: int) -> sa.Row[Any] | None:
    """The month's newest epoch; None when nothing was ever planned."""
    newest = sa.select(epoch).where(epoch.c.month_id == month_id).order_by(epoch.c.number.desc()).limit(1)
    return connection.execute(newest).first()


def stored_nodes(lease: MonthLease, rows: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    """The nodes of 3261 for rows as stored, their certificate numbers opened, each with its flag."""
    return confirmation_nodes(
        lease.period,
        [
            {
                **record,
                "medfee_sumamt": yuan(record["medfee"]),
                "optins_pay_sumamt": yuan(record["optins"]),
                "cnfm_flag": record["flag"],
            }
            for record in rows
        ],
    )


def _approved(month_id: int) -> sa.Select[Any]:
    return (
        sa.select(row, decision.c.flag)
        .join(decision, decision.c.row_id == row.c.id)
        .where(row.c.id.in_(open_rows(month_id)), decision.c.flag.is_not(None))
        .order_by(row.c.seqno, row.c.id)
    )


def _fitting(lease: MonthLease, rows: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[Mapping[str, Any]]]:
    def check(part: Sequence[Mapping[str, Any]]) -> None:
        nodes = stored_nodes(lease, part)
        lease.client.validate(operations.confirm_clearing_results, envelope=None, extra=None, **nodes)

    for part, refused in fitting(rows, check):
        if refused is not None:
            raise refused
        yield part


def _write(
    lease: MonthLease, connection: sa.Connection, epoch_id: int, number: int, rows: Sequence[Mapping[str, Any]]
) -> None:
    amounts = sa.insert(batch).values(
        epoch_id=epoch_id,
        number=number,
        state=BatchState.PLANNED,
        rows=len(rows),
        medfee=sum(record["medfee"] for record in rows),
        optins=sum(record["optins"] for record in rows),
        included=sum(record["flag"] == CnfmFlag.CONFIRMED.value for record in rows),
        changed_at=lease.now(),
    )
    batch_id = connection.execute(amounts.returning(batch.c.id)).scalar_one()
    connection.execute(
        sa.insert(batch_row),
        [
            {"batch_id": batch_id, "position": position, "row_id": record["id"], "flag": record["flag"]}
            for position, record in enumerate(rows)
        ],
    )


def _amounts(rows: Sequence[Mapping[str, Any]]) -> Amounts:
    return Amounts.of_cents(
        len(rows), sum(record["medfee"] for record in rows), sum(record["optins"] for record in rows)
    )
