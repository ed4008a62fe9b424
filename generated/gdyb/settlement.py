# Written by gdyb-generator from spec/; change the spec and regenerate.
"""电子凭证办理医保业务的规则：每个码先识别人员，再办理其中一项业务；哪些交易可以冲正；以及没有收到答复的交易怎样向平台查询。"""

from typing import Final

from gdyb_runtime.model.lookups import FirstLookup, Lookup, LookupValue
from gdyb_runtime.model.vouchers import SettlementRules, VoucherUse

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
    reversible={
        "2102": "settlement",
        "2103": "refund",
        "2207": "settlement",
        "2208": "refund",
        "2304": "settlement",
        "2305": "refund",
        "2401": "admission",
    },
    lookups={
        "2207": Lookup(
            query="5203",
            node="setlinfo",
            fills=(
                LookupValue(field="data.psn_no", source="psn_no"),
                LookupValue(field="data.mdtrt_id", source="mdtrt_id"),
                LookupValue(field="data.setl_id", source="", kind="empty"),
            ),
            identifies=(LookupValue(field="medins_setl_id", source="", kind="msgid"),),
            agrees=(
                "psn_no",
                "mdtrt_id",
                "medfee_sumamt",
            ),
            rows="",
        ),
        "2304": Lookup(
            query="5203",
            node="setlinfo",
            fills=(
                LookupValue(field="data.psn_no", source="psn_no"),
                LookupValue(field="data.mdtrt_id", source="mdtrt_id"),
                LookupValue(field="data.setl_id", source="", kind="empty"),
            ),
            identifies=(LookupValue(field="medins_setl_id", source="", kind="msgid"),),
            agrees=(
                "psn_no",
                "mdtrt_id",
                "medfee_sumamt",
            ),
            rows="",
        ),
        "2208": Lookup(
            query="5203",
            node="setlinfo",
            fills=(
                LookupValue(field="data.psn_no", source="psn_no"),
                LookupValue(field="data.mdtrt_id", source="mdtrt_id"),
                LookupValue(field="data.setl_id", source="", kind="empty"),
            ),
            identifies=(LookupValue(field="medins_setl_id", source="", kind="msgid"),),
            agrees=(
                "psn_no",
                "mdtrt_id",
            ),
            rows="",
        ),
        "2305": Lookup(
            query="5203",
            node="setlinfo",
            fills=(
                LookupValue(field="data.psn_no", source="psn_no"),
                LookupValue(field="data.mdtrt_id", source="mdtrt_id"),
                LookupValue(field="data.setl_id", source="", kind="empty"),
            ),
            identifies=(LookupValue(field="medins_setl_id", source="", kind="msgid"),),
            agrees=(
                "psn_no",
                "mdtrt_id",
            ),
            rows="",
        ),
        "2103": Lookup(
            query="5203",
            node="setlinfo",
            fills=(
                LookupValue(field="data.psn_no", source="psn_no"),
                LookupValue(field="data.mdtrt_id", source="mdtrt_id"),
                LookupValue(field="data.setl_id", source="", kind="empty"),
            ),
            identifies=(LookupValue(field="medins_setl_id", source="", kind="msgid"),),
            agrees=(
                "psn_no",
                "mdtrt_id",
            ),
            rows="",
        ),
        "2102": Lookup(
            query="5203",
            node="setlinfo",
            fills=(
                LookupValue(field="data.psn_no", source="psn_no"),
                LookupValue(field="data.mdtrt_id", source="", kind="taken"),
                LookupValue(field="data.setl_id", source="", kind="empty"),
            ),
            identifies=(LookupValue(field="medins_setl_id", source="", kind="msgid"),),
            agrees=(
                "psn_no",
                "medfee_sumamt",
            ),
            rows="",
            first=FirstLookup(
                query="5201",
                node="mdtrtinfo",
                takes="mdtrt_id",
                fills=(
                    LookupValue(field="data.psn_no", source="psn_no"),
                    LookupValue(field="data.begntime", source="", kind="since"),
                    LookupValue(field="data.endtime", source="", kind="until"),
                    LookupValue(field="data.med_type", source="med_type"),
                ),
            ),
        ),
        "2201": Lookup(
            query="5201",
            node="mdtrtinfo",
            fills=(
                LookupValue(field="data.psn_no", source="psn_no"),
                LookupValue(field="data.begntime", source="", kind="since"),
                LookupValue(field="data.endtime", source="", kind="until"),
                LookupValue(field="data.med_type", source="11", kind="fixed"),
            ),
            identifies=(LookupValue(field="ipt_otp_no", source="ipt_otp_no"),),
            agrees=(
                "psn_no",
                "insutype",
            ),
            rows="",
        ),
        "2401": Lookup(
            query="5303",
            node="data",
            fills=(
                LookupValue(field="data.psn_no", source="psn_no"),
                LookupValue(field="data.begntime", source="", kind="since"),
                LookupValue(field="data.endtime", source="", kind="until"),
            ),
            identifies=(LookupValue(field="ipt_otp_no", source="ipt_no"),),
            agrees=(
                "psn_no",
                "insutype",
            ),
            rows="",
        ),
        "2204": Lookup(
            query="5204",
            node="",
            fills=(
                LookupValue(field="data.psn_no", source="psn_no"),
                LookupValue(field="data.mdtrt_id", source="mdtrt_id"),
            ),
            identifies=(LookupValue(field="feedetl_sn", source="feedetl_sn"),),
            agrees=(
                "mdtrt_id",
                "det_item_fee_sumamt",
            ),
            rows="feedetail",
        ),
        "2301": Lookup(
            query="5204",
            node="",
            fills=(
                LookupValue(field="data.psn_no", source="psn_no"),
                LookupValue(field="data.mdtrt_id", source="mdtrt_id"),
            ),
            identifies=(LookupValue(field="feedetl_sn", source="feedetl_sn"),),
            agrees=(
                "mdtrt_id",
                "det_item_fee_sumamt",
            ),
            rows="feedetail",
        ),
    },
)
"""识别用的接口、每个码可办的业务，可冲正的接口与所撤销的内容，以及没有答复的交易怎样查询。"""
