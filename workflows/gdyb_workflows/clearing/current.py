"""The settlements that the platform gives now, each with what is proposed and approved for it."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from gdyb_workflows.clearing.decisions import doubt, is_live, is_usable
from gdyb_workflows.clearing.ledger.ledger import Ledger
from gdyb_workflows.clearing.ledger.schema import decision, row
from gdyb_workflows.clearing.period import Amounts

__all__ = ["CurrentRow", "amounts_of", "current_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentRow:
    """A settlement as the last extraction left it; nothing in it names a person."""

    row_id: int
    setl_sn: str
    mdtrt_id: str
    mdtrt_setl_time: str
    occurrence: int
    """Tells settlements of the same two numbers apart."""
    medfee: int | None
    optins: int | None
    """Money in cents, None where the platform gave none."""
    doubt: str
    """Why only a person may decide on it, where it is open and that is so."""
    is_open: bool
    """Whether it can be decided on: it has everything that confirming needs and no batch in force holds it."""
    kind: str
    """What a comparison found, empty where there was none."""
    proposed: str
    flag: str | None
    """The approved cnfm_flag, None until a person approved."""

    @property
    def is_undecided(self) -> bool:
        """Whether it waits for a person's approval."""
        return self.is_open and self.flag is None


def current_rows(ledger: Ledger, month_id: int) -> list[CurrentRow]:
    """All of them, in the platform's order."""
    names = ("setl_sn", "mdtrt_id", "mdtrt_setl_time", "occurrence", "medfee", "optins")
    is_open = sa.and_(is_usable(), ~is_live())
    query = (
        sa.select(
            row.c.id.label("row_id"),
            *(row.c[name] for name in names),
            is_open.label("is_open"),
            sa.case((is_open, doubt()), else_="").label("doubt"),
            sa.func.coalesce(decision.c.kind, "").label("kind"),
            sa.func.coalesce(decision.c.proposed, "").label("proposed"),
            decision.c.flag,
        )
        .select_from(row.outerjoin(decision, decision.c.row_id == row.c.id))
        .where(row.c.month_id == month_id, row.c.is_current)
        .order_by(row.c.seqno, row.c.id)
    )
    with ledger.reading() as connection:
        return [
            CurrentRow(**{**record, "is_open": bool(record["is_open"])})
            for record in connection.execute(query).mappings()
        ]


def amounts_of(rows: Iterable[CurrentRow]) -> Amounts:
    """How many there are and what they come to."""
    count = medfee = optins = 0
    for settlement in rows:
        count, medfee, optins = count + 1, medfee + (settlement.medfee or 0), optins + (settlement.optins or 0)
    return Amounts.of_cents(count, medfee, optins)
