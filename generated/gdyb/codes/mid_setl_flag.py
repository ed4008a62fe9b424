# Written by gdyb-generator from spec/; change the spec and regenerate.
"""中途结算标志"""

from gdyb_runtime.models import Code

__all__ = ["MidSetlFlag"]


class MidSetlFlag(Code):
    """中途结算标志（mid_setl_flag，平台可能返回其他值）· 文档第 None 行"""

    NO = "0", "否"
    YES = "1", "是"
