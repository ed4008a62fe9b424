"""What every reader offers, whether it is a device, a helper process or a stand-in for tests."""

from __future__ import annotations

from typing import Protocol, TypeVar

from .records import ReaderRecord

__all__ = ["Reader"]

RecordT = TypeVar("RecordT", bound=ReaderRecord)


class Reader(Protocol):
    """A card reader. Each method raises ReaderError or one of its kinds, with a Chinese text that says what to do.

    The generated package adds one method for each operation of the library that reads a record or asks for a PIN.
    """

    def init(self) -> None:
        """Prepares the library; the other methods do so by themselves before their first call and after a restart."""
        ...

    def read(self, record: type[RecordT], *, timeout: float | None = None) -> RecordT:
        """A record of this class; a function that waits for it does so for ``timeout`` seconds."""
        ...

    def enter_pin(self, operation: str) -> None:
        """Has the holder type a PIN on the pad; never repeated by itself, counted per card."""
        ...

    def pin_failures(self) -> int:
        """How many PIN entries with the card in the reader failed on this machine since the last reset."""
        ...

    def reset_pin_failures(self) -> None:
        """Forgets the failed PIN entries of the card in the reader; only a person may decide to."""
        ...

    def close(self) -> None:
        """Lets go of the device; the next call opens it again."""
        ...
