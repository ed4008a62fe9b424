# Written by gdyb-generator from spec/; change the spec and regenerate.
"""就诊凭证类型"""

from gdyb_runtime.model.base import Code

__all__ = ["MdtrtCertType"]


class MdtrtCertType(Code):
    """就诊凭证类型（mdtrt_cert_type，平台可能返回其他值） · 文档第 113 行 · 说法不一：一个实现另有地方代码 04 至 06，其他实现都没有；此处不列。"""

    ELECTRONIC_VOUCHER = "01", "电子凭证"
    ID_CARD = "02", "身份证"
    SOCIAL_SECURITY_CARD = "03", "社保卡"
