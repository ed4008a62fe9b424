# Written by gdyb-generator from spec/; change the spec and regenerate.
"""种类 "原样" """

from gdyb_runtime.model.base import Code

__all__ = ["Kind"]


class Kind(Code):
    """种类 "原样"（kind，平台可能返回其他值） · 文档第 90 行"""

    SM2 = "SM2", '"SM2"'
    WITH_TRAPS = "01", "反斜杠 \\ 与 '引号'"
    OTHER = "99", "{{ 其他 }} 100%"
