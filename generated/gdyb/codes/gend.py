# Written by gdyb-generator from spec/; change the spec and regenerate.
"""性别"""

from gdyb_runtime.models import Code

__all__ = ["Gend"]


class Gend(Code):
    """性别（gend，平台可能返回其他值）· 文档第 None 行"""

    UNKNOWN = "0", "未知的性别"
    MALE = "1", "男"
    FEMALE = "2", "女"
    UNSPECIFIED = "9", "未说明的性别"
