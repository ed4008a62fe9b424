"""Annotations behind the shared scalar types: lengths, digits, dictionaries and time formats of the printed tables.

Used by the generated ``types.py`` as ``Str30 = Annotated[str, Text(30)]``.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Context, Decimal, Inexact, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Final, Self, cast

import msgspec
from pydantic import GetCoreSchemaHandler
from pydantic_core import PydanticCustomError, core_schema

from ._byte_array import bytes_of, decode_array, encode_array
from .notations import read_moment, read_number, says_nothing, why_no_number
from .scalars import ABSENT, MOST_DIGITS, CellBlock, CellInvalid, Reading, Scalar, ScalarKind, Writer, as_text, choices

if TYPE_CHECKING:
    import polars

__all__ = [
    "AS_PRINTED",
    "KINDS",
    "PLAIN",
    "ByteArray",
    "Number",
    "OneOf",
    "Sensitive",
    "Text",
    "Whole",
    "WireDate",
    "WireDateTime",
    "zone_of",
]

_DECIMAL_TEXT = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_WHOLE_TEXT = re.compile(r"-?[0-9]+", re.ASCII)
_DATE_TEXT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_DATETIME_TEXT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}", re.ASCII)
_OFFSET_TEXT = re.compile(r"([+-])([0-9]{2}):([0-9]{2})", re.ASCII)
_ISO_TEXT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?", re.ASCII
)
_CELL_NUMBER = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]*))?", re.ASCII)
_LONGEST_NUMBER = 200
_INT64_DIGITS = 18
_CODES_SHOWN = 20

AS_PRINTED: Final = {"times": "as printed"}
"""Context of a validation that takes times in the printed form alone, as a reply's first reading does."""


@dataclass(frozen=True)
class Text(Scalar):
    """字符型: a text of 1 to ``max_length`` characters; numbers are not taken for texts."""

    kind: ClassVar[ScalarKind] = "text"
    is_text: ClassVar[bool] = True

    max_length: int | None = None
    pattern: str | None = None
    hint: str | None = None
    """What the pattern requires, in Chinese."""

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

    @classmethod
    def sized(cls, length: int | None, scale: int) -> Self:
        """As long as the column."""
        return cls(length)

    def encode(self, value: object, writer: Writer) -> object:
        """Escaped as the settings say."""
        return writer.text(cast("str", value))

    def convert(self, value: object) -> Reading | None:
        """A number as its digits."""
        text = as_text(value)
        return Reading(value=text) if text else None

    def cell_writer(self, empty: str, codes: Collection[tuple[str, str]]) -> Callable[[object], str]:
        """The text itself."""
        length, allowed = self.max_length, frozenset(code for code, _ in codes)

        def write(value: object) -> str:
            if not isinstance(value, str):
                raise CellInvalid("应为文本（str），不接受其它类型")
            if length is not None and len(value) > length:
                raise CellInvalid(f"最长 {length} 个字符，给了 {len(value)} 个")
            if allowed and value not in allowed:
                raise CellInvalid(choices(codes))
            if value == empty:
                raise CellInvalid(f"文本 {empty} 在文件里表示空值，不能作为内容")
            return value

        return write

    def block_writer(self, empty: str, codes: Collection[tuple[str, str]]) -> CellBlock:
        """Texts of which none is empty, too long or no code."""
        length, allowed = self.max_length, frozenset(code for code, _ in codes)

        def write(values: Sequence[object]) -> Sequence[str] | None:
            if set(map(type, values)) != {str}:
                return None
            texts = cast("Sequence[str]", values)
            is_short = length is None or max(map(len, texts)) <= length
            is_sound = is_short and all(texts) and empty not in texts and (not allowed or allowed.issuperset(texts))
            return texts if is_sound else None

        return write

    def normal(self, text: str) -> str:
        """Any text is canonical."""
        return text

    def typed(self, text: str) -> str:
        """The text itself."""
        return text

    def column_type(self) -> polars.DataType:
        """Texts."""
        import polars

        return polars.String()


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


class _Digits(Scalar):
    is_number: ClassVar[bool] = True

    def encode(self, value: object, writer: Writer) -> object:
        """Plain digits."""
        return writer.number(cast("int | Decimal", value))

    def validate(self, value: object) -> int | Decimal:
        """The number; raises a PydanticCustomError in Chinese."""
        raise NotImplementedError


