# Written by gdyb-generator from spec/; change the spec and regenerate.
"""个人结算方式"""

from gdyb_runtime.models import Code

__all__ = ["PsnSetlway"]


class PsnSetlway(Code):
    """个人结算方式（psn_setlway，平台可能返回其他值）· 文档第 None 行"""

    PER_ITEM = "01", "按项目结算"
    FIXED_AMOUNT = "02", "按定额结算"
