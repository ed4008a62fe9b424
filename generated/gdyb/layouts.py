# Written by gdyb-generator from spec/; change the spec and regenerate.
"""文件布局：随接口上传或下载的文本文件，一行有哪些列。"""

from typing import Final

from gdyb_runtime.files.layout import Column, Layout

__all__ = ["RECONCILIATION_RESULT", "RECONCILIATION_UPLOAD"]

RECONCILIATION_UPLOAD: Final = Layout(
    name="reconciliation_upload",
    label="对账明细文件",
    columns=(
        Column(name="setl_id", label="结算ID", kind="text", length=30, required=True),
        Column(name="mdtrt_id", label="就诊ID", kind="text", length=30, required=True),
        Column(name="psn_no", label="人员编号", kind="text", length=30, required=True, sensitive="id"),
        Column(name="medfee_sumamt", label="医疗费总额", kind="number", length=16, scale=2, required=True),
        Column(name="fund_pay_sumamt", label="基金支付总额", kind="number", length=16, scale=2, required=True),
        Column(name="acct_pay", label="个人账户支出", kind="number", length=16, scale=2, required=True),
        Column(name="refd_setl_flag", label="退费结算标志", kind="text", length=3, required=True),
    ),
    short=(),
    extra=0,
    shift_after=None,
    empty="null",
    entry="upload.txt",
    infno="3202",
    title="医药机构费用结算对明细账",
)
"""对账明细文件：3202 医药机构费用结算对明细账随请求上传，upload.txt，7 列。

各列：setl_id 结算ID，mdtrt_id 就诊ID，psn_no 人员编号，medfee_sumamt 医疗费总额，fund_pay_sumamt 基金支付总额，acct_pay 个人账户支出，refd_setl_flag 退费结算标志。

依据：公开客户端代码，五个实现的前 7 列一致；其中湖北 V1.2.02 版另有第 8 列 exp_content。"""
RECONCILIATION_RESULT: Final = Layout(
    name="reconciliation_result",
    label="对账结果文件",
    columns=(
        Column(name="psn_no", label="人员编号", kind="text", length=30, required=True, sensitive="id"),
        Column(name="mdtrt_id", label="就诊ID", kind="text", length=30),
        Column(name="setl_id", label="结算ID", kind="text", length=30),
        Column(name="msgid", label="发送方报文ID", kind="text", length=30, required=True),
        Column(name="stmt_rslt", label="对账结果", kind="text", length=6, required=True),
        Column(name="refd_setl_flag", label="退费结算标志", kind="text", length=3, required=True),
        Column(name="memo", label="备注", kind="text", length=500),
        Column(name="HICENT_MEDFEE_SUMAMT", label="医保中心医疗费总额", kind="number", length=16, scale=2),
        Column(name="HIF_PAY_SUMAMT", label="医保基金支付总额", kind="number", length=16, scale=2),
        Column(name="HICENT_ACCT_PAY", label="医保中心个人账户支出", kind="number", length=16, scale=2),
    ),
    short=(7,),
    extra=1,
    shift_after=6,
    empty="null",
    entry="result.txt",
    infno="3202",
    title="医药机构费用结算对明细账",
)
"""对账结果文件：3202 医药机构费用结算对明细账下载的结果，result.txt，10 列。

各列：psn_no 人员编号，mdtrt_id 就诊ID，setl_id 结算ID，msgid 发送方报文ID，stmt_rslt 对账结果，refd_setl_flag 退费结算标志，memo 备注，HICENT_MEDFEE_SUMAMT 医保中心医疗费总额，HIF_PAY_SUMAMT 医保基金支付总额，HICENT_ACCT_PAY 医保中心个人账户支出。

把握较小的列：HICENT_MEDFEE_SUMAMT、HIF_PAY_SUMAMT、HICENT_ACCT_PAY。

依据：公开客户端代码，一个实现是前 7 列，四个实现是 10 列，湖北 V1.2.02 版是 11 列；本省一个实现见到第 6 列为 0 时其后各列右移一列。"""
