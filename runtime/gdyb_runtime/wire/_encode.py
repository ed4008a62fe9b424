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
    model: WireModel,
    *,
    numbers: Numbers = "number",
    escaping: Escaping = "json",
    fixed: Fixed = _NO_FIXED,
    extra: Mapping[str, object] | None = None,
) -> bytes:
    """The nodes of a request as UTF-8 JSON: every field of the tables in printed order, empty ones included.

    An empty number is 0, any other empty value ``""``; decimals are exact and plain; Chinese is not escaped;
    bytes are an array of signed numbers. ``extra``: fields by node, or by row of a node, that follow the table's.
    """
    writer = _Writer(numbers, escaping)
    nodes = writer.row(model)
    for name, fields in fixed.items():
        node = nodes.get(name)
        rows = node if isinstance(node, list) else [node]
        for row in rows:
            if isinstance(row, dict):
                row.update({field: writer.fixed(value) for field, value in fields.items()})
    for name, more in (extra or {}).items():
        if name not in nodes:
            nodes[name] = writer.plain(more)
            continue
        for row, added in zip(_as_list(nodes[name]), _as_list(more), strict=True):
            if isinstance(row, dict) and isinstance(added, Mapping):
                row.update({field: writer.plain(value) for field, value in added.items()})
    return encoder.encode(nodes)


def encode_plain(value: object, *, escaping: Escaping = "json") -> bytes:
    """Plain data as UTF-8 JSON, as given: numbers exact and plain, texts escaped as the settings say."""
    return encoder.encode(_Writer("number", escaping).plain(value))


def _as_list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


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

    def plain(self, value: object) -> object:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {key: self.plain(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.plain(item) for item in value]
        return self.number(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value

    def fixed(self, value: str | int) -> object:
        return self.text(value) if isinstance(value, str) else self.number(value)
