# Written by gdyb-generator from spec/; change the spec and regenerate.
"""是否类标志"""

from gdyb_runtime.model.base import Code

__all__ = ["YesNo"]


class YesNo(Code):
    """是否类标志（yes_no，平台可能返回其他值） · 依据：公开客户端代码，2 个来源"""

    NO = "0", "否"
    YES = "1", "是"
