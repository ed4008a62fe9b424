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
    """人员证件类型 · 字符型 6 · 必填 · 1-身份证，01-居民身份证（户口簿），02-中国人民解放军军官证，03-中国人民武装警察警官证，04-香港特区护照/港澳居民来往内地通行证，05-澳门特区护照/港澳居民来往内地通行证，06-台湾居民来往大陆通行证，07-外国人永久居留证，08-外国人护照，09-残疾人证，10-军烈属证明，11-外国人就业证，12-外国专家证，13-外国人常驻记者证，14-台港澳人员就业证，15-回国（来华）定居专家证，16-中国护照，17-港澳台居民居住证，90-社会保障卡，91-保密人员证件，99-港澳台及其它证件"""
    certno: Str50Id
    """证件号码 · 字符型 50 · 必填"""
    psn_name: Str50Name
    """人员姓名 · 字符型 50 · 必填"""
    gend: GendCode6
    """性别 · 字符型 6 · 必填 · 0-未知的性别，1-男，2-女，9-未说明的性别"""
    brdy: Date10Id | None = None
    """出生日期 · 日期型 · 可空 · 格式：yyyy-MM-dd"""
    age: Num4_1
    """年龄 · 数值型 4,1 · 必填"""
    insutype: InsutypeCode6
    """险种类型 · 字符型 6 · 必填 · 310-职工基本医疗保险，320-公务员医疗补助，330-大额医疗费用补助，340-离休人员医疗保障，350-一至六级残废军人医疗补助，360-老红军医疗保障，370-企业补充医疗保险，380-新型农村合作医疗，390-城乡居民基本医疗保险，391-城镇居民基本医疗保险，392-城乡居民大病医疗保险，399-其他特殊人员医疗保障，410-长期照护保险，510-生育保险"""
    begndate: Date10
    """开始日期 · 日期型 · 必填 · 格式：yyyy-MM-dd"""
    med_type: MedTypeCode6
    """医疗类别 · 字符型 6 · 必填 · 11-普通门诊，12-门诊挂号，13-急诊，14-门诊慢特病，19-意外伤害门诊，21-普通住院，22-外伤住院，23-转外诊治住院，24-急诊转住院，41-定点药店购药，51-生育门诊，52-生育住院，53-计划生育手术费，26-单病种住院，28-日间手术"""
    ipt_otp_no: Str30 | None = None
    """住院/门诊号 · 字符型 30 · 可空"""
    out_flag: YesNoCode3 | None = None
    """异地标志 · 字符型 3 · 可空 · 0-否，1-是"""


class Input(Request):
    """5303 在院信息查询 · 输入"""

    data: InputData


class Output(ReplyBase):
    """5303 在院信息查询 · 输出"""

    data: list[OutputData]
