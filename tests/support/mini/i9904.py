"""A command with a value of the SDK's own, whose output has no node."""

from .base import ReplyBase, Request
from .types import Str10, Str200, Year


class InputData(Request):
    trt_year: Year


class Input(Request):
    data: InputData


class Output(ReplyBase):
    file_no: Str200
    filename: Str10 | None = None
