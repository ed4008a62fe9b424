"""Answers of the platform that contradict what the ledger decided meanwhile; each stops its month till cleared."""

import sqlalchemy as sa

from gdyb_workflows.clearing.ledger.errors import NothingSuch
from gdyb_workflows.clearing.ledger.ledger import MonthLease
from gdyb_workflows.clearing.ledger.schema import conflict
from gdyb_workflows.clearing.ledger.states import AuditAction

__all__ = ["clear_conflict", "count_conflicts", "record_conflict"]


def record_conflict(lease: MonthLease, connection: sa.Connection, batch_id: int, detail: str) -> None:
    """Adds a conflict, and a line of the audit trail, as part of the transaction that detected it."""
    sealed = lease.vault.seal_note(detail)
    new = sa.insert(conflict).values(month_id=lease.id, batch_id=batch_id, noticed_at=lease.now(), detail=sealed)
    connection.execute(new)
    lease.write_audit(connection, AuditAction.CONFLICT, detail, batch_id=batch_id)


def count_conflicts(connection: sa.Connection, month_id: int) -> int:
    """How many conflicts of a month are not cleared."""
    counted = sa.select(sa.func.count()).where(conflict.c.month_id == month_id, conflict.c.cleared_at.is_(None))
    return int(connection.execute(counted).scalar_one())


def clear_conflict(lease: MonthLease, *, actor: str, note: str) -> None:
    """A person has asked the bureau about the oldest open conflict and says in `note` what counts.

    Raises:
        NothingSuch: there is no open conflict.
    """
    with lease.transaction() as connection:
        oldest = sa.select(sa.func.min(conflict.c.id)).where(
            conflict.c.month_id == lease.id, conflict.c.cleared_at.is_(None)
        )
        cleared = {"cleared_at": lease.now(), "cleared_by": actor, "note": lease.vault.seal_note(note)}
        changed = connection.execute(
            sa.update(conflict).where(conflict.c.id == oldest.scalar_subquery()).values(**cleared)
        )
        if not changed.rowcount:
            raise NothingSuch(reason=f"{lease.name} 没有来迟的确认答复要登记")
        lease.write_audit(connection, AuditAction.CONFLICT_CLEARED, note, actor=actor)
