# Written by gdyb-generator from spec/; change the spec and regenerate.
"""电子凭证办理医保业务的规则：每个码先识别人员，再办理其中一项业务；哪些交易可以冲正；以及没有收到答复的交易怎样向平台查询。"""

from typing import Final

from gdyb_runtime.model.lookups import FirstLookup, Lookup, LookupValue
from gdyb_runtime.model.vouchers import SettlementRules, VoucherUse

__all__ = ["SETTLEMENT"]


SETTLEMENT: Final = SettlementRules(
    identification="9001",
    voucher_uses=(VoucherUse(infno="9102A", label='登记 "甲"', field="fsUploadIn.id"),),
    reversal="9102A",
    reversible={
        "9102A": "settlement",
    },
    lookups={
        "9104": Lookup(
            query="9001",
            node="rows",
            fills=(
                LookupValue(field="data.in", source="", kind="taken"),
                LookupValue(field="data.mon", source="1", kind="fixed"),
                LookupValue(field="data.opened", source="", kind="since"),
                LookupValue(field="data.refno", source="kind"),
                LookupValue(field="data.sent", source="", kind="until"),
                LookupValue(field="data.startrow", source="1", kind="fixed"),
            ),
            identifies=(
                LookupValue(field="sn", source="", kind="msgid"),
                LookupValue(field="kind", source="1", kind="fixed"),
            ),
            agrees=("kind",),
            rows="",
            first=FirstLookup(
                query="9001",
                node="",
                takes="total",
                fills=(
                    LookupValue(field="data.in", source="1", kind="fixed"),
                    LookupValue(field="data.mon", source="1", kind="fixed"),
                    LookupValue(field="data.opened", source="", kind="since"),
                    LookupValue(field="data.refno", source="kind"),
                    LookupValue(field="data.sent", source="", kind="until"),
                    LookupValue(field="data.startrow", source="1", kind="fixed"),
                ),
            ),
        ),
    },
)
"""识别用的接口、每个码可办的业务，可冲正的接口与所撤销的内容，以及没有答复的交易怎样查询。"""
