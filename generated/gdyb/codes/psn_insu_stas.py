# Written by gdyb-generator from spec/; change the spec and regenerate.
"""人员参保状态"""

from gdyb_runtime.model.base import Code

__all__ = ["PsnInsuStas"]


class PsnInsuStas(Code):
    """人员参保状态（psn_insu_stas，平台可能返回其他值） · 依据：公开客户端代码，2 个来源 · 说法不一：3：一个实现是无效参保（4 为终止参保），另一个是终止参保；此处不列。"""

    NOT_INSURED = "0", "未参保"
    INSURED = "1", "正常参保"
    SUSPENDED = "2", "暂停参保"
