# Written by gdyb-generator from spec/; change the spec and regenerate.
"""备用"""

from gdyb_runtime.model.base import Code

__all__ = ["Spare"]


class Spare(Code):
    """备用（spare） · 文档第 91 行"""

    FIRST = "1", "甲"
