# Written by gdyb-generator from spec/; change the spec and regenerate.
"""性别"""

from gdyb_runtime.model.base import Code

__all__ = ["Gend"]


class Gend(Code):
    """性别（gend，平台可能返回其他值） · 依据：公开客户端代码，4 个来源 · 说法不一：两个实现没有 0。"""

    UNKNOWN = "0", "未知的性别"
    MALE = "1", "男"
    FEMALE = "2", "女"
    UNSPECIFIED = "9", "未说明的性别"
