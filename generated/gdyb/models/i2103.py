# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import DateTime19, FundPayTypeCode6, Num5_4, Num16_2, Str6, Str30, Str30Id, Str200, Str4000


class InputData(Request):
    """2103 药店结算撤销 · 输入 data（单行） · 依据：公开客户端代码，2 个实现有字段名与次序；类型、长度、代码标识与是否必填取自同类接口 · 可信程度：类型与长度多照同类接口推定"""

    setl_id: Str30
    """结算ID · 字符型 30 · 必填 · 名称多处一致，其余照 2208 data 推定"""
    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填 · 名称多处一致，其余照 2208 data 推定"""
    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填 · 名称多处一致，其余照 2208 data 推定"""
    exp_content: Str4000 | None = None
    """字段扩展 · 字符型 4000 · 可空 · 后来增加的扩展字段，2020 与 2021 年的表中没有 · 也见写作 expContent · 名称只见于一个实现，其余照 2208 data 推定"""


class OutputSetldetail(ReplyBase):
    """2103 药店结算撤销 · 输出 setldetail（多行） · 依据：公开客户端代码，2 个实现有字段名与次序；类型、长度、代码标识与是否必填取自同类接口 · 可信程度：类型与长度多照同类接口推定"""

    fund_pay_type: FundPayTypeCode6
    """基金支付类型 · 字符型 6 · 必填 · codes.FundPayType · 名称多处一致，其余照 2208 setldetail 推定"""
    inscp_scp_amt: Num16_2
    """符合政策范围金额 · 数值型 16,2 · 必填 · 名称多处一致，其余照 2208 setldetail 推定"""
    crt_payb_lmt_amt: Num16_2
    """本次可支付限额金额 · 数值型 16,2 · 必填 · 名称多处一致，其余照 2208 setldetail 推定"""
    fund_payamt: Num16_2
    """基金支付金额 · 数值型 16,2 · 必填 · 名称多处一致，其余照 2208 setldetail 推定"""
    fund_pay_type_name: Str200 | None = None
    """基金支付类型名称 · 字符型 200 · 可空 · 名称多处一致，其余照 2208 setldetail 推定"""
    setl_proc_info: Str4000 | None = None
    """结算过程信息 · 字符型 4000 · 可空 · 名称多处一致，其余照 2208 setldetail 推定"""


class OutputSetlinfo(ReplyBase):
    """2103 药店结算撤销 · 输出 setlinfo（单行） · 依据：公开客户端代码，2 个实现有字段名与次序；类型、长度、代码标识与是否必填取自同类接口 · 可信程度：类型与长度多照同类接口推定"""

    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填 · 名称多处一致，其余照 2208 setlinfo 推定"""
    setl_id: Str30
    """结算ID · 字符型 30 · 必填 · 名称多处一致，其余照 2208 setlinfo 推定"""
    clr_optins: Str6 | None = None
    """清算经办机构 · 字符型 6 · 可空 · 名称多处一致，其余照 2208 setlinfo 推定"""
    medfee_sumamt: Num16_2
    """医疗费总额 · 数值型 16,2 · 必填 · 名称多处一致，其余照 2208 setlinfo 推定"""
    setl_time: DateTime19
    """结算时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss · 名称多处一致，其余照 2208 setlinfo 推定"""
    fulamt_ownpay_amt: Num16_2
    """全自费金额 · 数值型 16,2 · 必填 · 名称多处一致，其余照 2208 setlinfo 推定"""
    overlmt_selfpay: Num16_2
    """超限价自费费用 · 数值型 16,2 · 必填 · 名称多处一致，其余照 2208 setlinfo 推定"""
    preselfpay_amt: Num16_2
    """先行自付金额 · 数值型 16,2 · 必填 · 名称多处一致，其余照 2208 setlinfo 推定"""
    inscp_scp_amt: Num16_2
    """符合政策范围金额 · 数值型 16,2 · 必填 · 名称多处一致，其余照 2208 setlinfo 推定"""
    act_pay_dedc: Num16_2 | None = None
    """实际支付起付线 · 数值型 16,2 · 可空 · 名称多处一致，其余照 2208 setlinfo 推定"""
    hifp_pay: Num16_2
    """基本医疗保险统筹基金支出 · 数值型 16,2 · 必填 · 名称多处一致，其余照 2208 setlinfo 推定"""
    pool_prop_selfpay: Num5_4
    """基本医疗保险统筹基金支付比例 · 数值型 5,4 · 必填 · 名称多处一致，其余照 2208 setlinfo 推定"""
    cvlserv_pay: Num16_2
    """公务员医疗补助资金支出 · 数值型 16,2 · 必填 · 名称多处一致，其余照 2208 setlinfo 推定"""
    hifes_pay: Num16_2
    """企业补充医疗保险基金支出 · 数值型 16,2 · 必填 · 名称多处一致，其余照 2208 setlinfo 推定"""
    hifmi_pay: Num16_2
    """居民大病保险资金支出 · 数值型 16,2 · 必填 · 名称多处一致，其余照 2208 setlinfo 推定"""
    hifob_pay: Num16_2
    """职工大额医疗费用补助基金支出 · 数值型 16,2 · 必填 · 名称多处一致，其余照 2208 setlinfo 推定"""
    maf_pay: Num16_2
    """医疗救助基金支出 · 数值型 16,2 · 必填 · 名称多处一致，其余照 2208 setlinfo 推定"""
    oth_pay: Num16_2
    """其他支出 · 数值型 16,2 · 必填 · 名称多处一致，其余照 2208 setlinfo 推定"""
    fund_pay_sumamt: Num16_2
    """基金支付总额 · 数值型 16,2 · 必填 · 名称多处一致，其余照 2208 setlinfo 推定"""
    psn_pay: Num16_2 | None = None
    """个人支付金额 · 数值型 16,2 · 是否必填不详，按可空处理 · 名称多处一致，其余照 其他接口的同名字段 推定"""
    acct_pay: Num16_2
    """个人账户支出 · 数值型 16,2 · 必填 · 名称多处一致，其余照 2208 setlinfo 推定"""
    cash_payamt: Num16_2 | None = None
    """现金支付金额 · 数值型 16,2 · 是否必填不详，按可空处理 · 名称多处一致，其余照 其他接口的同名字段 推定"""
    balc: Num16_2
    """余额 · 数值型 16,2 · 必填 · 名称多处一致，其余照 2208 setlinfo 推定"""
    acct_mulaid_pay: Num16_2
    """个人账户共济支付金额 · 数值型 16,2 · 必填 · 名称多处一致，其余照 2208 setlinfo 推定"""
    medins_setl_id: Str30
    """医药机构结算ID · 字符型 30 · 必填 · 即结算请求的发送方报文ID（msgid） · 名称多处一致，其余照 2208 setlinfo 推定"""


class Input(Request):
    """2103 药店结算撤销 · 输入"""

    data: InputData


class Output(ReplyBase):
    """2103 药店结算撤销 · 输出"""

    setlinfo: OutputSetlinfo
    setldetail: list[OutputSetldetail]
