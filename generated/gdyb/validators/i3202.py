# Written by gdyb-generator from spec/; change the spec and regenerate.
"""3202 医药机构费用结算对明细账：跨字段规则。"""

from typing import Final

from gdyb_runtime.rules import Rule

__all__ = ["RULES"]

RULES: Final[tuple[Rule, ...]] = ()
