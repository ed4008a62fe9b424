# Written by gdyb-generator from spec/; change the spec and regenerate.
"""全额垫付标志"""

from gdyb_runtime.model.base import Code

__all__ = ["FulamtAdvpayFlag"]


class FulamtAdvpayFlag(Code):
    """全额垫付标志（fulamt_advpay_flag） · 文档第 1182 行"""

    HOSPITAL_REIMBURSEMENT = "0", "医院报销"
    SPORADIC_REIMBURSEMENT = "1", "零星报销"
