"""Synthetic clearing rows of a month for the tests of matching: what the platform says, and what an institution keeps."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from gdyb_sandbox._people.identity import Draw
from gdyb_workflows.clearing.matching.comparison import PLATFORM_SCHEMA, Matching, match
from gdyb_workflows.clearing.matching.records import ClearingMapping, ClearingRecords

PlatformRow = dict[str, Any]
Record = dict[str, str]

MONTH = datetime.date(2020, 12, 1)


def yuan(cents: int) -> str:
    return str(Decimal(cents).scaleb(-2))


def platform_row(number: int, **changes: Any) -> PlatformRow:
    draw = Draw("clearing", number)
    optins, rest = draw.below(500_000), draw.below(90_000)
    day = 1 + draw.below(31)
    row = {
        "row_id": number,
        "setl_sn": f"A440300{201200 + day}{number:07d}",
        "mdtrt_id": f"S440300{201200 + day}{number:07d}",
        "mdtrt_setl_time": f"2020-12-{day:02d} 09:30:00",
        "medfee_cents": optins + rest,
        "optins_cents": optins,
        "occurrence": 1,
    }
    return row | changes


def platform_rows(count: int) -> list[PlatformRow]:
    return [platform_row(number) for number in range(1, count + 1)]


def record_of(row: PlatformRow, **changes: str) -> Record:
    """What the institution keeps of a settlement that the platform holds as it does."""
    record = {
        "setl_sn": row["setl_sn"],
        "medfee_sumamt": yuan(row["medfee_cents"]),
        "optins_pay_sumamt": yuan(row["optins_cents"]),
        "mdtrt_id": row["mdtrt_id"],
        "mdtrt_setl_time": row["mdtrt_setl_time"],
    }
    return record | changes


def platform_frame(rows: Iterable[PlatformRow]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=PLATFORM_SCHEMA)


def matched(
    rows: Sequence[PlatformRow],
    records: Sequence[Mapping[str, str]],
    *,
    month: datetime.date | None = MONTH,
    mapping: ClearingMapping | None = None,
) -> Matching:
    schema = dict.fromkeys(record_of(platform_row(1)), pl.String)
    with ClearingRecords.from_frame(pl.DataFrame(list(records), schema=schema), mapping) as lease:
        return match(platform_frame(rows), lease, month=month)
