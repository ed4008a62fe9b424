"""Money, exact whatever decimal context the caller has set: whole cents, or decimals in a context of our own."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow
from typing import Final

__all__ = ["EXACT", "cents_of", "difference", "total", "yuan"]

_DIGITS: Final = 100
EXACT: Final = Context(prec=_DIGITS, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])
"""For arithmetic with decimals: what it cannot give exactly raises decimal.Inexact instead of being rounded.

`a + b`, `-a`, `abs(a)`, `scaleb` and `quantize` go by the caller's context and may lose cents.
"""


def cents_of(amount: Decimal) -> int:
    """An amount in yuan as whole cents; ValueError when it has more than two decimals or is no number."""
    if not amount.is_finite() or abs(amount.adjusted()) > _DIGITS // 2:
        raise ValueError("not a number")
    scaled = amount.scaleb(2, EXACT)
    cents = int(scaled)
    if cents != scaled:
        raise ValueError("more than two decimals")
    return cents


def yuan(cents: int) -> Decimal:
    """Whole cents as an amount in yuan, with two decimals."""
    return Decimal(cents).scaleb(-2, EXACT)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of amounts in yuan, with two decimals."""
    result = Decimal("0.00")
    for amount in amounts:
        result = EXACT.add(result, amount)
    return result


def difference(amount: Decimal, less: Decimal) -> Decimal:
    """One amount less another."""
    return EXACT.subtract(amount, less)
