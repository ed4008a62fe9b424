# Written by gdyb-generator from spec/; change the spec and regenerate.
"""外购处方标志"""

from gdyb_runtime.model.base import Code

__all__ = ["RxCircFlag"]


class RxCircFlag(Code):
    """外购处方标志（rx_circ_flag，平台可能返回其他值） · 依据：公开客户端代码，仅一个来源 · 只见于一处的代码：0、1"""

    INTERNAL = "0", "不外购"
    EXTERNAL = "1", "外购"
