# Written by gdyb-generator from spec/; change the spec and regenerate.
"""单个值的类型：印出的类型与长度、格式、字典；没有字段再使用的类型随之消失。"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from gdyb.protocol import UTC_OFFSET
from gdyb_runtime.model.types import ByteArray as _ByteArray
from gdyb_runtime.model.types import Number, OneOf, Sensitive, Text, Whole, WireDate, WireDateTime

AcctUsedFlagCode1 = Annotated[str, Text(max_length=1)]
BirctrlTypeCode6 = Annotated[str, Text(max_length=6)]
ByteArray = Annotated[bytes, _ByteArray()]
ChrgitmLvCode3 = Annotated[str, Text(max_length=3)]
ClrTypeCode6 = Annotated[str, Text(max_length=6)]
ClrWayCode6 = Annotated[str, Text(max_length=6)]
CnfmFlagCode3 = Annotated[
    str,
    Text(max_length=3),
    OneOf(dictionary="cnfm_flag", values=(("0", "不确认，本次不纳入清分"), ("1", "确认，纳入本次清分"))),
]
CvlservFlagCode3 = Annotated[str, Text(max_length=3)]
Date10 = Annotated[date, WireDate()]
Date10Id = Annotated[date, WireDate(), Sensitive("id")]
Date19 = Annotated[date, WireDate(may_have_time=True, utc_offset=UTC_OFFSET)]
DateTime19 = Annotated[datetime, WireDateTime(utc_offset=UTC_OFFSET)]
DiagTypeCode3 = Annotated[str, Text(max_length=3)]
DscgWayCode3 = Annotated[str, Text(max_length=3)]
FulamtAdvpayFlagCode3 = Annotated[
    str, Text(max_length=3), OneOf(dictionary="fulamt_advpay_flag", values=(("0", "医院报销"), ("1", "零星报销")))
]
FundPayTypeCode6 = Annotated[str, Text(max_length=6)]
GendCode6 = Annotated[str, Text(max_length=6)]
HospApprFlagCode3 = Annotated[str, Text(max_length=3)]
InsutypeCode6 = Annotated[str, Text(max_length=6)]
Int10 = Annotated[int, Whole(digits=10)]
Int11 = Annotated[int, Whole(digits=11)]
Int12 = Annotated[int, Whole(digits=12)]
Int2 = Annotated[int, Whole(digits=2)]
Int3 = Annotated[int, Whole(digits=3)]
Int5 = Annotated[int, Whole(digits=5)]
Int6 = Annotated[int, Whole(digits=6)]
ListTypeCode30 = Annotated[str, Text(max_length=30)]
ListTypeCode6 = Annotated[str, Text(max_length=6)]
MatnTypeCode6 = Annotated[str, Text(max_length=6)]
MdtrtCertTypeCode3 = Annotated[str, Text(max_length=3)]
MdtrtId20 = Annotated[
    str, Text(max_length=20, pattern="^S[0-9]{19}$", hint="'S'+参保地统筹地市区编号(6位)+日期YYMMDD(6位)+流水号(7位)")
]
MedTypeCode6 = Annotated[str, Text(max_length=6)]
MidSetlFlagCode3 = Annotated[str, Text(max_length=3)]
Month2 = Annotated[str, Text(max_length=2, pattern="^(0[1-9]|1[0-2])$", hint="两位数字的月份 01-12")]
Num16_2 = Annotated[Decimal, Number(precision=16, scale=2)]
Num16_4 = Annotated[Decimal, Number(precision=16, scale=4)]
Num16_6 = Annotated[Decimal, Number(precision=16, scale=6)]
Num4_0 = Annotated[Decimal, Number(precision=4, scale=0)]
Num4_1 = Annotated[Decimal, Number(precision=4, scale=1)]
Num4_2 = Annotated[Decimal, Number(precision=4, scale=2)]
Num5_4 = Annotated[Decimal, Number(precision=5, scale=4)]
Num6_2 = Annotated[Decimal, Number(precision=6, scale=2)]
OpterTypeCode3 = Annotated[
    str,
    Text(max_length=3),
    OneOf(dictionary="opter_type", values=(("1", "经办人"), ("2", "自助终端"), ("3", "移动终端"))),
]
PayLocCode6 = Annotated[str, Text(max_length=6)]
PsnCertTypeCode6 = Annotated[str, Text(max_length=6)]
PsnInsuStasCode6 = Annotated[str, Text(max_length=6)]
PsnSetlwayCode6 = Annotated[str, Text(max_length=6)]
PsnTypeCode6 = Annotated[str, Text(max_length=6)]
RefdSetlFlagCode3 = Annotated[str, Text(max_length=3)]
RefdSetlScopeCode3 = Annotated[str, Text(max_length=3)]
RxCircFlagCode3 = Annotated[str, Text(max_length=3)]
SetlSn30 = Annotated[
    str, Text(max_length=30, pattern="^A[0-9]{19}$", hint="'A'+参保地统筹地市区编号(6位)+日期YYMMDD(6位)+流水号(7位)")
]
StmtRsltCode6 = Annotated[str, Text(max_length=6)]
Str10 = Annotated[str, Text(max_length=10)]
Str100 = Annotated[str, Text(max_length=100)]
Str1000 = Annotated[str, Text(max_length=1000)]
Str12 = Annotated[str, Text(max_length=12)]
Str150 = Annotated[str, Text(max_length=150)]
Str18Id = Annotated[str, Text(max_length=18), Sensitive("id")]
Str20 = Annotated[str, Text(max_length=20)]
Str200 = Annotated[str, Text(max_length=200)]
Str2000 = Annotated[str, Text(max_length=2000)]
Str200Id = Annotated[str, Text(max_length=200), Sensitive("id")]
Str200Name = Annotated[str, Text(max_length=200), Sensitive("name")]
Str22 = Annotated[str, Text(max_length=22)]
Str3 = Annotated[str, Text(max_length=3)]
Str30 = Annotated[str, Text(max_length=30)]
Str300 = Annotated[str, Text(max_length=300)]
Str30Id = Annotated[str, Text(max_length=30), Sensitive("id")]
Str32Card = Annotated[str, Text(max_length=32), Sensitive("card")]
Str4 = Annotated[str, Text(max_length=4)]
Str4000 = Annotated[str, Text(max_length=4000)]
Str40Id = Annotated[str, Text(max_length=40), Sensitive("id")]
Str50 = Annotated[str, Text(max_length=50)]
Str500 = Annotated[str, Text(max_length=500)]
Str50Card = Annotated[str, Text(max_length=50), Sensitive("card")]
Str50Id = Annotated[str, Text(max_length=50), Sensitive("id")]
Str50Name = Annotated[str, Text(max_length=50), Sensitive("name")]
Str50Phone = Annotated[str, Text(max_length=50), Sensitive("phone")]
Str6 = Annotated[str, Text(max_length=6)]
StrAny = Annotated[str, Text(max_length=None)]
TcmdrugUsedWayCode6 = Annotated[str, Text(max_length=6)]
TrtChkTypeCode6 = Annotated[str, Text(max_length=6)]
TrtEnjymntFlagCode3 = Annotated[str, Text(max_length=3)]
Year4 = Annotated[str, Text(max_length=4, pattern="^[0-9]{4}$", hint="四位数字的年份，如 2020")]
YesNoCode3 = Annotated[str, Text(max_length=3)]
YesNoCode6 = Annotated[str, Text(max_length=6)]
