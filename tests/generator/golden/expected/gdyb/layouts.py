# Written by gdyb-generator from spec/; change the spec and regenerate.
"""文件布局：随接口上传或下载的文本文件，一行有哪些列。"""

from typing import Final

from gdyb_runtime.files.layout import Column, Layout

__all__ = ["LIST_RESULT", "LIST_UPLOAD"]

LIST_UPLOAD: Final = Layout(
    name="list_upload",
    label='名单 """原样"""',
    columns=(
        Column(name="psn_no", label="人员编号", kind="text", length=30, required=True, sensitive="id"),
        Column(name="flag", label="标志", kind="text", length=3, required=True, codes=(("0", "否"), ("1", "是"))),
        Column(name="kind", label="种类", kind="text"),
    ),
    short=(),
    extra=0,
    shift_after=None,
    empty="null",
    entry="list.txt",
    infno="9106",
    title='下载文件 "原样"',
)
"""名单 ”””原样”””：9106 下载文件 "原样"随请求上传，list.txt，3 列。

各列：psn_no 人员编号，flag 标志，kind 种类。

依据：公开客户端代码，三个实现。"""
LIST_RESULT: Final = Layout(
    name="list_result",
    label="结果",
    columns=(
        Column(name="amount", label="金额", kind="number", length=16, scale=2, required=True),
        Column(name="AMOUNT_2", label="大写", kind="number", length=16, scale=2),
        Column(name="count", label="笔数", kind="whole", length=10),
        Column(name="day", label="日期", kind="date"),
        Column(name="moment", label="时刻", kind="datetime", length=19),
    ),
    short=(4,),
    extra=2,
    shift_after=2,
    empty="null",
    entry="result.txt",
    infno="9106",
    title='下载文件 "原样"',
)
"""结果：9106 下载文件 "原样"下载的结果，result.txt，5 列。

各列：amount 金额，AMOUNT_2 大写，count 笔数，day 日期，moment 时刻。

把握较小的列：AMOUNT_2。

依据：公开客户端代码，三个实现。"""
