# Written by gdyb-generator from spec/; change the spec and regenerate.
"""是否包含退费结算"""

from gdyb_runtime.model.base import Code

__all__ = ["RefdSetlScope"]


class RefdSetlScope(Code):
    """是否包含退费结算（refd_setl_scope，平台可能返回其他值） · 依据：公开客户端代码，2 个来源 · 说法不一：为空或没有时，与 1 相同。 · 只见于一处的代码：0、1"""

    WITHOUT_REFUNDS = "0", "对账数据不含退费"
    WITH_REFUNDS = "1", "对账数据含退费"
