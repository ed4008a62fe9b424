# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import Str30, Str4000


class Input(Request):
    """9105 查询科室 · 输入"""


class OutputRows(ReplyBase):
    """9105 查询科室 · 输出（多行） · 依据：公开客户端代码，一个实现 · 可信程度：部分字段只见于一个实现"""

    code: Str30
    """编码 · 字符型 30 · 必填"""
    exp: Str4000 | None = None
    """扩展 · 字符型 4000 · 可空 · 也见写作 expContent"""


class Output(ReplyBase):
    """9105 查询科室 · 输出"""

    rows: list[OutputRows]
