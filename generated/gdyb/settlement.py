# Written by gdyb-generator from spec/; change the spec and regenerate.
"""电子凭证办理医保业务的规则：每个码先识别人员，再办理其中一项业务；以及哪些交易可以冲正。"""

from typing import Final

from gdyb_runtime.settlement import SettlementRules, VoucherUse

__all__ = ["SETTLEMENT"]

SETTLEMENT: Final = SettlementRules(
    identification="1101",
    voucher_uses=(
        VoucherUse(infno="2102", label="药店结算", field="druginfo.mdtrt_cert_no"),
        VoucherUse(infno="2201", label="门诊挂号", field="data.mdtrt_cert_no"),
        VoucherUse(infno="2207", label="门诊结算", field="data.mdtrt_cert_no"),
        VoucherUse(infno="2401", label="入院办理", field="mdtrtinfo.mdtrt_cert_no"),
        VoucherUse(infno="2304", label="住院结算", field="data.mdtrt_cert_no"),
    ),
    reversal="2601",
    reversible=("2102", "2103", "2207", "2208", "2304", "2305", "2401"),
)
