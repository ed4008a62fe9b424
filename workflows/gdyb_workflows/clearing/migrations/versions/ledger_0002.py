"""Conflicts as rows of their own; before, one was open where the audit trail had more of them than were cleared."""

from collections import defaultdict, deque

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Makes the table and fills it from the audit trail: the nth conflict of a month goes with the nth clearing."""
    conflict = op.create_table(
        "gdyb_conflict",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("month_id", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("noticed_at", sa.Double(), nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("cleared_at", sa.Double(), nullable=True),
        sa.Column("cleared_by", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["gdyb_batch.id"], name=op.f("fk_gdyb_conflict_batch_id")),
        sa.ForeignKeyConstraint(["month_id"], ["gdyb_month.id"], name=op.f("fk_gdyb_conflict_month_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gdyb_conflict")),
    )
    op.create_index(op.f("ix_gdyb_conflict_month_id"), "gdyb_conflict", ["month_id"], unique=False)
    names = ("id", "month_id", "batch_id", "at", "actor", "action", "detail")
    audit = sa.table("gdyb_audit", *(sa.column(name) for name in names))
    query = sa.select(audit).where(audit.c.action.in_(("conflict", "conflict_cleared"))).order_by(audit.c.id)
    lines = op.get_bind().execute(query).all()
    clearings = defaultdict[int, deque[sa.Row[tuple[object, ...]]]](deque)
    for line in lines:
        if line.action == "conflict_cleared":
            clearings[line.month_id].append(line)
    for line in lines:
        if line.action != "conflict":
            continue
        row = {"month_id": line.month_id, "batch_id": line.batch_id, "noticed_at": line.at, "detail": line.detail}
        if clearings[line.month_id]:
            after = clearings[line.month_id].popleft()
            row |= {"cleared_at": after.at, "cleared_by": after.actor, "note": after.detail}
        op.get_bind().execute(sa.insert(conflict).values(**row))
