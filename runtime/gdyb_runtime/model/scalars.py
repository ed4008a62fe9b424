"""What each kind of single value must be able to do: on the wire, in a reply that departs from the table, in a file.

The annotations in ``types`` are these kinds; models, envelope and files know no other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol, Self, TypeAlias

from .notations import raw_shape

if TYPE_CHECKING:
    import polars

__all__ = [
    "ABSENT",
    "MOST_DIGITS",
    "Cell",
    "CellBlock",
    "CellInvalid",
    "Reading",
    "Scalar",
    "ScalarKind",
    "Unknown",
    "Writer",
    "as_text",
    "choices",
    "wire_number",
]

ScalarKind = Literal["text", "whole", "number", "date", "datetime", "bytes", "json"]
"""Names of the kinds, as the generated package writes them; ``json`` stands in the envelope only."""

Cell: TypeAlias = str | Decimal | int | date | datetime | None
"""A typed value of a file; None where the file says that there is none."""

CellBlock: TypeAlias = Callable[[Sequence[object]], Sequence[str] | None]

MOST_DIGITS = 38
"""Digits of a number that a table of polars holds, and more than any amount has."""

_LONGEST_CODE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was made of a value of a reply that departs from the table."""

    value: object
    """None where the value stands for nothing."""
    label: str = ""
    """How it was written, in Chinese; empty where only the type of JSON was another."""


ABSENT = Reading(value=None)
"""The value stands for none, as the text ``NULL`` does in a date."""


class CellInvalid(ValueError):
    """A value that may not be written; the text says why, in Chinese, and never holds the value."""


class Writer(Protocol):
    """How a request writes texts and numbers."""

    def text(self, value: str) -> object:
        """A text, escaped as the settings say."""

    def number(self, value: int | Decimal) -> object:
        """A number, or its digits as text."""


class Scalar:
    """One kind of single values."""

    kind: ClassVar[str]
    is_text: ClassVar[bool] = False
    is_number: ClassVar[bool] = False
    """Whether an empty value goes on the wire as 0."""
    time_format: ClassVar[str] = ""
    """How a cell prints a time, in the words of strftime."""

    @classmethod
    def sized(cls, length: int | None, scale: int) -> Self:
        """The kind with the length and the decimals of a column."""
        raise cls._unknown("文件的列")

    @classmethod
    def _unknown(cls, place: str) -> TypeError:
        return TypeError(f"{place}没有 {cls.__name__} 这种值")

    def empty(self, writer: Writer) -> object:
        """What an empty value is on the wire."""
        return writer.number(0) if self.is_number else ""

    def encode(self, value: object, writer: Writer) -> object:
        """A value on the wire, ready for the JSON encoder."""
        raise self._unknown("报文")

    def convert(self, value: object) -> Reading | None:
        """Reads a value of a reply that departs from the table; None when it is not understood."""
        raise self._unknown("报文")

    def cell_writer(self, empty: str, codes: Collection[tuple[str, str]]) -> Callable[[object], str]:
        """Turns a value into the text of a cell; raises CellInvalid or PydanticCustomError."""
        raise self._unknown("文件的列")

    def block_writer(self, empty: str, codes: Collection[tuple[str, str]]) -> CellBlock:
        """Formats many values at once where nearly all are alike; returns None where each must be formatted alone."""
        return lambda values: None

    def normal(self, text: str) -> str | None:
        """The canonical text of a cell, None when it cannot be one; nothing is rounded."""
        raise self._unknown("文件的列")

    def refusal(self, text: str) -> str:
        """Why a cell has no canonical text, in Chinese and without its content."""
        return f"无法识别（形如 {raw_shape(text)}）"

    @property
    def plain_pattern(self) -> str:
        """Regular expression of cells that read as they are; it matches no time, which only the calendar can judge."""
        return "(?!)"

    def typed(self, text: str) -> Cell:
        """The value of a canonical text."""
        raise self._unknown("文件的列")

    def column_type(self) -> polars.DataType:
        """The type of a column of a table; amounts have room for their sums."""
        raise self._unknown("文件的列")


class Unknown(Scalar):
    """A field that is no value of the tables, such as a path in the settings: nothing can be sent or read as one."""


def wire_number(number: int | Decimal) -> str:
    """A number as plain digits, never in exponent form."""
    return format(number, "f") if isinstance(number, Decimal) else str(number)


def as_text(value: object) -> str:
    """A text or number as text, anything else as empty text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return ""
    return str(value) if isinstance(value, Decimal) and abs(value.adjusted()) > _LONGEST_CODE else wire_number(value)


def choices(codes: Collection[tuple[str, str]]) -> str:
    """Codes with their labels, for a message."""
    return "只能是 " + "、".join(f"{code}（{label}）" if label else code for code, label in codes)
