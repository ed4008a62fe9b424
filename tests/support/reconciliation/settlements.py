"""Synthetic settlements for the tests of reconciliation."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from gdyb_sandbox._people.identity import Draw, person

Row = dict[str, str]

HEADINGS = (
    "setl_id",
    "mdtrt_id",
    "psn_no",
    "medfee_sumamt",
    "fund_pay_sumamt",
    "acct_pay",
    "refd_setl_flag",
    "insutype",
    "clr_type",
    "setl_optins",
    "cash_payamt",
    "setl_time",
)


def yuan(cents: int) -> str:
    sign, cents = "-" if cents < 0 else "", abs(cents)
    return f"{sign}{cents // 100}.{cents % 100:02d}"


def settlement(number: int, **changes: str) -> Row:
    draw = Draw("settlement", number)
    fund, account, cash = draw.below(500_000), draw.below(20_000), draw.below(90_000)
    row = {
        "setl_id": f"S{number:029d}",
        "mdtrt_id": f"M{number:029d}",
        "psn_no": f"P{person(7, number).number:020d}",
        "medfee_sumamt": yuan(fund + account + cash),
        "fund_pay_sumamt": yuan(fund),
        "acct_pay": yuan(account),
        "refd_setl_flag": "0",
        "insutype": draw.choose(("310", "390")),
        "clr_type": draw.choose(("11", "21")),
        "setl_optins": "440100",
        "cash_payamt": yuan(cash),
        "setl_time": f"2026-01-{1 + draw.below(31):02d} 09:30:00",
    }
    return row | changes


def settlements(count: int, **changes: str) -> list[Row]:
    return [settlement(number, **changes) for number in range(1, count + 1)]


def write_csv(
    path: Path, rows: Iterable[Mapping[str, str]], *, encoding: str = "utf-8", headings: Sequence[str] = HEADINGS
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows([row.get(name, "") for name in HEADINGS] for row in rows)
    return path


def result_row(row: Mapping[str, str], stmt_rslt: str = "0", **changes: str | None) -> dict[str, str | None]:
    """What the centre says about a settlement that it holds as we do."""
    return {
        "psn_no": row["psn_no"],
        "mdtrt_id": row["mdtrt_id"],
        "setl_id": row["setl_id"],
        "msgid": "H44000000001" + row["setl_time"][:10].replace("-", "") + "0930000001",
        "stmt_rslt": stmt_rslt,
        "refd_setl_flag": row["refd_setl_flag"],
        "memo": None,
        "medfee_sumamt": row["medfee_sumamt"],
        "fund_pay_sumamt": row["fund_pay_sumamt"],
        "acct_pay": row["acct_pay"],
    } | changes
