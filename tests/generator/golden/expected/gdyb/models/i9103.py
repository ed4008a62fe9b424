# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import Str3


class Input(Request):
    """9103 取状态 · 输入"""


class Output(ReplyBase):
    """9103 取状态 · 输出"""

    state: Str3
    """状态 · 字符型 3 · 必填 · 表 8 第 152 行"""
