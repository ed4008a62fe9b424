# Written by gdyb-generator from spec/; change the spec and regenerate.
"""3262 异地清分结果确认回退：跨字段规则，以及答复与请求之间的规则。"""

from typing import Final

from gdyb_runtime.model.reply_rules import ReplyRule
from gdyb_runtime.model.rules import Forbidden, Rule

__all__ = ["REPLY_RULES", "RULES", "RULES_PERIOD"]

RULES: Final[tuple[Rule, ...]] = (
    Forbidden(
        field="data.otransid",
        label="原交易流水号",
        value="0",
        hint="'0' 的含义是回退整个结算周期的确认，请改用 revoke_clearing_period",
    ),
)
RULES_PERIOD: Final[tuple[Rule, ...]] = ()
REPLY_RULES: Final[tuple[ReplyRule, ...]] = ()
