"""Where a test of the journal works: a gateway, clients, a journal, and a patient with fees that can be settled."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gdyb.client import AsyncClient, Client
from gdyb.protocol import PROTOCOL
from gdyb.settings import Settings
from gdyb_sandbox import Sandbox
from gdyb_workflows.at_rest.vault import Vault
from gdyb_workflows.journal import Journal
from support.sandbox.care import Care, caller_for, output

SOON = -PROTOCOL.timestamp_window - 0.1
"""A margin with which the fence is over at once."""


@dataclass
class Place:
    """Everything a test of the journal needs."""

    sandbox: Sandbox
    folder: Path
    location: str
    key: str
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def area(self) -> str:
        """Where the first person is insured."""
        return self.sandbox.people(1)[0].area

    def settings(self, **changes: Any) -> Settings:
        given = {"msgid_file": self.folder / "msgid.sqlite3", "total_timeout": 30, **self.sandbox.settings}
        return Settings(**{**given, "insuplc_admdvs": self.area, **changes})

    def client(self, **changes: Any) -> Client:
        return Client(self.settings(**changes))

    def async_client(self, **changes: Any) -> AsyncClient:
        return AsyncClient(self.settings(**changes))

    def journal(self, *, margin: float = SOON) -> Journal:
        return Journal(self.location, vault=Vault([self.key]), fence_margin=margin)

    def care(self, number: int = 0) -> Care:
        person = self.sandbox.people(number + 1)[number]
        return Care(caller_for(self.sandbox, person), person)

    def bill(self, care: Care, amount: str = "100.00") -> dict[str, Any]:
        """The nodes of 2207 for a visit with fees that come to this."""
        mdtrt_id = output(care.register(number=str(next(self._numbers))))["data"]["mdtrt_id"]
        output(care.fees("2204", mdtrt_id, amount))
        data = dict(care.settlement(mdtrt_id, amount)["data"])
        del data["mid_setl_flag"]
        return {"data": data}

    def settled(self) -> dict[str, int]:
        """setl_id of everything in force at the platform, with its total in cents."""
        rows = self.sandbox.settlements()
        return {row.setl_id: row.medfee for row in rows if not row.is_refund and not row.is_refunded}
