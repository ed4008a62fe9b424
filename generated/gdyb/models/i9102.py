# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import Str30, Str100, Str200


class InputFsDownloadIn(Request):
    """9102 文件下载 · 输入 fsDownloadIn（单行） · 依据：公开客户端代码，5 个实现一致 · 可信程度：两个以上实现一致"""

    file_qury_no: Str100
    """文件查询号 · 字符型 100 · 必填 · 勘误 E35：照印。 · 勘误 N02：允许 100 个字符。"""
    filename: Str200
    """文件名 · 字符型 200 · 必填"""
    fixmedins_code: Str30
    """医药机构编号 · 字符型 30 · 必填 · 下载对账文件时填本机构编号；下载目录文件（1301 至 1319）时，三个客户端在此传固定值 plc"""


class Output(ReplyBase):
    """9102 文件下载 · 输出"""


class Input(Request):
    """9102 文件下载 · 输入"""

    fsDownloadIn: InputFsDownloadIn
