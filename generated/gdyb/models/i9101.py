# Written by gdyb-generator from spec/; change the spec and regenerate.

from typing import Annotated

from pydantic import Field

from gdyb._base import ReplyBase, Request
from gdyb.types import ByteArray, Str30, Str100, Str200


class InputFsUploadIn(Request):
    """9101 文件上传 · 输入 fsUploadIn（单行） · 依据：公开客户端代码，4 个实现一致 · 可信程度：两个以上实现一致"""

    in_: Annotated[ByteArray, Field(alias="in")]
    """文件数据 · 字节数组 · 必填 · zip 文件的字节，写成由带符号整数（-128 至 127）组成的 JSON 数组"""
    filename: Str200
    """文件名 · 字符型 200 · 必填"""
    fixmedins_code: Str30
    """医药机构编号 · 字符型 30 · 必填"""


class Output(ReplyBase):
    """9101 文件上传 · 输出（单行） · 依据：公开客户端代码，5 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致"""

    file_qury_no: Str100
    """文件查询号 · 字符型 100 · 必填 · 勘误 E35：照印。 · 勘误 N02：允许 100 个字符。"""
    filename: Str200
    """文件名 · 字符型 200 · 必填"""
    fixmedins_code: Str30
    """医药机构编号 · 字符型 30 · 必填 · 名称多处一致，其余只见于一个实现"""
    dld_endtime: Str30 | None = None
    """截止时间 · 字符型 30 · 可空 · 格式：yyyy-MM-dd HH:mm:ss"""


class Input(Request):
    """9101 文件上传 · 输入"""

    fsUploadIn: InputFsUploadIn
