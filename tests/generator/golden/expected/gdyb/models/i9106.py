# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import Str30


class InputFsDownloadIn(Request):
    """9106 下载文件 "原样" · 输入 fsDownloadIn（单行） · 依据：公开客户端代码，三个实现"""

    file_no: Str30
    """文件号 · 字符型 30 · 必填"""


class Output(ReplyBase):
    """9106 下载文件 "原样" · 输出"""


class Input(Request):
    """9106 下载文件 "原样" · 输入"""

    fsDownloadIn: InputFsDownloadIn
