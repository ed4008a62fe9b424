"""The ledger as it was at one moment, however long somebody reads in it."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from gdyb_workflows.clearing.ledger.ledger import Ledger

__all__ = ["snapshot"]


class _Snapshot(Ledger):
    """Every query sees the same: tables made one after the other add up while another window goes on."""

    def __init__(self, ledger: Ledger, connection: sa.Connection) -> None:
        self.vault = ledger.vault
        self.engine = ledger.engine
        self._connection = connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """The one view there is."""
        yield self._connection


@contextmanager
def snapshot(ledger: Ledger) -> Iterator[Ledger]:
    """The ledger as it is now, for queries that change nothing; nobody who writes waits for it."""
    with ledger.reading() as connection:
        if connection.dialect.name == "postgresql":
            # Each statement would see what was committed before it.
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield _Snapshot(ledger, connection)
