# Written by gdyb-generator from spec/; change the spec and regenerate.
"""收费项目等级"""

from gdyb_runtime.model.base import Code

__all__ = ["ChrgitmLv"]


class ChrgitmLv(Code):
    """收费项目等级（chrgitm_lv，平台可能返回其他值） · 依据：公开客户端代码，仅一个来源 · 只见于一处的代码：01、02、03"""

    CLASS_A = "01", "甲"
    CLASS_B = "02", "乙"
    CLASS_C = "03", "丙"
