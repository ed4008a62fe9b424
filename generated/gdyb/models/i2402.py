# Written by gdyb-generator from spec/; change the spec and regenerate.

from typing import Annotated

from pydantic import Field

from gdyb._base import ReplyBase, Request
from gdyb.types import (
    BirctrlTypeCode6,
    Date10,
    DateTime19,
    DiagTypeCode3,
    DscgWayCode3,
    InsutypeCode6,
    Int2,
    Int3,
    MatnTypeCode6,
    Str3,
    Str20,
    Str30,
    Str30Id,
    Str50,
    Str50Id,
    Str50Name,
    Str100,
    Str500,
    Str4000,
    YesNoCode3,
)


class InputDiseinfo(Request):
    """2402 出院办理 · 输入 diseinfo（多行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致"""

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
    """入院病情 · 字符型 500 · 可空 · 入院诊断填写"""
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


class InputDscginfo(Request):
    """2402 出院办理 · 输入 dscginfo（单行） · 依据：公开客户端代码，4 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致"""

    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填"""
    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填"""
    insutype: InsutypeCode6
    """险种类型 · 字符型 6 · 必填 · codes.Insutype"""
    endtime: DateTime19
    """结束时间 · 日期时间型 · 必填 · 出院时间。格式：yyyy-MM-dd HH:mm:ss"""
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
    cop_flag: Str3 | None = None
    """伴有并发症标志 · 字符型 3 · 可空"""
    dscg_dept_codg: Str30
    """出院科室编码 · 字符型 30 · 必填 · 名称多处一致，其余只见于一个实现"""
    dscg_dept_name: Str100
    """出院科室名称 · 字符型 100 · 必填"""
    dscg_bed: Str30 | None = None
    """出院床位 · 字符型 30 · 可空"""
    dscg_way: DscgWayCode3
    """离院方式 · 字符型 3 · 必填 · codes.DscgWay"""
    die_date: Date10 | None = None
    """死亡日期 · 日期型 · 可空 · 格式：yyyy-MM-dd"""
    exp_content: Str4000 | None = None
    """字段扩展 · 字符型 4000 · 可空 · 后来增加的扩展字段，2020 与 2021 年的表中没有 · 也见写作 expContent · 名称多处一致，其余只见于一个实现"""


class Output(ReplyBase):
    """2402 出院办理 · 输出"""


class Input(Request):
    """2402 出院办理 · 输入"""

    dscginfo: InputDscginfo
    diseinfo: Annotated[list[InputDiseinfo], Field(min_length=1)]
