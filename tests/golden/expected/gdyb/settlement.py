# Written by gdyb-generator from spec/; change the spec and regenerate.
"""电子凭证办理医保业务的规则：每个码先识别人员，再办理其中一项业务；以及哪些交易可以冲正。"""

from typing import Final

from gdyb_runtime.settlement import SettlementRules, VoucherUse

__all__ = ["SETTLEMENT"]

SETTLEMENT: Final = SettlementRules(
    identification="9001",
    voucher_uses=(VoucherUse(infno="9102A", label='登记 "甲"', field="fsUploadIn.id"),),
    reversal="9102A",
    reversible=("9102A",),
)
