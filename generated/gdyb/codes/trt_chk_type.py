# Written by gdyb-generator from spec/; change the spec and regenerate.
"""待遇检查类型"""

from gdyb_runtime.model.base import Code

__all__ = ["TrtChkType"]


class TrtChkType(Code):
    """待遇检查类型（trt_chk_type，平台可能返回其他值） · 依据：公开客户端代码，2 个来源 · 说法不一：一个实现的代码是 01，另一个是 1；此处用 01。 · 只见于一处的代码：01、99"""

    FUND_ITEM = "01", "基金款项"
    OTHER = "99", "其他"
