# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import DateTime19, InsutypeCode6, MdtrtCertTypeCode3, Str6, Str30, Str30Id, Str50Card, Str50Name, Str100


class InputData(Request):
    """2201 门诊挂号 · 输入 data（单行） · 依据：公开客户端代码，5 个实现；可信程度较低的字段已标明；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致"""

    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填"""
    insutype: InsutypeCode6
    """险种类型 · 字符型 6 · 必填 · codes.Insutype"""
    begntime: DateTime19
    """开始时间 · 日期时间型 · 必填 · 挂号时间。格式：yyyy-MM-dd HH:mm:ss"""
    mdtrt_cert_type: MdtrtCertTypeCode3
    """就诊凭证类型 · 字符型 3 · 必填 · codes.MdtrtCertType：01-电子凭证，02-身份证，03-社保卡"""
    mdtrt_cert_no: Str50Card
    """就诊凭证编号 · 字符型 50 · 必填 · 随 mdtrt_cert_type：01 填电子凭证码，02 填身份证号，03 填社保卡卡号 · 名称多处一致，其余只见于一个实现"""
    ipt_otp_no: Str30
    """住院/门诊号 · 字符型 30 · 必填 · 院内唯一的流水号"""
    atddr_no: Str30
    """医师编码 · 字符型 30 · 必填"""
    dr_name: Str50Name
    """医师姓名 · 字符型 50 · 必填"""
    dept_code: Str30
    """科室编码 · 字符型 30 · 必填"""
    dept_name: Str100
    """科室名称 · 字符型 100 · 必填"""
    caty: Str6
    """科别 · 字符型 6 · 必填"""


class OutputData(ReplyBase):
    """2201 门诊挂号 · 输出 data（单行） · 依据：公开客户端代码，5 个实现一致；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致"""

    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填 · 医保平台给出的唯一流水号"""
    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填"""
    ipt_otp_no: Str30
    """住院/门诊号 · 字符型 30 · 必填 · 院内唯一的流水号"""


class Input(Request):
    """2201 门诊挂号 · 输入"""

    data: InputData


class Output(ReplyBase):
    """2201 门诊挂号 · 输出"""

    data: OutputData
