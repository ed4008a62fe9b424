# Written by gdyb-generator from spec/; change the spec and regenerate.
"""2001 人员待遇享受检查：跨字段规则。"""

from typing import Final

from gdyb_runtime.rules import Rule

__all__ = ["RULES"]

RULES: Final[tuple[Rule, ...]] = ()
