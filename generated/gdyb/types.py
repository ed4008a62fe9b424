# Written by gdyb-generator from spec/; change the spec and regenerate.
"""Types of single values, shared by all models: the printed type and length, the shape, the dictionary."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from gdyb.protocol import UTC_OFFSET
from gdyb_runtime.types import Number, OneOf, Sensitive, Text, Whole, WireDateTime

CnfmFlagCode3 = Annotated[
    str,
    Text(max_length=3),
    OneOf(dictionary="cnfm_flag", values=(("0", "不确认，本次不纳入清分"), ("1", "确认，纳入本次清分"))),
]
DateTime19 = Annotated[datetime, WireDateTime(utc_offset=UTC_OFFSET)]
FulamtAdvpayFlagCode3 = Annotated[
    str, Text(max_length=3), OneOf(dictionary="fulamt_advpay_flag", values=(("0", "医院报销"), ("1", "零星报销")))
]
Int12 = Annotated[int, Whole(digits=12)]
MdtrtId20 = Annotated[
    str, Text(max_length=20, pattern="^S[0-9]{19}$", hint="'S'+参保地统筹地市区编号(6位)+日期YYMMDD(6位)+流水号(7位)")
]
Month2 = Annotated[str, Text(max_length=2, pattern="^(0[1-9]|1[0-2])$", hint="两位数字的月份 01-12")]
Num16_2 = Annotated[Decimal, Number(precision=16, scale=2)]
OpterTypeCode3 = Annotated[
    str,
    Text(max_length=3),
    OneOf(dictionary="opter_type", values=(("1", "经办人"), ("2", "自助终端"), ("3", "移动终端"))),
]
SetlSn30 = Annotated[
    str, Text(max_length=30, pattern="^A[0-9]{19}$", hint="'A'+参保地统筹地市区编号(6位)+日期YYMMDD(6位)+流水号(7位)")
]
Str10 = Annotated[str, Text(max_length=10)]
Str100 = Annotated[str, Text(max_length=100)]
Str12 = Annotated[str, Text(max_length=12)]
Str18Id = Annotated[str, Text(max_length=18), Sensitive("id")]
Str20 = Annotated[str, Text(max_length=20)]
Str200 = Annotated[str, Text(max_length=200)]
Str2000 = Annotated[str, Text(max_length=2000)]
Str22 = Annotated[str, Text(max_length=22)]
Str30 = Annotated[str, Text(max_length=30)]
Str50Name = Annotated[str, Text(max_length=50), Sensitive("name")]
Str6 = Annotated[str, Text(max_length=6)]
Year4 = Annotated[str, Text(max_length=4, pattern="^[0-9]{4}$", hint="四位数字的年份，如 2020")]
