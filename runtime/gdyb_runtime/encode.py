"""The serialised ``input`` of a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, cast

import msgspec

from .escaping import double_backslashes
from .files.byte_array import encode_array
from .models import WireModel
from .shapes import FieldShape, shape_of

Numbers = Literal["number", "string"]
Escaping = Literal["json", "printed"]
Fixed = Mapping[str, Mapping[str, str | int]]

encoder = msgspec.json.Encoder()

_NO_FIXED: Fixed = {}


def encode_input(
    model: WireModel, *, numbers: Numbers = "number", escaping: Escaping = "json", fixed: Fixed = _NO_FIXED
) -> bytes:
    """The nodes of a request as UTF-8 JSON: every field of the tables in printed order, empty ones included.

    An empty number is 0, any other empty value ``""``; decimals are exact and plain; Chinese is not escaped;
    bytes are an array of signed numbers.
    """
    writer = _Writer(numbers, escaping)
    nodes = writer.row(model)
    for name, fields in fixed.items():
        node = nodes.get(name)
        rows = node if isinstance(node, list) else [node]
        for row in rows:
            if isinstance(row, dict):
                row.update({field: writer.value(value) for field, value in fields.items()})
    return encoder.encode(nodes)


def wire_number(number: int | Decimal) -> str:
    """A number as plain digits, never in exponent form."""
    return format(number, "f") if isinstance(number, Decimal) else str(number)


class _Writer:
    def __init__(self, numbers: Numbers, escaping: Escaping) -> None:
        self._as_text = numbers == "string"
        self._text: Callable[[str], str] = double_backslashes if escaping == "printed" else str

    def row(self, model: WireModel) -> dict[str, object]:
        values = cast("Mapping[str, object]", model.__dict__)
        row: dict[str, object] = {}
        for field in shape_of(type(model)).fields:
            value = values.get(field.name)
            # An optional node that was not given is left out; there is no printed form of an empty node.
            if value is not None or field.model is None:
                row[field.wire] = self._field(field, value)
        return row

    def _field(self, field: FieldShape, value: object) -> object:
        if value is None:
            return self.value(0) if field.is_number else ""
        if isinstance(value, WireModel):
            return self.row(value)
        if isinstance(value, list):
            return [self._field(field, item) for item in value]
        return self.value(value)

    def value(self, value: object) -> object:
        if isinstance(value, bytes):
            return msgspec.Raw(encode_array(value))
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, bool):
            return value
        if isinstance(value, int | Decimal):
            digits = wire_number(value)
            return digits if self._as_text else msgspec.Raw(digits.encode("ascii"))
        if isinstance(value, datetime):
            return value.isoformat(" ", "seconds")
        if isinstance(value, date):
            return value.isoformat()
        return value
