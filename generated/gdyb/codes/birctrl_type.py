# Written by gdyb-generator from spec/; change the spec and regenerate.
"""计划生育手术类别"""

from gdyb_runtime.model.base import Code

__all__ = ["BirctrlType"]


class BirctrlType(Code):
    """计划生育手术类别（birctrl_type，平台可能返回其他值） · 依据：公开客户端代码，仅一个来源 · 只见于一处的代码：1、2、3、4、5、6、7、8、9"""

    IUD_INSERTION = "1", "放置宫内节育器"
    IUD_REMOVAL = "2", "取出宫内节育器"
    ABORTION = "3", "流产术"
    INDUCED_ABORTION = "4", "引产术"
    STERILISATION = "5", "绝育手术"
    STERILISATION_REVERSAL = "6", "绝育复通手术"
    VASECTOMY = "7", "绝育手术（输精管）"
    VASECTOMY_REVERSAL = "8", "绝育复通手术（输精管）"
    OTHER = "9", "其他"
