"""What every reader offers, whether it is a device, a helper process or a stand-in for tests."""

from __future__ import annotations

from typing import Protocol, TypeVar

from .records import ReaderRecord

CardT = TypeVar("CardT", bound=ReaderRecord, covariant=True)
IdentityT = TypeVar("IdentityT", bound=ReaderRecord, covariant=True)
QrT = TypeVar("QrT", bound=ReaderRecord, covariant=True)


class Reader(Protocol[CardT, IdentityT, QrT]):
    """A card reader. Each method raises ReaderError or one of its kinds, with a Chinese text that says what to do."""

    def init(self) -> None:
        """Prepares the library; the other methods do so by themselves before their first call and after a restart."""
        ...

    def read_card(self) -> CardT:
        """The social security card in the reader (ReadCardBas)."""
        ...

    def read_id(self) -> IdentityT:
        """The resident identity card on the reader (ReadSFZ)."""
        ...

    def read_qr(self, *, timeout: float | None = None) -> QrT:
        """The QR code held under the reader (GetQRBase), for which the library waits ``timeout`` seconds."""
        ...

    def verify_pin(self) -> None:
        """Has the holder type the PIN on the pad (VerifyPIN); never repeated by itself, counted per card."""
        ...

    def change_pin(self) -> None:
        """Has the holder change the PIN on the pad (ChangePIN); never repeated by itself, counted per card."""
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
