"""A query whose success is a file."""

from .base import ReplyBase, Request
from .types import Str200


class InputFsDownloadIn(Request):
    file_no: Str200


class Input(Request):
    fsDownloadIn: InputFsDownloadIn


class Output(ReplyBase):
    pass
