"""The serialised ``input`` of a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Literal, cast

import msgspec

from gdyb_runtime.model._shapes import FieldShape, shape_of
from gdyb_runtime.model.base import WireModel
from gdyb_runtime.model.scalars import wire_number

from ._escaping import double_backslashes

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
                row.update({field: writer.fixed(value) for field, value in fields.items()})
    return encoder.encode(nodes)


class _Writer:
    def __init__(self, numbers: Numbers, escaping: Escaping) -> None:
        self._as_text = numbers == "string"
        self.text: Callable[[str], str] = double_backslashes if escaping == "printed" else str

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
        if field.model is None:
            return field.scalar.empty(self) if value is None else field.scalar.encode(value, self)
        if isinstance(value, list):
            return [self.row(row) for row in value]
        return self.row(cast("WireModel", value))

    def number(self, value: int | Decimal) -> object:
        digits = wire_number(value)
        return digits if self._as_text else msgspec.Raw(digits.encode("ascii"))

    def fixed(self, value: str | int) -> object:
        return self.text(value) if isinstance(value, str) else self.number(value)
