# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import DateTime19, PsnCertTypeCode6, Str3, Str6, Str20, Str30Id, Str50Id, Str50Name, Str200


class InputData(Request):
    """5102 医执人员信息查询 · 输入 data（单行） · 依据：公开客户端代码，2 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现"""

    prac_psn_type: Str6
    """执业人员分类 · 字符型 6 · 必填 · 名称多处一致，其余只见于一个实现"""
    psn_cert_type: PsnCertTypeCode6 | None = None
    """人员证件类型 · 字符型 6 · 可空 · codes.PsnCertType · 名称多处一致，其余只见于一个实现"""
    certno: Str50Id | None = None
    """证件号码 · 字符型 50 · 可空 · 名称多处一致，其余只见于一个实现"""
    prac_psn_name: Str50Name | None = None
    """执业人员姓名 · 字符型 50 · 可空 · 名称多处一致，其余只见于一个实现"""
    prac_psn_code: Str20 | None = None
    """执业人员代码 · 字符型 20 · 可空 · 名称多处一致，其余只见于一个实现"""


class OutputData(ReplyBase):
    """5102 医执人员信息查询 · 输出 data（多行） · 依据：公开客户端代码，2 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现"""

    psn_cert_type: PsnCertTypeCode6
    """人员证件类型 · 字符型 6 · 必填 · codes.PsnCertType · 名称多处一致，其余只见于一个实现"""
    certno: Str50Id
    """证件号码 · 字符型 50 · 必填 · 名称多处一致，其余只见于一个实现"""
    prac_psn_no: Str20 | None = None
    """执业人员自编号 · 字符型 20 · 可空 · 名称多处一致，其余只见于一个实现"""
    prac_psn_code: Str20
    """执业人员代码 · 字符型 20 · 必填 · 名称多处一致，其余只见于一个实现"""
    prac_psn_name: Str50Name
    """执业人员姓名 · 字符型 50 · 必填 · 名称多处一致，其余只见于一个实现"""
    prac_psn_type: Str6
    """执业人员分类 · 字符型 6 · 必填 · 名称多处一致，其余只见于一个实现"""
    prac_psn_cert: Str30Id | None = None
    """执业人员资格证书编码 · 字符型 30 · 可空 · 名称多处一致，其余只见于一个实现"""
    prac_cert_no: Str30Id | None = None
    """执业证书编号 · 字符型 30 · 可空 · 名称多处一致，其余只见于一个实现"""
    hi_dr_flag: Str3
    """医保医师标志 · 字符型 3 · 必填 · 名称多处一致，其余只见于一个实现"""
    begntime: DateTime19
    """开始时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss · 名称多处一致，其余只见于一个实现"""
    endtime: DateTime19 | None = None
    """结束时间 · 日期时间型 · 可空 · 格式：yyyy-MM-dd HH:mm:ss · 名称多处一致，其余只见于一个实现"""
    chg_rea: Str200 | None = None
    """变更原因 · 字符型 200 · 可空 · 名称多处一致，其余只见于一个实现"""


class Input(Request):
    """5102 医执人员信息查询 · 输入"""

    data: InputData


class Output(ReplyBase):
    """5102 医执人员信息查询 · 输出"""

    data: list[OutputData]
