# Written by gdyb-generator from spec/; change the spec and regenerate.

from typing import Annotated

from pydantic import Field

from gdyb._base import ReplyBase, Request
from gdyb.types import (
    Date10,
    Date10Id,
    Date19,
    DateTime19,
    DiagTypeCode3,
    DscgWayCode3,
    FundPayTypeCode6,
    GendCode6,
    Int3,
    Int6,
    Num4_1,
    Num6_2,
    Num16_2,
    Str3,
    Str6,
    Str10,
    Str12,
    Str20,
    Str30,
    Str30Id,
    Str40Id,
    Str50,
    Str50Id,
    Str50Name,
    Str50Phone,
    Str100,
    Str200,
    Str200Id,
    Str200Name,
    Str500,
    StrAny,
    YesNoCode3,
)


class InputDiseinfo(Request):
    """4101 医疗保障基金结算清单信息上传 · 输入 diseinfo（多行，可省略） · 依据：公开客户端代码，3 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致"""

    diag_type: DiagTypeCode3
    """诊断类别 · 字符型 3 · 必填 · codes.DiagType：1-西医诊断，2-中医主病诊断，3-中医主证诊断"""
    diag_code: Str20
    """诊断代码 · 字符型 20 · 必填"""
    diag_name: Str100
    """诊断名称 · 字符型 100 · 必填"""
    adm_cond_type: Str3 | None = None
    """入院病情类型 · 字符型 3 · 可空"""
    maindiag_flag: YesNoCode3
    """是否主诊断 · 字符型 3 · 必填 · codes.YesNo：0-否，1-是 · 名称多处一致，其余只见于一个实现"""


class InputIcuinfo(Request):
    """4101 医疗保障基金结算清单信息上传 · 输入 icuinfo（多行，可省略） · 依据：公开客户端代码，3 个实现一致 · 可信程度：两个以上实现一致"""

    scs_cutd_ward_type: Str6
    """重症监护病房类型 · 字符型 6 · 必填"""
    scs_cutd_inpool_time: DateTime19
    """重症监护进入时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss"""
    scs_cutd_exit_time: DateTime19
    """重症监护退出时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss"""
    scs_cutd_sum_dura: Str10
    """重症监护合计时长 · 字符型 10 · 必填 · 天/小时/分钟"""


class InputIteminfo(Request):
    """4101 医疗保障基金结算清单信息上传 · 输入 iteminfo（多行） · 依据：公开客户端代码，3 个实现一致 · 可信程度：两个以上实现一致"""

    med_chrgitm: Str6
    """医疗收费项目 · 字符型 6 · 必填"""
    amt: Num16_2
    """金额 · 数值型 16,2 · 必填"""
    claa_sumfee: Num16_2
    """甲类费用合计 · 数值型 16,2 · 必填"""
    clab_amt: Num16_2
    """乙类金额 · 数值型 16,2 · 必填"""
    fulamt_ownpay_amt: Num16_2
    """全自费金额 · 数值型 16,2 · 必填"""
    oth_amt: Num16_2
    """其他金额 · 数值型 16,2 · 必填"""


class InputOprninfo(Request):
    """4101 医疗保障基金结算清单信息上传 · 输入 oprninfo（多行，可省略） · 依据：公开客户端代码，3 个实现一致 · 可信程度：两个以上实现一致"""

    oprn_oprt_type: Str3
    """手术操作类别 · 字符型 3 · 必填"""
    oprn_oprt_name: Str500
    """手术操作名称 · 字符型 500 · 必填"""
    oprn_oprt_code: Str30
    """手术操作代码 · 字符型 30 · 必填 · 日间手术病种需要填写"""
    oprn_oprt_date: Date19
    """手术操作日期 · 日期型 19 · 必填 · 格式：yyyy-MM-dd · 勘误 N08：采用长度 19 的日期型：给了时分秒就照发 yyyy-MM-dd HH:mm:ss，只给日期时发 yyyy-MM-dd。"""
    anst_way: Str6 | None = None
    """麻醉方式 · 字符型 6 · 可空"""
    oper_dr_name: Str50Name
    """术者医师姓名 · 字符型 50 · 必填"""
    oper_dr_code: Str20
    """术者医师代码 · 字符型 20 · 必填"""
    anst_dr_name: Str50Name | None = None
    """麻醉医师姓名 · 字符型 50 · 可空"""
    anst_dr_code: Str20 | None = None
    """麻醉医师代码 · 字符型 20 · 可空"""


