# Written by gdyb-generator from spec/; change the spec and regenerate.
"""清算类别"""

from gdyb_runtime.model.base import Code

__all__ = ["ClrType"]


class ClrType(Code):
    """清算类别（clr_type，平台可能返回其他值） · 依据：公开客户端代码，5 个来源 · 说法不一：一个省的旧表中 11 与 21 是职工与居民的门诊，9902 至 9936 是异地；此处不采用。"""

    OUTPATIENT = "11", "门诊"
    INPATIENT = "21", "住院"
    PHARMACY = "41", "药店购药"
    DEFERRED_SETTLEMENT = "51", "暂缓结算"
    OTHER = "99", "其他"
