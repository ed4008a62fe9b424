"""The one way in which a batch or an epoch gets into another state."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from gdyb_workflows.clearing.ledger.errors import StateChanged
from gdyb_workflows.clearing.ledger.ledger import MonthLease
from gdyb_workflows.clearing.ledger.schema import batch, epoch
from gdyb_workflows.clearing.ledger.states import AuditAction, BatchState, EpochState, sources

__all__ = ["move"]


def move(
    lease: MonthLease,
    connection: sa.Connection,
    number: int,
    *,
    to: BatchState | EpochState,
    since: Collection[BatchState | EpochState] = (),
    only: sa.ColumnElement[bool] | None = None,
    audit: AuditAction | None = None,
    detail: str = "",
    actor: str = "",
    **columns: Any,
) -> None:
    """Puts a batch, or an epoch, by its id into another state, as part of a transaction; writes `audit` where given.

    It is compared and set in one statement: the state has to be one of `since`, by default any that may be followed by
    `to`, and `only` has to hold.

    Raises:
        StateChanged: it is in another state; nothing was changed.
        ValueError: `to` never follows one of `since`.
    """
    table, is_batch = (batch, True) if isinstance(to, BatchState) else (epoch, False)
    allowed = since or sources(to)
    if not set(allowed) <= sources(to):
        raise ValueError(f"{to!r} does not follow each of {sorted(allowed)}")
    conditions = [table.c.id == number, table.c.state.in_(sorted(allowed)), *([] if only is None else [only])]
    if is_batch:
        columns["changed_at"] = lease.now()
    changed = connection.execute(sa.update(table).where(*conditions).values(state=to, **columns))
    if changed.rowcount != 1:
        now = connection.execute(sa.select(table.c.number, table.c.state).where(table.c.id == number)).one()
        what = f"第 {now.number} {'批' if is_batch else '轮'}"
        raise StateChanged(month=lease.name, reason=f"{what}现在是“{now.state.label}”，不能改为“{to.label}”")
    if audit is not None:
        lease.write_audit(connection, audit, detail, actor=actor, batch_id=number if is_batch else None)
