"""How often a byte occurs in a block."""

from __future__ import annotations

from functools import cache
from types import ModuleType


def count_byte(block: bytes, byte: bytes) -> int:
    """Occurrences of one byte; ``bytes.count`` stops at each of them, numpy does not."""
    numpy = _numpy()
    if numpy is None:
        return block.count(byte)
    return int(numpy.count_nonzero(numpy.frombuffer(block, dtype=numpy.uint8) == byte[0]))


@cache
def _numpy() -> ModuleType | None:
    try:
        import numpy
    except ImportError:
        return None
    return numpy
