"""JSON: the input and output inside the envelope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gdyb_generator.spec.datatypes.base import Cells, DataType, Kind, Scalar, Schema, Stand, Suggestion


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonValue(Scalar):
    """Any value: what comes back has been seen in every shape."""

    kind: ClassVar[Kind] = "json"
    word: ClassVar[str] = "JSON"
    python: ClassVar[str] = "dict"

    def schema(self) -> Schema:
        """Anything."""
        return {}

    def runtime_mark(self) -> str:
        """No field of a model holds JSON."""
        raise TypeError(f"{DATATYPE.printed} stands in the envelope only")

    def sample(self, suggestion: Suggestion) -> dict[str, str]:
        """Nothing in it."""
        return {}

    def sample_cell(self) -> str:
        """No text file holds JSON."""
        raise TypeError(f"{DATATYPE.printed} stands in the envelope only")


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonObject(JsonValue):
    """An object: what we send."""

    def schema(self) -> Schema:
        """An object."""
        return {"type": "object"}


class JsonType(DataType):
    """JSON."""

    printed = "JSON"
    scalars = (JsonValue, JsonObject)
    stands_in: ClassVar[frozenset[Stand]] = frozenset({"envelope"})

    def scalar(self, cells: Cells) -> Scalar:
        """An object where we send it."""
        return JsonObject(name="JsonObject") if cells.direction == "request" else JsonValue(name="JsonValue")


DATATYPE = JsonType()
