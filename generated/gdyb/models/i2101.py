# Written by gdyb-generator from spec/; change the spec and regenerate.

from typing import Annotated

from pydantic import Field

from gdyb._base import ReplyBase, Request
from gdyb.types import (
    AcctUsedFlagCode1,
    ChrgitmLvCode3,
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
    Num4_1,
    Num4_2,
    Num5_4,
    Num16_2,
    Num16_4,
    Num16_6,
    PsnCertTypeCode6,
    PsnTypeCode6,
    RxCircFlagCode3,
    Str3,
    Str6,
    Str30,
    Str30Id,
    Str50,
    Str50Card,
    Str50Id,
    Str50Name,
    Str150,
    Str200,
    Str500,
    Str4000,
    TcmdrugUsedWayCode6,
    YesNoCode3,
)


class InputDrugdetail(Request):
    """2101 药店预结算 · 输入 drugdetail（多行） · 依据：公开客户端代码，仅一个实现有字段名与次序；类型、长度、代码标识与是否必填取自同类接口 · 可信程度：类型与长度多照同类接口推定"""

    feedetl_sn: Str30
    """费用明细流水号 · 字符型 30 · 必填 · 同一次就诊内唯一 · 名称只见于一个实现，其余照 2204 feedetail 推定"""
    rxno: Str30 | None = None
    """处方号 · 字符型 30 · 可空 · 名称只见于一个实现，其余照 2204 feedetail 推定"""
    rx_circ_flag: RxCircFlagCode3
    """外购处方标志 · 字符型 3 · 必填 · codes.RxCircFlag：0-不外购，1-外购 · 名称只见于一个实现，其余照 2204 feedetail 推定"""
    fee_ocur_time: DateTime19
    """费用发生时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss · 名称只见于一个实现，其余照 2204 feedetail 推定"""
    med_list_codg: Str50
    """医疗目录编码 · 字符型 50 · 必填 · 名称只见于一个实现，其余照 2204 feedetail 推定"""
    medins_list_codg: Str150
    """医药机构目录编码 · 字符型 150 · 必填 · 名称只见于一个实现，其余照 2204 feedetail 推定"""
    det_item_fee_sumamt: Num16_2
    """明细项目费用总额 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2204 feedetail 推定"""
    cnt: Num16_4
    """数量 · 数值型 16,4 · 必填 · 名称只见于一个实现，其余照 2204 feedetail 推定"""
    pric: Num16_6
    """单价 · 数值型 16,6 · 必填 · 名称只见于一个实现，其余照 2204 feedetail 推定"""
    sin_dos_dscr: Str200 | None = None
    """单次剂量描述 · 字符型 200 · 可空 · 名称只见于一个实现，其余照 2204 feedetail 推定"""
    used_frqu_dscr: Str200 | None = None
    """使用频次描述 · 字符型 200 · 可空 · 名称只见于一个实现，其余照 2204 feedetail 推定"""
    prd_days: Num4_2 | None = None
    """周期天数 · 数值型 4,2 · 可空 · 名称只见于一个实现，其余照 2204 feedetail 推定"""
    medc_way_dscr: Str200 | None = None
    """用药途径描述 · 字符型 200 · 可空 · 名称只见于一个实现，其余照 2204 feedetail 推定"""
    bilg_dr_codg: Str30
    """开单医生编码 · 字符型 30 · 必填 · 名称只见于一个实现，其余照 2204 feedetail 推定"""
    bilg_dr_name: Str50Name
    """开单医师姓名 · 字符型 50 · 必填 · 名称只见于一个实现，其余照 2204 feedetail 推定"""
    tcmdrug_used_way: TcmdrugUsedWayCode6 | None = None
    """中药使用方式 · 字符型 6 · 可空 · codes.TcmdrugUsedWay：1-复方，2-单方 · 名称只见于一个实现，其余照 2204 feedetail 推定"""


