"""Electronic voucher codes: 28 digits that say whose they are, so that the platform knows its own without a list."""

import re

from gdyb_sandbox._people.identity import Draw, number_at, place_of

_CODE = re.compile(r"10([0-9]{7})([0-9]{7})([0-9]{12})")
_SERIALS = 10**7


def voucher_code(seed: int, number: int, serial: int) -> str:
    """The voucher code `serial` (from 1) of person `number`; which codes are used up is not its business."""
    if not 1 <= serial < _SERIALS:
        raise ValueError(f"a voucher's serial number lies between 1 and {_SERIALS - 1}, got {serial}")
    check = Draw("voucher", seed, number, serial).below(10**12)
    return f"10{place_of('voucher', seed, number):07d}{serial:07d}{check:012d}"


def voucher_holder(seed: int, code: str) -> int | None:
    """The number of the person a code belongs to, or None when it is no code of this seed."""
    match = _CODE.fullmatch(code)
    if match is None or int(match[2]) == 0:
        return None
    number = number_at("voucher", seed, int(match[1]))
    return number if voucher_code(seed, number, int(match[2])) == code else None