class InputOpspdiseinfo(Request):
    """4101 医疗保障基金结算清单信息上传 · 输入 opspdiseinfo（多行，可省略） · 依据：公开客户端代码，3 个实现一致 · 可信程度：两个以上实现一致"""

    diag_name: Str100
    """诊断名称 · 字符型 100 · 必填"""
    diag_code: Str20
    """诊断代码 · 字符型 20 · 必填"""
    oprn_oprt_name: Str500 | None = None
    """手术操作名称 · 字符型 500 · 可空"""
    oprn_oprt_code: Str30 | None = None
    """手术操作代码 · 字符型 30 · 可空 · 日间手术病种需要填写"""


class InputPayinfo(Request):
    """4101 医疗保障基金结算清单信息上传 · 输入 payinfo（多行，可省略） · 依据：公开客户端代码，3 个实现一致 · 可信程度：两个以上实现一致"""

    fund_pay_type: FundPayTypeCode6
    """基金支付类型 · 字符型 6 · 必填 · codes.FundPayType"""
    fund_payamt: Num16_2
    """基金支付金额 · 数值型 16,2 · 必填"""


class InputSetlinfo(Request):
    """4101 医疗保障基金结算清单信息上传 · 输入 setlinfo（单行） · 依据：公开客户端代码，3 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致"""

    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填"""
    setl_id: Str30
    """结算ID · 字符型 30 · 必填"""
    fixmedins_name: Str200
    """定点医药机构名称 · 字符型 200 · 必填"""
    fixmedins_code: Str12
    """定点医药机构编号 · 字符型 12 · 必填"""
    hi_setl_lv: Str3 | None = None
    """医保结算等级 · 字符型 3 · 可空"""
    hi_no: Str30Id | None = None
    """医保编号 · 字符型 30 · 可空"""
    medcasno: Str40Id
    """病案号 · 字符型 40 · 必填"""
    dcla_time: DateTime19 | None = None
    """申报时间 · 日期时间型 · 可空 · 格式：yyyy-MM-dd HH:mm:ss"""
    psn_name: Str50Name
    """人员姓名 · 字符型 50 · 必填"""
    gend: GendCode6
    """性别 · 字符型 6 · 必填 · codes.Gend"""
    brdy: Date10Id
    """出生日期 · 日期型 · 必填 · 格式：yyyy-MM-dd"""
    age: Num4_1 | None = None
    """年龄 · 数值型 4,1 · 可空 · 周岁；满 1 周岁时填写"""
    ntly: Str6
    """国籍 · 字符型 6 · 必填"""
    nwb_age: Int3 | None = None
    """（年龄不足1周岁）年龄 · 数值型 3 · 可空 · 天数；不足 1 周岁时填写"""
    naty: Str3
    """民族 · 字符型 3 · 必填"""
    patn_cert_type: Str3
    """患者证件类别 · 字符型 3 · 必填"""
    certno: Str50Id
    """证件号码 · 字符型 50 · 必填"""
    prfs: Str6
    """职业 · 字符型 6 · 必填"""
    curr_addr: Str200Id | None = None
    """现住址 · 字符型 200 · 可空"""
    emp_name: Str200Name | None = None
    """单位名称 · 字符型 200 · 可空"""
    emp_addr: Str200Id | None = None
    """单位地址 · 字符型 200 · 可空"""
    emp_tel: Str50Phone | None = None
    """单位电话 · 字符型 50 · 可空"""
    poscode: Str6 | None = None
    """邮编 · 字符型 6 · 可空"""
    coner_name: Str50Name
    """联系人姓名 · 字符型 50 · 必填"""
    patn_rlts: Str6
    """与患者关系 · 字符型 6 · 必填"""
    coner_addr: Str200Id
    """联系人地址 · 字符型 200 · 必填"""
    coner_tel: Str50Phone
    """联系人电话 · 字符型 50 · 必填"""
    hi_type: Str3
    """医保类型 · 字符型 3 · 必填"""
    insuplc: Str6
    """参保地 · 字符型 6 · 必填"""
    sp_psn_type: Str6 | None = None
    """特殊人员类型 · 字符型 6 · 可空"""
    nwb_adm_type: Str3 | None = None
    """新生儿入院类型 · 字符型 3 · 可空"""
    nwb_bir_wt: Num6_2 | None = None
    """新生儿出生体重 · 数值型 6,2 · 可空 · 单位为克，精确到 10 克"""
    nwb_adm_wt: Num6_2 | None = None
    """新生儿入院体重 · 数值型 6,2 · 可空 · 单位为克，精确到 10 克"""
    opsp_diag_caty: Str50 | None = None
    """门诊慢特病诊断科别 · 字符型 50 · 可空"""
    opsp_mdtrt_date: Date10 | None = None
    """门诊慢特病就诊日期 · 日期型 · 可空 · 格式：yyyy-MM-dd"""
    ipt_med_type: Str3
    """住院医疗类型 · 字符型 3 · 必填"""
    adm_way: Str3 | None = None
    """入院途径 · 字符型 3 · 可空"""
    trt_type: Str3 | None = None
    """治疗类别 · 字符型 3 · 可空"""
    adm_time: DateTime19 | None = None
    """入院时间 · 日期时间型 · 可空 · 格式：yyyy-MM-dd HH:mm:ss"""
    adm_caty: Str6
    """入院科别 · 字符型 6 · 必填"""
    refldept_dept: Str6 | None = None
    """转科科别 · 字符型 6 · 可空 · 科室代码；多个时以箭头连接"""
    dscg_time: DateTime19 | None = None
    """出院时间 · 日期时间型 · 可空 · 格式：yyyy-MM-dd HH:mm:ss"""
    dscg_caty: Str6
    """出院科别 · 字符型 6 · 必填"""
    act_ipt_days: Int3 | None = None
    """实际住院天数 · 数值型 3 · 可空"""
    otp_wm_dise: Str200 | None = None
    """门（急）诊西医诊断 · 字符型 200 · 可空"""
    wm_dise_code: Str20 | None = None
    """西医诊断疾病代码 · 字符型 20 · 可空"""
    otp_tcm_dise: Str200 | None = None
    """门（急）诊中医诊断 · 字符型 200 · 可空"""
    tcm_dise_code: Str20 | None = None
    """中医诊断代码 · 字符型 20 · 可空"""
    diag_code_cnt: Int3 | None = None
    """诊断代码计数 · 数值型 3 · 可空"""
    maindiag_flag: YesNoCode3
    """主诊断标志 · 字符型 3 · 必填 · codes.YesNo：0-否，1-是 · 只见于一个实现"""
    oprn_oprt_code_cnt: Int3 | None = None
    """手术操作代码计数 · 数值型 3 · 可空"""
    vent_used_dura: Str10 | None = None
    """呼吸机使用时长 · 字符型 10 · 可空 · 天/小时/分钟，如 1/13/24"""
    pwcry_bfadm_coma_dura: Str10 | None = None
    """颅脑损伤患者入院前昏迷时长 · 字符型 10 · 可空 · 天/小时/分钟"""
    pwcry_afadm_coma_dura: Str10 | None = None
    """颅脑损伤患者入院后昏迷时长 · 字符型 10 · 可空 · 天/小时/分钟"""
    bld_cat: Str3 | None = None
    """输血品种 · 字符型 3 · 可空"""
    bld_amt: Int6 | None = None
    """输血量 · 数值型 6 · 可空"""
    bld_unt: Str3 | None = None
    """输血计量单位 · 字符型 3 · 可空"""
    spga_nurscare_days: Int3 | None = None
    """特级护理天数 · 数值型 3 · 可空"""
    lv1_nurscare_days: Int3 | None = None
    """一级护理天数 · 数值型 3 · 可空"""
    scd_nurscare_days: Int3 | None = None
    """二级护理天数 · 数值型 3 · 可空"""
    lv3_nurscare_days: Int3 | None = None
    """三级护理天数 · 数值型 3 · 可空"""
    dscg_way: DscgWayCode3 | None = None
    """离院方式 · 字符型 3 · 可空 · codes.DscgWay"""
    acp_medins_name: Str100 | None = None
    """拟接收机构名称 · 字符型 100 · 可空"""
    acp_optins_code: Str30 | None = None
    """拟接收机构代码 · 字符型 30 · 可空"""
    bill_code: Str50
    """票据代码 · 字符型 50 · 必填"""
    bill_no: Str30
    """票据号码 · 字符型 30 · 必填"""
    biz_sn: Str50
    """业务流水号 · 字符型 50 · 必填"""
    days_rinp_flag_31: Str3 | None = None
    """出院31天内再住院计划标志 · 字符型 3 · 可空"""
    days_rinp_pup_31: Str200 | None = None
    """出院31天内再住院目的 · 字符型 200 · 可空"""
    chfpdr_name: Str50Name | None = None
    """主诊医师姓名 · 字符型 50 · 可空"""
    chfpdr_code: Str30 | None = None
    """主诊医师代码 · 字符型 30 · 可空"""
    setl_begn_date: Date10
    """结算开始日期 · 日期型 · 必填 · 格式：yyyy-MM-dd"""
    setl_end_date: Date10
    """结算结束日期 · 日期型 · 必填 · 格式：yyyy-MM-dd"""
    psn_selfpay: Num16_2
    """个人自付 · 数值型 16,2 · 必填"""
    psn_ownpay: Num16_2
    """个人自费 · 数值型 16,2 · 必填"""
    acct_pay: Num16_2
    """个人账户支出 · 数值型 16,2 · 必填"""
    psn_cashpay: Num16_2
    """个人现金支付 · 数值型 16,2 · 必填"""
    hi_paymtd: Str3
    """医保支付方式 · 字符型 3 · 必填"""
    hsorg: Str100
    """医保机构 · 字符型 100 · 必填"""
    hsorg_opter: Str50Name
    """医保机构经办人 · 字符型 50 · 必填"""
    medins_fill_dept: Str100
    """医疗机构填报部门 · 字符型 100 · 必填"""
    medins_fill_psn: Str50Name
    """医疗机构填报人 · 字符型 50 · 必填"""


class Output(ReplyBase):
    """4101 医疗保障基金结算清单信息上传 · 输出（单行） · 依据：公开客户端代码，3 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现"""

    setl_list_id: StrAny
    """清单流水号 · 字符型 · 必填 · 名称多处一致，其余只见于一个实现"""


class Input(Request):
    """4101 医疗保障基金结算清单信息上传 · 输入"""

    setlinfo: InputSetlinfo
    payinfo: list[InputPayinfo] | None = None
    opspdiseinfo: list[InputOpspdiseinfo] | None = None
    diseinfo: list[InputDiseinfo] | None = None
    iteminfo: Annotated[list[InputIteminfo], Field(min_length=1)]
    oprninfo: list[InputOprninfo] | None = None
    icuinfo: list[InputIcuinfo] | None = None
