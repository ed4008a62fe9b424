# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import (
    AcctUsedFlagCode1,
    ClrTypeCode6,
    ClrWayCode6,
    CvlservFlagCode3,
    Date10Id,
    DateTime19,
    FundPayTypeCode6,
    GendCode6,
    InsutypeCode6,
    MdtrtCertTypeCode3,
    MedTypeCode6,
    MidSetlFlagCode3,
    Num4_1,
    Num5_4,
    Num16_2,
    PsnCertTypeCode6,
    PsnSetlwayCode6,
    PsnTypeCode6,
    Str3,
    Str6,
    Str20,
    Str30,
    Str30Id,
    Str50Card,
    Str50Id,
    Str50Name,
    Str200,
    Str4000,
)


class InputData(Request):
    """2304 住院结算 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致"""

    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填"""
    mdtrt_cert_type: MdtrtCertTypeCode3
    """就诊凭证类型 · 字符型 3 · 必填 · codes.MdtrtCertType：01-电子凭证，02-身份证，03-社保卡"""
    mdtrt_cert_no: Str50Card | None = None
    """就诊凭证编号 · 字符型 50 · 可空 · 随 mdtrt_cert_type：01 填电子凭证码，02 填身份证号，03 填社保卡卡号"""
    medfee_sumamt: Num16_2
    """医疗费总额 · 数值型 16,2 · 必填"""
    psn_setlway: PsnSetlwayCode6
    """个人结算方式 · 字符型 6 · 必填 · codes.PsnSetlway：01-按项目结算，02-按定额结算"""
    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填"""
    insutype: InsutypeCode6
    """险种类型 · 字符型 6 · 必填 · codes.Insutype"""
    acct_used_flag: AcctUsedFlagCode1
    """个人账户使用标志 · 字符型 1 · 必填 · codes.AcctUsedFlag：0-否，1-是"""
    invono: Str20 | None = None
    """发票号 · 字符型 20 · 可空"""
    mid_setl_flag: MidSetlFlagCode3
    """中途结算标志 · 字符型 3 · 必填 · codes.MidSetlFlag：0-否，1-是"""
    fulamt_ownpay_amt: Num16_2 | None = None
    """全自费金额 · 数值型 16,2 · 可空"""
    overlmt_selfpay: Num16_2 | None = None
    """超限价金额 · 数值型 16,2 · 可空"""
    preselfpay_amt: Num16_2 | None = None
    """先行自付金额 · 数值型 16,2 · 可空"""
    inscp_scp_amt: Num16_2 | None = None
    """符合政策范围金额 · 数值型 16,2 · 可空"""
    dscg_time: DateTime19 | None = None
    """出院时间 · 日期时间型 19 · 是否必填不详，按可空处理 · 后来增加的字段。推定格式：yyyy-MM-dd HH:mm:ss · 勘误 N03：2304 采用日期时间型，长度 19；2303 照日期型。 · 只见于一个实现"""
    exp_content: Str4000 | None = None
    """字段扩展 · 字符型 4000 · 可空 · 后来增加的扩展字段，2020 与 2021 年的表中没有 · 也见写作 expContent · 名称多处一致，其余只见于一个实现"""


class OutputSetldetail(ReplyBase):
    """2304 住院结算 · 输出 setldetail（多行） · 依据：公开客户端代码，4 个实现一致；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致"""

    fund_pay_type: FundPayTypeCode6
    """基金支付类型 · 字符型 6 · 必填 · codes.FundPayType"""
    inscp_scp_amt: Num16_2
    """符合政策范围金额 · 数值型 16,2 · 必填"""
    crt_payb_lmt_amt: Num16_2
    """本次可支付限额金额 · 数值型 16,2 · 必填"""
    fund_payamt: Num16_2
    """基金支付金额 · 数值型 16,2 · 必填"""
    fund_pay_type_name: Str200 | None = None
    """基金支付类型名称 · 字符型 200 · 可空"""
    setl_proc_info: Str4000 | None = None
    """结算过程信息 · 字符型 4000 · 可空"""


