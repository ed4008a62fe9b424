"""Signers of a request: called with its bytes, they return fields of the envelope."""

from collections.abc import Callable
from typing import NamedTuple

__all__ = ["Signature", "Signer"]


class Signature(NamedTuple):
    """What a signer returns: the envelope fields ``cainfo`` and ``signtype``."""

    cainfo: str
    signtype: str


Signer = Callable[[bytes], Signature]
"""Gets exactly the serialised ``input`` that goes on the wire; its own exceptions reach the caller unchanged."""