@dataclass(frozen=True)
class Whole(_Digits):
    """数值型 without decimals: an int of at most ``digits`` digits; takes digit text, refuses bool and float."""

    kind: ClassVar[ScalarKind] = "whole"

    digits: int

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return _plain(self.validate)

    def validate(self, value: object) -> int:
        """The value as int; raises a PydanticCustomError in Chinese."""
        number = _whole(value)
        if abs(number) >= 10**self.digits:
            raise PydanticCustomError("whole_digits", "最多 {digits} 位整数", {"digits": self.digits})
        return number

    @classmethod
    def sized(cls, length: int | None, scale: int) -> Self:
        """As many digits as the column has and a table holds."""
        return cls(min(length or MOST_DIGITS, MOST_DIGITS))

    def convert(self, value: object) -> Reading | None:
        """Any notation of a whole number."""
        read = read_number(value, is_money=False)
        if read is None:
            return _absent(value)
        # Not to_integral_value(), which the caller's decimal context could make a matter of rounding.
        whole, rest = _divided(read.value)
        return None if rest else Reading(value=whole, label=read.label)

    def cell_writer(self, empty: str, codes: Collection[tuple[str, str]]) -> Callable[[object], str]:
        """Its digits."""
        return lambda value: str(self.validate(value))

    def normal(self, text: str) -> str | None:
        """Without sign of plus, leading zeros and thousands separators."""
        kept = _normal_number(text, 0, is_money=False)
        return kept if kept is not None and len(kept.lstrip("-")) <= _INT64_DIGITS else None

    @property
    def plain_pattern(self) -> str:
        """What an integer of a table holds."""
        return rf"^-?[0-9]{{1,{_INT64_DIGITS}}}$"

    def typed(self, text: str) -> int:
        """The number."""
        return int(text)

    def column_type(self) -> polars.DataType:
        """Integers."""
        import polars

        return polars.Int64()


@dataclass(frozen=True)
class Number(_Digits):
    """数值型 ``precision,scale``: an exact Decimal with at most ``precision - scale`` digits before the point.

    Takes Decimal, int and decimal text, refuses float, bool, NaN and infinity; the result has ``scale`` decimals.
    Without precision nothing is known of its digits, and it stays as it was given.
    """

    kind: ClassVar[ScalarKind] = "number"

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

    @classmethod
    def sized(cls, length: int | None, scale: int) -> Self:
        """As many digits as the column has and a table holds."""
        return cls(min(length or MOST_DIGITS, MOST_DIGITS), scale)

    def convert(self, value: object) -> Reading | None:
        """Any notation of an amount; with the decimals of the table where it has no more of its own."""
        read = read_number(value, is_money=True)
        if read is None:
            return _absent(value)
        return Reading(value=self._with_decimals(read.value), label=read.label)

    def _with_decimals(self, number: Decimal) -> Decimal:
        text = "" if self.precision is None else _normal_decimal(number, self.scale)
        return Decimal(text) if text else number

    def refusal(self, text: str) -> str:
        """Too many decimals are named: they are never rounded away."""
        read = read_number(text, is_money=True)
        if read is None:
            return why_no_number(text) or super().refusal(text)
        return f"{_decimals(read.value)} 位小数，格式最多 {self.scale} 位；不舍入"

    def cell_writer(self, empty: str, codes: Collection[tuple[str, str]]) -> Callable[[object], str]:
        """With all its decimals."""
        plain = re.compile(self._plain_amount, re.ASCII).fullmatch

        def write(value: object) -> str:
            if isinstance(value, Decimal | str) and plain(text := str(value)):
                return text
            return format(self.validate(value), "f")

        return write

    def block_writer(self, empty: str, codes: Collection[tuple[str, str]]) -> CellBlock:
        """Decimals that are printed as the file has them."""
        amounts = re.compile(rf"(?:{self._plain_amount}\n)*", re.ASCII).fullmatch

        def write(values: Sequence[object]) -> Sequence[str] | None:
            if set(map(type, values)) != {Decimal}:
                return None
            texts = list(map(str, values))
            return texts if amounts("\n".join(texts) + "\n") else None

        return write

    @property
    def _plain_amount(self) -> str:
        digits = MOST_DIGITS if self.precision is None else self.precision
        return rf"[0-9]{{1,{digits - self.scale}}}" + (rf"\.[0-9]{{{self.scale}}}" if self.scale else "")

    def normal(self, text: str) -> str | None:
        """With all its decimals, without sign of plus, leading zeros and thousands separators."""
        return _normal_number(text, self.scale, is_money=True)

    @property
    def plain_pattern(self) -> str:
        """What a decimal of a table holds."""
        fraction = rf"(?:\.[0-9]{{1,{self.scale}}})?" if self.scale else ""
        return rf"^-?[0-9]{{1,{MOST_DIGITS - self.scale}}}{fraction}$"

    def typed(self, text: str) -> Decimal:
        """The number."""
        return Decimal(text)

    def column_type(self) -> polars.DataType:
        """Decimals."""
        import polars

        return polars.Decimal(MOST_DIGITS, self.scale)


