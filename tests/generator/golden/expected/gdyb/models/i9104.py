# Written by gdyb-generator from spec/; change the spec and regenerate.

from typing import Annotated

from pydantic import Field

from gdyb._base import ReplyBase, Request
from gdyb.types import ByteArray, Date10, DateTime19, Num4_1, NumAny, SeenKindCode6, Str3, Str4, Str30, Str4000, StrAny


class InputDetail(Request):
    """9104 上传文件 · 输入 detail（多行） · 依据：公开客户端代码 · 可信程度：类型与长度多照同类接口推定"""

    item: Str4
    """项目 · 字符型 4 · 必填"""


class InputFsUploadIn(Request):
    """9104 上传文件 · 输入 fsUploadIn（单行） · 依据：公开客户端代码，三个实现 ”””原样””” · 可信程度：部分字段只见于一个实现"""

    in_: Annotated[ByteArray, Field(alias="in")]
    """文件数据 · 字节数组 · 必填"""
    SPARE_FLAG: Str3 | None = None
    """大写 · 字符型 3 · 是否必填不详，按可空处理 · 也见写作 spare_flag"""
    kind: SeenKindCode6 | None = None
    """种类 · 字符型 6 · 可空 · codes.SeenKind：1-一，2-二 · 名称多处一致，其余只见于一个实现"""
    kindNoCode: SeenKindCode6 | None = None
    """种类 · 字符型 6 · 是否必填不详，按可空处理 · codes.SeenKind：1-一，2-二 · 只见于一个实现"""
    endless: StrAny | None = None
    """不知多长 · 字符型 · 可空"""
    untyped: StrAny | None = None
    """不知类型 · 类型不详 · 可空 · 名称只见于一个实现，其余照 9001 data 推定"""
    ratio: NumAny | None = None
    """不知位数 · 数值型 · 可空 · 名称多处一致，其余照 9001 data 推定"""
    age: Num4_1 | None = None
    """年龄 · 数值型 4,1 · 可空"""
    day: Date10 | None = None
    """日期 · 日期型 · 可空"""
    moment: DateTime19 | None = None
    """时刻 · 日期时间型 · 可空"""


class Output(ReplyBase):
    """9104 上传文件 · 输出（单行） · 依据：公开客户端代码，三个实现 · 可信程度：两个以上实现一致"""

    file_no: Str30
    """文件号 · 字符型 30 · 必填 · 也见写作 fileNo、FILE_NO"""
    exp_content: Str4000 | None = None
    """扩展 · 字符型 4000 · 可空 · 也见写作 expContent"""


class Input(Request):
    """9104 上传文件 · 输入"""

    fsUploadIn: InputFsUploadIn
    detail: Annotated[list[InputDetail], Field(min_length=1)]
