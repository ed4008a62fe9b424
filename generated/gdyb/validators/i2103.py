# Written by gdyb-generator from spec/; change the spec and regenerate.
"""2103 药店结算撤销：跨字段规则，以及答复与请求之间的规则。"""

from typing import Final

from gdyb_runtime.model.reply_rules import Brings, Echoes, ReplyRule
from gdyb_runtime.model.rules import Rule

__all__ = ["REPLY_RULES", "RULES"]

RULES: Final[tuple[Rule, ...]] = ()
REPLY_RULES: Final[tuple[ReplyRule, ...]] = (
    Brings(field="setlinfo.setl_id", label="结算ID"),
    Echoes(field="setlinfo.mdtrt_id", sent="data.mdtrt_id", label="就诊ID"),
)
