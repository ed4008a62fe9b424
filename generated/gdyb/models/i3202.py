# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import ClrTypeCode6, Date10, DateTime19, Int10, Num16_2, RefdSetlScopeCode3, Str6, Str100, Str200


class InputData(Request):
    """3202 医药机构费用结算对明细账 · 输入 data（ ，单行） · 文档第  行"""

    setl_optins: Str6
    """结算经办机构 · 字符型 6 · 必填 · 第 None 行"""
    file_qury_no: Str100
    """文件查询号 · 字符型 100 · 必填 · 勘误 E35：照印。 · 勘误 N02：允许 100 个字符。 · 第 None 行"""
    stmt_begndate: Date10
    """对账开始日期 · 日期型 · 必填 · 格式：yyyy-MM-dd · 第 None 行"""
    stmt_enddate: Date10
    """对账结束日期 · 日期型 · 必填 · 格式：yyyy-MM-dd · 第 None 行"""
    medfee_sumamt: Num16_2
    """医疗费总额 · 数值型 16,2 · 必填 · 第 None 行"""
    fund_pay_sumamt: Num16_2
    """基金支付总额 · 数值型 16,2 · 必填 · 第 None 行"""
    cash_payamt: Num16_2
    """现金支付金额 · 数值型 16,2 · 必填 · 第 None 行"""
    fixmedins_setl_cnt: Int10
    """定点医药机构结算笔数 · 数值型 10 · 必填 · 第 None 行"""
    REFD_SETL_FLAG: RefdSetlScopeCode3 | None = None
    """医保中心退费结算标志 · 字符型 3 · 可空 · 0-对账数据不含退费，1-对账数据含退费 · 第 None 行"""
    clr_type: ClrTypeCode6 | None = None
    """清算类别 · 字符型 6 · 可空 · 11-门诊，21-住院，41-药店购药，51-暂缓结算，99-其他 · 第 None 行"""


class OutputFileinfo(ReplyBase):
    """3202 医药机构费用结算对明细账 · 输出 fileinfo（ ，单行） · 文档第  行"""

    file_qury_no: Str100
    """文件查询号 · 字符型 100 · 必填 · 勘误 E35：照印。 · 勘误 N02：允许 100 个字符。 · 第 None 行"""
    filename: Str200
    """文件名称 · 字符型 200 · 必填 · 第 None 行"""
    dld_endtime: DateTime19
    """下载截止时间 · 日期时间型 · 必填 · 下载截止的时间。格式：yyyy-MM-dd HH:mm:ss · 第 None 行"""


class Input(Request):
    """3202 医药机构费用结算对明细账 · 输入"""

    data: InputData


class Output(ReplyBase):
    """3202 医药机构费用结算对明细账 · 输出"""

    fileinfo: OutputFileinfo
