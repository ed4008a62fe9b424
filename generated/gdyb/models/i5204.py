# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import (
    ChrgitmLvCode3,
    Date10,
    DateTime19,
    HospApprFlagCode3,
    ListTypeCode6,
    MedTypeCode6,
    Num4_2,
    Num5_4,
    Num16_2,
    Num16_4,
    Num16_6,
    Str3,
    Str6,
    Str20,
    Str30,
    Str30Id,
    Str50,
    Str50Name,
    Str100,
    Str150,
    Str200,
    Str500,
    TcmdrugUsedWayCode6,
    YesNoCode3,
    YesNoCode6,
)


class InputData(Request):
    """5204 费用明细查询 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致"""

    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填"""
    setl_id: Str30 | None = None
    """结算ID · 字符型 30 · 可空 · 名称多处一致，其余只见于一个实现"""
    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填"""


class OutputRows(ReplyBase):
    """5204 费用明细查询 · 输出（多行） · 依据：公开客户端代码，3 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致"""

    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填"""
    setl_id: Str30
    """结算ID · 字符型 30 · 必填"""
    feedetl_sn: Str30
    """费用明细流水号 · 字符型 30 · 必填"""
    rx_drord_no: Str30 | None = None
    """处方/医嘱号 · 字符型 30 · 可空"""
    med_type: MedTypeCode6
    """医疗类别 · 字符型 6 · 必填 · codes.MedType"""
    fee_ocur_time: DateTime19
    """费用发生时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss"""
    cnt: Num16_4
    """数量 · 数值型 16,4 · 必填"""
    pric: Num16_6
    """单价 · 数值型 16,6 · 必填"""
    sin_dos_dscr: Str200 | None = None
    """单次剂量描述 · 字符型 200 · 可空"""
    used_frqu_dscr: Str200 | None = None
    """使用频次描述 · 字符型 200 · 可空"""
    prd_days: Num4_2 | None = None
    """周期天数 · 数值型 4,2 · 可空"""
    medc_way_dscr: Str200 | None = None
    """用药途径描述 · 字符型 200 · 可空"""
    det_item_fee_sumamt: Num16_2
    """明细项目费用总额 · 数值型 16,2 · 必填"""
    pric_uplmt_amt: Num16_6
    """定价上限金额 · 数值型 16,6 · 必填"""
    selfpay_prop: Num5_4 | None = None
    """自付比例 · 数值型 5,4 · 可空"""
    fulamt_ownpay_amt: Num16_2 | None = None
    """全自费金额 · 数值型 16,2 · 可空"""
    overlmt_amt: Num16_2 | None = None
    """超限价金额 · 数值型 16,2 · 可空"""
    preselfpay_amt: Num16_2 | None = None
    """先行自付金额 · 数值型 16,2 · 可空"""
    inscp_scp_amt: Num16_2 | None = None
    """符合政策范围金额 · 数值型 16,2 · 可空"""
    chrgitm_lv: ChrgitmLvCode3
    """收费项目等级 · 字符型 3 · 必填 · codes.ChrgitmLv：01-甲，02-乙，03-丙"""
    hilist_code: Str50
    """医保目录编码 · 字符型 50 · 必填"""
    hilist_name: Str200
    """医保目录名称 · 字符型 200 · 必填"""
    list_type: ListTypeCode6
    """目录类别 · 字符型 6 · 必填 · codes.ListType"""
    med_list_codg: Str50
    """医疗目录编码 · 字符型 50 · 必填"""
    medins_list_codg: Str150
    """医药机构目录编码 · 字符型 150 · 必填"""
    medins_list_name: Str100
    """医药机构目录名称 · 字符型 100 · 必填"""
    med_chrgitm_type: Str6
    """医疗收费项目类别 · 字符型 6 · 必填"""
    prodname: Str200 | None = None
    """商品名 · 字符型 200 · 可空"""
    spec: Str200 | None = None
    """规格 · 字符型 200 · 可空"""
    dosform_name: Str200
    """剂型名称 · 字符型 200 · 必填"""
    bilg_dept_codg: Str30 | None = None
    """开单科室编码 · 字符型 30 · 可空"""
    bilg_dept_name: Str100 | None = None
    """开单科室名称 · 字符型 100 · 可空"""
    bilg_dr_codg: Str30 | None = None
    """开单医生编码 · 字符型 30 · 可空"""
    bilg_dr_name: Str50Name | None = None
    """开单医师姓名 · 字符型 50 · 可空"""
    acord_dept_codg: Str30 | None = None
    """受单科室编码 · 字符型 30 · 可空"""
    acord_dept_name: Str100 | None = None
    """受单科室名称 · 字符型 100 · 可空"""
    orders_dr_code: Str30 | None = None
    """受单医生编码 · 字符型 30 · 可空"""
    orders_dr_name: Str50Name | None = None
    """受单医生姓名 · 字符型 50 · 可空"""
    lmt_used_flag: Str3 | None = None
    """限制使用标志 · 字符型 3 · 可空"""
    hosp_prep_flag: Str3 | None = None
    """医院制剂标志 · 字符型 3 · 可空"""
    hosp_appr_flag: HospApprFlagCode3 | None = None
    """医院审批标志 · 字符型 3 · 可空 · codes.HospApprFlag：0-无须审批，1-审批通过，2-审批不通过"""
    tcmdrug_used_way: TcmdrugUsedWayCode6 | None = None
    """中药使用方式 · 字符型 6 · 可空 · codes.TcmdrugUsedWay：1-复方，2-单方"""
    prodplac_type: Str6 | None = None
    """生产地类别 · 字符型 6 · 可空"""
    bas_medn_flag: YesNoCode3 | None = None
    """基本药物标志 · 字符型 3 · 可空 · codes.YesNo：0-否，1-是"""
    hi_nego_drug_flag: YesNoCode3 | None = None
    """医保谈判药品标志 · 字符型 3 · 可空 · codes.YesNo：0-否，1-是"""
    chld_medc_flag: Str3 | None = None
    """儿童用药标志 · 字符型 3 · 可空"""
    etip_flag: YesNoCode3 | None = None
    """外检标志 · 字符型 3 · 可空 · codes.YesNo：0-否，1-是"""
    etip_hosp_code: Str30 | None = None
    """外检医院编码 · 字符型 30 · 可空"""
    dscg_tkdrug_flag: YesNoCode3 | None = None
    """出院带药标志 · 字符型 3 · 可空 · codes.YesNo：0-否，1-是"""
    list_sp_item_flag: Str3 | None = None
    """目录特项标志 · 字符型 3 · 可空 · 特检特治项目或特殊药品"""
    matn_fee_flag: YesNoCode6 | None = None
    """生育费用标志 · 字符型 6 · 可空 · codes.YesNo：0-否，1-是"""
    drt_reim_flag: YesNoCode3 | None = None
    """直报标志 · 字符型 3 · 可空 · codes.YesNo：0-否，1-是"""
    memo: Str500 | None = None
    """备注 · 字符型 500 · 可空"""
    opter_id: Str20 | None = None
    """经办人ID · 字符型 20 · 可空"""
    opter_name: Str50Name | None = None
    """经办人姓名 · 字符型 50 · 可空"""
    opt_time: Date10 | None = None
    """经办时间 · 日期型 · 可空 · 格式：yyyy-MM-dd · 名称多处一致，其余只见于一个实现"""
    opt_timeP: DateTime19 | None = None
    """经办时间 · 日期时间型 · 可空 · 格式：yyyy-MM-dd HH:mm:ss · 只见于一个实现"""


class Input(Request):
    """5204 费用明细查询 · 输入"""

    data: InputData


class Output(ReplyBase):
    """5204 费用明细查询 · 输出"""

    rows: list[OutputRows]
