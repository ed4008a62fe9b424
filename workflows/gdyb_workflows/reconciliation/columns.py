"""The columns of a local settlement record: those of the upload file and those that the totals are asked by."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["COLUMNS", "KEY", "MONEY", "RecordColumn", "column"]

Kind = Literal["id", "code", "flag", "money", "day"]

MONEY = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")
"""Amounts that both sides hold: 总额、基金、个人账户, in yuan."""
KEY = ("setl_id", "refd_setl_flag")
"""What tells settlements apart: a refund may bear the number of the settlement it takes back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordColumn:
    """A column that every local record must have."""

    name: str
    label: str
    kind: Kind
    length: int = 0
    """Most characters; 0 where only the kind matters."""


COLUMNS = (
    RecordColumn(name="setl_id", label="结算ID", kind="id", length=30),
    RecordColumn(name="mdtrt_id", label="就诊ID", kind="id", length=30),
    RecordColumn(name="psn_no", label="人员编号", kind="id", length=30),
    RecordColumn(name="medfee_sumamt", label="医疗费总额", kind="money"),
    RecordColumn(name="fund_pay_sumamt", label="基金支付总额", kind="money"),
    RecordColumn(name="acct_pay", label="个人账户支出", kind="money"),
    RecordColumn(name="refd_setl_flag", label="退费结算标志", kind="flag"),
    RecordColumn(name="insutype", label="险种", kind="code", length=6),
    RecordColumn(name="clr_type", label="清算类别", kind="code", length=6),
    RecordColumn(name="setl_optins", label="结算经办机构", kind="code", length=6),
    RecordColumn(name="cash_payamt", label="现金支付金额", kind="money"),
    RecordColumn(name="setl_time", label="结算时间", kind="day"),
)


def column(name: str) -> RecordColumn:
    """The column of a wire name; KeyError for any other."""
    try:
        return next(column for column in COLUMNS if column.name == name)
    except StopIteration:
        raise KeyError(name) from None
