"""A month of clearing in an application that has a decimal context of its own."""

import decimal
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from gdyb_workflows.clearing import approve, confirm, extract, plan, propose
from gdyb_workflows.clearing.calls import extract_month
from gdyb_workflows.clearing.current import current_rows
from gdyb_workflows.clearing.ledger.schema import row
from gdyb_workflows.clearing.matching.comparison import match, platform_frame, proposals
from gdyb_workflows.clearing.matching.decision_file import read_decisions, write_decisions
from gdyb_workflows.clearing.matching.records import ClearingRecords
from gdyb_workflows.clearing.period import Amounts
from support.clearing.desk import write_records
from support.clearing.months import finish, opened, seen
from support.clearing.place import MONTH, Place
from support.clearing.reports import KEY, page, sheets, write
from support.decimals import CONTEXTS


@pytest.fixture(params=CONTEXTS)
def context(request: pytest.FixtureRequest) -> Iterator[decimal.Context]:
    with decimal.localcontext(CONTEXTS[request.param]) as context:
        yield context


@pytest.mark.parametrize("location", ["sqlite"], indirect=True)
def test_every_amount_is_confirmed_to_the_cent(place: Place, context: decimal.Context) -> None:
    with place.client() as client:
        rows = extract_month(client, MONTH)
    with decimal.localcontext(decimal.DefaultContext):
        whole = sum((one.medfee_sumamt for one in rows), Decimal(0))
        write_records(place.folder / "结算.csv", rows)
    assert Amounts.of(rows).medfee_sumamt == whole
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        assert extract(lease).amounts.medfee_sumamt == whole
        with lease.ledger.reading() as connection:
            assert connection.execute(sa.select(sa.func.sum(row.c.medfee))).scalar_one() == int(
                str(whole).replace(".", "")
            )
        platform = platform_frame(current_rows(ledger, lease.id))
        with ClearingRecords.from_file(place.folder / "结算.csv") as records:
            matching = match(platform, records)
        assert matching.is_clean
        assert matching.total.local.medfee_sumamt == whole
        assert matching.total.difference.medfee_sumamt == 0
        write_decisions(matching, place.folder / "决定.xlsx")
        assert len(read_decisions(place.folder / "决定.xlsx", platform)) == 250
        propose(lease, proposals(matching))
        assert approve(lease, actor="0001").included.medfee_sumamt == whole
        assert plan(lease).amounts.medfee_sumamt == whole
        assert confirm(lease).confirmed.medfee_sumamt == whole
    # The sandbox compares each amount with what it gave.
    assert place.times == {1: 250}


def test_pages_and_files_show_every_cent(tmp_path: Path, context: decimal.Context) -> None:
    with opened(tmp_path, rows=150, key=KEY) as (lease, _):
        finish(lease)
    with seen(tmp_path, key=KEY) as month:
        there = page(month), sheets(write(month, tmp_path / "there.xlsx"))
        with decimal.localcontext(decimal.DefaultContext):
            here = page(month), sheets(write(month, tmp_path / "here.xlsx"))
    assert there == here
