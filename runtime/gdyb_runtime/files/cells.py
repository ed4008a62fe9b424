"""Single cells of a TXT file: a Python value as text, strictly, and a text as Python value, patiently."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TypeAlias, cast

from pydantic_core import PydanticCustomError

from ..types import Number, Whole, WireDate, WireDateTime
from .layout import Column

Cell: TypeAlias = str | Decimal | int | date | datetime | None
"""A typed value; None where the file says that there is none."""

MOST_DIGITS = 38
"""Digits of a number that a table of polars holds, and more than any amount has."""

_INT64_DIGITS = 18

BOM = "\ufeff"
_BREAKS = {"\t": "制表符（TAB）", "\r": "回车（CR）", "\n": "换行（LF）", BOM: "字节顺序标记（BOM）"}

_NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]*))?", re.ASCII)
_STAMP = re.compile(
    r"([0-9]{4})[-/]?([0-9]{2})[-/]?([0-9]{2})(?:[ T]?([0-9]{2}):?([0-9]{2}):?([0-9]{2})(?:\.0+)?)?", re.ASCII
)


class CellInvalid(ValueError):
    """A value that may not be written; the text says why, in Chinese, and never holds the value."""


@cache
def writer(column: Column, empty: str) -> Callable[[object], str]:
    """Turns a value of a column into its text; raises CellInvalid."""
    write = _WRITERS[column.kind](column, empty)

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
    digits, scale = precision(column), column.scale
    fraction = rf"\.[0-9]{{{scale}}}" if scale else ""
    amounts = re.compile(rf"(?:[0-9]{{1,{digits - scale}}}{fraction}\n)*", re.ASCII).fullmatch

    def cells(values: Sequence[object]) -> Sequence[str]:
        kinds = set(map(type, values))
        if column.kind == "text" and kinds == {str}:
            texts = cast("Sequence[str]", values)
            short = column.length is None or max(map(len, texts)) <= column.length
            if short and all(texts) and empty not in texts and (not column.codes or codes(column).issuperset(texts)):
                return texts
        elif column.kind == "number" and kinds == {Decimal}:
            texts = list(map(str, values))
            if amounts("\n".join(texts) + "\n"):
                return texts
        return [write(value) for value in values]

    return cells


def check_text(value: str) -> None:
    """Refuses what would break the file apart."""
    for char, name in _BREAKS.items():
        if char in value:
            raise CellInvalid(f"含有{name}，会破坏文件的行列")
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise CellInvalid("含有无法用 UTF-8 编码的字符")


def choices(column: Column) -> str:
    """The codes of a column, for a message."""
    return "只能是 " + "、".join(f"{code}（{label}）" if label else code for code, label in column.codes)


@cache
def codes(column: Column) -> frozenset[str]:
    """The codes of a column."""
    return frozenset(code for code, _ in column.codes)


def precision(column: Column) -> int:
    """Most digits of a number."""
    return min(column.length or MOST_DIGITS, MOST_DIGITS)


def normal(column: Column, text: str) -> str | None:
    """The canonical form of a number or time, None when it cannot be one; nothing is rounded."""
    return _NORMAL[column.kind](column, text.strip())


@cache
def plain_pattern(column: Column) -> str:
    """The regular expression of a number that reads as it is; anything else goes through ``normal``."""
    digits = _INT64_DIGITS if column.kind == "whole" else MOST_DIGITS - column.scale
    fraction = rf"(?:\.[0-9]{{1,{column.scale}}})?" if column.scale else ""
    return rf"^-?[0-9]{{1,{digits}}}{fraction}$"


@cache
def plain(column: Column) -> re.Pattern[str]:
    """The same compiled; it matches no time, since only the calendar can say that there is such a day."""
    return re.compile(plain_pattern(column) if column.kind in ("number", "whole") else "(?!)", re.ASCII)


def typed(column: Column, text: str) -> Cell:
    """The value of a canonical text."""
    return _TYPED[column.kind](text)


def _is_missing(value: object) -> bool:
    # How pandas says that there is nothing: NaN and NaT differ from themselves, pandas.NA compares to itself.
    same = value == value
    return same is not True and (same is False or type(same).__name__ == "NAType")


def _text_writer(column: Column, empty: str) -> Callable[[object], str]:
    length, allowed = column.length, codes(column)

    def write(value: object) -> str:
        if not isinstance(value, str):
            raise CellInvalid("应为文本（str），不接受其它类型")
        if length is not None and len(value) > length:
            raise CellInvalid(f"最长 {length} 个字符，给了 {len(value)} 个")
        if allowed and value not in allowed:
            raise CellInvalid(choices(column))
        if value == empty:
            raise CellInvalid(f"文本 {empty} 在文件里表示空值，不能作为内容")
        return value

    return write


def _number_writer(column: Column, empty: str) -> Callable[[object], str]:
    digits, scale = precision(column), column.scale
    validate = Number(digits, scale).validate
    fraction = rf"\.[0-9]{{{scale}}}" if scale else ""
    plain = re.compile(rf"[0-9]{{1,{digits - scale}}}{fraction}", re.ASCII).fullmatch

    def write(value: object) -> str:
        if isinstance(value, Decimal | str) and plain(text := str(value)):
            return text
        return format(validate(value), "f")

    return write


def _whole_writer(column: Column, empty: str) -> Callable[[object], str]:
    validate = Whole(precision(column)).validate
    return lambda value: str(validate(value))


def _date_writer(column: Column, empty: str) -> Callable[[object], str]:
    return lambda value: WireDate().validate(value).isoformat()


def _datetime_writer(column: Column, empty: str) -> Callable[[object], str]:
    return lambda value: WireDateTime().validate(value).isoformat(" ", "seconds")


def _normal_number(column: Column, text: str) -> str | None:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    sign, whole, fraction = match[1], match[2].replace(",", "").lstrip("0") or "0", (match[3] or "").rstrip("0")
    if len(fraction) > column.scale or len(whole) + column.scale > MOST_DIGITS:
        return None
    kept = f"{whole}.{fraction.ljust(column.scale, '0')}" if column.scale else whole
    return "-" + kept if sign == "-" and (whole != "0" or fraction) else kept


def _normal_whole(column: Column, text: str) -> str | None:
    kept = _normal_number(column, text)
    return kept if kept is not None and len(kept.lstrip("-")) <= _INT64_DIGITS else None


def _normal_time(column: Column, text: str) -> str | None:
    match = _STAMP.fullmatch(text)
    if match is None or (column.kind == "datetime" and match[4] is None):
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    try:
        moment = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return None
    if column.kind == "datetime":
        return moment.isoformat(" ", "seconds")
    # A time of day would be lost silently; midnight is how some write a bare date.
    return None if hour or minute or second else moment.date().isoformat()


def _decimal(text: str) -> Decimal:
    return Decimal(text)


_WRITERS = {
    "text": _text_writer,
    "number": _number_writer,
    "whole": _whole_writer,
    "date": _date_writer,
    "datetime": _datetime_writer,
}
_NORMAL: dict[str, Callable[[Column, str], str | None]] = {
    "number": _normal_number,
    "whole": _normal_whole,
    "date": _normal_time,
    "datetime": _normal_time,
}
_TYPED: dict[str, Callable[[str], Cell]] = {
    "text": str,
    "number": _decimal,
    "whole": int,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}
