"""A clearing period, and money of settlements added up."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, Self

from gdyb_runtime.money import difference, total, yuan

__all__ = ["Amounts", "ClearingMonth"]

_MONTH = re.compile(r"([0-9]{4})-?(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ClearingMonth:
    """A clearing period: 结算年度 and 结算月份."""

    year: str
    month: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """The month written as `2020-12` or `202012`; ValueError in Chinese for anything else."""
        match = _MONTH.fullmatch(text)
        if match is None:
            raise ValueError("应为年-月，例如 2020-12")
        return cls(year=match[1], month=match[2])

    def __str__(self) -> str:
        return f"{self.year}-{self.month}"

    @property
    def ym(self) -> str:
        """The month as the ledger has it, such as `202012`."""
        return f"{self.year}{self.month}"

    @property
    def fields(self) -> dict[str, str]:
        """The period as the interfaces want it."""
        return {"trt_year": self.year, "trt_month": self.month}


class _Priced(Protocol):
    @property
    def medfee_sumamt(self) -> Decimal: ...
    @property
    def optins_pay_sumamt(self) -> Decimal: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """How many settlements, and their money in yuan, exact."""

    rows: int = 0
    medfee_sumamt: Decimal = Decimal("0.00")
    optins_pay_sumamt: Decimal = Decimal("0.00")

    @classmethod
    def of(cls, rows: Iterable[_Priced]) -> "Amounts":
        """The totals of some settlements; ReplyFieldMissing when one has no usable amount."""
        each = (cls(rows=1, medfee_sumamt=row.medfee_sumamt, optins_pay_sumamt=row.optins_pay_sumamt) for row in rows)
        return sum(each, cls())

    @classmethod
    def of_cents(cls, rows: int, medfee: int | Decimal | None, optins: int | Decimal | None) -> "Amounts":
        """The totals as a database adds them up: cents, None for no rows."""
        return cls(rows=rows, medfee_sumamt=yuan(int(medfee or 0)), optins_pay_sumamt=yuan(int(optins or 0)))

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(
            rows=self.rows + other.rows,
            medfee_sumamt=total((self.medfee_sumamt, other.medfee_sumamt)),
            optins_pay_sumamt=total((self.optins_pay_sumamt, other.optins_pay_sumamt)),
        )

    def __sub__(self, other: "Amounts") -> "Amounts":
        return Amounts(
            rows=self.rows - other.rows,
            medfee_sumamt=difference(self.medfee_sumamt, other.medfee_sumamt),
            optins_pay_sumamt=difference(self.optins_pay_sumamt, other.optins_pay_sumamt),
        )
