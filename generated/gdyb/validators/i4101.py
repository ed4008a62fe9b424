# Written by gdyb-generator from spec/; change the spec and regenerate.
"""4101 医疗保障基金结算清单信息上传：跨字段规则。"""

from typing import Final

from gdyb_runtime.rules import Rule

__all__ = ["RULES"]

RULES: Final[tuple[Rule, ...]] = ()
