# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import Month2, Str30, Year4


class InputData(Request):
    """3262 异地清分结果确认回退 · 输入 data（表 9 输入，单行） · 文档第 1494-1566 行"""

    trt_year: Year4
    """结算年度 · 字符型 4 · 必填 · 表 9 第 1516 行"""
    trt_month: Month2
    """结算月份 · 字符型 2 · 必填 · 格式为：MM；如1月为01 · 表 9 第 1534 行"""
    otransid: Str30
    """原交易流水号 · 字符型 30 · 必填 · 需要作回退处理的原业务交易接收方报文ID(inf_refmsgid)。传入‘0’时，回退医疗机构该结算周期的所有确认业务 · 勘误 T30：允许 30 个字符。 · 勘误 T31：普通调用拒绝值 0；只有另行命名的操作才发送它。 · 表 9 第 1554 行"""


class InputDataPeriod(Request):
    """3262 异地清分结果确认回退 · 输入 data（表 9 输入，单行） · 文档第 1494-1566 行"""

    trt_year: Year4
    """结算年度 · 字符型 4 · 必填 · 表 9 第 1516 行"""
    trt_month: Month2
    """结算月份 · 字符型 2 · 必填 · 格式为：MM；如1月为01 · 表 9 第 1534 行"""


class InputPeriod(Request):
    """3262 异地清分结果确认回退 · 输入"""

    data: InputDataPeriod


class Output(ReplyBase):
    """3262 异地清分结果确认回退 · 输出"""


class Input(Request):
    """3262 异地清分结果确认回退 · 输入"""

    data: InputData
