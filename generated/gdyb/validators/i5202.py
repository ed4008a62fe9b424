# Written by gdyb-generator from spec/; change the spec and regenerate.
"""5202 诊断信息查询：跨字段规则。"""

from typing import Final

from gdyb_runtime.rules import Rule

__all__ = ["RULES"]

RULES: Final[tuple[Rule, ...]] = ()
