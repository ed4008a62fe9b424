"""字节数组: the content of a file, as the numbers of its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from gdyb_generator.spec.datatypes.base import Cells, DataType, Kind, Scalar, Schema, Stand, Suggestion, only


@dataclass(frozen=True, slots=True, kw_only=True)
class ByteArray(Scalar):
    """Signed bytes."""

    kind: ClassVar[Kind] = "bytes"
    word: ClassVar[str] = "字节数组"
    python: ClassVar[str] = "bytes"
    imports: ClassVar[tuple[str, ...]] = ("from gdyb_runtime.model.types import ByteArray as _ByteArray",)
    is_file: ClassVar[bool] = True

    def schema(self) -> Schema:
        """An array of numbers."""
        return {"type": "array", "items": {"type": "integer", "minimum": -128, "maximum": 127}}

    def runtime_mark(self) -> str:
        """Always the same."""
        return "_ByteArray()"

    def sample(self, suggestion: Suggestion) -> bytes:
        """Nothing; an example brings a file of its own."""
        return b""

    def sample_cell(self) -> str:
        """No text file holds bytes."""
        raise TypeError(f"{DATATYPE.printed} stands in no file")


class ByteArrayType(DataType):
    """字节数组."""

    printed = "字节数组"
    synonyms = ("字节数组型", "byte[]", "sbyte[]", "byte数组", "字节流", "bytes", "二进制", "blob")
    stems = ("byte_?array",)
    scalars = (ByteArray,)
    stands_in: ClassVar[frozenset[Stand]] = frozenset({"request"})

    def scalar(self, cells: Cells) -> Scalar:
        """One for each sensitivity."""
        return only(ByteArray, "ByteArray", cells)


DATATYPE = ByteArrayType()
