# Written by gdyb-generator from spec/; change the spec and regenerate.
"""退费结算标志"""

from gdyb_runtime.models import Code

__all__ = ["RefdSetlFlag"]


class RefdSetlFlag(Code):
    """退费结算标志（refd_setl_flag，平台可能返回其他值）· 文档第 None 行"""

    NORMAL = "0", "正常"
    REFUND = "1", "退费"
