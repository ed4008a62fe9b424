# Written by gdyb-generator from spec/; change the spec and regenerate.
"""Base classes of the models: they know where the published schemas are."""

from collections.abc import Mapping
from typing import ClassVar

from gdyb_runtime.models import ReplyModel, RequestModel


class Request(RequestModel):
    """Base of everything that is sent."""

    __schemas__: ClassVar[str] = "gdyb.schemas"


class ReplyBase(ReplyModel):
    """Base of everything that is received; `__spellings__` holds other spellings of keys that have been seen."""

    __schemas__: ClassVar[str] = "gdyb.schemas"
    __spellings__: ClassVar[Mapping[str, tuple[str, ...]]] = {"expContent": ("exp_content",)}
