# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import (
    BirctrlTypeCode6,
    CvlservFlagCode3,
    Date10,
    Date10Id,
    DateTime19,
    DscgWayCode3,
    GendCode6,
    InsutypeCode6,
    Int2,
    Int3,
    MatnTypeCode6,
    MdtrtCertTypeCode3,
    MedTypeCode6,
    Num4_0,
    Num4_1,
    PsnCertTypeCode6,
    PsnTypeCode6,
    Str3,
    Str6,
    Str20,
    Str30,
    Str30Id,
    Str50Id,
    Str50Name,
    Str50Phone,
    Str100,
    Str200,
    Str200Name,
    Str300,
    Str500,
    Str1000,
    YesNoCode3,
)


class InputData(Request):
    """5201 就诊信息查询 · 输入 data（单行） · 依据：公开客户端代码，5 个实现一致 · 可信程度：两个以上实现一致"""

    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填"""
    begntime: DateTime19
    """开始时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss"""
    endtime: DateTime19
    """结束时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss"""
    med_type: MedTypeCode6
    """医疗类别 · 字符型 6 · 必填 · codes.MedType"""
    mdtrt_id: Str30 | None = None
    """就诊ID · 字符型 30 · 可空"""


class OutputMdtrtinfo(ReplyBase):
    """5201 就诊信息查询 · 输出 mdtrtinfo（多行） · 依据：公开客户端代码，4 个实现一致 · 可信程度：两个以上实现一致"""

    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填"""
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
    age: Num4_1 | None = None
    """年龄 · 数值型 4,1 · 可空"""
    coner_name: Str50Name | None = None
    """联系人姓名 · 字符型 50 · 可空"""
    tel: Str50Phone | None = None
    """联系电话 · 字符型 50 · 可空"""
    insutype: InsutypeCode6
    """险种类型 · 字符型 6 · 必填 · codes.Insutype"""
    psn_type: PsnTypeCode6
    """人员类别 · 字符型 6 · 必填 · codes.PsnType"""
    maf_psn_flag: Str3 | None = None
    """医疗救助对象标志 · 字符型 3 · 可空"""
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
    begntime: DateTime19
    """开始时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss"""
    endtime: DateTime19
    """结束时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss"""
    mdtrt_cert_type: MdtrtCertTypeCode3 | None = None
    """就诊凭证类型 · 字符型 3 · 可空 · codes.MdtrtCertType：01-电子凭证，02-身份证，03-社保卡"""
    med_type: MedTypeCode6
    """医疗类别 · 字符型 6 · 必填 · codes.MedType"""
    ars_year_ipt_flag: Str3 | None = None
    """跨年度住院标志 · 字符型 3 · 可空"""
    pre_pay_flag: Str3 | None = None
    """先行支付标志 · 字符型 3 · 可空"""
    ipt_otp_no: Str30 | None = None
    """住院/门诊号 · 字符型 30 · 可空"""
    medrcdno: Str30Id | None = None
    """病历号 · 字符型 30 · 可空"""
    atddr_no: Str30 | None = None
    """主治医生编码 · 字符型 30 · 可空"""
    chfpdr_name: Str50Name | None = None
    """主诊医师姓名 · 字符型 50 · 可空"""
    adm_dept_codg: Str30 | None = None
    """入院科室编码 · 字符型 30 · 可空"""
    adm_dept_name: Str100 | None = None
    """入院科室名称 · 字符型 100 · 可空"""
    adm_bed: Str30 | None = None
    """入院床位 · 字符型 30 · 可空"""
    dscg_maindiag_code: Str20 | None = None
    """住院主诊断代码 · 字符型 20 · 可空"""
    dscg_maindiag_name: Str300 | None = None
    """住院主诊断名称 · 字符型 300 · 可空"""
    dscg_dept_codg: Str30 | None = None
    """出院科室编码 · 字符型 30 · 可空"""
    dscg_dept_name: Str100 | None = None
    """出院科室名称 · 字符型 100 · 可空"""
    dscg_bed: Str30 | None = None
    """出院床位 · 字符型 30 · 可空"""
    dscg_way: DscgWayCode3 | None = None
    """离院方式 · 字符型 3 · 可空 · codes.DscgWay"""
    main_cond_dscr: Str1000 | None = None
    """主要病情描述 · 字符型 1000 · 可空"""
    dise_codg: Str30 | None = None
    """病种编码 · 字符型 30 · 可空 · 取自标准目录的病种代码（按病种结算、门诊慢特病、日间手术）"""
    dise_name: Str500 | None = None
    """病种名称 · 字符型 500 · 可空"""
    oprn_oprt_code: Str30 | None = None
    """手术操作代码 · 字符型 30 · 可空 · 日间手术病种需要填写"""
    oprn_oprt_name: Str500 | None = None
    """手术操作名称 · 字符型 500 · 可空"""
    otp_diag_info: Str200 | None = None
    """门诊诊断信息 · 字符型 200 · 可空"""
    inhosp_stas: Str3 | None = None
    """在院状态 · 字符型 3 · 可空"""
    die_date: Date10 | None = None
    """死亡日期 · 日期型 · 可空 · 格式：yyyy-MM-dd"""
    ipt_days: Num4_0 | None = None
    """住院天数 · 数值型 4,0 · 可空"""
    fpsc_no: Str50Id | None = None
    """计划生育服务证号 · 字符型 50 · 可空"""
    matn_type: MatnTypeCode6 | None = None
    """生育类别 · 字符型 6 · 可空 · codes.MatnType"""
    birctrl_type: BirctrlTypeCode6 | None = None
    """计划生育手术类别 · 字符型 6 · 可空 · codes.BirctrlType"""
    latechb_flag: YesNoCode3 | None = None
    """晚育标志 · 字符型 3 · 可空 · codes.YesNo：0-否，1-是"""
    geso_val: Int2 | None = None
    """孕周数 · 数值型 2 · 可空"""
    fetts: Int3 | None = None
    """次 · 数值型 3 · 可空"""
    fetus_cnt: Int3 | None = None
    """胎儿数 · 数值型 3 · 可空"""
    pret_flag: YesNoCode3 | None = None
    """早产标志 · 字符型 3 · 可空 · codes.YesNo：0-否，1-是"""
    birctrl_matn_date: Date10 | None = None
    """计划生育手术或生育日期 · 日期型 · 可空 · 格式：yyyy-MM-dd"""
    cop_flag: Str3 | None = None
    """伴有并发症标志 · 字符型 3 · 可空"""
    opter_id: Str20 | None = None
    """经办人ID · 字符型 20 · 可空"""
    opter_name: Str50Name | None = None
    """经办人姓名 · 字符型 50 · 可空"""
    opt_time: DateTime19 | None = None
    """经办时间 · 日期时间型 · 可空 · 格式：yyyy-MM-dd HH:mm:ss"""
    memo: Str500 | None = None
    """备注 · 字符型 500 · 可空"""


class Input(Request):
    """5201 就诊信息查询 · 输入"""

    data: InputData


class Output(ReplyBase):
    """5201 就诊信息查询 · 输出"""

    mdtrtinfo: list[OutputMdtrtinfo]
