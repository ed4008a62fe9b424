# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import (
    BirctrlTypeCode6,
    Date10,
    DateTime19,
    FundPayTypeCode6,
    InsutypeCode6,
    MatnTypeCode6,
    MedTypeCode6,
    Str12,
    Str30,
    Str30Id,
    Str500,
    Str4000,
    TrtChkTypeCode6,
    TrtEnjymntFlagCode3,
)


class InputData(Request):
    """2001 人员待遇享受检查 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现"""

    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填 · 名称多处一致，其余只见于一个实现"""
    insutype: InsutypeCode6
    """险种类型 · 字符型 6 · 必填 · 310-职工基本医疗保险，320-公务员医疗补助，330-大额医疗费用补助，340-离休人员医疗保障，350-一至六级残废军人医疗补助，360-老红军医疗保障，370-企业补充医疗保险，380-新型农村合作医疗，390-城乡居民基本医疗保险，391-城镇居民基本医疗保险，392-城乡居民大病医疗保险，399-其他特殊人员医疗保障，410-长期照护保险，510-生育保险 · 名称多处一致，其余只见于一个实现"""
    fixmedins_code: Str12
    """定点医药机构编号 · 字符型 12 · 必填 · 名称多处一致，其余只见于一个实现"""
    med_type: MedTypeCode6
    """医疗类别 · 字符型 6 · 必填 · 11-普通门诊，12-门诊挂号，13-急诊，14-门诊慢特病，19-意外伤害门诊，21-普通住院，22-外伤住院，23-转外诊治住院，24-急诊转住院，41-定点药店购药，51-生育门诊，52-生育住院，53-计划生育手术费，26-单病种住院，28-日间手术 · 名称多处一致，其余只见于一个实现"""
    begntime: DateTime19
    """开始时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss · 名称多处一致，其余只见于一个实现"""
    endtime: DateTime19 | None = None
    """结束时间 · 日期时间型 · 可空 · 格式：yyyy-MM-dd HH:mm:ss · 名称多处一致，其余只见于一个实现"""
    dise_codg: Str30 | None = None
    """病种编码 · 字符型 30 · 可空 · 取自标准目录的病种代码（按病种结算、门诊慢特病、日间手术） · 名称多处一致，其余只见于一个实现"""
    dise_name: Str500 | None = None
    """病种名称 · 字符型 500 · 可空 · 名称多处一致，其余只见于一个实现"""
    oprn_oprt_code: Str30 | None = None
    """手术操作代码 · 字符型 30 · 可空 · 日间手术病种需要填写 · 名称多处一致，其余只见于一个实现"""
    oprn_oprt_name: Str500 | None = None
    """手术操作名称 · 字符型 500 · 可空 · 名称多处一致，其余只见于一个实现"""
    matn_type: MatnTypeCode6 | None = None
    """生育类别 · 字符型 6 · 可空 · 1-正常产，2-助娩产，3-剖宫产，4-难产，5-流产，6-引产，7-产前检查，9-其他 · 名称多处一致，其余只见于一个实现"""
    birctrl_type: BirctrlTypeCode6 | None = None
    """计划生育手术类别 · 字符型 6 · 可空 · 1-放置宫内节育器，2-取出宫内节育器，3-流产术，4-引产术，5-绝育手术，6-绝育复通手术，7-绝育手术（输精管），8-绝育复通手术（输精管），9-其他 · 名称多处一致，其余只见于一个实现"""
    exp_content: Str4000 | None = None
    """字段扩展 · 字符型 4000 · 可空 · 后来增加的扩展字段，2020 与 2021 年的表中没有 · 只见于一个实现"""


class OutputTrtinfo(ReplyBase):
    """2001 人员待遇享受检查 · 输出 trtinfo（多行） · 依据：公开客户端代码，3 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现"""

    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填 · 名称多处一致，其余只见于一个实现"""
    trt_chk_type: TrtChkTypeCode6
    """待遇检查类型 · 字符型 6 · 必填 · 01-基金款项，99-其他 · 名称多处一致，其余只见于一个实现"""
    fund_pay_type: FundPayTypeCode6
    """基金支付类型 · 字符型 6 · 必填 · 310100-职工基本医疗保险统筹基金，310200-职工基本医疗保险个人账户基金，320100-公务员医疗补助基金，330100-大额医疗费用补助基金，340100-离休人员医疗保障基金，350100-一至六级残疾军人医疗补助基金，370100-企业补充医疗保险基金，390100-城乡居民基本医疗保险基金，390200-城乡居民大病医疗保险基金，510100-生育基金，610100-医疗救助基金，999996-医院垫付基金，999997-其他基金 · 名称多处一致，其余只见于一个实现"""
    trt_enjymnt_flag: TrtEnjymntFlagCode3
    """基金款项待遇享受标志 · 字符型 3 · 必填 · 0-否，1-是 · 名称多处一致，其余只见于一个实现"""
    begndate: Date10
    """开始日期 · 日期型 · 必填 · 格式：yyyy-MM-dd · 名称多处一致，其余只见于一个实现"""
    enddate: Date10 | None = None
    """结束日期 · 日期型 · 可空 · 格式：yyyy-MM-dd · 名称多处一致，其余只见于一个实现"""
    trt_chk_rslt: Str500 | None = None
    """待遇检查结果 · 字符型 500 · 可空 · 不能享受待遇时的原因 · 名称多处一致，其余只见于一个实现"""


class Input(Request):
    """2001 人员待遇享受检查 · 输入"""

    data: InputData


class Output(ReplyBase):
    """2001 人员待遇享受检查 · 输出"""

    trtinfo: list[OutputTrtinfo]
