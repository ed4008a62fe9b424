"""Where a test of clearing works: a gateway, a client and a ledger."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gdyb.client import Client
from gdyb.settings import Settings
from gdyb_sandbox._sandbox import Sandbox
from gdyb_workflows.clearing import ClearingMonth, Ledger, MonthOverview, Vault
from gdyb_workflows.clearing.overview import overview

MONTH = ClearingMonth(year="2020", month="12")
FENCE = 2.0
"""Seconds after which these tests take what was sent for lost for good."""


@dataclass
class Place:
    """Everything a test of clearing needs."""

    sandbox: Sandbox
    folder: Path
    location: str
    key: str
    patience: float = 30.0
    """Seconds after which the client gives up."""

    def settings(self, **changes: Any) -> Settings:
        given = {"read_timeout": self.patience, "msgid_file": self.folder / "msgid.sqlite3", **self.sandbox.settings}
        return Settings(**{**given, **changes})

    def client(self, **changes: Any) -> Client:
        return Client(self.settings(**changes))

    def ledger(self, **options: Any) -> Ledger:
        return Ledger(self.location, vault=Vault([self.key] if self.key else ()), **options)

    def overview(self, ledger: Ledger) -> MonthOverview:
        settings = self.settings()
        found = overview(ledger, settings.base_url, settings.fixmedins_code, MONTH)
        assert found is not None
        return found

    @property
    def times(self) -> dict[int, int]:
        """How many settlements are confirmed now how often."""
        counted = self.sandbox.clearing(MONTH.year, MONTH.month).times_now
        return {times: list(counted.values()).count(times) for times in set(counted.values())}
