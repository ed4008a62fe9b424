# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import (
    BirctrlTypeCode6,
    Date10,
    DateTime19,
    DiagTypeCode3,
    Int2,
    Int3,
    MatnTypeCode6,
    MdtrtCertTypeCode3,
    MedTypeCode6,
    Str3,
    Str6,
    Str20,
    Str30,
    Str30Id,
    Str50,
    Str50Id,
    Str50Name,
    Str50Phone,
    Str100,
    Str200,
    Str300,
    Str500,
    Str1000,
    YesNoCode3,
)


class InputAdminfo(Request):
    """2403 住院信息变更 · 输入 adminfo（单行） · 依据：公开客户端代码，4 个实现一致 · 可信程度：两个以上实现一致"""

    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填"""
    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填"""
    coner_name: Str50Name | None = None
    """联系人姓名 · 字符型 50 · 可空"""
    tel: Str50Phone | None = None
    """联系电话 · 字符型 50 · 可空"""
    begntime: DateTime19
    """开始时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss"""
    endtime: DateTime19 | None = None
    """结束时间 · 日期时间型 · 可空 · 格式：yyyy-MM-dd HH:mm:ss"""
    mdtrt_cert_type: MdtrtCertTypeCode3
    """就诊凭证类型 · 字符型 3 · 必填 · codes.MdtrtCertType：01-电子凭证，02-身份证，03-社保卡"""
    med_type: MedTypeCode6
    """医疗类别 · 字符型 6 · 必填 · codes.MedType"""
    ipt_otp_no: Str30
    """住院/门诊号 · 字符型 30 · 必填"""
    medrcdno: Str30Id | None = None
    """病历号 · 字符型 30 · 可空"""
    atddr_no: Str30
    """主治医生编码 · 字符型 30 · 必填"""
    chfpdr_name: Str50Name
    """主诊医师姓名 · 字符型 50 · 必填"""
    adm_diag_dscr: Str200
    """入院诊断描述 · 字符型 200 · 必填"""
    adm_dept_codg: Str30
    """入院科室编码 · 字符型 30 · 必填"""
    adm_dept_name: Str100
    """入院科室名称 · 字符型 100 · 必填"""
    adm_bed: Str30
    """入院床位 · 字符型 30 · 必填"""
    dscg_maindiag_code: Str20
    """住院主诊断代码 · 字符型 20 · 必填"""
    dscg_maindiag_name: Str300
    """住院主诊断名称 · 字符型 300 · 必填"""
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
    """胎次 · 数值型 3 · 可空"""
    fetus_cnt: Int3 | None = None
    """胎儿数 · 数值型 3 · 可空"""
    pret_flag: YesNoCode3 | None = None
    """早产标志 · 字符型 3 · 可空 · codes.YesNo：0-否，1-是"""
    birctrl_matn_date: Date10 | None = None
    """计划生育手术或生育日期 · 日期型 · 可空 · 格式：yyyy-MM-dd"""
    dise_type_code: Str6 | None = None
    """病种编号 · 字符型 6 · 可空"""


class InputDiseinfo(Request):
    """2403 住院信息变更 · 输入 diseinfo（多行，可省略） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致"""

    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填"""
    diag_type: DiagTypeCode3
    """诊断类别 · 字符型 3 · 必填 · codes.DiagType：1-西医诊断，2-中医主病诊断，3-中医主证诊断"""
    maindiag_flag: YesNoCode3
    """主诊断标志 · 字符型 3 · 必填 · codes.YesNo：0-否，1-是"""
    diag_srt_no: Int2
    """诊断排序号 · 数值型 2 · 必填"""
    diag_code: Str20
    """诊断代码 · 字符型 20 · 必填"""
    diag_name: Str100
    """诊断名称 · 字符型 100 · 必填"""
    adm_cond: Str500 | None = None
    """入院病情 · 字符型 500 · 可空"""
    diag_dept: Str50
    """诊断科室 · 字符型 50 · 必填"""
    dise_dor_no: Str30
    """诊断医生编码 · 字符型 30 · 必填"""
    dise_dor_name: Str50Name
    """诊断医生姓名 · 字符型 50 · 必填"""
    diag_time: DateTime19
    """诊断时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss"""
    mdtrt_id: Str30 | None = None
    """就诊ID · 字符型 30 · 可空 · 出院诊断填写 · 名称多处一致，其余只见于一个实现"""
    vali_flag: Str3
    """有效标志 · 字符型 3 · 必填 · 0-无效；1-有效 · 名称多处一致，其余只见于一个实现"""


class Output(ReplyBase):
    """2403 住院信息变更 · 输出"""


class Input(Request):
    """2403 住院信息变更 · 输入"""

    adminfo: InputAdminfo
    diseinfo: list[InputDiseinfo] | None = None
