# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import Str30, Str30Id, Str4000


class InputData(Request):
    """2405 出院撤销 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致"""

    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填"""
    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填"""
    exp_content: Str4000 | None = None
    """字段扩展 · 字符型 4000 · 可空 · 后来增加的扩展字段，2020 与 2021 年的表中没有 · 也见写作 expContent · 只见于一个实现"""


class Output(ReplyBase):
    """2405 出院撤销 · 输出"""


class Input(Request):
    """2405 出院撤销 · 输入"""

    data: InputData
