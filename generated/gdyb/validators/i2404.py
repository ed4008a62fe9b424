# Written by gdyb-generator from spec/; change the spec and regenerate.
"""2404 入院撤销：跨字段规则。"""

from typing import Final

from gdyb_runtime.rules import Rule

__all__ = ["RULES"]

RULES: Final[tuple[Rule, ...]] = ()
