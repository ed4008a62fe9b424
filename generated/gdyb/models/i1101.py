# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import (
    CvlservFlagCode3,
    Date10,
    Date10Id,
    DateTime19,
    GendCode6,
    InsutypeCode6,
    MdtrtCertTypeCode3,
    Num4_1,
    Num16_2,
    PsnCertTypeCode6,
    PsnInsuStasCode6,
    PsnTypeCode6,
    Str3,
    Str6,
    Str30Id,
    Str32Card,
    Str50Card,
    Str50Id,
    Str50Name,
    Str200Name,
    Str500,
    Str4000,
)


class InputData(Request):
    """1101 人员基本信息获取 · 输入 data（单行） · 依据：公开客户端代码，6 个实现；可信程度较低的字段已标明；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致"""

    mdtrt_cert_type: MdtrtCertTypeCode3
    """就诊凭证类型 · 字符型 3 · 必填 · codes.MdtrtCertType：01-电子凭证，02-身份证，03-社保卡"""
    mdtrt_cert_no: Str50Card
    """就诊凭证编号 · 字符型 50 · 必填"""
    card_sn: Str32Card | None = None
    """卡识别码 · 字符型 32 · 可空 · mdtrt_cert_type 为 03 时填写 · 名称多处一致，其余只见于一个实现"""
    begntime: DateTime19 | None = None
    """开始时间 · 日期时间型 · 可空 · 仅在查询以往的参保情况时填写"""
    psn_cert_type: PsnCertTypeCode6 | None = None
    """人员证件类型 · 字符型 6 · 可空 · codes.PsnCertType"""
    certno: Str50Id | None = None
    """证件号码 · 字符型 50 · 可空"""
    psn_name: Str50Name | None = None
    """人员姓名 · 字符型 50 · 可空"""


class OutputBaseinfo(ReplyBase):
    """1101 人员基本信息获取 · 输出 baseinfo（单行） · 依据：公开客户端代码，6 个实现；可信程度较低的字段已标明；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致"""

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
    naty: Str3 | None = None
    """民族 · 字符型 3 · 可空"""
    brdy: Date10Id | None = None
    """出生日期 · 日期型 · 可空 · 格式：yyyy-MM-dd"""
    age: Num4_1
    """年龄 · 数值型 4,1 · 必填"""
    exp_content: Str4000 | None = None
    """字段扩展 · 字符型 4000 · 可空 · 后来增加的扩展字段，2020 与 2021 年的表中没有 · 也见写作 expContent · 名称多处一致，其余只见于一个实现"""


class OutputIdetinfo(ReplyBase):
    """1101 人员基本信息获取 · 输出 idetinfo（多行） · 依据：公开客户端代码，6 个实现一致；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致"""

    psn_idet_type: Str3
    """人员身份类别 · 字符型 3 · 必填"""
    psn_type_lv: Str3 | None = None
    """人员类别等级 · 字符型 3 · 可空 · 取残疾等级的代码"""
    memo: Str500 | None = None
    """备注 · 字符型 500 · 可空"""
    begntime: DateTime19
    """开始时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss"""
    endtime: DateTime19 | None = None
    """结束时间 · 日期时间型 · 可空 · 格式：yyyy-MM-dd HH:mm:ss"""


class OutputInsuinfo(ReplyBase):
    """1101 人员基本信息获取 · 输出 insuinfo（多行） · 依据：公开客户端代码，6 个实现一致；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致"""

    balc: Num16_2
    """余额 · 数值型 16,2 · 必填"""
    insutype: InsutypeCode6
    """险种类型 · 字符型 6 · 必填 · codes.Insutype"""
    psn_type: PsnTypeCode6
    """人员类别 · 字符型 6 · 必填 · codes.PsnType"""
    psn_insu_stas: PsnInsuStasCode6 | None = None
    """人员参保状态 · 字符型 6 · 可空 · codes.PsnInsuStas：0-未参保，1-正常参保，2-暂停参保"""
    psn_insu_date: Date10 | None = None
    """个人参保日期 · 日期型 · 可空 · 格式：yyyy-MM-dd"""
    paus_insu_date: Date10 | None = None
    """暂停参保日期 · 日期型 · 可空 · 格式：yyyy-MM-dd"""
    cvlserv_flag: CvlservFlagCode3
    """公务员标志 · 字符型 3 · 必填 · codes.CvlservFlag：0-否，1-是"""
    insuplc_admdvs: Str6
    """参保地医保区划 · 字符型 6 · 必填"""
    emp_name: Str200Name | None = None
    """单位名称 · 字符型 200 · 可空"""


class Input(Request):
    """1101 人员基本信息获取 · 输入"""

    data: InputData


class Output(ReplyBase):
    """1101 人员基本信息获取 · 输出"""

    baseinfo: OutputBaseinfo
    insuinfo: list[OutputInsuinfo]
    idetinfo: list[OutputIdetinfo]
