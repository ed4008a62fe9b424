# Written by gdyb-generator from spec/; change the spec and regenerate.
"""2302 住院费用明细撤销：跨字段规则，以及答复与请求之间的规则。"""

from typing import Final

from gdyb_runtime.model.reply_rules import ReplyRule
from gdyb_runtime.model.rules import Forbidden, Rule

__all__ = ["REPLY_RULES", "RULES", "RULES_ALL"]

RULES: Final[tuple[Rule, ...]] = (
    Forbidden(
        field="data.feedetl_sn",
        label="费用明细流水号",
        value="0000",
        hint="'0000' 的含义是撤销全部住院费用明细，请改用 cancel_all_inpatient_fees",
    ),
)
RULES_ALL: Final[tuple[Rule, ...]] = ()
REPLY_RULES: Final[tuple[ReplyRule, ...]] = ()
