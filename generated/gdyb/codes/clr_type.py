# Written by gdyb-generator from spec/; change the spec and regenerate.
"""清算类别"""

from gdyb_runtime.models import Code

__all__ = ["ClrType"]


class ClrType(Code):
    """清算类别（clr_type，平台可能返回其他值）· 文档第 None 行"""

    OUTPATIENT = "11", "门诊"
    INPATIENT = "21", "住院"
    PHARMACY = "41", "药店购药"
    DEFERRED_SETTLEMENT = "51", "暂缓结算"
    OTHER = "99", "其他"
