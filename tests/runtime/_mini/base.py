"""Base classes, as the generator writes them."""

from typing import ClassVar

from gdyb_runtime.models import ReplyModel, RequestModel


class Request(RequestModel):
    __schemas__: ClassVar[str] = "_mini.schemas"


class ReplyBase(ReplyModel):
    __schemas__: ClassVar[str] = "_mini.schemas"
