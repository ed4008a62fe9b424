# Written by gdyb-generator from spec/; change the spec and regenerate.
"""3261 异地清分结果确认：跨字段规则，以及答复与请求之间的规则。"""

from typing import Final

from gdyb_runtime.model.reply_rules import ReplyRule
from gdyb_runtime.model.rules import CountEquals, Rule

__all__ = ["REPLY_RULES", "RULES"]

RULES: Final[tuple[Rule, ...]] = (CountEquals(field="data.totalrow", label="总行数", rows="detail"),)
REPLY_RULES: Final[tuple[ReplyRule, ...]] = ()
