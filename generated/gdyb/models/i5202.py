# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import (
    DateTime19,
    DiagTypeCode3,
    Int2,
    Str3,
    Str20,
    Str30,
    Str30Id,
    Str50,
    Str50Name,
    Str100,
    Str500,
    YesNoCode3,
)


class InputData(Request):
    """5202 诊断信息查询 · 输入 data（单行） · 依据：公开客户端代码，3 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现"""

    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填 · 名称多处一致，其余只见于一个实现"""
    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填 · 名称多处一致，其余只见于一个实现"""


class OutputDiseinfo(ReplyBase):
    """5202 诊断信息查询 · 输出 diseinfo（多行） · 依据：公开客户端代码，3 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现"""

    diag_info_id: Str30
    """诊断信息ID · 字符型 30 · 必填 · 名称多处一致，其余只见于一个实现"""
    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填 · 名称多处一致，其余只见于一个实现"""
    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填 · 名称多处一致，其余只见于一个实现"""
    inout_diag_type: Str3
    """出入院诊断类别 · 字符型 3 · 必填 · 名称多处一致，其余只见于一个实现"""
    diag_type: DiagTypeCode3
    """诊断类别 · 字符型 3 · 必填 · codes.DiagType：1-西医诊断，2-中医主病诊断，3-中医主证诊断 · 名称多处一致，其余只见于一个实现"""
    maindiag_flag: YesNoCode3
    """主诊断标志 · 字符型 3 · 必填 · codes.YesNo：0-否，1-是 · 名称多处一致，其余只见于一个实现"""
    diag_srt_no: Int2
    """诊断排序号 · 数值型 2 · 必填 · 名称多处一致，其余只见于一个实现"""
    diag_code: Str20
    """诊断代码 · 字符型 20 · 必填 · 名称多处一致，其余只见于一个实现"""
    diag_name: Str100
    """诊断名称 · 字符型 100 · 必填 · 名称多处一致，其余只见于一个实现"""
    adm_cond: Str500 | None = None
    """入院病情 · 字符型 500 · 可空 · 名称多处一致，其余只见于一个实现"""
    diag_dept: Str50
    """诊断科室 · 字符型 50 · 必填 · 名称多处一致，其余只见于一个实现"""
    dise_dor_no: Str30
    """诊断医生编码 · 字符型 30 · 必填 · 名称多处一致，其余只见于一个实现"""
    dise_dor_name: Str50Name
    """诊断医生姓名 · 字符型 50 · 必填 · 名称多处一致，其余只见于一个实现"""
    diag_time: DateTime19
    """诊断时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss · 名称多处一致，其余只见于一个实现"""
    opter_id: Str20 | None = None
    """经办人ID · 字符型 20 · 可空 · 名称多处一致，其余只见于一个实现"""
    opter_name: Str50Name | None = None
    """经办人姓名 · 字符型 50 · 可空 · 名称多处一致，其余只见于一个实现"""
    opt_time: DateTime19 | None = None
    """经办时间 · 日期时间型 · 可空 · 格式：yyyy-MM-dd HH:mm:ss · 名称多处一致，其余只见于一个实现"""


class Input(Request):
    """5202 诊断信息查询 · 输入"""

    data: InputData


class Output(ReplyBase):
    """5202 诊断信息查询 · 输出"""

    diseinfo: list[OutputDiseinfo]
