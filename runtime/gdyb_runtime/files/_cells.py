"""Single cells of a TXT file: a Python value as text, strictly, and a text as Python value, patiently."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from pydantic_core import PydanticCustomError

from gdyb_runtime.model.scalars import MOST_DIGITS, Cell, CellInvalid, Scalar
from gdyb_runtime.model.types import KINDS

from .layout import Column

BOM = "\ufeff"
OTHER_EMPTY = ("NULL", r"\N", "(null)")
"""What databases write instead of the layout's word for an empty value."""
_BREAKS = {"\t": "制表符（TAB）", "\r": "回车（CR）", "\n": "换行（LF）", BOM: "字节顺序标记（BOM）"}


@cache
def scalar_of(column: Column) -> Scalar:
    """What the values of a column are."""
    return KINDS[column.kind].sized(column.length, column.scale)


@cache
def writer(column: Column, empty: str) -> Callable[[object], str]:
    """Turns a value of a column into its text; raises CellInvalid."""
    write = scalar_of(column).cell_writer(empty, column.codes)

    def nothing() -> str:
        if column.required:
            raise CellInvalid("必填，没有给值")
        return empty

    def cell(value: object) -> str:
        if value is None or (isinstance(value, str) and not value):
            return nothing()
        try:
            return write(value)
        except PydanticCustomError as error:
            if _is_missing(value):
                return nothing()
            raise CellInvalid(error.message()) from None
        except CellInvalid:
            if _is_missing(value):
                return nothing()
            raise

    return cell


@cache
def column_writer(column: Column, empty: str) -> Callable[[Sequence[object]], Sequence[str]]:
    """Turns many values of a column into their texts; raises CellInvalid without saying which one is to blame.

    What nearly every value is like is recognised for all of them at once; else each goes through ``writer``.
    """
    write = writer(column, empty)
    at_once = scalar_of(column).block_writer(empty, column.codes)

    def cells(values: Sequence[object]) -> Sequence[str]:
        texts = at_once(values)
        return [write(value) for value in values] if texts is None else texts

    return cells


def check_text(value: str) -> None:
    """Refuses what would break the file apart."""
    for char, name in _BREAKS.items():
        if char in value:
            raise CellInvalid(f"含有{name}，会破坏文件的行列")
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise CellInvalid("含有无法用 UTF-8 编码的字符")


@cache
def codes(column: Column) -> frozenset[str]:
    """The codes of a column."""
    return frozenset(code for code, _ in column.codes)


def precision(column: Column) -> int:
    """Most digits of a number."""
    return min(column.length or MOST_DIGITS, MOST_DIGITS)


def normal(column: Column, text: str) -> str | None:
    """The canonical form of a number or time, None when it cannot be one; nothing is rounded."""
    return scalar_of(column).normal(text.strip())


@cache
def plain(column: Column) -> re.Pattern[str]:
    """The cells of a column that read as they are; anything else goes through ``normal``."""
    return re.compile(scalar_of(column).plain_pattern, re.ASCII)


def is_empty(text: str, empty: str) -> bool:
    """Whether a cell has no value, by the layout's word or another one."""
    return text in ("", empty) or text in OTHER_EMPTY


def empty_kind(text: str, empty: str) -> str:
    """The kind of oddity of an empty cell; none where it is written as it should be."""
    return "" if text == empty else "empty_text" if not text else "other_empty"


def refusal(column: Column, text: str) -> str:
    """Why a cell cannot be read, with its column and without its content."""
    return f"{column.name} {column.label}：{scalar_of(column).refusal(text.strip())}"


def typed(column: Column, text: str) -> Cell:
    """The value of a canonical text."""
    return scalar_of(column).typed(text)


def _is_missing(value: object) -> bool:
    # How pandas says that there is nothing: NaN and NaT differ from themselves, pandas.NA compares to itself.
    same = value == value
    return same is not True and (same is False or type(same).__name__ == "NAType")
