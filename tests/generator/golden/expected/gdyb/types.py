# Written by gdyb-generator from spec/; change the spec and regenerate.
"""单个值的类型：印出的类型与长度、格式、字典；没有字段再使用的类型随之消失。"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from gdyb.protocol import UTC_OFFSET
from gdyb_runtime.model.types import ByteArray as _ByteArray
from gdyb_runtime.model.types import Number, OneOf, Sensitive, Text, Whole, WireDate, WireDateTime

ByteArray = Annotated[bytes, _ByteArray()]
Date10 = Annotated[date, WireDate()]
DateTime19 = Annotated[datetime, WireDateTime(utc_offset=UTC_OFFSET)]
DateTime19Secret = Annotated[datetime, WireDateTime(utc_offset=UTC_OFFSET), Sensitive("secret")]
FlagCode3 = Annotated[str, Text(max_length=3), OneOf(dictionary="flag", values=(("0", "否"), ("1", "是")))]
Int12 = Annotated[int, Whole(digits=12)]
Int2 = Annotated[int, Whole(digits=2)]
KindCode3 = Annotated[str, Text(max_length=3)]
Month2 = Annotated[str, Text(max_length=2, pattern="^(0[1-9]|1[0-2])$", hint="两位数字的月份 01-12")]
Num16_2 = Annotated[Decimal, Number(precision=16, scale=2)]
Num4_1 = Annotated[Decimal, Number(precision=4, scale=1)]
Num4_4 = Annotated[Decimal, Number(precision=4, scale=4)]
Num5_0 = Annotated[Decimal, Number(precision=5, scale=0)]
NumAny = Annotated[Decimal, Number()]
OnlySent12 = Annotated[str, Text(max_length=12, pattern="^[0-9A-Z]+$", hint="大写字母与数字")]
SeenKindCode6 = Annotated[str, Text(max_length=6)]
Sn20 = Annotated[str, Text(max_length=20, pattern="^A[0-9]{19}\\\\?$", hint="'A'+19 位数字，\"原样\"")]
Str100 = Annotated[str, Text(max_length=100)]
Str18Id = Annotated[str, Text(max_length=18), Sensitive("id")]
Str20 = Annotated[str, Text(max_length=20)]
Str200 = Annotated[str, Text(max_length=200)]
Str20Phone = Annotated[str, Text(max_length=20), Sensitive("phone")]
Str3 = Annotated[str, Text(max_length=3)]
Str30 = Annotated[str, Text(max_length=30)]
Str30Card = Annotated[str, Text(max_length=30), Sensitive("card")]
Str30Photo = Annotated[str, Text(max_length=30), Sensitive("photo")]
Str30Secret = Annotated[str, Text(max_length=30), Sensitive("secret")]
Str4 = Annotated[str, Text(max_length=4)]
Str4000 = Annotated[str, Text(max_length=4000)]
Str50 = Annotated[str, Text(max_length=50)]
Str50Name = Annotated[str, Text(max_length=50), Sensitive("name")]
Str6 = Annotated[str, Text(max_length=6)]
StrAny = Annotated[str, Text(max_length=None)]
V2_2 = Annotated[str, Text(max_length=2, pattern="^v[0-9]$", hint="以数字结尾的形状")]
