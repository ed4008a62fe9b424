# Written by gdyb-generator from spec/; change the spec and regenerate.
"""支付地点类别"""

from gdyb_runtime.model.base import Code

__all__ = ["PayLoc"]


class PayLoc(Code):
    """支付地点类别（pay_loc，平台可能返回其他值） · 依据：公开客户端代码，仅一个来源 · 只见于一处的代码：1、2、3、4"""

    INSURANCE_OFFICE = "1", "中心"
    HOSPITAL = "2", "医院"
    ELSEWHERE_IN_PROVINCE = "3", "省内异地"
    OUTSIDE_PROVINCE = "4", "省外异地"
