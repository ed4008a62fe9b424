"""The synthetic persons a sandbox knows, as it lists them."""

from pathlib import Path
from typing import Self

import msgspec

from gdyb_cli.demo.sandbox_process import ask_sandbox
from gdyb_runtime.redaction import MASK

__all__ = ["Guest", "Guests"]


class Guest(msgspec.Struct, frozen=True, rename={"id_number": "certno", "card_number": "card_no"}):
    """A person with all numbers; what a card reader gives has the same names, so builders take it as a record."""

    id_number: str
    card_number: str
    card_sn: str
    document_no: str
    is_cross_province: bool
    vouchers: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Guest({MASK})"


class Guests(tuple[Guest, ...]):
    """The first persons of a seed."""

    __slots__ = ()

    @classmethod
    def of_seed(cls, seed: int, *, count: int, codes: int, folder: Path) -> Self:
        """Asks the sandbox's own listing; `codes` voucher codes each."""
        listing = ask_sandbox(
            ["people", f"--seed={seed}", f"--count={count}", f"--codes={codes}", "--json"], folder=folder
        )
        return cls(msgspec.json.decode(listing, type=tuple[Guest, ...]))

    def for_each_case(self) -> tuple[Guest, Guest, Guest, Guest, Guest]:
        """Five different persons; the fourth has the card of another province, if any of them has."""
        traveller = next((guest for guest in self if guest.is_cross_province), self[-1])
        first, second, third, fourth, *_ = (guest for guest in self if guest is not traveller)
        return first, second, third, traveller, fourth
