# Written by gdyb-generator from spec/; change the spec and regenerate.
"""个人结算方式"""

from gdyb_runtime.model.base import Code

__all__ = ["PsnSetlway"]


class PsnSetlway(Code):
    """个人结算方式（psn_setlway，平台可能返回其他值） · 依据：公开客户端代码，4 个来源 · 说法不一：本省一个实现只用 01，另一个发送 02；另有一个实现的名称是普通结算与包干结算。"""

    PER_ITEM = "01", "按项目结算"
    FIXED_AMOUNT = "02", "按定额结算"
