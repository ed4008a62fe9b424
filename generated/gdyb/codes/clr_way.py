# Written by gdyb-generator from spec/; change the spec and regenerate.
"""清算方式"""

from gdyb_runtime.model.base import Code

__all__ = ["ClrWay"]


class ClrWay(Code):
    """清算方式（clr_way，平台可能返回其他值） · 依据：公开客户端代码，仅一个来源 · 只见于一处的代码：1、10、20、30、40、50、60、99"""

    PER_ITEM_SHORT_CODE = "1", "按项目"
    PER_ITEM = "10", "按项目"
    SINGLE_DISEASE = "20", "单病种"
    DISEASE_POINTS = "30", "按病种分值"
    DIAGNOSIS_RELATED_GROUP = "40", "疾病诊断相关分组（DRG）"
    PER_BED_DAY = "50", "按床日"
    PER_CAPITA = "60", "按人头"
    OTHER = "99", "其他"
