# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import (
    ClrTypeCode6,
    ClrWayCode6,
    CvlservFlagCode3,
    Date10,
    Date10Id,
    DateTime19,
    FundPayTypeCode6,
    GendCode6,
    InsutypeCode6,
    MdtrtCertTypeCode3,
    MedTypeCode6,
    Num4_1,
    Num5_4,
    Num16_2,
    PayLocCode6,
    PsnCertTypeCode6,
    PsnTypeCode6,
    RefdSetlFlagCode3,
    Str3,
    Str4,
    Str6,
    Str12,
    Str20,
    Str30,
    Str30Id,
    Str50Id,
    Str50Name,
    Str200,
    Str200Name,
    Str500,
    Str4000,
    YesNoCode3,
)


class InputData(Request):
    """5203 结算信息查询 · 输入 data（单行） · 依据：公开客户端代码，5 个实现一致 · 可信程度：两个以上实现一致"""

    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填"""
    setl_id: Str30 | None = None
    """结算ID · 字符型 30 · 可空 · 勘误 N09：可以留空：此时按 psn_no 与 mdtrt_id 查询，答复中 medins_setl_id 与结算的 msgid 相同的才是那笔结算。"""
    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填"""


class OutputSetldetail(ReplyBase):
    """5203 结算信息查询 · 输出 setldetail（多行） · 依据：公开客户端代码，4 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现"""

    fund_pay_type: FundPayTypeCode6
    """基金支付类型 · 字符型 6 · 必填 · codes.FundPayType · 名称多处一致，其余只见于一个实现"""
    inscp_scp_amt: Num16_2
    """符合政策范围金额 · 数值型 16,2 · 必填 · 名称多处一致，其余只见于一个实现"""
    crt_payb_lmt_amt: Num16_2
    """本次可支付限额金额 · 数值型 16,2 · 必填 · 名称多处一致，其余只见于一个实现"""
    fund_payamt: Num16_2
    """基金支付金额 · 数值型 16,2 · 必填 · 名称多处一致，其余只见于一个实现"""
    fund_pay_type_name: Str200 | None = None
    """基金支付类型名称 · 字符型 200 · 可空 · 名称多处一致，其余只见于一个实现"""
    setl_proc_info: Str4000 | None = None
    """结算过程信息 · 字符型 4000 · 可空 · 名称多处一致，其余只见于一个实现"""


