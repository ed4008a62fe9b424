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
    """险种类型 · 字符型 6 · 必填 · codes.Insutype · 名称多处一致，其余只见于一个实现"""
    fixmedins_code: Str12
    """定点医药机构编号 · 字符型 12 · 必填 · 名称多处一致，其余只见于一个实现"""
    med_type: MedTypeCode6
    """医疗类别 · 字符型 6 · 必填 · codes.MedType · 名称多处一致，其余只见于一个实现"""
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
    """生育类别 · 字符型 6 · 可空 · codes.MatnType · 名称多处一致，其余只见于一个实现"""
    birctrl_type: BirctrlTypeCode6 | None = None
    """计划生育手术类别 · 字符型 6 · 可空 · codes.BirctrlType · 名称多处一致，其余只见于一个实现"""
    exp_content: Str4000 | None = None
    """字段扩展 · 字符型 4000 · 可空 · 后来增加的扩展字段，2020 与 2021 年的表中没有 · 只见于一个实现"""


class OutputTrtinfo(ReplyBase):
    """2001 人员待遇享受检查 · 输出 trtinfo（多行） · 依据：公开客户端代码，3 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现"""

    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填 · 名称多处一致，其余只见于一个实现"""
    trt_chk_type: TrtChkTypeCode6
    """待遇检查类型 · 字符型 6 · 必填 · codes.TrtChkType：01-基金款项，99-其他 · 名称多处一致，其余只见于一个实现"""
    fund_pay_type: FundPayTypeCode6
    """基金支付类型 · 字符型 6 · 必填 · codes.FundPayType · 名称多处一致，其余只见于一个实现"""
    trt_enjymnt_flag: TrtEnjymntFlagCode3
    """基金款项待遇享受标志 · 字符型 3 · 必填 · codes.TrtEnjymntFlag：0-否，1-是 · 名称多处一致，其余只见于一个实现"""
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
