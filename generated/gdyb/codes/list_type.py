# Written by gdyb-generator from spec/; change the spec and regenerate.
"""目录类别"""

from gdyb_runtime.model.base import Code

__all__ = ["ListType"]


class ListType(Code):
    """目录类别（list_type，平台可能返回其他值） · 依据：公开客户端代码，2 个来源；只见于一个来源的值已标明 · 只见于一处的代码：105、106"""

    WESTERN_AND_PATENT_MEDICINE = "101", "西药中成药"
    CHINESE_HERBAL_PIECES = "102", "中药饮片"
    SELF_MADE_PREPARATION = "103", "自制剂"
    ETHNIC_MEDICINE = "104", "民族药"
    OTHER = "105", "其他"
    CHINESE_HERBAL_GRANULES = "106", "中药颗粒"
    MEDICAL_SERVICE = "201", "医疗服务项目"
    CONSUMABLE = "301", "医用耗材"
