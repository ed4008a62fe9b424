# Written by gdyb-generator from spec/; change the spec and regenerate.
"""标志"""

from gdyb_runtime.model.base import Code

__all__ = ["Flag"]


class Flag(Code):
    """标志（flag） · 文档第 73 行"""

    NO = "0", "否"
    YES = "1", "是"
