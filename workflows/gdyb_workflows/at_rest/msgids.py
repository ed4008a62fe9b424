"""Message ids in a database that several hosts share, so that they never draw the same one."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from gdyb_runtime.errors import MsgidUnavailable
from gdyb_workflows.at_rest.database import ADVISORY_CLASS, connect, failures, shown
from gdyb_workflows.at_rest.records import inserting

__all__ = ["DatabaseMsgidStore", "msgid_table"]


def msgid_table(metadata: sa.MetaData) -> sa.Table:
    """The last number of each institution; ledger and journal in one database share it."""
    return sa.Table(
        "gdyb_msgid",
        metadata,
        sa.Column("institution", sa.Text(), primary_key=True),
        sa.Column("v", sa.BigInteger(), nullable=False),
    )


_TABLE = msgid_table(sa.MetaData())
_WHAT = "报文编号库"


class DatabaseMsgidStore:
    """The numbers in a database, for `Client(msgids=…)`; every program of these institutions has to use it.

    `database` is the engine of an open ledger or journal, or an SQLAlchemy URL of its database.

    Raises:
        MsgidUnavailable: when the database cannot be reached or written.
        LedgerUnusable: the same, on construction.
    """

    def __init__(self, database: sa.Engine | str) -> None:
        self._is_own = isinstance(database, str)
        self._engine = connect(database, _WHAT) if isinstance(database, str) else database
        if self._is_own:
            self._make_table()

    def next_value(self, fixmedins_code: str, at_least: int) -> int:
        """``max(last + 1, at_least)`` of one institution, committed before it is returned."""
        try:
            with self._engine.begin() as connection:
                return int(connection.execute(self._statement(connection, fixmedins_code, at_least)).scalar_one())
        except (SQLAlchemyError, OSError) as error:
            cause = getattr(error, "orig", None) or error
            reason = (str(cause).strip().splitlines() or [type(cause).__name__])[0][:300]
            raise MsgidUnavailable(path=shown(self._engine.url), reason=reason) from error

    def close(self) -> None:
        """Closes the database, if it is the store's own."""
        if self._is_own:
            self._engine.dispose()

    def _make_table(self) -> None:
        with failures(self._engine.url, what=_WHAT), self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                # Programs that start together take turns; SQLite's transaction does the same.
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(ADVISORY_CLASS, 0)))
            connection.execute(sa.schema.CreateTable(_TABLE, if_not_exists=True))

    def _statement(self, connection: sa.Connection, institution: str, at_least: int) -> Any:
        new = inserting(connection, _TABLE).values(institution=institution, v=at_least)
        largest = sa.func.greatest if connection.dialect.name == "postgresql" else sa.func.max
        values = {"v": largest(_TABLE.c.v + 1, new.excluded.v)}
        return new.on_conflict_do_update(index_elements=["institution"], set_=values).returning(_TABLE.c.v)
