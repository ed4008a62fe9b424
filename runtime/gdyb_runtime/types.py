"""Annotations behind the shared scalar types: lengths, digits, dictionaries and time formats of the printed tables.

Used by the generated ``types.py`` as ``Str30 = Annotated[str, Text(30)]``.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Context, Decimal, Inexact, InvalidOperation
from functools import cache

from pydantic import GetCoreSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

_DECIMAL_TEXT = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_WHOLE_TEXT = re.compile(r"-?[0-9]+", re.ASCII)
_DATE_TEXT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_DATETIME_TEXT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}", re.ASCII)
_OFFSET_TEXT = re.compile(r"([+-])([0-9]{2}):([0-9]{2})", re.ASCII)
_LONGEST_NUMBER = 200
_CODES_SHOWN = 20


@dataclass(frozen=True)
class Text:
    """字符型: a text of 1 to ``max_length`` characters; numbers are not taken for texts."""

    max_length: int | None = None
    pattern: str | None = None
    hint: str | None = None
    """What the pattern wants, in Chinese."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        text = core_schema.str_schema(strict=True, min_length=1, max_length=self.max_length)
        if self.pattern is None:
            return text
        shape = core_schema.custom_error_schema(
            core_schema.str_schema(pattern=self.pattern),
            custom_error_type="pattern",
            custom_error_message="应为{hint}",
            custom_error_context={"hint": self.hint or f"符合 {self.pattern} 的文本"},
        )
        return core_schema.chain_schema([text, shape])


@dataclass(frozen=True)
class OneOf:
    """代码标识 Y: beside Text, the value is one of the codes of a dictionary."""

    dictionary: str
    values: tuple[tuple[str, str], ...]
    """Pairs of code and Chinese label."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        choices = core_schema.custom_error_schema(
            core_schema.literal_schema([code for code, _ in self.values]),
            custom_error_type="one_of",
            custom_error_message="只能是 {choices}",
            custom_error_context={"choices": self._choices()},
        )
        return core_schema.chain_schema([handler(source), choices])

    def _choices(self) -> str:
        shown = "、".join(f"{code}（{label}）" if label else code for code, label in self.values[:_CODES_SHOWN])
        rest = len(self.values) - _CODES_SHOWN
        return f"{shown} 等 {len(self.values)} 个代码（字典 {self.dictionary}）" if rest > 0 else shown


@dataclass(frozen=True)
class Whole:
    """数值型 without decimals: an int of at most ``digits`` digits; takes digit text, refuses bool and float."""

    digits: int

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return _plain(self.validate)

    def validate(self, value: object) -> int:
        """The value as int; raises a PydanticCustomError in Chinese."""
        number = _whole(value)
        if abs(number) >= 10**self.digits:
            raise PydanticCustomError("whole_digits", "最多 {digits} 位整数", {"digits": self.digits})
        return number


@dataclass(frozen=True)
class Number:
    """数值型 ``precision,scale``: an exact Decimal with at most ``precision - scale`` digits before the point.

    Takes Decimal, int and decimal text, refuses float, bool, NaN and infinity; the result has ``scale`` decimals.
    Without precision nothing is known of its digits, and it stays as it was given.
    """

    precision: int | None = None
    scale: int = 0

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return _plain(self.validate)

    def validate(self, value: object) -> Decimal:
        """The value as Decimal with exactly ``scale`` decimals; raises a PydanticCustomError in Chinese."""
        number = _decimal(value)
        if self.precision is None:
            return _of_bearable_size(number)
        if not number:
            return Decimal((0, (0,), -self.scale))
        # adjusted() is looked at first: quantizing 1e999999999 would build a billion digits.
        if number.adjusted() >= self.precision - self.scale:
            raise self._error("整数部分最多 {whole} 位")
        try:
            return number.quantize(Decimal((0, (1,), -self.scale)), context=_exact_context(self.precision))
        except (Inexact, InvalidOperation):
            raise self._error("最多 {scale} 位小数") from None

    def _error(self, message: str) -> PydanticCustomError:
        limits = {"whole": (self.precision or 0) - self.scale, "scale": self.scale}
        return PydanticCustomError("number_digits", f"{message}（数值型 {self.precision},{self.scale}）", limits)


@dataclass(frozen=True)
class WireDateTime:
    """日期时间型: a naive datetime on the platform's wall clock (``utc_offset``), printed ``yyyy-MM-dd HH:mm:ss``."""

    utc_offset: str = "+08:00"

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return _plain(self.validate)

    def validate(self, value: object) -> datetime:
        """The value as naive datetime; an aware one is converted to the platform's clock."""
        if isinstance(value, str) and _DATETIME_TEXT.fullmatch(value):
            try:
                return datetime.fromisoformat(value)
            except ValueError:
                raise PydanticCustomError("datetime", "不是有效的日期时间") from None
        if not isinstance(value, datetime):
            raise PydanticCustomError("datetime", "应为 datetime 或 yyyy-MM-dd HH:mm:ss 文本")
        if value.microsecond:
            raise PydanticCustomError("datetime", "只精确到秒，请先去掉微秒")
        if value.tzinfo is not None:
            value = value.astimezone(zone_of(self.utc_offset))
        # Rebuilt, because subclasses (pandas.Timestamp) and fold would travel on otherwise.
        return datetime(value.year, value.month, value.day, value.hour, value.minute, value.second)  # noqa: DTZ001


