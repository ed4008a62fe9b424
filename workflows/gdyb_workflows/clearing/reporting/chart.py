"""Money of a month as drawings inside the page: day by day, and by what became of it."""

import calendar
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from gdyb.codes import CnfmFlag
from gdyb_runtime.money import total
from gdyb_workflows._output.charts import Bars, Kind, draw
from gdyb_workflows.clearing.ledger.states import OPEN, BatchState
from gdyb_workflows.clearing.period import ClearingMonth
from gdyb_workflows.clearing.reporting.settlements import FATES, GroupAmounts

__all__ = ["GROUPS", "days_chart", "group_of", "states_chart"]

GROUPS: Final = {
    "confirmed": ("已确认，纳入本次清分", "#1e8449"),
    "left_out": ("已确认，本次不纳入", "#7f8c8d"),
    "uncertain": ("结果未知或未决", "#c0392b"),
    "planned": ("待发送", "#2471a3"),
    "open": ("待办理", "#d68910"),
}
"""What people tell apart at a glance, and its colour: who prints without colours has the tables."""

_GROUP_OF: Mapping[str, str] = {BatchState.PLANNED: "planned", **dict.fromkeys(OPEN, "uncertain")}
_TEN_THOUSAND = 10_000
_UNKNOWN_DAY = "日期未知"


def group_of(one: GroupAmounts) -> str:
    """The key of GROUPS that settlements belong to."""
    if one.fate == BatchState.CONFIRMED:
        return "confirmed" if one.flag == CnfmFlag.CONFIRMED.value else "left_out"
    return _GROUP_OF.get(one.fate, "open")


def days_chart(days: Sequence[GroupAmounts], month: ClearingMonth) -> str:
    """An SVG of 经办机构支付总额 of each day of settlement; empty when there is no settlement."""
    if not days:
        return ""
    money: dict[tuple[str, str], Decimal] = {}
    for one in days:
        place = one.day or _UNKNOWN_DAY, group_of(one)
        money[place] = total((money.get(place, Decimal()), one.amounts.optins_pay_sumamt))
    last = calendar.monthrange(int(month.year), int(month.month))[1]
    labels = sorted({day for day, _ in money} | {f"{month}-{day:02d}" for day in range(1, last + 1)})
    kinds = [
        Kind(label=label, colour=colour, values=[_scaled(money.get((day, group))) for day in labels])
        for group, (label, colour) in GROUPS.items()
        if any(other == group for _, other in money)
    ]
    return draw(
        Bars(
            name="days",
            title=f"{month} 每日经办机构支付总额，单位万元",
            labels=[day.removeprefix(f"{month}-") for day in labels],
            kinds=kinds,
            axis_text=_axis_text,
            legend_columns=len(kinds),
            height=340,
        )
    )


def states_chart(fates: Sequence[GroupAmounts]) -> str:
    """An SVG of 经办机构支付总额 by what became of it; empty when there is no settlement."""
    if not fates:
        return ""
    money: dict[tuple[str, str], Decimal] = {}
    for one in fates:
        place = one.fate, group_of(one)
        money[place] = total((money.get(place, Decimal()), one.amounts.optins_pay_sumamt))
    # The first bar lies at the bottom.
    labels = [fate for fate in reversed(list(FATES)) if any(other == fate for other, _ in money)]
    kinds = [
        Kind(label=label, colour=colour, values=[_scaled(money.get((fate, group))) for fate in labels])
        for group, (label, colour) in GROUPS.items()
        if any(other == group for _, other in money)
    ]
    return draw(
        Bars(
            name="states",
            title="各状态经办机构支付总额，单位万元",
            labels=[FATES[fate] for fate in labels],
            kinds=kinds,
            axis_text=_axis_text,
            legend_columns=len(kinds),
            height=90 + 36 * len(labels),
            is_lying=True,
        )
    )


def _scaled(amount: Decimal | None) -> float | None:
    """In units of 10,000 yuan, for a length on the page."""
    return None if amount is None else float(amount) / _TEN_THOUSAND


def _axis_text(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")
