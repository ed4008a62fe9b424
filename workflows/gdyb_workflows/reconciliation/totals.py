"""Totals that the centre is asked about: exact, per institution, insurance and clearing type."""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Literal, Self

import polars as pl

from gdyb_runtime.money import total
from gdyb_workflows.reconciliation.columns import NORMAL

__all__ = ["Group", "Period", "Refunds", "Totals", "Unit", "in_period", "totals_by_group", "totals_of"]

Refunds = Literal["counted", "left_out"]
"""Whether refunded settlements take part, with us and at the centre."""

_MONTH = re.compile(r"([0-9]{4})-?(0[1-9]|1[0-2])", re.ASCII)
_ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From the first to the last day, both included."""

    begin: date
    end: date

    @classmethod
    def parse(cls, text: str) -> Self:
        """A month `2026-01`, a day `2026-01-05` or days `2026-01-05:2026-01-11`; ValueError in Chinese otherwise."""
        month = _MONTH.fullmatch(text.strip())
        try:
            if month:
                year, number = int(month[1]), int(month[2])
                return cls(date(year, number, 1), date(year, number, monthrange(year, number)[1]))
            first, _, last = text.strip().partition(":")
            begin, end = date.fromisoformat(first), date.fromisoformat(last or first)
        except ValueError:
            raise ValueError("应为月份 2026-01、日期 2026-01-05 或起止日期 2026-01-05:2026-01-11") from None
        if begin > end:
            raise ValueError("开始日期晚于结束日期")
        return cls(begin, end)

    def __str__(self) -> str:
        return f"{self.begin} 至 {self.end}"


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """What the details are compared by: 3202 knows no insurance, so its file holds all of them."""

    setl_optins: str
    clr_type: str

    def __str__(self) -> str:
        return f"经办机构 {self.setl_optins} 清算类别 {self.clr_type}"


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """What the totals are compared by."""

    setl_optins: str
    clr_type: str
    insutype: str

    @property
    def unit(self) -> Unit:
        """Where its details belong."""
        return Unit(self.setl_optins, self.clr_type)

    def __str__(self) -> str:
        return f"{self.unit} 险种 {self.insutype}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How many settlements, and their money in yuan, exact."""

    count: int = 0
    medfee_sumamt: Decimal = _ZERO
    fund_pay_sumamt: Decimal = _ZERO
    acct_pay: Decimal = _ZERO
    cash_payamt: Decimal = _ZERO

    def __add__(self, other: "Totals") -> "Totals":
        money = {name: total((getattr(self, name), getattr(other, name))) for name in _FIELDS[1:]}
        return Totals(count=self.count + other.count, **money)

    def as_dict(self) -> dict[str, int | Decimal]:
        """Name → value."""
        return {name: getattr(self, name) for name in _FIELDS}


_FIELDS = tuple(field.name for field in fields(Totals))
_SUMS = (pl.len().alias("count"), *(pl.col(name).sum() for name in _FIELDS[1:]))


def in_period(frame: pl.LazyFrame, period: Period, refunds: Refunds) -> pl.LazyFrame:
    """The records that take part."""
    rows = frame.filter(pl.col("day").is_between(period.begin, period.end))
    return rows if refunds == "counted" else rows.filter(pl.col("refd_setl_flag") == NORMAL)


def totals_by_group(frame: pl.LazyFrame, also: Iterable[Group] = ()) -> Mapping[Group, Totals]:
    """The totals of each group in order; those of `also` are there even when they hold nothing."""
    names = [field.name for field in fields(Group)]
    rows = frame.group_by(names).agg(_SUMS).collect(engine="streaming").iter_rows(named=True)
    by_group = {Group(*(row[name] for name in names)): _totals(row) for row in rows}
    return {group: by_group.get(group, Totals()) for group in sorted({*by_group, *also})}


def totals_of(frame: pl.LazyFrame) -> Totals:
    """The totals of all records of a frame."""
    return _totals(frame.select(_SUMS).collect(engine="streaming").row(0, named=True))


def _totals(row: Mapping[str, object]) -> Totals:
    return Totals(**{name: row[name] for name in _FIELDS})  # type: ignore[arg-type]
