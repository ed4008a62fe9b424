# Written by gdyb-generator from spec/; change the spec and regenerate.
"""2207 门诊结算：跨字段规则，以及答复与请求之间的规则。"""

from typing import Final

from gdyb_runtime.model.reply_rules import AddsUp, Brings, Echoes, ReplyRule
from gdyb_runtime.model.rules import Rule

__all__ = ["REPLY_RULES", "RULES"]

RULES: Final[tuple[Rule, ...]] = ()
REPLY_RULES: Final[tuple[ReplyRule, ...]] = (
    Brings(field="setlinfo.setl_id", label="结算ID"),
    Echoes(field="setlinfo.mdtrt_id", sent="data.mdtrt_id", label="就诊ID"),
    Echoes(field="setlinfo.psn_no", sent="data.psn_no", label="人员编号"),
    Echoes(field="setlinfo.medfee_sumamt", sent="data.medfee_sumamt", label="医疗费总额"),
    AddsUp(
        total="setlinfo.medfee_sumamt",
        parts=("setlinfo.fund_pay_sumamt", "setlinfo.psn_part_amt", "setlinfo.hosp_part_amt"),
        label="医疗费总额",
    ),
    AddsUp(
        total="setlinfo.psn_part_amt",
        parts=("setlinfo.acct_pay", "setlinfo.psn_cash_pay"),
        maybe=("setlinfo.acct_mulaid_pay",),
        label="个人负担总金额",
    ),
)
