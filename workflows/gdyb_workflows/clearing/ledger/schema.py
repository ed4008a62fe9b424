"""The tables of the ledger. Money is whole cents, moments are seconds since 1970; see migrations/."""

from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from gdyb_workflows.at_rest.columns import Words
from gdyb_workflows.at_rest.database import Tables
from gdyb_workflows.at_rest.msgids import msgid_table
from gdyb_workflows.clearing.ledger.states import (
    IN_FORCE,
    AttemptState,
    AuditAction,
    BatchState,
    ChangeKind,
    EpochState,
    RevocationState,
)

__all__ = [
    "PREFIX",
    "TABLES",
    "attempt",
    "audit",
    "batch",
    "batch_row",
    "change",
    "conflict",
    "decision",
    "epoch",
    "extraction",
    "given_now",
    "is_in_force",
    "ledger",
    "metadata",
    "month",
    "msgid",
    "page",
    "revocation",
    "row",
    "sighting",
]

PREFIX = "gdyb_"
"""Of every table: the ledger may share a database with others."""

TABLES = Tables(
    what="清分台账",
    version_table=f"{PREFIX}ledger_version",
    head="0003",
    migrations=Path(__file__).parents[1] / "migrations",
)

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> sa.Column[int]:
    # SQLite numbers rows by itself only where the type is exactly INTEGER.
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True)


def _of(table: str, *, name: str = "", null: bool = False) -> sa.Column[int]:
    return sa.Column(name or f"{table}_id", sa.BigInteger, sa.ForeignKey(f"{PREFIX}{table}.id"), nullable=null)


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=null, server_default=None if null else "")


def _one_of(name: str, words: type[StrEnum]) -> sa.Column[Any]:
    return sa.Column(name, Words(words), nullable=False, server_default="")


def _cents(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=null, server_default=None if null else "0")


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


def _moment(name: str, *, null: bool = True) -> sa.Column[float]:
    return sa.Column(name, sa.Double, nullable=null)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(create_constraint=False), nullable=False, server_default=sa.false())


ledger = sa.Table(f"{PREFIX}ledger", metadata, sa.Column("name", sa.Text, primary_key=True), _text("value"))
"""What holds for the whole ledger: how personal columns are kept, and who has the file open."""

month = sa.Table(
    f"{PREFIX}month",
    metadata,
    _id(),
    _text("platform"),  # base_url: test and production never mix
    _text("institution"),  # as ids are compared
    _text("ym"),
    _text("holder"),  # who works on it, or did last; who holds it now says the lock
    _moment("held_since"),
    _count("token"),  # one more with each lease of the month
    sa.UniqueConstraint("platform", "institution", "ym"),
)
"""An institution's month at one platform."""

extraction = sa.Table(
    f"{PREFIX}extraction",
    metadata,
    _id(),
    _of("month"),
    sa.Column("number", sa.Integer, nullable=False),
    _moment("begun_at", null=False),
    _moment("finished_at"),
    _count("pages"),
    _count("rows"),
    _count("placeholders"),
    _count("repeated"),
    _count("unusable"),
    _cents("medfee"),
    _cents("optins"),
    _count("new"),
    _count("gone"),
    _count("changed"),
    sa.UniqueConstraint("month_id", "number"),
)
"""One reading of the month (3260); it counts once it is finished."""

page = sa.Table(
    f"{PREFIX}page",
    metadata,
    _id(),
    _of("extraction"),
    sa.Column("number", sa.Integer, nullable=False),
    _text("msgid"),
    _count("rows"),
    sa.Column("raw", sa.LargeBinary, nullable=True),  # the reply as received, sealed; none where there is no key
    _count("placeholders"),
    _count("repeated"),
    _count("unusable"),
    sa.UniqueConstraint("extraction_id", "number"),
)
"""One answered page."""

row = sa.Table(
    f"{PREFIX}settlement",
    metadata,
    _id(),
    _of("month"),
    _text("setl_sn"),
    _text("mdtrt_id"),
    sa.Column("occurrence", sa.Integer, nullable=False, server_default="1"),
    sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    sa.Column("seqno", sa.BigInteger, nullable=True),
    _text("mdtrtarea"),
    _text("medins_no"),
    _text("certno"),  # sealed, or masked where there is no key
    _text("mdtrt_setl_time"),
    _text("fulamt_advpay_flag"),
    _cents("medfee", null=True),
    _cents("optins", null=True),
    _text("problem"),  # why 3261 could not take it
    _text("doubt"),  # why only a person may decide on it
    _text("setl_key"),  # both numbers as they are compared
    _text("mdtrt_key"),
    _of("page", null=True),
    _flag("is_current"),
    sa.UniqueConstraint("month_id", "setl_sn", "mdtrt_id", "occurrence", "version"),
    sa.Index(None, "month_id", "is_current"),
    sa.Index(None, "month_id", "setl_key", "mdtrt_key"),
)
"""A settlement as extracted, never changed: what the platform gives otherwise next time is another version."""


