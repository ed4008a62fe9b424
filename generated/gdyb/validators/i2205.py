# Written by gdyb-generator from spec/; change the spec and regenerate.
"""2205 门诊费用明细信息撤销：跨字段规则，以及答复与请求之间的规则。"""

from typing import Final

from gdyb_runtime.model.reply_rules import ReplyRule
from gdyb_runtime.model.rules import Forbidden, Rule

__all__ = ["REPLY_RULES", "RULES", "RULES_ALL"]

RULES: Final[tuple[Rule, ...]] = (
    Forbidden(
        field="data.chrg_bchno",
        label="收费批次号",
        value="0000",
        hint="'0000' 的含义是撤销全部未结算的门诊费用明细，请改用 cancel_all_outpatient_fees",
    ),
)
RULES_ALL: Final[tuple[Rule, ...]] = ()
REPLY_RULES: Final[tuple[ReplyRule, ...]] = ()
