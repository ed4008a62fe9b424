# Written by gdyb-generator from spec/; change the spec and regenerate.

from typing import Annotated

from pydantic import Field

from gdyb._base import ReplyBase, Request
from gdyb.types import (
    V2_2,
    Date10,
    DateTime19,
    FlagCode3,
    Int12,
    KindCode3,
    Month2,
    Num4_4,
    Num5_0,
    Num16_2,
    Sn20,
    Str4,
    Str18Id,
    Str20,
    Str30,
    Str50,
    Str50Name,
    Str200,
    StrAny,
)


class InputData(Request):
    """9001 查询名单 · 输入 data（表 4 输入，单行） · 文档第 100-119 行"""

    in_: Annotated[Str4, Field(alias="in")]
    """入口 · 字符型 4 · 必填 · 表 4 第 101 行"""
    copy_: Annotated[Str4 | None, Field(alias="copy")] = None
    """副本 · 字符型 4 · 可空 · 表 4 第 102 行"""
    model_no: Str20 | None = None
    """型号 · 字符型 20 · 可空 · 表 4 第 103 行"""
    TradeNo: Str20 | None = None
    """大小写 · 字符型 20 · 可空 · 表 4 第 104 行"""
    ITEM_CODE: Str20 | None = None
    """大写 · 字符型 20 · 可空 · 表 4 第 105 行"""
    list_: Annotated[Str20 | None, Field(alias="list")] = None
    """名字像类型 · 字符型 20 · 可空 · 表 4 第 106 行"""
    mon: Month2
    """月份 · 字符型 2 · 必填 · 表 4 第 107 行"""
    edition: V2_2 | None = None
    """版本 · 字符型 2 · 可空 · 表 4 第 108 行"""
    sn: Str20 | None = None
    """流水号 · 字符型 20 · 可空 · 表 4 第 109 行"""
    startrow: Int12
    """开始行数 · 数值型 12 · 必填 · 表 4 第 110 行"""
    amount: Num16_2 | None = None
    """金额 · 数值型 16,2 · 可空 · 表 4 第 111 行"""
    share: Num4_4 | None = None
    """比例 · 数值型 4,4 · 可空 · 表 4 第 112 行"""
    rounds: Num5_0 | None = None
    """次数 · 数值型 5,0 · 可空 · 表 4 第 113 行"""
    free: StrAny | None = None
    """不限长 · 字符型 · 可空 · 勘误 T4：No limit. · 表 4 第 114 行"""
    refno: Str30
    """原流水号 · 字符型 30 · 必填 · 勘误 T2：30 characters are allowed; a "quote" and a ＼ stay. · 表 4 第 115 行"""
    born: Date10 | None = None
    """日期 · 日期型 10 · 可空 · 表 4 第 116 行"""
    sent: DateTime19
    """时刻 · 日期时间型 19 · 必填 · 表 4 第 117 行"""
    opened: DateTime19
    """开始时间 · 日期时间型 19 · 必填 · 格式：yyyy-MM-dd HH:mm:ss · 勘误 T1：Date and time, 19 characters. · 表 4 第 118 行"""


class OutputFsDataOut(ReplyBase):
    """9001 查询名单 · 输出 fsDataOut（表 7 附加，单行，可省略） · 文档第 140-149 行"""

    note: Str200 | None = None
    """备注 · 字符型 200 · 可空 · 表 7 第 141 行"""


class OutputRows(ReplyBase):
    """9001 查询名单 · 输出 rows（表 6 明细，多行，每次不超过 10 行） · 文档第 125-139 行"""

    sn: Sn20
    """流水号 · 字符型 20 · 必填 · 表 6 第 126 行"""
    certno: Str18Id
    """证件号码 · 字符型 18 · 必填 · 表 6 第 127 行"""
    psn_name: Str50Name | None = None
    """姓名 · 字符型 50 · 可空 · 表 6 第 128 行"""
    item_name: Str50 | None = None
    """项目名称 · 字符型 50 · 可空 · 表 6 第 129 行"""
    flag: FlagCode3
    """标志 · 字符型 3 · 必填 · codes.Flag：0-否，1-是 · 表 6 第 130 行"""
    kind: KindCode3 | None = None
    """种类 · 字符型 3 · 可空 · codes.Kind：SM2-"SM2"，01-反斜杠 ＼ 与 '引号'，99-{{ 其他 }} 100% · 表 6 第 131 行"""
    amount: Num16_2
    """金额 · 数值型 16,2 · 必填 · 表 6 第 132 行"""
    born: Date10 | None = None
    """日期 · 日期型 · 可空 · 表 6 第 133 行"""


class Input(Request):
    """9001 查询名单 · 输入"""

    data: InputData


class Output(ReplyBase):
    """9001 查询名单 · 输出"""

    total: Int12
    """总数 · 数值型 12 · 必填 · 表 5 第 121 行"""
    from_: Annotated[Str4 | None, Field(alias="from")] = None
    """来源 · 字符型 4 · 可空 · 表 5 第 122 行"""
    rows: Annotated[list[OutputRows], Field(max_length=10)]
    fsDataOut: OutputFsDataOut | None = None