class OutputSetlinfo(ReplyBase):
    """2304 住院结算 · 输出 setlinfo（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致"""

    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填"""
    setl_id: Str30
    """结算ID · 字符型 30 · 必填"""
    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填"""
    psn_name: Str50Name
    """人员姓名 · 字符型 50 · 必填"""
    psn_cert_type: PsnCertTypeCode6
    """人员证件类型 · 字符型 6 · 必填 · codes.PsnCertType"""
    certno: Str50Id
    """证件号码 · 字符型 50 · 必填"""
    gend: GendCode6 | None = None
    """性别 · 字符型 6 · 可空 · codes.Gend"""
    naty: Str3 | None = None
    """民族 · 字符型 3 · 可空"""
    brdy: Date10Id | None = None
    """出生日期 · 日期型 · 可空 · 格式：yyyy-MM-dd"""
    age: Num4_1 | None = None
    """年龄 · 数值型 4,1 · 可空"""
    insutype: InsutypeCode6 | None = None
    """险种类型 · 字符型 6 · 可空 · codes.Insutype"""
    psn_type: PsnTypeCode6
    """人员类别 · 字符型 6 · 必填 · codes.PsnType"""
    cvlserv_flag: CvlservFlagCode3
    """公务员标志 · 字符型 3 · 必填 · codes.CvlservFlag：0-否，1-是"""
    setl_time: DateTime19 | None = None
    """结算时间 · 日期时间型 · 可空 · 格式：yyyy-MM-dd HH:mm:ss"""
    mdtrt_cert_type: MdtrtCertTypeCode3 | None = None
    """就诊凭证类型 · 字符型 3 · 可空 · codes.MdtrtCertType：01-电子凭证，02-身份证，03-社保卡"""
    med_type: MedTypeCode6
    """医疗类别 · 字符型 6 · 必填 · codes.MedType"""
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
    act_pay_dedc: Num16_2 | None = None
    """实际支付起付线 · 数值型 16,2 · 可空"""
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
    hifdm_pay: Num16_2
    """伤残人员医疗保障基金支出 · 数值型 16,2 · 必填 · 金额；后来增加的字段，唯一写明类型的实现把它写成字符型 16,2 · 名称多处一致，其余只见于一个实现"""
    maf_pay: Num16_2
    """医疗救助基金支出 · 数值型 16,2 · 必填"""
    hosp_part_amt: Num16_2 | None = None
    """医院负担金额 · 数值型 16,2 · 可空"""
    oth_pay: Num16_2
    """其他支出 · 数值型 16,2 · 必填"""
    fund_pay_sumamt: Num16_2
    """基金支付总额 · 数值型 16,2 · 必填"""
    psn_part_amt: Num16_2 | None = None
    """个人负担总金额 · 数值型 16,2 · 可空"""
    acct_pay: Num16_2
    """个人账户支出 · 数值型 16,2 · 必填"""
    psn_cash_pay: Num16_2
    """个人现金支出 · 数值型 16,2 · 必填"""
    balc: Num16_2
    """余额 · 数值型 16,2 · 必填"""
    acct_mulaid_pay: Num16_2
    """个人账户共济支付金额 · 数值型 16,2 · 必填"""
    medins_setl_id: Str30
    """医药机构结算ID · 字符型 30 · 必填 · 即结算请求的发送方报文ID（msgid）"""
    clr_optins: Str6 | None = None
    """清算经办机构 · 字符型 6 · 可空"""
    clr_way: ClrWayCode6 | None = None
    """清算方式 · 字符型 6 · 可空 · codes.ClrWay"""
    clr_type: ClrTypeCode6
    """清算类别 · 字符型 6 · 必填 · codes.ClrType"""


class Input(Request):
    """2304 住院结算 · 输入"""

    data: InputData


class Output(ReplyBase):
    """2304 住院结算 · 输出"""

    setlinfo: OutputSetlinfo
    setldetail: list[OutputSetldetail]
