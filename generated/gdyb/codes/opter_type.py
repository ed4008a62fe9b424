# Written by gdyb-generator from spec/; change the spec and regenerate.
"""经办人类别"""

from gdyb_runtime.model.base import Code

__all__ = ["OpterType"]


class OpterType(Code):
    """经办人类别（opter_type） · 文档第 616 行"""

    OPERATOR = "1", "经办人"
    SELF_SERVICE_TERMINAL = "2", "自助终端"
    MOBILE_TERMINAL = "3", "移动终端"
