"""字节数组: bytes as the JSON array of signed numbers (-128 to 127) that the platform takes for a file."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator, Sequence
from functools import cache
from types import ModuleType
from typing import Annotated, cast

import msgspec

_PIECE = 1 << 18
"""Bytes turned into Python numbers at a time where numpy is missing."""

_LOW_BYTE = 1 if sys.byteorder == "big" else 0

_Byte = Annotated[int, msgspec.Meta(ge=-128, le=255)]
_decoder = msgspec.json.Decoder(list[_Byte])
_encoder = msgspec.json.Encoder()


def encode_array(data: bytes) -> bytes:
    """The bytes as a JSON array of signed numbers, e.g. ``[80,75,-17]``; fast where numpy and orjson are installed."""
    fast = _fast()
    if fast is None:
        return b"[" + b",".join(_pieces(data)) + b"]"
    numpy, orjson = fast
    text: bytes = orjson.dumps(numpy.frombuffer(data, dtype=numpy.int8), option=orjson.OPT_SERIALIZE_NUMPY)
    return text


def decode_array(text: bytes | str) -> bytes:
    """The bytes of a JSON array; takes signed and unsigned numbers.

    Raises:
        ValueError: when it is no array, or holds anything but whole numbers from -128 to 255.
    """
    try:
        return _packed(_decoder.decode(text))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise ValueError("应为 -128 到 255 的整数数组") from None


def bytes_of(values: Sequence[object]) -> bytes:
    """The bytes of a JSON array that is already decoded.

    Raises:
        ValueError: when it holds anything but whole numbers from -128 to 255.
    """
    if not all(type(value) is int and -128 <= value <= 255 for value in values):
        raise ValueError("应为 -128 到 255 的整数数组")
    return _packed(cast("Sequence[int]", values))


def _packed(values: Sequence[int]) -> bytes:
    return array("h", values).tobytes()[_LOW_BYTE::2]


def _pieces(data: bytes) -> Iterator[bytes]:
    view = memoryview(data).cast("b")
    for start in range(0, len(view), _PIECE):
        yield _encoder.encode(view[start : start + _PIECE].tolist())[1:-1]


@cache
def _fast() -> tuple[ModuleType, ModuleType] | None:
    try:
        import numpy
        import orjson
    except ImportError:
        return None
    return numpy, orjson
