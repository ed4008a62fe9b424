"""Two invented layouts: what goes up, and what comes back with all its known departures."""

from __future__ import annotations

from gdyb_runtime.files import Column, Layout

AMOUNT = (16, 2)


def _amount(name: str, *, required: bool) -> Column:
    return Column(name, "金额", "number", *AMOUNT, required=required)


UP = Layout(
    name="up",
    label="上传明细",
    infno="9905",
    title="文件上送",
    entry="up.txt",
    columns=(
        Column("setl_id", "结算ID", "text", 30, required=True),
        Column("psn_name", "姓名", "text", 50, sensitive="name"),
        _amount("total", required=True),
        _amount("fund", required=False),
        Column("times", "次数", "whole", 4),
        Column("day", "日期", "date"),
        Column("moment", "时间", "datetime"),
        Column("flag", "标志", "text", 3, codes=(("0", "正常"), ("1", "退费"))),
    ),
)
RESULT = Layout(
    name="result",
    label="对账结果",
    infno="9906",
    title="文件取回",
    short=(7,),
    extra=1,
    shift_after=6,
    columns=(
        Column("psn_no", "人员编号", "text", 30, required=True),
        Column("mdtrt_id", "就诊ID", "text", 30),
        Column("setl_id", "结算ID", "text", 30),
        Column("msgid", "报文ID", "text", 30),
        Column("stmt_rslt", "对账结果", "text", 6, codes=(("0", "平"), ("1", "中心多"))),
        Column("flag", "标志", "text", 3),
        Column("memo", "备注", "text", 20),
        _amount("total", required=False),
        _amount("fund", required=False),
        _amount("acct", required=False),
    ),
)
