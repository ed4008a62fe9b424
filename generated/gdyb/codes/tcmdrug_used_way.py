# Written by gdyb-generator from spec/; change the spec and regenerate.
"""中药使用方式"""

from gdyb_runtime.models import Code

__all__ = ["TcmdrugUsedWay"]


class TcmdrugUsedWay(Code):
    """中药使用方式（tcmdrug_used_way，平台可能返回其他值）· 文档第 None 行"""

    COMPOUND = "1", "复方"
    SINGLE = "2", "单方"
