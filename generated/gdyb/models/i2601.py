# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import Str4, Str30, Str30Id


class InputData(Request):
    """2601 冲正交易 · 输入 data（单行） · 依据：公开客户端代码，4 个实现一致 · 可信程度：两个以上实现一致"""

    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填"""
    omsgid: Str30
    """原发送方报文ID · 字符型 30 · 必填 · 待冲正请求的发送方报文ID（msgid）"""
    oinfno: Str4
    """原交易编号 · 字符型 4 · 必填 · 可冲正 2102、2103、2207、2208、2304、2305、2401"""


class Output(ReplyBase):
    """2601 冲正交易 · 输出"""


class Input(Request):
    """2601 冲正交易 · 输入"""

    data: InputData
