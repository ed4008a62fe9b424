"""Ids as they are compared, and rows that only a person may decide on; one institution however it is spelled."""

import time
from collections import defaultdict

import sqlalchemy as sa
from alembic import op

from gdyb_runtime.identity import normal_id
from gdyb_workflows.clearing.calls import doubt_of

revision = "0003"
down_revision = "0002"

_PORTION = 1_000
_MONTH = sa.table("gdyb_month", *(sa.column(name) for name in ("id", "platform", "institution", "ym")))
_SENT = (
    "SELECT count(*) FROM gdyb_attempt JOIN gdyb_batch ON gdyb_batch.id = gdyb_attempt.batch_id "
    "JOIN gdyb_epoch ON gdyb_epoch.id = gdyb_batch.epoch_id WHERE gdyb_epoch.month_id = :id"
)


def upgrade() -> None:
    """Adds the columns and fills them."""
    connection = op.get_bind()
    months = connection.execute(sa.select(_MONTH).order_by(_MONTH.c.id)).all()
    spelled = defaultdict[tuple[str, str, str], list[int]](list)
    for one in months:
        spelled[one.platform, normal_id(one.institution), one.ym].append(one.id)
    for (_, institution, _), ids in spelled.items():
        _settle(connection, institution, ids)
    for name in ("doubt", "setl_key", "mdtrt_key"):
        op.add_column("gdyb_settlement", sa.Column(name, sa.Text(), server_default="", nullable=False))
    for one in months:
        _fill(connection, one.id, one.institution, one.ym)
    op.create_index(
        op.f("ix_gdyb_settlement_month_id_setl_key_mdtrt_key"),
        "gdyb_settlement",
        ["month_id", "setl_key", "mdtrt_key"],
        unique=False,
    )


def _settle(connection: sa.Connection, institution: str, ids: list[int]) -> None:
    """Gives a month its institution as ids are compared; of several the one that sent most is the month from now on.

    The others stay under a name of their own. Where they sent something, too, rows may be confirmed twice: a conflict,
    which stops the month until a person clears it.
    """
    sent = {one: connection.execute(sa.text(_SENT), {"id": one}).scalar_one() for one in ids}
    first, *others = sorted(ids, key=lambda one: -sent[one])
    for one in others:
        other = sa.update(_MONTH).where(_MONTH.c.id == one).values(institution=f"{institution}#{one}")
        connection.execute(other)
    connection.execute(sa.update(_MONTH).where(_MONTH.c.id == first).values(institution=institution))
    if any(sent[one] for one in others):
        conflict = sa.table("gdyb_conflict", sa.column("month_id"), sa.column("noticed_at"))
        connection.execute(sa.insert(conflict).values(month_id=first, noticed_at=time.time()))


def _fill(connection: sa.Connection, month_id: int, institution: str, ym: str) -> None:
    read = ("id", "month_id", "setl_sn", "mdtrt_id", "medins_no", "mdtrt_setl_time")
    made = ("doubt", "setl_key", "mdtrt_key")
    row = sa.table("gdyb_settlement", *(sa.column(name) for name in (*read, *made)))
    query = sa.select(*(row.c[name] for name in read)).where(row.c.month_id == month_id)
    values = [
        {
            "of": one.id,
            "setl_key": normal_id(one.setl_sn),
            "mdtrt_key": normal_id(one.mdtrt_id),
            "doubt": doubt_of(one.medins_no, one.mdtrt_setl_time, institution=institution, ym=ym),
        }
        for one in connection.execute(query)
    ]
    update = sa.update(row).where(row.c.id == sa.bindparam("of"))
    update = update.values({name: sa.bindparam(name) for name in made})
    for start in range(0, len(values), _PORTION):
        connection.execute(update, values[start : start + _PORTION])
