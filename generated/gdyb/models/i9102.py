# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import Str30, Str100, Str200


class InputFsDownloadIn(Request):
    """9102 文件下载 · 输入 fsDownloadIn（ ，单行） · 文档第  行"""

    file_qury_no: Str100
    """文件查询号 · 字符型 100 · 必填 · 勘误 E35：照印。 · 勘误 N02：允许 100 个字符。 · 第 None 行"""
    filename: Str200
    """文件名 · 字符型 200 · 必填 · 第 None 行"""
    fixmedins_code: Str30
    """医药机构编号 · 字符型 30 · 必填 · 下载对账文件时填本机构编号；下载目录文件（1301 至 1319）时，三个客户端在此传固定值 plc · 第 None 行"""


class Output(ReplyBase):
    """9102 文件下载 · 输出"""


class Input(Request):
    """9102 文件下载 · 输入"""

    fsDownloadIn: InputFsDownloadIn
