"""Scalar aliases, as the generator writes them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from gdyb_runtime.model.types import ByteArray, Number, OneOf, Sensitive, Text, Whole, WireDate, WireDateTime

Year = Annotated[str, Text(4, "^[0-9]{4}$", "四位数字的年份，如 2020")]
Str3 = Annotated[str, Text(3)]
Str10 = Annotated[str, Text(10)]
Str18Id = Annotated[str, Text(18), Sensitive("id")]
Str50Name = Annotated[str, Text(50), Sensitive("name")]
Str200 = Annotated[str, Text(200)]
SetlSn = Annotated[str, Text(30, "^A[0-9]{19}$", "A 加 19 位数字")]
CnfmFlag = Annotated[str, Text(3), OneOf("cnfm_flag", (("0", "不确认"), ("1", "确认")))]
Num12 = Annotated[int, Whole(12)]
Num16_2 = Annotated[Decimal, Number(16, 2)]
DateTime19 = Annotated[datetime, WireDateTime("+08:00")]
Bytes = Annotated[bytes, ByteArray()]
Date10 = Annotated[date, WireDate()]
