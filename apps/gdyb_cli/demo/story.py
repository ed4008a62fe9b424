"""What happened in a demo, chapter by chapter."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from gdyb.client import Client
from gdyb.protocol import UTC_OFFSET
from gdyb_cli.demo.rehearsal.clearing import Balance, Step, balance, rehearse
from gdyb_cli.demo.rehearsal.identification import Identified, identify_each_way
from gdyb_cli.demo.rehearsal.people import Guests
from gdyb_cli.demo.rehearsal.reconciliation import Month, Reconciled, reconcile_twice
from gdyb_cli.demo.rehearsal.settlement import Settled, settle_each_way
from gdyb_cli.screen import Advance
from gdyb_runtime.errors import GdybError
from gdyb_runtime.model.types import zone_of
from gdyb_workflows.clearing.period import ClearingMonth
from gdyb_workflows.settlement.vouchers import VoucherGuard

__all__ = ["Story"]


@dataclass(slots=True, kw_only=True)
class Story:
    """Filled as things are done; `failure` is the error that ended it early."""

    month: ClearingMonth
    identified: list[Identified] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)
    reconciled: Reconciled | None = None
    """None when there was nothing to reconcile, or it was not reached."""
    steps: list[Step] = field(default_factory=list)
    failure: GdybError | None = None

    def play(
        self,
        client: Client,
        guests: Guests,
        month: Month | None,
        folder: Path,
        advance: Advance,
    ) -> None:
        """Chapters 4 to 7; an error of the SDK ends it and is kept."""
        now = datetime.now(zone_of(UTC_OFFSET)).replace(microsecond=0)
        try:
            advance("识别", 0)
            self.identified.extend(identify_each_way(client, guests))
            advance("结算", 0)
            with VoucherGuard(folder / "vouchers.sqlite3") as guard:
                for settled in settle_each_way(client, guard, guests, now):
                    self.settled.append(settled)
            if month is not None:
                self.reconciled = reconcile_twice(
                    client,
                    month,
                    folder=folder / "reconciliation",
                    progress=lambda step: advance(f"对账 {step.subject}", step.done, step.total),
                )
            for step in rehearse(client, self.month):
                self.steps.append(step)
                advance("清分", sum(done.amounts.rows for done in self.steps))
        except GdybError as error:
            self.failure = error

    @property
    def balance(self) -> Balance:
        """What the clearing comes to."""
        return balance(self.steps)

    @property
    def adds_up(self) -> bool:
        """Whether everything came out as it has to."""
        codes_held = all(settled.refused_again for settled in self.settled)
        reconciled = self.reconciled is None or self.reconciled.adds_up
        return codes_held and reconciled and self.balance.adds_up
