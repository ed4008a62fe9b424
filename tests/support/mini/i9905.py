"""A command that carries a file, and the number it is found under."""

from typing import Annotated

from pydantic import Field

from .base import ReplyBase, Request
from .types import Bytes, Str200


class InputFsUploadIn(Request):
    in_: Annotated[Bytes, Field(alias="in")]
    filename: Str200


class Input(Request):
    fsUploadIn: InputFsUploadIn


class Output(ReplyBase):
    file_no: Str200
    copy_: Annotated[Bytes | None, Field(alias="copy")] = None
