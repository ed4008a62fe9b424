# Written by gdyb-generator from spec/; change the spec and regenerate.
"""退费结算标志"""

from gdyb_runtime.model.base import Code

__all__ = ["RefdSetlFlag"]


class RefdSetlFlag(Code):
    """退费结算标志（refd_setl_flag，平台可能返回其他值） · 依据：公开客户端代码，2 个来源 · 说法不一：湖北 V1.2.02 版写 000 与 001。"""

    NORMAL = "0", "正常"
    REFUND = "1", "退费"
