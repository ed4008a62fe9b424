# Written by gdyb-generator from spec/; change the spec and regenerate.

from typing import Annotated

from pydantic import Field

from gdyb._base import ReplyBase, Request
from gdyb.types import (
    BirctrlTypeCode6,
    Date10,
    DateTime19,
    DiagTypeCode3,
    Int2,
    MatnTypeCode6,
    MedTypeCode6,
    Str3,
    Str20,
    Str30,
    Str30Id,
    Str50,
    Str50Name,
    Str100,
    Str500,
    Str1000,
)


class InputDiseinfo(Request):
    """2203 门诊就诊信息上传 · 输入 diseinfo（多行） · 依据：公开客户端代码，3 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现"""

    diag_type: DiagTypeCode3
    """诊断类别 · 字符型 3 · 必填 · codes.DiagType：1-西医诊断，2-中医主病诊断，3-中医主证诊断 · 名称多处一致，其余只见于一个实现"""
    diag_srt_no: Int2
    """诊断排序号 · 数值型 2 · 必填 · 名称多处一致，其余只见于一个实现"""
    diag_code: Str20
    """诊断代码 · 字符型 20 · 必填 · 名称多处一致，其余只见于一个实现"""
    diag_name: Str100
    """诊断名称 · 字符型 100 · 必填 · 名称多处一致，其余只见于一个实现"""
    diag_dept: Str50
    """诊断科室 · 字符型 50 · 必填 · 名称多处一致，其余只见于一个实现"""
    dise_dor_no: Str30
    """诊断医生编码 · 字符型 30 · 必填 · 名称多处一致，其余只见于一个实现"""
    dise_dor_name: Str50Name
    """诊断医生姓名 · 字符型 50 · 必填 · 名称多处一致，其余只见于一个实现"""
    diag_time: DateTime19
    """诊断时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss · 名称多处一致，其余只见于一个实现"""
    vali_flag: Str3
    """有效标志 · 字符型 3 · 必填 · 0-无效；1-有效 · 名称多处一致，其余只见于一个实现"""


class InputMdtrtinfo(Request):
    """2203 门诊就诊信息上传 · 输入 mdtrtinfo（单行） · 依据：公开客户端代码，4 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现"""

    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填 · 名称多处一致，其余只见于一个实现"""
    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填 · 名称多处一致，其余只见于一个实现"""
    med_type: MedTypeCode6
    """医疗类别 · 字符型 6 · 必填 · codes.MedType · 名称多处一致，其余只见于一个实现"""
    begntime: DateTime19
    """开始时间 · 日期时间型 · 必填 · 就诊时间。格式：yyyy-MM-dd HH:mm:ss · 名称多处一致，其余只见于一个实现"""
    main_cond_dscr: Str1000 | None = None
    """主要病情描述 · 字符型 1000 · 可空 · 名称多处一致，其余只见于一个实现"""
    dise_codg: Str30 | None = None
    """病种编码 · 字符型 30 · 可空 · 取自标准目录的病种代码（按病种结算、门诊慢特病、日间手术） · 名称多处一致，其余只见于一个实现"""
    dise_name: Str500 | None = None
    """病种名称 · 字符型 500 · 可空 · 名称多处一致，其余只见于一个实现"""
    matn_type: MatnTypeCode6 | None = None
    """生育类别 · 字符型 6 · 是否必填不详，按可空处理 · codes.MatnType · 名称多处一致，其余只见于一个实现"""
    birctrl_type: BirctrlTypeCode6 | None = None
    """计划生育手术类别 · 字符型 6 · 可空 · codes.BirctrlType · 名称多处一致，其余只见于一个实现"""
    birctrl_matn_date: Date10 | None = None
    """计划生育手术或生育日期 · 日期型 · 可空 · 仅生育门诊填写。格式：yyyy-MM-dd · 名称多处一致，其余只见于一个实现"""


class Output(ReplyBase):
    """2203 门诊就诊信息上传 · 输出"""


class Input(Request):
    """2203 门诊就诊信息上传 · 输入"""

    mdtrtinfo: InputMdtrtinfo
    diseinfo: Annotated[list[InputDiseinfo], Field(min_length=1)]