class OutputSetlinfo(ReplyBase):
    """5203 结算信息查询 · 输出 setlinfo（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致"""

    setl_id: Str30
    """结算ID · 字符型 30 · 必填"""
    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填"""
    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填"""
    psn_name: Str50Name
    """人员姓名 · 字符型 50 · 必填"""
    psn_cert_type: PsnCertTypeCode6
    """人员证件类型 · 字符型 6 · 必填 · codes.PsnCertType"""
    certno: Str50Id
    """证件号码 · 字符型 50 · 必填"""
    gend: GendCode6
    """性别 · 字符型 6 · 必填 · codes.Gend · 名称多处一致，其余只见于一个实现"""
    naty: Str3 | None = None
    """民族 · 字符型 3 · 可空"""
    brdy: Date10Id | None = None
    """出生日期 · 日期型 · 可空 · 格式：yyyy-MM-dd"""
    age: Num4_1 | None = None
    """年龄 · 数值型 4,1 · 可空"""
    insutype: InsutypeCode6
    """险种类型 · 字符型 6 · 必填 · codes.Insutype · 名称多处一致，其余只见于一个实现"""
    psn_type: PsnTypeCode6
    """人员类别 · 字符型 6 · 必填 · codes.PsnType"""
    cvlserv_flag: CvlservFlagCode3
    """公务员标志 · 字符型 3 · 必填 · codes.CvlservFlag：0-否，1-是"""
    flxempe_flag: Str3 | None = None
    """灵活就业标志 · 字符型 3 · 可空"""
    nwb_flag: YesNoCode3 | None = None
    """新生儿标志 · 字符型 3 · 可空 · codes.YesNo：0-否，1-是"""
    insu_optins: Str6 | None = None
    """参保机构医保区划 · 字符型 6 · 可空"""
    emp_name: Str200Name | None = None
    """单位名称 · 字符型 200 · 可空"""
    pay_loc: PayLocCode6
    """支付地点类别 · 字符型 6 · 必填 · codes.PayLoc"""
    fixmedins_code: Str12
    """定点医药机构编号 · 字符型 12 · 必填"""
    fixmedins_name: Str200
    """定点医药机构名称 · 字符型 200 · 必填"""
    hosp_lv: Str6 | None = None
    """医院等级 · 字符型 6 · 可空"""
    fixmedins_poolarea: Str6 | None = None
    """定点归属机构 · 字符型 6 · 可空"""
    lmtpric_hosp_lv: Str6 | None = None
    """限价医院等级 · 字符型 6 · 可空"""
    dedc_hosp_lv: Str6 | None = None
    """起付线医院等级 · 字符型 6 · 可空"""
    begndate: Date10
    """开始日期 · 日期型 · 必填 · 格式：yyyy-MM-dd"""
    enddate: Date10
    """结束日期 · 日期型 · 必填 · 格式：yyyy-MM-dd"""
    setl_time: DateTime19
    """结算时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss · 名称多处一致，其余只见于一个实现"""
    mdtrt_cert_type: MdtrtCertTypeCode3 | None = None
    """就诊凭证类型 · 字符型 3 · 可空 · codes.MdtrtCertType：01-电子凭证，02-身份证，03-社保卡 · 名称多处一致，其余只见于一个实现"""
    med_type: MedTypeCode6
    """医疗类别 · 字符型 6 · 必填 · codes.MedType"""
    clr_type: ClrTypeCode6
    """清算类别 · 字符型 6 · 必填 · codes.ClrType"""
    clr_way: ClrWayCode6 | None = None
    """清算方式 · 字符型 6 · 可空 · codes.ClrWay"""
    clr_optins: Str6 | None = None
    """清算经办机构 · 字符型 6 · 可空"""
    medfee_sumamt: Num16_2
    """医疗费总额 · 数值型 16,2 · 必填"""
    fulamt_ownpay_amt: Num16_2
    """全自费金额 · 数值型 16,2 · 必填"""
    overlmt_selfpay: Num16_2
    """超限价自费费用 · 数值型 16,2 · 必填"""
    preselfpay_amt: Num16_2
    """先行自付金额 · 数值型 16,2 · 必填"""
    inscp_scp_amt: Num16_2
    """符合政策范围金额 · 数值型 16,2 · 必填"""
    act_pay_dedc: Num16_2
    """实际支付起付线 · 数值型 16,2 · 必填 · 名称多处一致，其余只见于一个实现"""
    hifp_pay: Num16_2
    """基本医疗保险统筹基金支出 · 数值型 16,2 · 必填"""
    pool_prop_selfpay: Num5_4
    """基本医疗保险统筹基金支付比例 · 数值型 5,4 · 必填"""
    cvlserv_pay: Num16_2
    """公务员医疗补助资金支出 · 数值型 16,2 · 必填"""
    hifes_pay: Num16_2
    """企业补充医疗保险基金支出 · 数值型 16,2 · 必填"""
    hifmi_pay: Num16_2
    """居民大病保险资金支出 · 数值型 16,2 · 必填"""
    hifob_pay: Num16_2
    """职工大额医疗费用补助基金支出 · 数值型 16,2 · 必填"""
    maf_pay: Num16_2
    """医疗救助基金支出 · 数值型 16,2 · 必填"""
    oth_pay: Num16_2
    """其他支出 · 数值型 16,2 · 必填"""
    fund_pay_sumamt: Num16_2
    """基金支付总额 · 数值型 16,2 · 必填"""
    psn_pay: Num16_2
    """个人支付金额 · 数值型 16,2 · 必填"""
    acct_pay: Num16_2
    """个人账户支出 · 数值型 16,2 · 必填"""
    cash_payamt: Num16_2
    """现金支付金额 · 数值型 16,2 · 必填"""
    balc: Num16_2
    """余额 · 数值型 16,2 · 必填"""
    acct_mulaid_pay: Num16_2
    """个人账户共济支付金额 · 数值型 16,2 · 必填"""
    medins_setl_id: Str30
    """医药机构结算ID · 字符型 30 · 必填 · 即结算请求的发送方报文ID（msgid）"""
    refd_setl_flag: RefdSetlFlagCode3
    """退费结算标志 · 字符型 3 · 必填 · codes.RefdSetlFlag：0-正常，1-退费"""
    year: Str4
    """年度 · 字符型 4 · 必填"""
    dise_codg: Str30 | None = None
    """病种编码 · 字符型 30 · 可空 · 取自标准目录的病种代码（按病种结算、门诊慢特病、日间手术）"""
    dise_name: Str500 | None = None
    """病种名称 · 字符型 500 · 可空"""
    invono: Str20 | None = None
    """发票号 · 字符型 20 · 可空"""
    opter_id: Str20 | None = None
    """经办人ID · 字符型 20 · 可空"""
    opter_name: Str50Name | None = None
    """经办人姓名 · 字符型 50 · 可空"""
    opt_time: DateTime19 | None = None
    """经办时间 · 日期时间型 · 可空 · 格式：yyyy-MM-dd HH:mm:ss"""


class Input(Request):
    """5203 结算信息查询 · 输入"""

    data: InputData


class Output(ReplyBase):
    """5203 结算信息查询 · 输出"""

    setlinfo: OutputSetlinfo
    setldetail: list[OutputSetldetail]
