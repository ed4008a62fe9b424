"""Commands, their attempts and the trail."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the tables."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "gdyb_msgid",
        sa.Column("institution", sa.Text(), nullable=False),
        sa.Column("v", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("institution", name=op.f("pk_gdyb_msgid")),
        # The clearing ledger in the same database has it, too.
        if_not_exists=True,
    )
    op.create_table(
        "gdyb_journal_note",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )
    op.create_table(
        "gdyb_journal_entry",
        sa.Column("id", identity, primary_key=True, autoincrement=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("platform", "institution", "key", "infno", "state")),
        sa.Column("patient", sa.Text(), nullable=False),
        sa.Column("input", sa.LargeBinary(), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.Column("reply", sa.LargeBinary(), nullable=True),
        sa.Column("mdtrt_id", sa.Text(), nullable=False, server_default=""),
        sa.Column("setl_id", sa.Text(), nullable=False, server_default=""),
        sa.Column("cents", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("msgid", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.Double(), nullable=False),
        sa.Column("due_at", sa.Double(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False, server_default=""),
        sa.UniqueConstraint(
            "platform", "institution", "key", name=op.f("uq_gdyb_journal_entry_platform_institution_key")
        ),
    )
    op.create_index(op.f("ix_gdyb_journal_entry_state"), "gdyb_journal_entry", ["state"])
    op.create_table(
        "gdyb_journal_attempt",
        sa.Column("entry_id", sa.BigInteger(), sa.ForeignKey("gdyb_journal_entry.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("msgid", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.Double(), nullable=False),
        sa.Column("answered_at", sa.Double(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.UniqueConstraint("msgid", name=op.f("uq_gdyb_journal_attempt_msgid")),
    )
    op.create_table(
        "gdyb_journal_event",
        sa.Column("id", identity, primary_key=True, autoincrement=True),
        sa.Column("entry_id", sa.BigInteger(), sa.ForeignKey("gdyb_journal_entry.id"), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("actor", "machine", "kind", "detail")),
    )
    op.create_index(op.f("ix_gdyb_journal_event_entry_id"), "gdyb_journal_event", ["entry_id"])
