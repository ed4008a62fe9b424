# Written by gdyb-generator from spec/; change the spec and regenerate.
"""中途结算标志"""

from gdyb_runtime.model.base import Code

__all__ = ["MidSetlFlag"]


class MidSetlFlag(Code):
    """中途结算标志（mid_setl_flag，平台可能返回其他值） · 依据：公开客户端代码，3 个来源 · 说法不一：各实现在通常的出院结算中都传 0。"""

    NO = "0", "否"
    YES = "1", "是"
