"""Decimal contexts that an application may have set before it calls us."""

import decimal
from decimal import Context

__all__ = ["CONTEXTS"]

CONTEXTS = {
    "six digits": Context(prec=6),
    "rounding up": Context(prec=3, rounding=decimal.ROUND_UP),
    "trapping": Context(prec=5, traps=[decimal.Inexact, decimal.Rounded, decimal.Clamped, decimal.FloatOperation]),
    "trapping nothing": Context(prec=4, traps=[]),
}
