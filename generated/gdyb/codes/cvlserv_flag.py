# Written by gdyb-generator from spec/; change the spec and regenerate.
"""公务员标志"""

from gdyb_runtime.model.base import Code

__all__ = ["CvlservFlag"]


class CvlservFlag(Code):
    """公务员标志（cvlserv_flag，平台可能返回其他值） · 依据：公开客户端代码，仅一个来源"""

    NO = "0", "否"
    YES = "1", "是"
