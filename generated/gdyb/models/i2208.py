# Written by gdyb-generator from spec/; change the spec and regenerate.

from gdyb._base import ReplyBase, Request
from gdyb.types import DateTime19, FundPayTypeCode6, Num5_4, Num16_2, Str6, Str30, Str30Id, Str200, Str4000


class InputData(Request):
    """2208 门诊结算撤销 · 输入 data（单行） · 依据：公开客户端代码，5 个实现；可信程度较低的字段已标明 · 可信程度：两个以上实现一致"""

    setl_id: Str30
    """结算ID · 字符型 30 · 必填"""
    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填"""
    psn_no: Str30Id
    """人员编号 · 字符型 30 · 必填"""
    exp_content: Str4000 | None = None
    """字段扩展 · 字符型 4000 · 可空 · 后来增加的扩展字段，2020 与 2021 年的表中没有 · 也见写作 expContent · 名称多处一致，其余只见于一个实现"""


class OutputSetldetail(ReplyBase):
    """2208 门诊结算撤销 · 输出 setldetail（多行） · 依据：公开客户端代码，5 个实现一致 · 可信程度：两个以上实现一致"""

    fund_pay_type: FundPayTypeCode6
    """基金支付类型 · 字符型 6 · 必填 · codes.FundPayType"""
    inscp_scp_amt: Num16_2
    """符合政策范围金额 · 数值型 16,2 · 必填"""
    crt_payb_lmt_amt: Num16_2
    """本次可支付限额金额 · 数值型 16,2 · 必填"""
    fund_payamt: Num16_2
    """基金支付金额 · 数值型 16,2 · 必填"""
    fund_pay_type_name: Str200 | None = None
    """基金支付类型名称 · 字符型 200 · 可空"""
    setl_proc_info: Str4000 | None = None
    """结算过程信息 · 字符型 4000 · 可空"""


class OutputSetlinfo(ReplyBase):
    """2208 门诊结算撤销 · 输出 setlinfo（单行） · 依据：公开客户端代码，4 个实现一致 · 可信程度：两个以上实现一致"""

    mdtrt_id: Str30
    """就诊ID · 字符型 30 · 必填"""
    setl_id: Str30
    """结算ID · 字符型 30 · 必填"""
    clr_optins: Str6 | None = None
    """清算经办机构 · 字符型 6 · 可空"""
    setl_time: DateTime19
    """结算时间 · 日期时间型 · 必填 · 格式：yyyy-MM-dd HH:mm:ss"""
    medfee_sumamt: Num16_2
    """医疗费总额 · 数值型 16,2 · 必填"""
    fulamt_ownpay_amt: Num16_2
    """全自费金额 · 数值型 16,2 · 必填"""
    overlmt_selfpay: Num16_2
    """超限价自费费用 · 数值型 16,2 · 必填"""
    preselfpay_amt: Num16_2
    """先行自付金额 · 数值型 16,2 · 必填"""
    inscp_scp_amt: Num16_2
    """符合政策范围金额 · 数值型 16,2 · 必填"""
    act_pay_dedc: Num16_2 | None = None
    """实际支付起付线 · 数值型 16,2 · 可空"""
    hifp_pay: Num16_2
    """基本医疗保险统筹基金支出 · 数值型 16,2 · 必填"""
    pool_prop_selfpay: Num5_4
    """基本医疗保险统筹基金支付比例 · 数值型 5,4 · 必填"""
    cvlserv_pay: Num16_2
    """公务员医疗补助资金支出 · 数值型 16,2 · 必填"""
    hifes_pay: Num16_2
    """企业补充医疗保险基金支出 · 数值型 16,2 · 必填"""
    hifmi_pay: Num16_2
    """居民大病保险资金支出 · 数值型 16,2 · 必填"""
    hifob_pay: Num16_2
    """职工大额医疗费用补助基金支出 · 数值型 16,2 · 必填"""
    maf_pay: Num16_2
    """医疗救助基金支出 · 数值型 16,2 · 必填"""
    oth_pay: Num16_2
    """其他支出 · 数值型 16,2 · 必填"""
    fund_pay_sumamt: Num16_2
    """基金支付总额 · 数值型 16,2 · 必填"""
    psn_part_amt: Num16_2
    """个人负担总金额 · 数值型 16,2 · 必填"""
    acct_pay: Num16_2
    """个人账户支出 · 数值型 16,2 · 必填"""
    balc: Num16_2
    """余额 · 数值型 16,2 · 必填"""
    acct_mulaid_pay: Num16_2
    """个人账户共济支付金额 · 数值型 16,2 · 必填"""
    hosp_part_amt: Num16_2
    """医院负担金额 · 数值型 16,2 · 必填"""
    medins_setl_id: Str30
    """医药机构结算ID · 字符型 30 · 必填 · 即结算请求的发送方报文ID（msgid）"""
    pdn_cash_pay: Num16_2
    """个人现金支出 · 数值型 16,2 · 必填"""


class Input(Request):
    """2208 门诊结算撤销 · 输入"""

    data: InputData


class Output(ReplyBase):
    """2208 门诊结算撤销 · 输出"""

    setlinfo: OutputSetlinfo
    setldetail: list[OutputSetldetail]
