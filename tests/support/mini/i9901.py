"""A command: one head, many rows, no output."""

from typing import Annotated

from pydantic import Field

from .base import ReplyBase, Request
from .types import CnfmFlag, Date10, DateTime19, Num12, Num16_2, Str3, Str10, Str18Id, Str50Name, Str200, Year


class InputData(Request):
    trt_year: Year
    totalrow: Num12
    cert_type: Str3 | None = None
    card_sn: Str10 | None = None
    otransid: Str200 | None = None
    psn_no: Str10 | None = None


class InputDetail(Request):
    certno: Str18Id
    psn_name: Str50Name | None = None
    setl_time: DateTime19
    begn_date: Date10 | None = None
    amt: Num16_2
    acct_pay: Num16_2 | None = None
    days: Num12 | None = None
    flag: CnfmFlag
    reason: Str200 | None = None
    in_: Annotated[Str10 | None, Field(alias="in")] = None


class Input(Request):
    data: InputData
    detail: Annotated[list[InputDetail], Field(min_length=1, max_length=100)]


class Output(ReplyBase):
    pass
