"""What the tests of `gdyb clearing` share: a month's records as the institution has them, and a ledger moved in time."""

import csv
import json
import sqlite3
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from gdyb import Client, Settings
from gdyb_sandbox import Sandbox
from gdyb_workflows.clearing.calls import Settlement, extract_month
from gdyb_workflows.clearing.period import ClearingMonth

MONTH = ClearingMonth(year="2020", month="12")
HEADINGS = ("结算流水号", "总费用", "经办机构支付总额", "就诊结算时间")


def settlements(sandbox: Sandbox, folder: Path) -> Sequence[Settlement]:
    """The month as the platform gives it."""
    with Client(Settings(**sandbox.settings, msgid_file=folder / "other-msgid.sqlite3")) as client:
        return extract_month(client, MONTH)


def write_records(
    path: Path, rows: Iterable[Settlement], *, more: Decimal = Decimal(0), encoding: str = "utf-8"
) -> None:
    """Records of an institution; the first one costs `more` here."""
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for place, row in enumerate(rows):
            fee = row.medfee_sumamt + (0 if place else more)
            writer.writerow([row.setl_sn, fee, row.optins_pay_sumamt, row.mdtrt_setl_time])


def answered(text: str) -> Any:
    """A command's JSON, amounts exact."""
    return json.loads(text, parse_float=Decimal)


def add_conflict(ledger: Path) -> None:
    """Writes down a confirmation that came late, as if the answer had met a batch that was settled otherwise."""
    with sqlite3.connect(ledger, isolation_level=None) as database:
        database.execute("INSERT INTO gdyb_conflict (month_id, noticed_at) VALUES (1, 0)")
    database.close()


def spoil_a_row(ledger: Path) -> None:
    """Lets the last settlement of the month be one that lacks its visit."""
    with sqlite3.connect(ledger, isolation_level=None) as database:
        last = "(SELECT max(id) FROM gdyb_settlement)"
        database.execute(f"UPDATE gdyb_settlement SET problem = 'mdtrt_id 就诊登记号：必填' WHERE id = {last}")
    database.close()


def rename_visits(ledger: Path) -> None:
    """Lets the ledger know the month's visits by other numbers than the platform gives now."""
    with sqlite3.connect(ledger, isolation_level=None) as database:
        database.execute("UPDATE gdyb_settlement SET mdtrt_id = 'S' || id, mdtrt_key = 'S' || id")
    database.close()


def let_time_pass(ledger: Path, seconds: float = 3_600) -> None:
    """Makes everything that was sent, and the fence of a closed epoch, older than it is."""
    with sqlite3.connect(ledger, isolation_level=None) as database:
        database.execute("UPDATE gdyb_attempt SET sent_at = sent_at - ?", (seconds,))
        database.execute("UPDATE gdyb_epoch SET fence_until = fence_until - ?", (seconds,))
    database.close()
