# Written by gdyb-generator from spec/; change the spec and regenerate.
"""3201 医药机构费用结算对总账：跨字段规则。"""

from typing import Final

from gdyb_runtime.rules import Rule

__all__ = ["RULES"]

RULES: Final[tuple[Rule, ...]] = ()
