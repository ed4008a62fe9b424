# Written by gdyb-generator from spec/; change the spec and regenerate.
"""签名类型"""

from gdyb_runtime.model.base import Code

__all__ = ["Signtype"]


class Signtype(Code):
    """签名类型（signtype，平台可能返回其他值） · 文档第 580 行"""

    SM2 = "SM2", "SM2"
    SM3 = "SM3", "SM3"
