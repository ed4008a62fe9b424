"""Files of a month that is kept in PostgreSQL."""

from pathlib import Path

import polars as pl
import sqlalchemy as sa

from gdyb_workflows.clearing import Ledger, Vault
from gdyb_workflows.clearing.ledger.schema import row
from gdyb_workflows.clearing.overview import months, overview
from gdyb_workflows.clearing.reporting.settlements import by_day, by_fate
from gdyb_workflows.clearing.reporting.snapshot import snapshot
from support.clearing.months import Seen, differ_and_revoke, opened
from support.clearing.reports import KEY, page, sheets, write
from support.postgresql import Database, postgresql, postgresql_server

__all__ = ["postgresql", "postgresql_server"]


def test_files_of_one_moment(postgresql: Database, tmp_path: Path) -> None:
    with opened(tmp_path, rows=350, key=KEY, location=postgresql.url) as (lease, _):
        differ_and_revoke(lease)
    with (
        Ledger(postgresql.url, vault=Vault([KEY])) as writer,
        Ledger(postgresql.url, vault=Vault([KEY]), read_only=True) as reader,
    ):
        ((platform, institution, period),) = months(reader)
        month_id = reader.month_id(platform, institution, period)
        assert month_id is not None
        with snapshot(reader) as ledger:
            month = overview(ledger, platform, institution, period)
            assert month is not None
            with writer.transaction() as connection:
                connection.execute(sa.update(row).values(medfee=row.c.medfee + 1))
            given = [one.amounts.medfee_sumamt for one in by_fate(ledger, month_id) if one.is_current]
            assert sum(given) == month.current.medfee_sumamt
            seen = Seen(ledger=ledger, month_id=month_id, month=month)
            found = sheets(write(seen, tmp_path / "a.xlsx"))
            assert "5 笔已确认的结算" in page(seen)
            assert pl.read_parquet(write(seen, tmp_path / "a.parquet")).height == 355
            assert len(found["明细"]) == 355
            assert sum(one.amounts.rows for one in by_day(ledger, month_id)) == 355
        after = overview(reader, platform, institution, period)
        assert after is not None and after.current.medfee_sumamt > month.current.medfee_sumamt