@dataclass(frozen=True)
class WireDate:
    """日期型: a date, printed ``yyyy-MM-dd``."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return _plain(self.validate)

    def validate(self, value: object) -> date:
        """The value as date; a datetime is refused, since its time of day would be lost silently."""
        if isinstance(value, str) and _DATE_TEXT.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                raise PydanticCustomError("date", "不是有效的日期") from None
        if isinstance(value, date) and not isinstance(value, datetime):
            return date(value.year, value.month, value.day)
        raise PydanticCustomError("date", "应为 date 或 yyyy-MM-dd 文本")


@dataclass(frozen=True)
class ByteArray:
    """字节数组: the bytes of a file; takes bytes, bytearray and memoryview, and nothing empty."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return _plain(self.validate)

    def validate(self, value: object) -> bytes:
        """The value as bytes; raises a PydanticCustomError in Chinese."""
        if isinstance(value, memoryview) and value.itemsize != 1:
            raise PydanticCustomError("bytes_type", "memoryview 的元素应为单个字节")
        if not isinstance(value, bytes | bytearray | memoryview):
            raise PydanticCustomError("bytes_type", "应为文件内容（bytes），不接受文本、列表或路径")
        data = bytes(value)
        if not data:
            raise PydanticCustomError("bytes_empty", "文件内容为空")
        return data


@dataclass(frozen=True)
class Sensitive:
    """Marks personal or secret data (id, name, card, phone, photo, secret), which is shown as ``***``."""

    kind: str


@cache
def zone_of(utc_offset: str) -> timezone:
    """The time zone of an offset such as ``+08:00``."""
    match = _OFFSET_TEXT.fullmatch(utc_offset)
    if match is None:
        raise ValueError(f"utc offset must look like +08:00, not {utc_offset!r}")
    sign, hours, minutes = match.groups()
    distance = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-distance if sign == "-" else distance)


def _plain(validate: Callable[[object], object]) -> core_schema.CoreSchema:
    return core_schema.no_info_plain_validator_function(validate)


@cache
def _exact_context(precision: int) -> Context:
    return Context(prec=precision + 1, traps=[Inexact, InvalidOperation])


def _decimal(value: object) -> Decimal:
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise PydanticCustomError("number_type", "应为有限的数字")
        return value
    if isinstance(value, str):
        if len(value) > _LONGEST_NUMBER or not _DECIMAL_TEXT.fullmatch(value):
            raise PydanticCustomError("number_type", "应为数字，如 12.30")
        return Decimal(value)
    if isinstance(value, float):
        raise PydanticCustomError("number_type", "不接受 float（会丢失精度），请用 Decimal 或文本")
    return Decimal(_index(value, "应为数字（Decimal、int 或数字文本）"))


def _of_bearable_size(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    if abs(number.adjusted()) > _LONGEST_NUMBER or not isinstance(exponent, int) or exponent < -_LONGEST_NUMBER:
        raise PydanticCustomError("number_digits", "数字过长")
    return number


def _whole(value: object) -> int:
    if isinstance(value, str):
        if len(value) > _LONGEST_NUMBER or not _WHOLE_TEXT.fullmatch(value):
            raise PydanticCustomError("whole_type", "应为整数")
        return int(value)
    if isinstance(value, Decimal):
        if not value.is_finite() or value.adjusted() > _LONGEST_NUMBER or value != value.to_integral_value():
            raise PydanticCustomError("whole_type", "应为整数")
        return int(value)
    return _index(value, "应为整数（int 或数字文本）")


def _index(value: object, expected: str) -> int:
    if not isinstance(value, bool):
        try:
            # Also takes the integers of numpy and pandas, which are no int.
            number = operator.index(value)  # type: ignore[arg-type]
        except TypeError:
            pass
        else:
            if abs(number) < 10**_LONGEST_NUMBER:
                return int(number)
    raise PydanticCustomError("number_type", expected)
