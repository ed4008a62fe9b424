# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import ListTypeCode30, Str12, Str30, Str50


class InputData(Request):
    """3302 目录对照撤销 · 输入 data（单行） · 依据：公开客户端代码，仅一个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现"""

    fixmedins_hilist_id: Str30 | None = None
    """定点医药机构目录编号 · 字符型 30 · 是否必填不详，按可空处理 · 只见于一个实现"""
    fixmedins_code: Str12 | None = None
    """定点医药机构编号 · 字符型 12 · 是否必填不详，按可空处理 · 只见于一个实现"""
    list_type: ListTypeCode30 | None = None
    """目录类别 · 字符型 30 · 是否必填不详，按可空处理 · codes.ListType · 只见于一个实现"""
    med_list_codg: Str50 | None = None
    """医疗目录编码 · 字符型 50 · 是否必填不详，按可空处理 · 只见于一个实现"""


class Output(ReplyBase):
    """3302 目录对照撤销 · 输出"""


class Input(Request):
    """3302 目录对照撤销 · 输入"""

    data: InputData
