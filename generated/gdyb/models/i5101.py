# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import DateTime19, Int5, Int11, Str6, Str20, Str50Name, Str50Phone, Str100, Str500


class Input(Request):
    """5101 科室信息查询 · 输入"""


class OutputRows(ReplyBase):
    """5101 科室信息查询 · 输出（多行） · 依据：公开客户端代码，仅一个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现"""

    hosp_dept_codg: Str20
    """医院科室编码 · 字符型 20 · 必填 · 只见于一个实现"""
    hosp_dept_name: Str100
    """医院科室名称 · 字符型 100 · 必填 · 只见于一个实现"""
    begntime: DateTime19
    """开始时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss · 只见于一个实现"""
    endtime: DateTime19 | None = None
    """结束时间 · 日期时间型 · 可空 · 格式：yyyy-MM-dd HH:mm:ss · 只见于一个实现"""
    itro: Str500 | None = None
    """简介 · 字符型 500 · 可空 · 只见于一个实现"""
    dept_resper_name: Str50Name
    """科室负责人姓名 · 字符型 50 · 必填 · 只见于一个实现"""
    dept_resper_tel: Str50Phone
    """科室负责人电话 · 字符型 50 · 必填 · 只见于一个实现"""
    dept_med_serv_scp: Str500 | None = None
    """科室医疗服务范围 · 字符型 500 · 可空 · 只见于一个实现"""
    caty: Str6
    """科别 · 字符型 6 · 必填 · 只见于一个实现"""
    dept_estbdat: DateTime19 | None = None
    """科室成立日期 · 日期时间型 · 可空 · 格式：yyyy-MM-dd HH:mm:ss · 只见于一个实现"""
    aprv_bed_cnt: Int11 | None = None
    """批准床位数量 · 数值型 11 · 可空 · 只见于一个实现"""
    hi_crtf_bed_cnt: Int11 | None = None
    """医保认可床位数 · 数值型 11 · 可空 · 只见于一个实现"""
    poolarea_no: Str6 | None = None
    """统筹区编号 · 字符型 6 · 可空 · 只见于一个实现"""
    dr_psncnt: Int5 | None = None
    """医师人数 · 数值型 5 · 可空 · 只见于一个实现"""
    phar_psncnt: Int5 | None = None
    """药师人数 · 数值型 5 · 可空 · 只见于一个实现"""
    nurs_psncnt: Int5 | None = None
    """护士人数 · 数值型 5 · 可空 · 只见于一个实现"""
    tecn_psncnt: Int5 | None = None
    """技师人数 · 数值型 5 · 可空 · 只见于一个实现"""
    memo: Str500 | None = None
    """备注 · 字符型 500 · 可空 · 只见于一个实现"""


class Output(ReplyBase):
    """5101 科室信息查询 · 输出"""

    rows: list[OutputRows]
