"""Message ids in a database that several hosts share, so that they never draw the same one."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from gdyb_runtime.errors import MsgidUnavailable
from gdyb_workflows.at_rest.database import open_database, shown
from gdyb_workflows.clearing.ledger.schema import TABLES, msgid

__all__ = ["DatabaseMsgidStore"]


class DatabaseMsgidStore:
    """The numbers in the ledger's database, for `Client(msgids=…)`; every program of these institutions has to use it.

    `database` is the engine of an open ledger, or an SQLAlchemy URL.

    Raises:
        MsgidUnavailable: when the database cannot be reached or written.
        LedgerUnusable: the same, on construction.
    """

    def __init__(self, database: sa.Engine | str) -> None:
        self._is_own = isinstance(database, str)
        self._engine = open_database(database, TABLES) if isinstance(database, str) else database

    def next_value(self, fixmedins_code: str, at_least: int) -> int:
        """``max(last + 1, at_least)`` of one institution, committed before it is returned."""
        try:
            with self._engine.begin() as connection:
                return int(connection.execute(self._statement(fixmedins_code, at_least)).scalar_one())
        except (SQLAlchemyError, OSError) as error:
            cause = getattr(error, "orig", None) or error
            reason = (str(cause).strip().splitlines() or [type(cause).__name__])[0][:300]
            raise MsgidUnavailable(path=shown(self._engine.url), reason=reason) from error

    def close(self) -> None:
        """Closes the database, if it is the store's own."""
        if self._is_own:
            self._engine.dispose()

    def _statement(self, institution: str, at_least: int) -> Any:
        if self._engine.dialect.name == "postgresql":
            from sqlalchemy.dialects.postgresql import insert as postgresql_insert

            new = postgresql_insert(msgid).values(institution=institution, v=at_least)
            highest = sa.func.greatest(msgid.c.v + 1, new.excluded.v)
            return new.on_conflict_do_update(index_elements=["institution"], set_={"v": highest}).returning(msgid.c.v)
        from sqlalchemy.dialects.sqlite import insert as sqlite_insert

        row = sqlite_insert(msgid).values(institution=institution, v=at_least)
        larger = sa.func.max(msgid.c.v + 1, row.excluded.v)
        return row.on_conflict_do_update(index_elements=["institution"], set_={"v": larger}).returning(msgid.c.v)
