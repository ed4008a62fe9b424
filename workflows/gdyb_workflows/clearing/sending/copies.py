"""A ledger that does not know what this machine sent last: a restored backup, or another ledger of the same month."""

import sqlalchemy as sa

from gdyb_workflows.clearing.ledger.errors import NeedsPerson, NothingSuch
from gdyb_workflows.clearing.ledger.ledger import MonthLease
from gdyb_workflows.clearing.ledger.schema import attempt
from gdyb_workflows.clearing.ledger.states import AuditAction
from gdyb_workflows.clearing.ledger.steps import NextStep, StepKind

__all__ = ["accept_older_copy", "stop_at_older_copy", "unknown_message"]


def unknown_message(lease: MonthLease, connection: sa.Connection) -> str:
    """The msgid of the last confirmation from this machine where the ledger does not know it; empty where it does."""
    msgid = lease.marks.last(lease.sender)
    known = sa.select(attempt.c.id).where(attempt.c.msgid == msgid)
    return msgid if msgid and connection.execute(known).first() is None else ""


def stop_at_older_copy(lease: MonthLease, connection: sa.Connection) -> None:
    """Lets nothing be confirmed from a ledger that is behind what was sent.

    Raises:
        NeedsPerson: the ledger does not know the last confirmation from this machine.
    """
    if msgid := unknown_message(lease, connection):
        step = NextStep(kind=StepKind.CHECK_COPY, msgid=msgid)
        reason = f"本机最后一次确认（msgid={msgid}）不在这个台账里，它是恢复的旧备份，或同一期的另一个台账"
        raise NeedsPerson(month=lease.name, reason=reason, advice=f"没有发送。{step}", steps=(step,))


def accept_older_copy(lease: MonthLease, *, actor: str, note: str = "") -> None:
    """A person has asked the bureau, or taken the whole period back, and says that this ledger is the one that counts.

    Raises:
        NothingSuch: the ledger knows everything that was sent from here.
    """
    with lease.transaction() as connection:
        msgid = unknown_message(lease, connection)
        if not msgid:
            raise NothingSuch(reason=f"{lease.name} 的台账与本机的发送记录相符，没有什么要登记")
        lease.write_audit(connection, AuditAction.COPY_ACCEPTED, f"msgid={msgid} {note}".rstrip(), actor=actor)
    lease.marks.forget(lease.sender)
