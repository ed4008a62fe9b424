# Written by gdyb-generator from spec/; change the spec and regenerate.
"""中药使用方式"""

from gdyb_runtime.model.base import Code

__all__ = ["TcmdrugUsedWay"]


class TcmdrugUsedWay(Code):
    """中药使用方式（tcmdrug_used_way，平台可能返回其他值） · 依据：公开客户端代码，仅一个来源 · 只见于一处的代码：1、2"""

    COMPOUND = "1", "复方"
    SINGLE = "2", "单方"