class InputDruginfo(Request):
    """2101 药店预结算 · 输入 druginfo（单行） · 依据：公开客户端代码，仅一个实现有字段名与次序；类型、长度、代码标识与是否必填取自同类接口 · 可信程度：类型与长度多照同类接口推定"""

    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填 · 名称只见于一个实现，其余照 2206 data 推定"""
    mdtrt_cert_type: MdtrtCertTypeCode3
    """就诊凭证类型 · 字符型 3 · 必填 · codes.MdtrtCertType：01-电子凭证，02-身份证，03-社保卡 · 名称只见于一个实现，其余照 2206 data 推定"""
    mdtrt_cert_no: Str50Card | None = None
    """就诊凭证编号 · 字符型 50 · 可空 · 随 mdtrt_cert_type：01 填电子凭证码，02 填身份证号，03 填社保卡卡号 · 名称只见于一个实现，其余照 2206 data 推定"""
    begntime: DateTime19 | None = None
    """开始时间 · 日期时间型 · 是否必填不详，按可空处理 · 格式：yyyy-MM-dd HH:mm:ss · 只见于一个实现"""
    medfee_sumamt: Num16_2
    """医疗费总额 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 data 推定"""
    insutype: InsutypeCode6
    """险种类型 · 字符型 6 · 必填 · codes.Insutype · 名称只见于一个实现，其余照 2206 data 推定"""
    dise_codg: Str30 | None = None
    """病种编码 · 字符型 30 · 是否必填不详，按可空处理 · 取自标准目录的病种代码（按病种结算、门诊慢特病、日间手术） · 只见于一个实现"""
    dise_name: Str500 | None = None
    """病种名称 · 字符型 500 · 是否必填不详，按可空处理 · 只见于一个实现"""
    acct_used_flag: AcctUsedFlagCode1
    """个人账户使用标志 · 字符型 1 · 必填 · codes.AcctUsedFlag：0-否，1-是 · 名称只见于一个实现，其余照 2206 data 推定"""
    med_type: MedTypeCode6
    """医疗类别 · 字符型 6 · 必填 · codes.MedType · 名称只见于一个实现，其余照 2206 data 推定"""


class OutputDetlcutinfo(ReplyBase):
    """2101 药店预结算 · 输出 detlcutinfo（多行） · 依据：公开客户端代码，仅一个实现有字段名与次序；类型、长度、代码标识与是否必填取自同类接口 · 可信程度：类型与长度多照同类接口推定"""

    feedetl_sn: Str30
    """费用明细流水号 · 字符型 30 · 必填 · 名称只见于一个实现，其余照 2204 result 推定"""
    det_item_fee_sumamt: Num16_2
    """明细项目费用总额 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2204 result 推定"""
    cnt: Num16_4
    """数量 · 数值型 16,4 · 必填 · 名称只见于一个实现，其余照 2204 result 推定"""
    pric: Num16_6
    """单价 · 数值型 16,6 · 必填 · 名称只见于一个实现，其余照 2204 result 推定"""
    pric_uplmt_amt: Num16_6
    """定价上限金额 · 数值型 16,6 · 必填 · 名称只见于一个实现，其余照 2204 result 推定"""
    selfpay_prop: Num5_4 | None = None
    """自付比例 · 数值型 5,4 · 可空 · 名称只见于一个实现，其余照 2204 result 推定"""
    fulamt_ownpay_amt: Num16_2 | None = None
    """全自费金额 · 数值型 16,2 · 可空 · 名称只见于一个实现，其余照 2204 result 推定"""
    overlmt_amt: Num16_2 | None = None
    """超限价金额 · 数值型 16,2 · 可空 · 名称只见于一个实现，其余照 2204 result 推定"""
    inscp_scp_amt: Num16_2 | None = None
    """符合政策范围金额 · 数值型 16,2 · 可空 · 名称只见于一个实现，其余照 2204 result 推定"""
    preselfpay_amt: Num16_2 | None = None
    """先行自付金额 · 数值型 16,2 · 可空 · 名称只见于一个实现，其余照 2204 result 推定"""
    chrgitm_lv: ChrgitmLvCode3
    """收费项目等级 · 字符型 3 · 必填 · codes.ChrgitmLv：01-甲，02-乙，03-丙 · 名称只见于一个实现，其余照 2204 result 推定"""
    med_chrgitm_type: Str6
    """医疗收费项目类别 · 字符型 6 · 必填 · 名称只见于一个实现，其余照 2204 result 推定"""
    bas_medn_flag: YesNoCode3 | None = None
    """基本药物标志 · 字符型 3 · 可空 · codes.YesNo：0-否，1-是 · 名称只见于一个实现，其余照 2204 result 推定"""
    hi_nego_drug_flag: YesNoCode3 | None = None
    """医保谈判药品标志 · 字符型 3 · 可空 · codes.YesNo：0-否，1-是 · 名称只见于一个实现，其余照 2204 result 推定"""
    chld_medc_flag: Str3 | None = None
    """儿童用药标志 · 字符型 3 · 可空 · 名称只见于一个实现，其余照 2204 result 推定"""
    list_sp_item_flag: Str3 | None = None
    """目录特项标志 · 字符型 3 · 可空 · 特检特治项目或特殊药品 · 名称只见于一个实现，其余照 2204 result 推定"""
    drt_reim_flag: YesNoCode3 | None = None
    """直报标志 · 字符型 3 · 可空 · codes.YesNo：0-否，1-是 · 名称只见于一个实现，其余照 2204 result 推定"""
    memo: Str500 | None = None
    """备注 · 字符型 500 · 可空 · 名称只见于一个实现，其余照 2204 result 推定"""


class OutputSetldetail(ReplyBase):
    """2101 药店预结算 · 输出 setldetail（多行） · 依据：公开客户端代码，仅一个实现有字段名与次序；类型、长度、代码标识与是否必填取自同类接口 · 可信程度：类型与长度多照同类接口推定"""

    fund_pay_type: FundPayTypeCode6
    """基金支付类型 · 字符型 6 · 必填 · codes.FundPayType · 名称只见于一个实现，其余照 2206 setldetail 推定"""
    inscp_scp_amt: Num16_2
    """符合政策范围金额 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 setldetail 推定"""
    crt_payb_lmt_amt: Num16_2
    """本次可支付限额金额 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 setldetail 推定"""
    fund_payamt: Num16_2
    """基金支付金额 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 setldetail 推定"""
    fund_pay_type_name: Str200 | None = None
    """基金支付类型名称 · 字符型 200 · 可空 · 名称只见于一个实现，其余照 2206 setldetail 推定"""
    setl_proc_info: Str4000 | None = None
    """结算过程信息 · 字符型 4000 · 可空 · 名称只见于一个实现，其余照 2206 setldetail 推定"""


class OutputSetlinfo(ReplyBase):
    """2101 药店预结算 · 输出 setlinfo（单行） · 依据：公开客户端代码，仅一个实现有字段名与次序；类型、长度、代码标识与是否必填取自同类接口 · 可信程度：类型与长度多照同类接口推定"""

    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    psn_name: Str50Name
    """人员姓名 · 字符型 50 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    psn_cert_type: PsnCertTypeCode6
    """人员证件类型 · 字符型 6 · 必填 · codes.PsnCertType · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    certno: Str50Id
    """证件号码 · 字符型 50 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    gend: GendCode6 | None = None
    """性别 · 字符型 6 · 可空 · codes.Gend · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    naty: Str3 | None = None
    """民族 · 字符型 3 · 可空 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    brdy: Date10Id | None = None
    """出生日期 · 日期型 · 可空 · 格式：yyyy-MM-dd · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    age: Num4_1 | None = None
    """年龄 · 数值型 4,1 · 可空 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    insutype: InsutypeCode6 | None = None
    """险种类型 · 字符型 6 · 可空 · codes.Insutype · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    psn_type: PsnTypeCode6
    """人员类别 · 字符型 6 · 必填 · codes.PsnType · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    cvlserv_flag: CvlservFlagCode3
    """公务员标志 · 字符型 3 · 必填 · codes.CvlservFlag：0-否，1-是 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    setl_time: DateTime19
    """结算时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    mdtrt_cert_type: MdtrtCertTypeCode3 | None = None
    """就诊凭证类型 · 字符型 3 · 可空 · codes.MdtrtCertType：01-电子凭证，02-身份证，03-社保卡 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    med_type: MedTypeCode6
    """医疗类别 · 字符型 6 · 必填 · codes.MedType · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    medfee_sumamt: Num16_2
    """医疗费总额 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    fulamt_ownpay_amt: Num16_2
    """全自费金额 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    overlmt_selfpay: Num16_2
    """超限价自费费用 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    preselfpay_amt: Num16_2
    """先行自付金额 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    inscp_scp_amt: Num16_2
    """符合政策范围金额 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    act_pay_dedc: Num16_2 | None = None
    """实际支付起付线 · 数值型 16,2 · 可空 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    hifp_pay: Num16_2
    """基本医疗保险统筹基金支出 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    pool_prop_selfpay: Num5_4
    """基本医疗保险统筹基金支付比例 · 数值型 5,4 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    cvlserv_pay: Num16_2
    """公务员医疗补助资金支出 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    hifes_pay: Num16_2
    """企业补充医疗保险基金支出 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    hifmi_pay: Num16_2
    """居民大病保险资金支出 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    hifob_pay: Num16_2
    """职工大额医疗费用补助基金支出 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    maf_pay: Num16_2
    """医疗救助基金支出 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    oth_pay: Num16_2
    """其他支出 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    fund_pay_sumamt: Num16_2
    """基金支付总额 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    psn_part_amt: Num16_2
    """个人负担总金额 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    acct_pay: Num16_2
    """个人账户支出 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    psn_cash_pay: Num16_2
    """个人现金支出 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    balc: Num16_2
    """余额 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    acct_mulaid_pay: Num16_2
    """个人账户共济支付金额 · 数值型 16,2 · 必填 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    medins_setl_id: Str30
    """医药机构结算ID · 字符型 30 · 必填 · 即结算请求的发送方报文ID（msgid） · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    clr_optins: Str6 | None = None
    """清算经办机构 · 字符型 6 · 可空 · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    clr_way: ClrWayCode6 | None = None
    """清算方式 · 字符型 6 · 可空 · codes.ClrWay · 名称只见于一个实现，其余照 2206 setlinfo 推定"""
    clr_type: ClrTypeCode6
    """清算类别 · 字符型 6 · 必填 · codes.ClrType · 名称只见于一个实现，其余照 2206 setlinfo 推定"""


class Input(Request):
    """2101 药店预结算 · 输入"""

    druginfo: InputDruginfo
    drugdetail: Annotated[list[InputDrugdetail], Field(min_length=1)]


class Output(ReplyBase):
    """2101 药店预结算 · 输出"""

    setlinfo: OutputSetlinfo
    setldetail: list[OutputSetldetail]
    detlcutinfo: list[OutputDetlcutinfo]
