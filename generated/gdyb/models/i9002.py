# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import DateTime19, Str20, Str30


class InputSignOut(Request):
    """9002 签退 · 输入 signOut（单行） · 依据：公开客户端代码，5 个实现一致 · 可信程度：两个以上实现一致"""

    sign_no: Str30
    """签到编号 · 字符型 30 · 必填 · 由【9001】返回"""
    opter_no: Str20
    """操作员编号 · 字符型 20 · 必填"""


class OutputSignoutoutb(ReplyBase):
    """9002 签退 · 输出 signoutoutb（单行） · 依据：公开客户端代码，5 个实现一致 · 可信程度：两个以上实现一致"""

    sign_time: DateTime19
    """签退时间 · 日期时间型 19 · 必填 · 格式：yyyy-MM-dd HH:mm:ss · 勘误 N01：实际采用日期时间型，长度 19。"""


class Input(Request):
    """9002 签退 · 输入"""

    signOut: InputSignOut


class Output(ReplyBase):
    """9002 签退 · 输出"""

    signoutoutb: OutputSignoutoutb
