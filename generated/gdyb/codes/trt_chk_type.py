# Written by gdyb-generator from spec/; change the spec and regenerate.
"""待遇检查类型"""

from gdyb_runtime.models import Code

__all__ = ["TrtChkType"]


class TrtChkType(Code):
    """待遇检查类型（trt_chk_type，平台可能返回其他值）· 文档第 None 行"""

    FUND_ITEM = "01", "基金款项"
    OTHER = "99", "其他"
