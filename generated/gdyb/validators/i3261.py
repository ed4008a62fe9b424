# Written by gdyb-generator from spec/; change the spec and regenerate.
"""3261 异地清分结果确认：跨字段规则。"""

from typing import Final

from gdyb_runtime.rules import CountEquals, Rule

__all__ = ["RULES"]

RULES: Final[tuple[Rule, ...]] = (CountEquals(field="data.totalrow", label="总行数", rows="detail"),)
