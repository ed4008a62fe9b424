"""Months of clearing in every state, made by the real functions against a sandbox."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from gdyb import Client, Settings
from gdyb.codes import CnfmFlag
from gdyb_sandbox import Sandbox
from gdyb_workflows.clearing import (
    BatchUnknown,
    ClearingMonth,
    HeldMonth,
    Ledger,
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
from gdyb_workflows.clearing.schema import row

MONTH = ClearingMonth(year="2020", month="12")


@contextmanager
def opened(folder: Path, *, rows: int, key: str = "") -> Iterator[tuple[HeldMonth, Sandbox]]:
    """A month that is held, in `ledger.sqlite3` of the folder."""
    with (
        Sandbox(rows=rows, seed=7) as sandbox,
        Client(Settings(**sandbox.settings, msgid_file=folder / "msgid.sqlite3", read_timeout=5)) as client,
        Ledger(folder / "ledger.sqlite3", vault=Vault([key] if key else ())) as ledger,
        ledger.hold(client, MONTH) as held,
    ):
        yield held, sandbox


def finish(held: HeldMonth) -> None:
    """Everything proposed, approved and confirmed."""
    extract(held)
    propose_unchecked(held)
    approve(held, actor="张会计")
    plan(held)
    confirm(held)


def lose_an_answer(held: HeldMonth, sandbox: Sandbox) -> None:
    """The first batch is confirmed, the second one's answer is lost, the others wait."""
    extract(held)
    propose_unchecked(held)
    approve(held, actor="张会计")
    plan(held)
    answered = []

    def drop_the_next(batch: object) -> None:
        answered.append(batch)
        if len(answered) == 1:
            sandbox.faults.add("drop-after", infno="3261", times=1)

    with pytest.raises(BatchUnknown):
        confirm(held, progress=drop_the_next)


def find_differences(held: HeldMonth) -> None:
    """Some settlements differ from the institution's records and are left out."""
    extract(held)
    with held.transaction() as connection:
        ids = list(connection.execute(sa.select(row.c.id).where(row.c.is_current).order_by(row.c.id)).scalars())
    propose(
        held,
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


def differ_and_revoke(held: HeldMonth) -> None:
    """Differences, a rejected call's rows approved again, changes on the platform, one batch taken back."""
    find_differences(held)
    approve(held, actor="张会计")
    plan(held)
    done = []
    confirm(held, progress=done.append)
    with held.ledger.transaction() as connection:
        ids = list(connection.execute(sa.select(row.c.id).order_by(row.c.id).limit(5)).scalars())
        # As if the platform had said something else before.
        connection.execute(sa.update(row).where(row.c.id.in_(ids[:3])).values(medfee=row.c.medfee + 1234))
        connection.execute(sa.update(row).where(row.c.id.in_(ids[3:])).values(setl_sn=row.c.setl_sn + "x"))
    extract(held)
    revoke_batch(held, done[1].inf_refmsgid, actor="李主任")


def close(held: HeldMonth) -> None:
    """The period waits for its revocation."""
    close_epoch(held, actor="李主任", send_again=True)
