"""Base classes, as the generator writes them."""

from typing import ClassVar

from gdyb_runtime.model.base import ReplyModel, RequestModel


class Request(RequestModel):
    __schemas__: ClassVar[str] = "support.mini.schemas"


class ReplyBase(ReplyModel):
    __schemas__: ClassVar[str] = "support.mini.schemas"
