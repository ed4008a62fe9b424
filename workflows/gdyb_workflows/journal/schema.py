"""The tables of the journal. Money is whole cents, moments are seconds since 1970."""

from pathlib import Path

import sqlalchemy as sa

from gdyb_workflows.at_rest.columns import Words
from gdyb_workflows.at_rest.database import Tables
from gdyb_workflows.at_rest.msgids import msgid_table
from gdyb_workflows.journal.states import EntryState, EventKind

__all__ = ["TABLES", "attempt", "entry", "event", "metadata", "msgid", "note"]

_PREFIX = "gdyb_journal"

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
TABLES = Tables(
    what="交易日志",
    version_table=f"{_PREFIX}_version",
    head="0001",
    migrations=Path(__file__).parent / "migrations",
    lock=-1,
)
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

msgid = msgid_table(metadata)
note = sa.Table(
    f"{_PREFIX}_note",
    metadata,
    sa.Column("name", sa.Text(), primary_key=True),
    sa.Column("value", sa.Text(), nullable=False),
)
entry = sa.Table(
    f"{_PREFIX}_entry",
    metadata,
    sa.Column("id", _ID, primary_key=True, autoincrement=True),
    sa.Column("platform", sa.Text(), nullable=False),
    sa.Column("institution", sa.Text(), nullable=False),
    sa.Column("key", sa.Text(), nullable=False),
    sa.Column("infno", sa.Text(), nullable=False),
    sa.Column("state", Words(EntryState), nullable=False),
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
    sa.UniqueConstraint("platform", "institution", "key"),
    sa.Index(None, "state"),
)
attempt = sa.Table(
    f"{_PREFIX}_attempt",
    metadata,
    sa.Column("entry_id", sa.ForeignKey(entry.c.id), primary_key=True),
    sa.Column("number", sa.Integer(), primary_key=True),
    sa.Column("msgid", sa.Text(), nullable=False, unique=True),
    sa.Column("sent_at", sa.Double(), nullable=False),
    sa.Column("answered_at", sa.Double(), nullable=True),
    sa.Column("state", Words(EntryState), nullable=False),
    sa.Column("machine", sa.Text(), nullable=False),
)
event = sa.Table(
    f"{_PREFIX}_event",
    metadata,
    sa.Column("id", _ID, primary_key=True, autoincrement=True),
    sa.Column("entry_id", sa.ForeignKey(entry.c.id), nullable=False, index=True),
    sa.Column("at", sa.Double(), nullable=False),
    sa.Column("actor", sa.Text(), nullable=False),
    sa.Column("machine", sa.Text(), nullable=False),
    sa.Column("kind", Words(EventKind), nullable=False),
    sa.Column("detail", sa.Text(), nullable=False),
)
