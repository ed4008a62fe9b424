"""Rows of an institution's own records: as written, and as they must be read."""

import datetime
from decimal import Decimal
from typing import Any

from gdyb_workflows.reconciliation.records import Records
from support.reconciliation.settlements import Row

LABELS = (
    "结算ID",
    "就诊ID",
    "人员编号",
    "医疗费总额",
    "基金支付总额",
    "个人账户支出",
    "退费结算标志",
    "险种",
    "清算类别",
    "结算经办机构",
    "现金支付金额",
    "结算时间",
)


def rows_of(records: Records) -> list[dict[str, Any]]:
    """The rows that were read."""
    return records.frame.drop("row").collect().to_dicts()


def expected(rows: list[Row]) -> list[dict[str, Any]]:
    """The rows as they must be read: amounts exact, a day in place of the time."""
    money = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay", "cash_payamt")
    return [
        {name: Decimal(value) if name in money else value for name, value in row.items() if name != "setl_time"}
        | {"day": datetime.date.fromisoformat(row["setl_time"][:10])}
        for row in rows
    ]
