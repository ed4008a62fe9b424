# Written by gdyb-generator from spec/; change the spec and regenerate.
"""诊断类别"""

from gdyb_runtime.model.base import Code

__all__ = ["DiagType"]


class DiagType(Code):
    """诊断类别（diag_type，平台可能返回其他值） · 依据：公开客户端代码，2 个来源"""

    WESTERN_MEDICINE = "1", "西医诊断"
    CHINESE_MEDICINE_DISEASE = "2", "中医主病诊断"
    CHINESE_MEDICINE_SYNDROME = "3", "中医主证诊断"
