"""Freezes what will be sent: approved settlements, cut into batches that fit one call."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from gdyb import operations
from gdyb.codes.cnfm_flag import CnfmFlag
from gdyb_runtime.errors import RequestInvalid
from gdyb_workflows.clearing.calls import batches, confirmation_limit, confirmation_nodes
from gdyb_workflows.clearing.decisions import open_rows
from gdyb_workflows.clearing.errors import NeedsPerson
from gdyb_workflows.clearing.ledger import HeldMonth
from gdyb_workflows.clearing.period import Amounts, yuan
from gdyb_workflows.clearing.schema import batch, batch_row, decision, epoch, row

__all__ = ["Plan", "open_epoch", "plan", "stored_nodes"]

_SIZE_RULE = "input_limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was planned just now, and what was left out."""

    epoch: int
    batches: int
    amounts: Amounts
    """Of the rows planned now, whatever their flag."""
    undecided: int
    """Rows that nobody approved; they are in no batch."""


def plan(held: HeldMonth, *, size: int | None = None) -> Plan:
    """Puts every approved settlement that is in no batch into one; run twice it adds nothing.

    A batch has at most `size` rows (100 as printed), and fewer where its input would be longer than the platform takes.

    Raises:
        NeedsPerson: the month waits for its revocation.
        RequestInvalid: settlements that 3261 could not take; lists what is wrong with them.
    """
    limit = confirmation_limit() if size is None else min(size, confirmation_limit())
    with held.ledger.reading() as connection:
        chosen = [
            {**found, "certno": held.vault.open(found["certno"], held.ledger.where)}
            for found in connection.execute(_approved(held.id)).mappings()
        ]
    # Outside of the transaction, which others wait for; nobody else changes a month that is held.
    parts = [fitting for part in batches(chosen, limit) for fitting in _fitting(held, part)]
    with held.transaction() as connection:
        epoch_id, number = open_epoch(held, connection)
        last = sa.select(sa.func.coalesce(sa.func.max(batch.c.number), 0)).where(batch.c.epoch_id == epoch_id)
        next_number = int(connection.execute(last).scalar_one()) + 1
        for position, part in enumerate(parts):
            _write(held, connection, epoch_id, next_number + position, part)
        undecided = connection.execute(
            sa.select(sa.func.count())
            .select_from(row.outerjoin(decision, decision.c.row_id == row.c.id))
            .where(row.c.id.in_(open_rows(held.id)), decision.c.flag.is_(None))
        ).scalar_one()
    return Plan(epoch=number, batches=len(parts), amounts=_amounts(chosen), undecided=undecided)


def open_epoch(held: HeldMonth, connection: sa.Connection) -> tuple[int, int]:
    """Id and number of the month's open epoch, the first one made when there is none.

    Raises:
        NeedsPerson: the last one is closed and waits for the revocation of the period.
    """
    wanted = sa.select(epoch.c.id, epoch.c.number, epoch.c.state).where(epoch.c.month_id == held.id)
    last = connection.execute(wanted.order_by(epoch.c.number.desc()).limit(1)).first()
    if last is not None and last.state == "open":
        return last.id, last.number
    if last is not None and last.state == "closed":
        raise NeedsPerson(
            month=held.name, reason="正在整期回退，尚未完成", advice="请用 gdyb clearing resolve 继续整期回退"
        )
    number = 1 if last is None else last.number + 1
    new = sa.insert(epoch).values(month_id=held.id, number=number, state="open", opened_at=held.now())
    return connection.execute(new.returning(epoch.c.id)).scalar_one(), number


def stored_nodes(held: HeldMonth, rows: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    """The nodes of 3261 for rows as stored, their certificate numbers opened, each with its flag."""
    return confirmation_nodes(
        held.period,
        [
            {
                **found,
                "medfee_sumamt": yuan(found["medfee"]),
                "optins_pay_sumamt": yuan(found["optins"]),
                "cnfm_flag": found["flag"],
            }
            for found in rows
        ],
    )


def _approved(month_id: int) -> sa.Select[Any]:
    return (
        sa.select(row, decision.c.flag)
        .join(decision, decision.c.row_id == row.c.id)
        .where(row.c.id.in_(open_rows(month_id)), decision.c.flag.is_not(None))
        .order_by(row.c.seqno, row.c.id)
    )


def _fitting(held: HeldMonth, rows: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[Mapping[str, Any]]]:
    """The rows as they are, or in halves of halves until the input of each part is short enough."""
    try:
        held.client.validate(operations.confirm_clearing_results, envelope=None, **stored_nodes(held, rows))
    except RequestInvalid as error:
        if len(rows) == 1 or any(problem.rule != _SIZE_RULE for problem in error.problems):
            raise
        middle = len(rows) // 2
        yield from _fitting(held, rows[:middle])
        yield from _fitting(held, rows[middle:])
    else:
        yield rows


def _write(
    held: HeldMonth, connection: sa.Connection, epoch_id: int, number: int, rows: Sequence[Mapping[str, Any]]
) -> None:
    amounts = sa.insert(batch).values(
        epoch_id=epoch_id,
        number=number,
        state="planned",
        rows=len(rows),
        medfee=sum(found["medfee"] for found in rows),
        optins=sum(found["optins"] for found in rows),
        included=sum(found["flag"] == CnfmFlag.CONFIRMED.value for found in rows),
        changed_at=held.now(),
    )
    batch_id = connection.execute(amounts.returning(batch.c.id)).scalar_one()
    connection.execute(
        sa.insert(batch_row),
        [
            {"batch_id": batch_id, "position": position, "row_id": found["id"], "flag": found["flag"]}
            for position, found in enumerate(rows)
        ],
    )


def _amounts(rows: Sequence[Mapping[str, Any]]) -> Amounts:
    return Amounts.of_cents(len(rows), sum(found["medfee"] for found in rows), sum(found["optins"] for found in rows))
