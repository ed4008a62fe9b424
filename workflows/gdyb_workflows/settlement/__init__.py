"""Settling a visit with an electronic voucher: identify the person, one business with the same code, reverse as a step.

Signing in (9001) stands in `gdyb_workflows.settlement.sign_in`.
"""

from gdyb_workflows.settlement.settling import (
    CommandResult,
    CommandState,
    ReversalImpossible,
    SettlementResult,
    Voucher,
    VoucherHolder,
    admit_inpatient,
    identify,
    register_outpatient,
    reverse,
    reverse_message,
    settle_inpatient,
    settle_outpatient,
    settle_pharmacy,
)
from gdyb_workflows.settlement.vouchers import (
    VoucherAlreadyUsed,
    VoucherClaim,
    VoucherEntry,
    VoucherGuard,
    VoucherGuardUnavailable,
    VoucherState,
)

__all__ = [
    "CommandResult",
    "CommandState",
    "ReversalImpossible",
    "SettlementResult",
    "Voucher",
    "VoucherAlreadyUsed",
    "VoucherClaim",
    "VoucherEntry",
    "VoucherGuard",
    "VoucherGuardUnavailable",
    "VoucherHolder",
    "VoucherState",
    "admit_inpatient",
    "identify",
    "register_outpatient",
    "reverse",
    "reverse_message",
    "settle_inpatient",
    "settle_outpatient",
    "settle_pharmacy",
]
