# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import ClrTypeCode6, Date10, DateTime19, Int10, Num16_2, RefdSetlScopeCode3, Str6, Str100, Str200


class InputData(Request):
    """3202 医药机构费用结算对明细账 · 输入 data（单行） · 依据：公开客户端代码，6 个实现；可信程度较低的字段已标明；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致"""

    setl_optins: Str6
    """结算经办机构 · 字符型 6 · 必填"""
    file_qury_no: Str100
    """文件查询号 · 字符型 100 · 必填 · 勘误 E35：照印。 · 勘误 N02：允许 100 个字符。"""
    stmt_begndate: Date10
    """对账开始日期 · 日期型 · 必填 · 格式：yyyy-MM-dd"""
    stmt_enddate: Date10
    """对账结束日期 · 日期型 · 必填 · 格式：yyyy-MM-dd"""
    medfee_sumamt: Num16_2
    """医疗费总额 · 数值型 16,2 · 必填"""
    fund_pay_sumamt: Num16_2
    """基金支付总额 · 数值型 16,2 · 必填"""
    cash_payamt: Num16_2
    """现金支付金额 · 数值型 16,2 · 必填"""
    fixmedins_setl_cnt: Int10
    """定点医药机构结算笔数 · 数值型 10 · 必填"""
    REFD_SETL_FLAG: RefdSetlScopeCode3 | None = None
    """医保中心退费结算标志 · 字符型 3 · 可空 · codes.RefdSetlScope：0-对账数据不含退费，1-对账数据含退费 · 也见写作 refd_setl_flag · 名称多处一致，其余只见于一个实现"""
    clr_type: ClrTypeCode6 | None = None
    """清算类别 · 字符型 6 · 可空 · codes.ClrType · 名称多处一致，其余只见于一个实现"""


class OutputFileinfo(ReplyBase):
    """3202 医药机构费用结算对明细账 · 输出 fileinfo（单行） · 依据：公开客户端代码，5 个实现一致；已与湖南 V1.1.27 版对照 · 可信程度：两个以上实现一致"""

    file_qury_no: Str100
    """文件查询号 · 字符型 100 · 必填 · 勘误 E35：照印。 · 勘误 N02：允许 100 个字符。"""
    filename: Str200
    """文件名称 · 字符型 200 · 必填"""
    dld_endtime: DateTime19
    """下载截止时间 · 日期时间型 · 必填 · 下载截止的时间。格式：yyyy-MM-dd HH:mm:ss"""


class Input(Request):
    """3202 医药机构费用结算对明细账 · 输入"""

    data: InputData


class Output(ReplyBase):
    """3202 医药机构费用结算对明细账 · 输出"""

    fileinfo: OutputFileinfo