@dataclass(frozen=True)
class WireDateTime(Scalar):
    """日期时间型: a naive datetime on the platform's wall clock (``utc_offset``), printed ``yyyy-MM-dd HH:mm:ss``."""

    kind: ClassVar[ScalarKind] = "datetime"
    time_format: ClassVar[str] = "%Y-%m-%d %H:%M:%S"

    utc_offset: str = "+08:00"

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.with_info_plain_validator_function(self._checked)

    def _checked(self, value: object, info: core_schema.ValidationInfo) -> datetime:
        # What a caller may write is a departure in a reply, and told as one.
        if info.context is AS_PRINTED and not (isinstance(value, str) and _DATETIME_TEXT.fullmatch(value)):
            raise PydanticCustomError("datetime", "应为 yyyy-MM-dd HH:mm:ss")
        return self.validate(value)

    def validate(self, value: object) -> datetime:
        """The value as naive datetime to the second, fractions cut off; one with a zone on the platform's clock."""
        if isinstance(value, str) and _ISO_TEXT.fullmatch(value):
            moment = read_moment(value, zone_of(self.utc_offset))
            if moment is None:
                raise PydanticCustomError("datetime", "不是有效的日期时间")
            return moment.value
        if not isinstance(value, datetime):
            raise PydanticCustomError("datetime", "应为 datetime 或 yyyy-MM-dd HH:mm:ss 文本")
        if value.tzinfo is not None:
            value = value.astimezone(zone_of(self.utc_offset))
        # Rebuilt, because subclasses (pandas.Timestamp) and fold would travel on otherwise.
        return datetime(value.year, value.month, value.day, value.hour, value.minute, value.second)  # noqa: DTZ001

    @classmethod
    def sized(cls, length: int | None, scale: int) -> Self:
        """Always the same."""
        return cls()

    def encode(self, value: object, writer: Writer) -> object:
        """To the second."""
        return cast("datetime", value).isoformat(" ", "seconds")

    def convert(self, value: object) -> Reading | None:
        """Any notation of a moment; of a day its beginning."""
        moment = read_moment(value, zone_of(self.utc_offset))
        return _absent(value) if moment is None else Reading(value=moment.value, label=moment.label)

    def cell_writer(self, empty: str, codes: Collection[tuple[str, str]]) -> Callable[[object], str]:
        """To the second."""
        return lambda value: self.validate(value).isoformat(" ", "seconds")

    def normal(self, text: str) -> str | None:
        """With its separators; a day alone is no moment."""
        moment = read_moment(text, zone_of(self.utc_offset))
        return moment.value.isoformat(" ", "seconds") if moment is not None and moment.has_time else None

    def typed(self, text: str) -> datetime:
        """The moment."""
        return datetime.fromisoformat(text)

    def column_type(self) -> polars.DataType:
        """Moments."""
        import polars

        return polars.Datetime("us")


