# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import (
    Date10,
    Date10Id,
    DateTime19,
    GendCode6,
    InsutypeCode6,
    MedTypeCode6,
    Num4_1,
    PsnCertTypeCode6,
    Str30,
    Str30Id,
    Str50Id,
    Str50Name,
    YesNoCode3,
)


class InputData(Request):
    """5303 在院信息查询 · 输入 data（单行） · 依据：公开客户端代码，2 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致"""

    psn_no: Str30Id | None = None
    """人员编号 · 字符型 30 · 可空"""
    begntime: DateTime19
    """开始时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss"""
    endtime: DateTime19
    """结束时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss · 名称多处一致，其余只见于一个实现"""


class OutputData(ReplyBase):
    """5303 在院信息查询 · 输出 data（多行） · 依据：公开客户端代码，2 个实现一致 · 可信程度：两个以上实现一致"""

    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填"""
    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填"""
    psn_cert_type: PsnCertTypeCode6
    """人员证件类型 · 字符型 6 · 必填 · codes.PsnCertType"""
    certno: Str50Id
    """证件号码 · 字符型 50 · 必填"""
    psn_name: Str50Name
    """人员姓名 · 字符型 50 · 必填"""
    gend: GendCode6
    """性别 · 字符型 6 · 必填 · codes.Gend"""
    brdy: Date10Id | None = None
    """出生日期 · 日期型 · 可空 · 格式：yyyy-MM-dd"""
    age: Num4_1
    """年龄 · 数值型 4,1 · 必填"""
    insutype: InsutypeCode6
    """险种类型 · 字符型 6 · 必填 · codes.Insutype"""
    begndate: Date10
    """开始日期 · 日期型 · 必填 · 格式：yyyy-MM-dd"""
    med_type: MedTypeCode6
    """医疗类别 · 字符型 6 · 必填 · codes.MedType"""
    ipt_otp_no: Str30 | None = None
    """住院/门诊号 · 字符型 30 · 可空"""
    out_flag: YesNoCode3 | None = None
    """异地标志 · 字符型 3 · 可空 · codes.YesNo：0-否，1-是"""


class Input(Request):
    """5303 在院信息查询 · 输入"""

    data: InputData


class Output(ReplyBase):
    """5303 在院信息查询 · 输出"""

    data: list[OutputData]
