# Written by gdyb-generator from spec/; change the spec and regenerate.
"""9102A 登记 "甲" ：跨字段规则，以及答复与请求之间的规则。"""

from typing import Final

from gdyb_runtime.model.reply_rules import ReplyRule
from gdyb_runtime.model.rules import CountEquals, Forbidden, RequiredWhen, Rule

__all__ = ["REPLY_RULES", "RULES", "RULES_ALL"]

RULES: Final[tuple[Rule, ...]] = (
    CountEquals(field="fsUploadIn.totalrow", label="总行数", rows="detail"),
    RequiredWhen(field="fsUploadIn.reason", label="原因", when="fsUploadIn.flag", values=("1",)),
    RequiredWhen(field="detail.fee", label="费用", when="detail.when", values=("x", "y")),
    Forbidden(field="fsUploadIn.id", label="编号", value="0", hint="'0' 的含义是全部登记，请改用 register_everything"),
)
RULES_ALL: Final[tuple[Rule, ...]] = (
    CountEquals(field="fsUploadIn.totalrow", label="总行数", rows="detail"),
    RequiredWhen(field="fsUploadIn.reason", label="原因", when="fsUploadIn.flag", values=("1",)),
    RequiredWhen(field="detail.fee", label="费用", when="detail.when", values=("x", "y")),
)
REPLY_RULES: Final[tuple[ReplyRule, ...]] = ()
