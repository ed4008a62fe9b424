# Written by gdyb-generator from spec/; change the spec and regenerate.
"""见到的种类"""

from gdyb_runtime.model.base import Code

__all__ = ["SeenKind"]


class SeenKind(Code):
    """见到的种类（seen_kind，平台可能返回其他值） · 依据：公开客户端代码 "两处" · 说法不一：一处作 "3"。 · 只见于一处的代码：2"""

    ONE = "1", "一"
    TWO = "2", "二"
