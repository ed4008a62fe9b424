# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import Date10, Str30, Str30Id, Str300


class InputData(Request):
    """5301 人员慢特病备案查询 · 输入 data（单行） · 依据：公开客户端代码，3 个实现一致 · 可信程度：两个以上实现一致"""

    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填"""


class OutputFeedetail(ReplyBase):
    """5301 人员慢特病备案查询 · 输出 feedetail（多行） · 依据：公开客户端代码，4 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现"""

    opsp_dise_code: Str30
    """门慢门特病种目录代码 · 字符型 30 · 必填 · 名称多处一致，其余只见于一个实现"""
    opsp_dise_name: Str300
    """门慢门特病种名称 · 字符型 300 · 必填 · 名称多处一致，其余只见于一个实现"""
    begndate: Date10
    """开始日期 · 日期型 · 必填 · 格式：yyyy-MM-dd · 名称多处一致，其余只见于一个实现"""
    enddate: Date10 | None = None
    """结束日期 · 日期型 · 可空 · 格式：yyyy-MM-dd · 名称多处一致，其余只见于一个实现"""


class Input(Request):
    """5301 人员慢特病备案查询 · 输入"""

    data: InputData


class Output(ReplyBase):
    """5301 人员慢特病备案查询 · 输出"""

    feedetail: list[OutputFeedetail]
