# Written by gdyb-generator from spec/; change the spec and regenerate.
"""9104 上传文件：跨字段规则。"""

from typing import Final

from gdyb_runtime.rules import Rule

__all__ = ["RULES"]

RULES: Final[tuple[Rule, ...]] = ()
