# Written by gdyb-generator from spec/; change the spec and regenerate.
"""生育类别"""

from gdyb_runtime.model.base import Code

__all__ = ["MatnType"]


class MatnType(Code):
    """生育类别（matn_type，平台可能返回其他值） · 依据：公开客户端代码，仅一个来源 · 只见于一处的代码：1、2、3、4、5、6、7、9"""

    NORMAL_DELIVERY = "1", "正常产"
    ASSISTED_DELIVERY = "2", "助娩产"
    CAESAREAN = "3", "剖宫产"
    DIFFICULT_DELIVERY = "4", "难产"
    MISCARRIAGE = "5", "流产"
    INDUCED_LABOUR = "6", "引产"
    PRENATAL_CHECK = "7", "产前检查"
    OTHER = "9", "其他"
