# Written by gdyb-generator from spec/; change the spec and regenerate.
"""9107 审核明细：跨字段规则，以及答复与请求之间的规则。"""

from typing import Final

from gdyb_runtime.model.reply_rules import ReplyRule
from gdyb_runtime.model.rules import Rule

__all__ = ["REPLY_RULES", "RULES"]

RULES: Final[tuple[Rule, ...]] = ()
REPLY_RULES: Final[tuple[ReplyRule, ...]] = ()
