# Written by gdyb-generator from spec/; change the spec and regenerate.
"""1101 人员基本信息获取：跨字段规则，以及答复与请求之间的规则。"""

from typing import Final

from gdyb_runtime.model.reply_rules import ReplyRule
from gdyb_runtime.model.rules import RequiredWhen, Rule

__all__ = ["REPLY_RULES", "RULES"]

RULES: Final[tuple[Rule, ...]] = (
    RequiredWhen(field="data.card_sn", label="卡识别码", when="data.mdtrt_cert_type", values=("03",)),
)
REPLY_RULES: Final[tuple[ReplyRule, ...]] = ()
