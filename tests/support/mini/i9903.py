"""A query with two output nodes: one row and many rows."""

from .base import ReplyBase, Request
from .types import Str10, Str18Id, Str50Name


class InputData(Request):
    certno: Str18Id


class Input(Request):
    data: InputData


class OutputBaseinfo(ReplyBase):
    psn_no: Str10
    psn_name: Str50Name


class OutputIdetinfo(ReplyBase):
    idet_type: Str10


class Output(ReplyBase):
    baseinfo: OutputBaseinfo
    idetinfo: list[OutputIdetinfo]
