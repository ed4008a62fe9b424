# Written by gdyb-generator from spec/; change the spec and regenerate.
"""收费项目等级"""

from gdyb_runtime.models import Code

__all__ = ["ChrgitmLv"]


class ChrgitmLv(Code):
    """收费项目等级（chrgitm_lv，平台可能返回其他值）· 文档第 None 行"""

    CLASS_A = "01", "甲"
    CLASS_B = "02", "乙"
    CLASS_C = "03", "丙"
