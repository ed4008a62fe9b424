# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import Date10, Str30, Str30Id, Str300


class InputData(Request):
    """5301 人员慢特病备案查询 · 输入 data（ ，单行） · 文档第  行"""

    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填 · 第 None 行"""


class OutputFeedetail(ReplyBase):
    """5301 人员慢特病备案查询 · 输出 feedetail（ ，多行，每次不超过 None 行） · 文档第  行"""

    opsp_dise_code: Str30
    """门慢门特病种目录代码 · 字符型 30 · 必填 · 第 None 行"""
    opsp_dise_name: Str300
    """门慢门特病种名称 · 字符型 300 · 必填 · 第 None 行"""
    begndate: Date10
    """开始日期 · 日期型 · 必填 · 格式：yyyy-MM-dd · 第 None 行"""
    enddate: Date10 | None = None
    """结束日期 · 日期型 · 可空 · 格式：yyyy-MM-dd · 第 None 行"""


class Input(Request):
    """5301 人员慢特病备案查询 · 输入"""

    data: InputData


class Output(ReplyBase):
    """5301 人员慢特病备案查询 · 输出"""

    feedetail: list[OutputFeedetail]
