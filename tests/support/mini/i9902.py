"""A paged query: one head, many rows back."""

from typing import Annotated

from pydantic import Field

from .base import ReplyBase, Request
from .types import CnfmFlag, Date10, DateTime19, Num12, Num16_2, SetlSn, Str18Id, Str50Name, Str200, Year


class InputData(Request):
    trt_year: Year
    startrow: Num12


class Input(Request):
    data: InputData


class OutputData(ReplyBase):
    seqno: Num12
    certno: Str18Id
    psn_name: Str50Name | None = None
    setl_sn: SetlSn
    flag: CnfmFlag
    amt: Num16_2
    setl_time: DateTime19
    begn_date: Date10 | None = None
    memo: Str200 | None = None


class Output(ReplyBase):
    data: Annotated[list[OutputData], Field(max_length=3)]
