"""The first ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "gdyb_ledger",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_gdyb_ledger")),
    )
    op.create_table(
        "gdyb_month",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("platform", sa.Text(), server_default="", nullable=False),
        sa.Column("institution", sa.Text(), server_default="", nullable=False),
        sa.Column("ym", sa.Text(), server_default="", nullable=False),
        sa.Column("holder", sa.Text(), server_default="", nullable=False),
        sa.Column("held_since", sa.Double(), nullable=True),
        sa.Column("token", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gdyb_month")),
        sa.UniqueConstraint("platform", "institution", "ym", name=op.f("uq_gdyb_month_platform_institution_ym")),
    )
    op.create_table(
        "gdyb_msgid",
        sa.Column("institution", sa.Text(), nullable=False),
        sa.Column("v", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("institution", name=op.f("pk_gdyb_msgid")),
        # The journal in the same database has it, too.
        if_not_exists=True,
    )
    op.create_table(
        "gdyb_epoch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("month_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("opened_at", sa.Double(), nullable=False),
        sa.Column("closed_at", sa.Double(), nullable=True),
        sa.Column("fence_until", sa.Double(), nullable=True),
        sa.Column("rolled_back_at", sa.Double(), nullable=True),
        sa.Column("closed_by", sa.Text(), server_default="", nullable=False),
        sa.Column("send_again", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["month_id"], ["gdyb_month.id"], name=op.f("fk_gdyb_epoch_month_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gdyb_epoch")),
        sa.UniqueConstraint("month_id", "number", name=op.f("uq_gdyb_epoch_month_id_number")),
    )
    op.create_table(
        "gdyb_extraction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("month_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.Double(), nullable=False),
        sa.Column("finished_at", sa.Double(), nullable=True),
        sa.Column("pages", sa.Integer(), server_default="0", nullable=False),
        sa.Column("rows", sa.Integer(), server_default="0", nullable=False),
        sa.Column("placeholders", sa.Integer(), server_default="0", nullable=False),
        sa.Column("repeated", sa.Integer(), server_default="0", nullable=False),
        sa.Column("unusable", sa.Integer(), server_default="0", nullable=False),
        sa.Column("medfee", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("optins", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("new", sa.Integer(), server_default="0", nullable=False),
        sa.Column("gone", sa.Integer(), server_default="0", nullable=False),
        sa.Column("changed", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["month_id"], ["gdyb_month.id"], name=op.f("fk_gdyb_extraction_month_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gdyb_extraction")),
        sa.UniqueConstraint("month_id", "number", name=op.f("uq_gdyb_extraction_month_id_number")),
    )
    op.create_table(
        "gdyb_batch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("epoch_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("rows", sa.Integer(), server_default="0", nullable=False),
        sa.Column("medfee", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("optins", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("included", sa.Integer(), server_default="0", nullable=False),
        sa.Column("msgid", sa.Text(), server_default="", nullable=False),
        sa.Column("inf_refmsgid", sa.Text(), server_default="", nullable=False),
        sa.Column("message", sa.Text(), server_default="", nullable=False),
        sa.Column("settled_by", sa.Text(), server_default="", nullable=False),
        sa.Column("changed_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["epoch_id"], ["gdyb_epoch.id"], name=op.f("fk_gdyb_batch_epoch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gdyb_batch")),
        sa.UniqueConstraint("epoch_id", "number", name=op.f("uq_gdyb_batch_epoch_id_number")),
    )
    op.create_index(op.f("ix_gdyb_batch_inf_refmsgid"), "gdyb_batch", ["inf_refmsgid"], unique=False)
    op.create_table(
        "gdyb_page",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("extraction_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("msgid", sa.Text(), server_default="", nullable=False),
        sa.Column("rows", sa.Integer(), server_default="0", nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("placeholders", sa.Integer(), server_default="0", nullable=False),
        sa.Column("repeated", sa.Integer(), server_default="0", nullable=False),
        sa.Column("unusable", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["extraction_id"], ["gdyb_extraction.id"], name=op.f("fk_gdyb_page_extraction_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gdyb_page")),
        sa.UniqueConstraint("extraction_id", "number", name=op.f("uq_gdyb_page_extraction_id_number")),
    )
    op.create_table(
        "gdyb_attempt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("msgid", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("sent_by", sa.Text(), server_default="", nullable=False),
        sa.Column("sent_at", sa.Double(), nullable=False),
        sa.Column("answered_at", sa.Double(), nullable=True),
        sa.Column("inf_refmsgid", sa.Text(), server_default="", nullable=False),
        sa.Column("message", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["gdyb_batch.id"], name=op.f("fk_gdyb_attempt_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gdyb_attempt")),
        sa.UniqueConstraint("batch_id", "number", name=op.f("uq_gdyb_attempt_batch_id_number")),
        sa.UniqueConstraint("msgid", name=op.f("uq_gdyb_attempt_msgid")),
    )
    op.create_table(
        "gdyb_audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("month_id", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("actor", sa.Text(), server_default="", nullable=False),
        sa.Column("machine", sa.Text(), server_default="", nullable=False),
        sa.Column("action", sa.Text(), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["gdyb_batch.id"], name=op.f("fk_gdyb_audit_batch_id")),
        sa.ForeignKeyConstraint(["month_id"], ["gdyb_month.id"], name=op.f("fk_gdyb_audit_month_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gdyb_audit")),
    )
    op.create_index(op.f("ix_gdyb_audit_month_id"), "gdyb_audit", ["month_id"], unique=False)
    op.create_table(
        "gdyb_revocation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("epoch_id", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("otransid", sa.Text(), server_default="", nullable=False),
        sa.Column("msgid", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("sent_by", sa.Text(), server_default="", nullable=False),
        sa.Column("sent_at", sa.Double(), nullable=False),
        sa.Column("answered_at", sa.Double(), nullable=True),
        sa.Column("inf_refmsgid", sa.Text(), server_default="", nullable=False),
        sa.Column("message", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["gdyb_batch.id"], name=op.f("fk_gdyb_revocation_batch_id")),
        sa.ForeignKeyConstraint(["epoch_id"], ["gdyb_epoch.id"], name=op.f("fk_gdyb_revocation_epoch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gdyb_revocation")),
        sa.UniqueConstraint("msgid", name=op.f("uq_gdyb_revocation_msgid")),
    )
    op.create_table(
        "gdyb_settlement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("month_id", sa.BigInteger(), nullable=False),
        sa.Column("setl_sn", sa.Text(), server_default="", nullable=False),
        sa.Column("mdtrt_id", sa.Text(), server_default="", nullable=False),
        sa.Column("occurrence", sa.Integer(), server_default="1", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("seqno", sa.BigInteger(), nullable=True),
        sa.Column("mdtrtarea", sa.Text(), server_default="", nullable=False),
        sa.Column("medins_no", sa.Text(), server_default="", nullable=False),
        sa.Column("certno", sa.Text(), server_default="", nullable=False),
        sa.Column("mdtrt_setl_time", sa.Text(), server_default="", nullable=False),
        sa.Column("fulamt_advpay_flag", sa.Text(), server_default="", nullable=False),
        sa.Column("medfee", sa.BigInteger(), nullable=True),
        sa.Column("optins", sa.BigInteger(), nullable=True),
        sa.Column("problem", sa.Text(), server_default="", nullable=False),
        sa.Column("page_id", sa.BigInteger(), nullable=True),
        sa.Column("is_current", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["month_id"], ["gdyb_month.id"], name=op.f("fk_gdyb_settlement_month_id")),
        sa.ForeignKeyConstraint(["page_id"], ["gdyb_page.id"], name=op.f("fk_gdyb_settlement_page_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gdyb_settlement")),
        sa.UniqueConstraint(
            "month_id",
            "setl_sn",
            "mdtrt_id",
            "occurrence",
            "version",
            name=op.f("uq_gdyb_settlement_month_id_setl_sn_mdtrt_id_occurrence_version"),
        ),
    )
    op.create_index(
        op.f("ix_gdyb_settlement_month_id_is_current"), "gdyb_settlement", ["month_id", "is_current"], unique=False
    )
    op.create_table(
        "gdyb_batch_row",
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("flag", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["gdyb_batch.id"], name=op.f("fk_gdyb_batch_row_batch_id")),
        sa.ForeignKeyConstraint(["row_id"], ["gdyb_settlement.id"], name=op.f("fk_gdyb_batch_row_row_id")),
        sa.PrimaryKeyConstraint("batch_id", "position", name=op.f("pk_gdyb_batch_row")),
    )
    op.create_index(op.f("ix_gdyb_batch_row_row_id"), "gdyb_batch_row", ["row_id"], unique=False)
    op.create_table(
        "gdyb_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("extraction_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("previous_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["extraction_id"], ["gdyb_extraction.id"], name=op.f("fk_gdyb_change_extraction_id")),
        sa.ForeignKeyConstraint(["previous_id"], ["gdyb_settlement.id"], name=op.f("fk_gdyb_change_previous_id")),
        sa.ForeignKeyConstraint(["row_id"], ["gdyb_settlement.id"], name=op.f("fk_gdyb_change_row_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gdyb_change")),
    )
    op.create_index(op.f("ix_gdyb_change_extraction_id"), "gdyb_change", ["extraction_id"], unique=False)
    op.create_table(
        "gdyb_decision",
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("proposed", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("flag", sa.Text(), nullable=True),
        sa.Column("approved_by", sa.Text(), server_default="", nullable=False),
        sa.Column("approved_at", sa.Double(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["row_id"], ["gdyb_settlement.id"], name=op.f("fk_gdyb_decision_row_id")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_gdyb_decision")),
    )
    op.create_table(
        "gdyb_sighting",
        sa.Column("extraction_id", sa.BigInteger(), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["extraction_id"], ["gdyb_extraction.id"], name=op.f("fk_gdyb_sighting_extraction_id")),
        sa.ForeignKeyConstraint(["row_id"], ["gdyb_settlement.id"], name=op.f("fk_gdyb_sighting_row_id")),
        sa.PrimaryKeyConstraint("extraction_id", "row_id", name=op.f("pk_gdyb_sighting")),
    )