@dataclass(frozen=True)
class WireDate(Scalar):
    """日期型: a date, printed ``yyyy-MM-dd``; one that may have a time keeps that of a datetime."""

    kind: ClassVar[ScalarKind] = "date"
    time_format: ClassVar[str] = "%Y-%m-%d"

    may_have_time: bool = False
    utc_offset: str = "+08:00"

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
        if self.may_have_time:
            return WireDateTime(self.utc_offset).validate(value)
        raise PydanticCustomError("date", "应为 date 或 yyyy-MM-dd 文本")

    @classmethod
    def sized(cls, length: int | None, scale: int) -> Self:
        """Always the same."""
        return cls()

    def encode(self, value: object, writer: Writer) -> object:
        """The day, to the second where there is a time."""
        return value.isoformat(" ", "seconds") if isinstance(value, datetime) else cast("date", value).isoformat()

    def convert(self, value: object) -> Reading | None:
        """The day of any notation of a moment."""
        moment = read_moment(value, zone_of(self.utc_offset))
        if moment is None:
            return _absent(value)
        if self.may_have_time and moment.has_time:
            return Reading(value=moment.value, label=moment.label)
        cut = "，略去时间" if _is_inside_a_day(moment.value) else ""
        return Reading(value=moment.value.date(), label=moment.label + cut)

    def cell_writer(self, empty: str, codes: Collection[tuple[str, str]]) -> Callable[[object], str]:
        """The day."""
        return lambda value: self.validate(value).isoformat()

    def normal(self, text: str) -> str | None:
        """With its separators; a time of day would be lost silently, though midnight is how some write a bare day."""
        moment = read_moment(text)
        return None if moment is None or _is_inside_a_day(moment.value) else moment.value.date().isoformat()

    def typed(self, text: str) -> date:
        """The day."""
        return date.fromisoformat(text)

    def column_type(self) -> polars.DataType:
        """Days."""
        import polars

        return polars.Date()


@dataclass(frozen=True)
class ByteArray(Scalar):
    """字节数组: the bytes of a file; takes bytes, bytearray and memoryview, and nothing empty."""

    kind: ClassVar[ScalarKind] = "bytes"

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

    def encode(self, value: object, writer: Writer) -> object:
        """An array of signed numbers."""
        return msgspec.Raw(encode_array(cast("bytes", value)))

    def convert(self, value: object) -> Reading | None:
        """An array, also one inside a text."""
        try:
            if isinstance(value, list):
                return Reading(value=bytes_of(value))
            return Reading(value=decode_array(value)) if isinstance(value, str) else None
        except ValueError:
            return None


KINDS: Mapping[str, type[Scalar]] = {
    scalar.kind: scalar for scalar in (Text, Whole, Number, WireDate, WireDateTime, ByteArray)
}
"""The kinds by their names."""

PLAIN: Mapping[object, Scalar] = {
    str: Text(),
    int: Whole(_LONGEST_NUMBER),
    Decimal: Number(),
    datetime: WireDateTime(),
    date: WireDate(),
    bytes: ByteArray(),
}
"""What the classes of Python stand for in a model without annotations."""


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


def _divided(number: Decimal) -> tuple[int, int]:
    """The whole part and whether something is left."""
    numerator, denominator = number.as_integer_ratio()
    return divmod(numerator, denominator)


def _absent(value: object) -> Reading | None:
    """Nothing, where a text stands for it."""
    return ABSENT if isinstance(value, str) and says_nothing(value) else None


def _is_inside_a_day(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second) != (0, 0, 0)


def _normal_number(text: str, scale: int, *, is_money: bool) -> str | None:
    match = _CELL_NUMBER.fullmatch(text)
    if match is None:
        read = read_number(text, is_money=is_money)
        return None if read is None else _normal_decimal(read.value, scale)
    sign, whole, fraction = match[1], match[2].lstrip("0") or "0", (match[3] or "").rstrip("0")
    if len(fraction) > scale or len(whole) + scale > MOST_DIGITS:
        return None
    kept = f"{whole}.{fraction.ljust(scale, '0')}" if scale else whole
    return "-" + kept if sign == "-" and (whole != "0" or fraction) else kept


def _normal_decimal(number: Decimal, scale: int) -> str | None:
    """A number with exactly so many decimals; None when it has more."""
    return _normal_number(format(number, "f"), scale, is_money=True)


def _decimals(number: Decimal) -> int:
    return len(format(number, "f").partition(".")[2].rstrip("0"))