def given_now(of: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether the platform gives a settlement now that is looked for by its key.

    Wrapped, as SQLite would take the index of this column and go through the whole month for each settlement.
    """
    return sa.func.coalesce(of.c.is_current, sa.false())


sighting = sa.Table(
    f"{PREFIX}sighting",
    metadata,
    sa.Column("extraction_id", sa.BigInteger, sa.ForeignKey(f"{PREFIX}extraction.id"), primary_key=True),
    sa.Column("row_id", sa.BigInteger, sa.ForeignKey(f"{PREFIX}settlement.id"), primary_key=True),
)
"""Which rows an extraction read."""

change = sa.Table(
    f"{PREFIX}change",
    metadata,
    _id(),
    _of("extraction"),
    _one_of("kind", ChangeKind),
    _of("settlement", name="row_id"),
    _of("settlement", name="previous_id", null=True),
    sa.Index(None, "extraction_id"),
)
"""What an extraction found to be different from the one before it."""

decision = sa.Table(
    f"{PREFIX}decision",
    metadata,
    sa.Column("row_id", sa.BigInteger, sa.ForeignKey(f"{PREFIX}settlement.id"), primary_key=True),
    _text("kind"),  # matched, amount_differs, …; given_by_person
    _text("proposed"),
    _text("reason"),
    _text("flag", null=True),  # None until a person approved
    _text("approved_by"),
    _moment("approved_at"),
    _text("note"),
)
"""Whether a row is to be confirmed (cnfm_flag): proposed by matching, approved by a person."""

epoch = sa.Table(
    f"{PREFIX}epoch",
    metadata,
    _id(),
    _of("month"),
    sa.Column("number", sa.Integer, nullable=False),
    _one_of("state", EpochState),
    _moment("opened_at", null=False),
    _moment("closed_at"),
    _moment("fence_until"),
    _moment("rolled_back_at"),
    _text("closed_by"),
    _flag("send_again"),  # whether the next epoch sends the same rows
    sa.UniqueConstraint("month_id", "number"),
)
"""Everything sent between two revocations of the whole period."""

batch = sa.Table(
    f"{PREFIX}batch",
    metadata,
    _id(),
    _of("epoch"),
    sa.Column("number", sa.Integer, nullable=False),
    _one_of("state", BatchState),
    _count("rows"),
    _cents("medfee"),
    _cents("optins"),
    _count("included"),  # rows with the flag that takes them into this clearing
    _text("msgid"),
    _text("inf_refmsgid"),
    _text("message"),  # what the platform said, people masked
    _text("settled_by"),  # who said what became of it, where it was not the answer
    _moment("changed_at", null=False),
    sa.UniqueConstraint("epoch_id", "number"),
    sa.Index(None, "inf_refmsgid"),
)
"""A frozen part of the plan: what goes into one 3261."""


def is_in_force() -> sa.ColumnElement[bool]:
    """Whether the period was not revoked since: what the batches of an epoch say still holds."""
    return epoch.c.state.in_(sorted(IN_FORCE))


batch_row = sa.Table(
    f"{PREFIX}batch_row",
    metadata,
    sa.Column("batch_id", sa.BigInteger, sa.ForeignKey(f"{PREFIX}batch.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    _of("settlement", name="row_id"),
    _text("flag"),
    sa.Index(None, "row_id"),
)
"""The rows of a batch, in order, each with its flag."""

attempt = sa.Table(
    f"{PREFIX}attempt",
    metadata,
    _id(),
    _of("batch"),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("msgid", sa.Text, nullable=False, unique=True),
    _one_of("state", AttemptState),
    _text("sent_by"),
    _moment("sent_at", null=False),
    _moment("answered_at"),
    _text("inf_refmsgid"),
    _text("message"),
    sa.UniqueConstraint("batch_id", "number"),
)
"""One 3261 on the line."""

revocation = sa.Table(
    f"{PREFIX}revocation",
    metadata,
    _id(),
    _of("epoch"),
    _of("batch", null=True),  # None: the whole period
    _text("otransid"),
    sa.Column("msgid", sa.Text, nullable=False, unique=True),
    _one_of("state", RevocationState),
    _text("sent_by"),
    _moment("sent_at", null=False),
    _moment("answered_at"),
    _text("inf_refmsgid"),
    _text("message"),
)
"""One 3262 on the line."""

conflict = sa.Table(
    f"{PREFIX}conflict",
    metadata,
    _id(),
    _of("month"),
    _of("batch", null=True),
    _moment("noticed_at", null=False),
    _text("detail"),  # sealed like `note`, or masked where there is no key
    _moment("cleared_at"),
    _text("cleared_by"),
    _text("note"),
    sa.Index(None, "month_id"),
)
"""An answer of the platform that contradicts the ledger; open until a person clears it."""

audit = sa.Table(
    f"{PREFIX}audit",
    metadata,
    _id(),
    _of("month"),
    _of("batch", null=True),
    _moment("at", null=False),
    _text("actor"),
    _text("machine"),
    _one_of("action", AuditAction),
    _text("detail"),  # sealed, or masked where there is no key
    sa.Index(None, "month_id"),
)
"""Every decision of a person, and what the ledger itself found to be worth a look."""

msgid = msgid_table(metadata)
"""Message ids of each institution, where several hosts share a database."""
