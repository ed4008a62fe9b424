"""Base of the generated code tables."""

from __future__ import annotations

import enum
from typing import Self

__all__ = ["Code"]


class Code(enum.StrEnum):
    """A dictionary of the document: members are the codes (``NAME = "0", "中文标签"``), usable wherever the text is."""

    label: str
    """Chinese meaning of the code."""

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
