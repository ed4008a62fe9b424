# Written by gdyb-generator from spec/; change the spec and regenerate.
"""医院审批标志"""

from gdyb_runtime.model.base import Code

__all__ = ["HospApprFlag"]


class HospApprFlag(Code):
    """医院审批标志（hosp_appr_flag，平台可能返回其他值） · 依据：公开客户端代码，仅一个来源 · 只见于一处的代码：0、1、2"""

    NOT_NEEDED = "0", "无须审批"
    APPROVED = "1", "审批通过"
    REFUSED = "2", "审批不通过"
