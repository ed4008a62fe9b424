# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import (
    Date10,
    Date10Id,
    DateTime19,
    GendCode6,
    InsutypeCode6,
    PsnCertTypeCode6,
    Str3,
    Str6,
    Str20,
    Str30,
    Str30Id,
    Str50Id,
    Str50Name,
    Str50Phone,
    Str100,
    Str200,
    Str200Id,
    Str200Name,
    Str2000,
    YesNoCode3,
)


class InputData(Request):
    """5304 转院信息查询 · 输入 data（单行） · 依据：公开客户端代码，3 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致"""

    psn_no: Str30Id | None = None
    """人员编号 · 字符型 30 · 可空"""
    begntime: DateTime19
    """开始时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss"""
    endtime: DateTime19
    """结束时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss · 名称多处一致，其余只见于一个实现"""


class OutputRefmedin(ReplyBase):
    """5304 转院信息查询 · 输出 refmedin（多行） · 依据：公开客户端代码，2 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现"""

    insutype: InsutypeCode6
    """险种类型 · 字符型 6 · 必填 · codes.Insutype · 名称多处一致，其余只见于一个实现"""
    dcla_souc: Str6 | None = None
    """申报来源 · 字符型 6 · 可空 · 名称多处一致，其余只见于一个实现"""
    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填 · 名称多处一致，其余只见于一个实现"""
    psn_cert_type: PsnCertTypeCode6
    """人员证件类型 · 字符型 6 · 必填 · codes.PsnCertType · 名称多处一致，其余只见于一个实现"""
    certno: Str50Id
    """证件号码 · 字符型 50 · 必填 · 名称多处一致，其余只见于一个实现"""
    psn_name: Str50Name
    """人员姓名 · 字符型 50 · 必填 · 名称多处一致，其余只见于一个实现"""
    gend: GendCode6
    """性别 · 字符型 6 · 必填 · codes.Gend · 名称多处一致，其余只见于一个实现"""
    brdy: Date10Id | None = None
    """出生日期 · 日期型 · 可空 · 格式：yyyy-MM-dd · 名称多处一致，其余只见于一个实现"""
    tel: Str50Phone | None = None
    """联系电话 · 字符型 50 · 可空 · 名称多处一致，其余只见于一个实现"""
    addr: Str200Id | None = None
    """联系地址 · 字符型 200 · 可空 · 名称多处一致，其余只见于一个实现"""
    insu_optins: Str6 | None = None
    """参保机构医保区划 · 字符型 6 · 可空 · 名称多处一致，其余只见于一个实现"""
    emp_name: Str200Name | None = None
    """单位名称 · 字符型 200 · 可空 · 名称多处一致，其余只见于一个实现"""
    diag_code: Str20 | None = None
    """诊断代码 · 字符型 20 · 可空 · 名称多处一致，其余只见于一个实现"""
    diag_name: Str100 | None = None
    """诊断名称 · 字符型 100 · 可空 · 名称多处一致，其余只见于一个实现"""
    dise_cond_dscr: Str2000 | None = None
    """疾病病情描述 · 字符型 2000 · 可空 · 名称多处一致，其余只见于一个实现"""
    reflin_medins_no: Str30 | None = None
    """转往定点医药机构编号 · 字符型 30 · 可空 · 名称多处一致，其余只见于一个实现"""
    reflin_medins_name: Str200
    """转往医院名称 · 字符型 200 · 必填 · 名称多处一致，其余只见于一个实现"""
    out_flag: YesNoCode3 | None = None
    """异地标志 · 字符型 3 · 可空 · codes.YesNo：0-否，1-是 · 名称多处一致，其余只见于一个实现"""
    refl_date: Date10
    """转院日期 · 日期型 · 必填 · 格式：yyyy-MM-dd · 名称多处一致，其余只见于一个实现"""
    refl_rea: Str100
    """转院原因 · 字符型 100 · 必填 · 名称多处一致，其余只见于一个实现"""
    begndate: Date10
    """开始日期 · 日期型 · 必填 · 格式：yyyy-MM-dd · 名称多处一致，其余只见于一个实现"""
    enddate: Date10 | None = None
    """结束日期 · 日期型 · 可空 · 格式：yyyy-MM-dd · 名称多处一致，其余只见于一个实现"""
    hosp_agre_refl_flag: Str3
    """医院同意转院标志 · 字符型 3 · 必填 · 名称多处一致，其余只见于一个实现"""
    opter_id: Str20 | None = None
    """经办人ID · 字符型 20 · 可空 · 名称多处一致，其余只见于一个实现"""
    opter_name: Str50Name | None = None
    """经办人姓名 · 字符型 50 · 可空 · 名称多处一致，其余只见于一个实现"""
    opt_time: DateTime19 | None = None
    """经办时间 · 日期时间型 · 可空 · 格式：yyyy-MM-dd HH:mm:ss · 名称多处一致，其余只见于一个实现"""


class Input(Request):
    """5304 转院信息查询 · 输入"""

    data: InputData


class Output(ReplyBase):
    """5304 转院信息查询 · 输出"""

    refmedin: list[OutputRefmedin]
