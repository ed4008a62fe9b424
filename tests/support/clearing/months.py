"""Months of clearing in every state, made by the real functions against a sandbox.

The ledger stays when the sandbox is gone, with a file of settings that finds it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from gdyb import Client, Settings
from gdyb.codes import CnfmFlag
from gdyb_sandbox import Sandbox
from gdyb_workflows.clearing import (
    BatchUnknown,
    ClearingMonth,
    Ledger,
    MonthLease,
    Proposal,
    Vault,
    approve,
    close_epoch,
    confirm,
    extract,
    plan,
    propose,
    propose_unchecked,
    revoke_batch,
)
from gdyb_workflows.clearing.ledger.schema import batch, row
from gdyb_workflows.clearing.overview import MonthOverview, months, overview
from gdyb_workflows.clearing.reporting.snapshot import snapshot

MONTH = ClearingMonth(year="2020", month="12")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A month as it is read: the ledger at one moment, the month's id and overview."""

    ledger: Ledger
    month_id: int
    month: MonthOverview


@contextmanager
def seen(folder: Path, *, key: str = "") -> Iterator[Seen]:
    """The only month of the ledger in a folder, read only."""
    with (
        Ledger(folder / "ledger.sqlite3", vault=Vault([key] if key else ()), read_only=True) as opened_ledger,
        snapshot(opened_ledger) as ledger,
    ):
        ((platform, institution, period),) = months(ledger)
        month_id, month = (
            ledger.month_id(platform, institution, period),
            overview(ledger, platform, institution, period),
        )
        assert month_id is not None and month is not None
        yield Seen(ledger=ledger, month_id=month_id, month=month)


@contextmanager
def opened(
    folder: Path, *, rows: int, key: str = "", large_amount: bool = False, location: str | None = None
) -> Iterator[tuple[MonthLease, Sandbox]]:
    """A leased month, in `ledger.sqlite3` of the folder or elsewhere; `gdyb.env` there has the settings."""
    with (
        Sandbox(rows=rows, seed=7, large_amount=large_amount) as sandbox,
        Client(Settings(**sandbox.settings, msgid_file=folder / "msgid.sqlite3", read_timeout=5)) as client,
        Ledger(location or folder / "ledger.sqlite3", vault=Vault([key] if key else ())) as ledger,
        ledger.hold(client, MONTH) as lease,
    ):
        write_env(folder, sandbox, key)
        yield lease, sandbox


def write_env(folder: Path, sandbox: Sandbox, key: str) -> None:
    """Settings for --env-file."""
    values = {f"GDYB_{name.upper()}": value for name, value in sandbox.settings.items()}
    values |= {"GDYB_CLEARING_LEDGER": str(folder / "ledger.sqlite3"), "GDYB_CLEARING_USE_KEYRING": "false"}
    values |= {"GDYB_CLEARING_KEY": key} if key else {}
    lines = [f"{name}={value}\n" for name, value in values.items()]
    (folder / "gdyb.env").write_text("".join(lines), encoding="utf-8")


def finish(lease: MonthLease, *, size: int | None = None) -> None:
    """Everything proposed, approved and confirmed, in batches of a size."""
    extract(lease)
    propose_unchecked(lease)
    approve(lease, actor="张会计")
    plan(lease, size=size)
    confirm(lease)


def lose_an_answer(lease: MonthLease, sandbox: Sandbox) -> None:
    """The first batch is confirmed, the second one's answer is lost, the others wait."""
    extract(lease)
    propose_unchecked(lease)
    approve(lease, actor="张会计")
    plan(lease)
    answered = []

    def drop_the_next(batch: object) -> None:
        answered.append(batch)
        if len(answered) == 1:
            sandbox.faults.add("drop-after", infno="3261", times=1)

    with pytest.raises(BatchUnknown):
        confirm(lease, progress=drop_the_next)


def find_differences(lease: MonthLease) -> None:
    """Some settlements differ from the institution's records and are left out."""
    extract(lease)
    with lease.transaction() as connection:
        ids = list(connection.execute(sa.select(row.c.id).where(row.c.is_current).order_by(row.c.id)).scalars())
    propose(
        lease,
        (
            Proposal(row_id=one, kind="matched", flag=CnfmFlag.CONFIRMED, reason="总费用、经办机构支付总额 都一致")
            if number % 10
            else Proposal(
                row_id=one,
                kind="amount_differs" if number % 20 else "missing_locally",
                flag=CnfmFlag.NOT_CONFIRMED,
                reason="=总费用 平台 1.00，本地 <b>2.00</b>，差额 1.00",
            )
            for number, one in enumerate(ids)
        ),
    )


def differ_and_revoke(lease: MonthLease) -> None:
    """Differences, a rejected call's rows approved again, changes on the platform, one batch taken back."""
    find_differences(lease)
    approve(lease, actor="张会计")
    plan(lease)
    done = []
    confirm(lease, progress=done.append)
    with lease.ledger.transaction() as connection:
        ids = list(connection.execute(sa.select(row.c.id).order_by(row.c.id).limit(5)).scalars())
        # As if the platform had said something else before.
        connection.execute(sa.update(row).where(row.c.id.in_(ids[:3])).values(medfee=row.c.medfee + 1234))
        connection.execute(sa.update(batch).where(batch.c.number == 1).values(medfee=batch.c.medfee + 3 * 1234))
        other = {"setl_sn": row.c.setl_sn + "X", "setl_key": row.c.setl_key + "X"}
        connection.execute(sa.update(row).where(row.c.id.in_(ids[3:])).values(other))
    extract(lease)
    revoke_batch(lease, done[1].inf_refmsgid, actor="李主任")


def close(lease: MonthLease) -> None:
    """The period waits for its revocation."""
    close_epoch(lease, actor="李主任", send_again=True)
