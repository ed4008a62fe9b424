# Written by gdyb-generator from spec/; change the spec and regenerate.
"""离院方式"""

from gdyb_runtime.model.base import Code

__all__ = ["DscgWay"]


class DscgWay(Code):
    """离院方式（dscg_way，平台可能返回其他值） · 依据：公开客户端代码，2 个来源；只见于一个来源的值已标明 · 只见于一处的代码：3、4、9"""

    HOME_ON_ADVICE = "1", "医嘱离院"
    TRANSFER_ON_ADVICE = "2", "医嘱转院"
    COMMUNITY_CARE_ON_ADVICE = "3", "医嘱转社区卫生服务机构"
    AGAINST_ADVICE = "4", "非医嘱离院"
    DEATH = "5", "死亡"
    OTHER = "9", "其他"
