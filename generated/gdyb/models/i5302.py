# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import Date10, InsutypeCode6, Str3, Str12, Str30Id, Str200, Str500


class InputData(Request):
    """5302 人员定点信息查询 · 输入 data（单行） · 依据：公开客户端代码，4 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现"""

    psn_no: Str30Id | None = None
    """人员编号 · 字符型 30 · 可空 · 勘误 N06：代码标识不采用。 · 名称多处一致，其余只见于一个实现"""
    biz_appy_type: Str3 | None = None
    """业务申请类型 · 字符型 3 · 可空 · 名称多处一致，其余只见于一个实现"""


class OutputPsnfixmedin(ReplyBase):
    """5302 人员定点信息查询 · 输出 psnfixmedin（多行） · 依据：公开客户端代码，3 个实现；各字段的可信程度已标明 · 可信程度：部分字段只见于一个实现"""

    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填 · 名称多处一致，其余只见于一个实现"""
    insutype: InsutypeCode6 | None = None
    """险种类型 · 字符型 6 · 可空 · codes.Insutype · 名称多处一致，其余只见于一个实现"""
    fix_srt_no: Str3
    """定点排序号 · 字符型 3 · 必填 · 名称多处一致，其余只见于一个实现"""
    fixmedins_code: Str12
    """定点医药机构编号 · 字符型 12 · 必填 · 名称多处一致，其余只见于一个实现"""
    fixmedins_name: Str200
    """定点医药机构名称 · 字符型 200 · 必填 · 名称多处一致，其余只见于一个实现"""
    begndate: Date10
    """开始日期 · 日期型 · 必填 · 格式：yyyy-MM-dd · 名称多处一致，其余只见于一个实现"""
    enddate: Date10 | None = None
    """结束日期 · 日期型 · 可空 · 格式：yyyy-MM-dd · 名称多处一致，其余只见于一个实现"""
    memo: Str500 | None = None
    """备注 · 字符型 500 · 可空 · 名称多处一致，其余只见于一个实现"""


class Input(Request):
    """5302 人员定点信息查询 · 输入"""

    data: InputData


class Output(ReplyBase):
    """5302 人员定点信息查询 · 输出"""

    psnfixmedin: list[OutputPsnfixmedin]
