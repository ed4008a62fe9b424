"""What a platform says about settling: electronic vouchers, reversals, lookups; the generated package fills it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from .lookups import Lookup

__all__ = ["SettlementRules", "Undone", "VoucherUse"]

Undone = Literal["settlement", "refund", "admission"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherUse:
    """One thing a code may be used for, once."""

    infno: str
    label: str
    """Chinese name of the business."""
    field: str
    """Request field for the code, ``node.field``."""

    @property
    def node(self) -> str:
        """The request node of that field."""
        return self.field.rpartition(".")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementRules:
    """Which interfaces a code of a voucher may go through, and which messages can be taken back."""

    identification: str
    """Interface that tells whose code it is; the code then serves exactly one of ``voucher_uses``."""
    voucher_uses: tuple[VoucherUse, ...]
    reversal: str
    """Interface that reverses a message by its msgid; empty when there is none."""
    reversible: Mapping[str, Undone]
    """Interfaces whose messages it reverses, and the effect."""
    lookups: Mapping[str, Lookup]
    """How to look up what became of a command, by its interface."""

    def use(self, infno: str) -> VoucherUse:
        """The use of an interface; LookupError for one without a code."""
        for use in self.voucher_uses:
            if use.infno == infno:
                return use
        raise LookupError(f"电子凭证码不能用于接口 {infno}；可用于：{'、'.join(u.infno for u in self.voucher_uses)}")
