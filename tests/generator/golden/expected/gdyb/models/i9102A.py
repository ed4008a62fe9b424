# Written by gdyb-generator from spec/; change the spec and regenerate.

from typing import Annotated

from pydantic import Field

from gdyb._base import ReplyBase, Request
from gdyb.types import (
    DateTime19Secret,
    FlagCode3,
    Int12,
    Num16_2,
    Str4,
    Str20Phone,
    Str30,
    Str30Card,
    Str30Photo,
    Str30Secret,
    Str100,
)


class InputDetail(Request):
    """9102A 登记 "甲" · 输入 detail（表 2 明细，多行，每次不超过 100 行） · 文档第 10-15 行"""

    card_no: Str30Card
    """卡号 · 字符型 30 · 必填 · 表 2 第 11 行"""
    photo: Str30Photo | None = None
    """照片 · 字符型 30 · 可空 · 表 2 第 12 行"""
    pin: Str30Secret | None = None
    """密码 · 字符型 30 · 可空 · 表 2 第 13 行"""
    when: DateTime19Secret | None = None
    """时间 · 日期时间型 · 可空 · 表 2 第 14 行"""
    fee: Num16_2 | None = None
    """费用 · 数值型 16,2 · 可空 · 表 2 第 15 行"""


class InputFsUploadIn(Request):
    """9102A 登记 "甲" · 输入 fsUploadIn（表 1 单行 ”””，单行） · 文档第 1-9 行"""

    flag: FlagCode3
    """标志 · 字符型 3 · 必填 · codes.Flag：0-否，1-是 · 表 1 第 2 行"""
    reason: Str100 | None = None
    """原因 · 字符型 100 · 可空 · 表 1 第 3 行"""
    totalrow: Int12
    """总行数 · 数值型 12 · 必填 · 表 1 第 4 行"""
    id: Str30
    """编号 · 字符型 30 · 必填 · 表 1 第 5 行"""
    quotes: Str30 | None = None
    """引号 "结尾" · 字符型 30 · 可空 · ”””三个引号””” '一个' " · 表 1 第 6 行"""
    slashes: Str30 | None = None
    """反斜杠 C:＼new＼table ＼ · 字符型 30 · 可空 · 第一行 ＼n；第二行；# 不是注释；{{ 不是模板 }} {% raw %} 100% %s · 表 1 第 7 行"""
    tel: Str20Phone | None = None
    """电话 · 字符型 20 · 可空 · 表 1 第 8 行"""


class InputFsUploadInAll(Request):
    """9102A 登记 "甲" · 输入 fsUploadIn（表 1 单行 ”””，单行） · 文档第 1-9 行"""

    flag: FlagCode3
    """标志 · 字符型 3 · 必填 · codes.Flag：0-否，1-是 · 表 1 第 2 行"""
    reason: Str100 | None = None
    """原因 · 字符型 100 · 可空 · 表 1 第 3 行"""
    totalrow: Int12
    """总行数 · 数值型 12 · 必填 · 表 1 第 4 行"""
    quotes: Str30 | None = None
    """引号 "结尾" · 字符型 30 · 可空 · ”””三个引号””” '一个' " · 表 1 第 6 行"""
    slashes: Str30 | None = None
    """反斜杠 C:＼new＼table ＼ · 字符型 30 · 可空 · 第一行 ＼n；第二行；# 不是注释；{{ 不是模板 }} {% raw %} 100% %s · 表 1 第 7 行"""
    tel: Str20Phone | None = None
    """电话 · 字符型 20 · 可空 · 表 1 第 8 行"""


class InputList(Request):
    """9102A 登记 "甲" · 输入 list（表 3 可省的明细，多行，每次不超过 5 行，可省略） · 文档第 16-18 行"""

    item: Str4 | None = None
    """项目 · 字符型 4 · 可空 · 表 3 第 17 行"""


class InputMore(Request):
    """9102A 登记 "甲" · 输入 more（表 3 可省的单行，单行，可省略） · 文档第 16-18 行"""

    item: Str4
    """项目 · 字符型 4 · 必填 · 表 3 第 18 行"""


class Output(ReplyBase):
    """9102A 登记 "甲" · 输出"""


class Input(Request):
    """9102A 登记 "甲" · 输入"""

    fsUploadIn: InputFsUploadIn
    detail: Annotated[list[InputDetail], Field(max_length=100, min_length=1)]
    list_: Annotated[list[InputList] | None, Field(alias="list", max_length=5)] = None
    more: InputMore | None = None


class InputAll(Request):
    """9102A 登记 "甲" · 输入"""

    fsUploadIn: InputFsUploadInAll
    detail: Annotated[list[InputDetail], Field(max_length=100, min_length=1)]
    list_: Annotated[list[InputList] | None, Field(alias="list", max_length=5)] = None
    more: InputMore | None = None
