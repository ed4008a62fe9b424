"""Single values of a reply that depart from the table: kept where they make sense, else given up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from .decode import JsonValue
from .files.byte_array import bytes_of, decode_array
from .incoming import as_text
from .shapes import FieldKind, FieldShape
from .types import zone_of

_STAMP = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})(?:[0-9]{3})?", re.ASCII)
_LARGEST_EXPONENT = 100


class Unset:
    """Stands for a value that could not be kept."""


UNSET = Unset()


def convert(field: FieldShape, value: JsonValue) -> tuple[object, str]:
    """A departing value as the field's type, or UNSET, and what was done about it in Chinese."""
    converted = _CONVERTERS.get(field.kind, _give_up)(field, value)
    if isinstance(converted, Unset):
        return UNSET, "无法识别，已略去"
    return converted, "原样保留" if converted == value and isinstance(value, str) else "已转换"


def _text(field: FieldShape, value: JsonValue) -> object:
    return value if isinstance(value, str) else as_text(value) or UNSET


def _decimal(field: FieldShape, value: JsonValue) -> object:
    number = _number(value)
    return UNSET if number is None else number


def _whole(field: FieldShape, value: JsonValue) -> object:
    number = _number(value)
    return UNSET if number is None or number != number.to_integral_value() else int(number)


def _datetime(field: FieldShape, value: JsonValue) -> object:
    moment = _moment(value, field.utc_offset)
    return UNSET if moment is None else moment


def _date(field: FieldShape, value: JsonValue) -> object:
    moment = _moment(value, field.utc_offset)
    return UNSET if moment is None else date(moment.year, moment.month, moment.day)


def _bytes(field: FieldShape, value: JsonValue) -> object:
    try:
        if isinstance(value, list):
            return bytes_of(value)
        return decode_array(value) if isinstance(value, str) else UNSET
    except ValueError:
        return UNSET


def _give_up(field: FieldShape, value: JsonValue) -> object:
    return UNSET


_CONVERTERS: Mapping[FieldKind, Callable[[FieldShape, JsonValue], object]] = {
    "text": _text,
    "decimal": _decimal,
    "whole": _whole,
    "datetime": _datetime,
    "date": _date,
    "bytes": _bytes,
}


def _number(value: JsonValue) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    try:
        number = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        return None
    # A number nobody could print or convert to int without filling the memory is no number for us.
    return number if number.is_finite() and abs(number.adjusted()) <= _LARGEST_EXPONENT else None


def _moment(value: JsonValue, utc_offset: str) -> datetime | None:
    """Times as Java and others print them: with fractions, with T, with slashes, without separators."""
    if not isinstance(value, str):
        return None
    text = value.strip().replace("/", "-")
    stamp = _STAMP.fullmatch(text)
    try:
        moment = datetime.fromisoformat("{}-{}-{} {}:{}:{}".format(*stamp.groups()) if stamp else text)
        if moment.tzinfo is not None:
            moment = moment.astimezone(zone_of(utc_offset)).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return moment.replace(microsecond=0)
