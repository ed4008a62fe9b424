# Written by gdyb-generator from spec/; change the spec and regenerate.
"""人员参保状态"""

from gdyb_runtime.models import Code

__all__ = ["PsnInsuStas"]


class PsnInsuStas(Code):
    """人员参保状态（psn_insu_stas，平台可能返回其他值）· 文档第 None 行"""

    NOT_INSURED = "0", "未参保"
    INSURED = "1", "正常参保"
    SUSPENDED = "2", "暂停参保"
