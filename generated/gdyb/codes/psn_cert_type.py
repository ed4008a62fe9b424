# Written by gdyb-generator from spec/; change the spec and regenerate.
"""人员证件类型"""

from gdyb_runtime.models import Code

__all__ = ["PsnCertType"]


class PsnCertType(Code):
    """人员证件类型（psn_cert_type，平台可能返回其他值）· 文档第 119 行"""

    ID_CARD = "1", "身份证"
    OTHER_DOCUMENT = "99", "港澳台及其它证件"
