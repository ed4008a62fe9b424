# Written by gdyb-generator from spec/; change the spec and regenerate.
"""交易状态码"""

from gdyb_runtime.model.base import Code

__all__ = ["Infcode"]


class Infcode(Code):
    """交易状态码（infcode，平台可能返回其他值） · 文档第 880 行"""

    SUCCESS = "0", "成功"
    FAILURE = "-1", "失败"
