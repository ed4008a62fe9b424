# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import DateTime19, Str20, Str30


class InputSignIn(Request):
    """9001 签到 · 输入 signIn（单行） · 依据：公开客户端代码，5 个实现一致 · 可信程度：两个以上实现一致"""

    opter_no: Str20
    """操作员编号 · 字符型 20 · 必填"""
    mac: Str20
    """签到MAC地址 · 字符型 20 · 必填 · 签到所用机器的 MAC 地址"""
    ip: Str20
    """签到IP地址 · 字符型 20 · 必填"""


class OutputSigninoutb(ReplyBase):
    """9001 签到 · 输出 signinoutb（单行） · 依据：公开客户端代码，5 个实现一致 · 可信程度：两个以上实现一致"""

    sign_time: DateTime19
    """签到时间 · 日期时间型 19 · 必填 · 格式：yyyy-MM-dd HH:mm:ss · 勘误 N01：实际采用日期时间型，长度 19。"""
    sign_no: Str30
    """签到编号 · 字符型 30 · 必填 · 填入报文外层的 sign_no"""


class Input(Request):
    """9001 签到 · 输入"""

    signIn: InputSignIn


class Output(ReplyBase):
    """9001 签到 · 输出"""

    signinoutb: OutputSigninoutb
