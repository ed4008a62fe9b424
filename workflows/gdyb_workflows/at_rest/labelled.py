"""Words of a database that people read, too."""

from enum import StrEnum
from typing import Self

__all__ = ["Labelled"]


class Labelled(StrEnum):
    """Values with Chinese labels."""

    _value_: str
    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
