# Written by gdyb-generator from spec/; change the spec and regenerate.
"""确认标志"""

from gdyb_runtime.model.base import Code

__all__ = ["CnfmFlag"]


class CnfmFlag(Code):
    """确认标志（cnfm_flag） · 文档第 1466 行"""

    NOT_CONFIRMED = "0", "不确认，本次不纳入清分"
    CONFIRMED = "1", "确认，纳入本次清分"
