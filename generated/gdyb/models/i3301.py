# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import Date10, ListTypeCode30, Str30, Str50, Str100, Str200, Str500, StrAny


class InputData(Request):
    """3301 目录对照上传 · 输入 data（单行） · 依据：公开客户端代码，2 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现"""

    fixmedins_hilist_id: Str30
    """定点医药机构目录编号 · 字符型 30 · 必填 · 名称多处一致，其余只见于一个实现"""
    fixmedins_hilist_name: Str200
    """定点医药机构目录名称 · 字符型 200 · 必填 · 名称多处一致，其余只见于一个实现"""
    list_type: ListTypeCode30
    """目录类别 · 字符型 30 · 必填 · codes.ListType · 名称多处一致，其余只见于一个实现"""
    med_list_codg: Str50
    """医疗目录编码 · 字符型 50 · 必填 · 名称多处一致，其余只见于一个实现"""
    begndate: Date10
    """开始日期 · 日期型 · 必填 · 格式：yyyy-MM-dd · 名称多处一致，其余只见于一个实现"""
    enddate: Date10
    """结束日期 · 日期型 · 必填 · 格式：yyyy-MM-dd · 名称多处一致，其余只见于一个实现"""
    aprvno: Str100 | None = None
    """批准文号 · 字符型 100 · 可空 · 名称多处一致，其余只见于一个实现"""
    dosform: Str500 | None = None
    """剂型 · 字符型 500 · 可空 · 名称多处一致，其余只见于一个实现"""
    exct_cont: StrAny | None = None
    """除外内容 · 字符型 · 可空 · 勘误 N07：实际采用字符型，不限长度。 · 名称多处一致，其余只见于一个实现"""
    item_cont: StrAny | None = None
    """项目内涵 · 字符型 · 可空 · 勘误 N07：实际采用字符型，不限长度。 · 名称多处一致，其余只见于一个实现"""
    prcunt: StrAny | None = None
    """计价单位 · 字符型 · 可空 · 勘误 N07：实际采用字符型，不限长度。 · 名称多处一致，其余只见于一个实现"""
    spec: Str100 | None = None
    """规格 · 字符型 100 · 可空 · 名称多处一致，其余只见于一个实现"""
    pacspec: StrAny | None = None
    """包装规格 · 字符型 · 可空 · 勘误 N05：不限长度。 · 名称多处一致，其余只见于一个实现"""
    memo: Str500 | None = None
    """备注 · 字符型 500 · 可空 · 名称多处一致，其余只见于一个实现"""


class Output(ReplyBase):
    """3301 目录对照上传 · 输出"""


class Input(Request):
    """3301 目录对照上传 · 输入"""

    data: InputData
