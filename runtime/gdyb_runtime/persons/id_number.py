"""Resident ID numbers of GB 11643: area (6), birth date (8), sequence (3), check digit (1).

The area is not looked at: its table changes every year and old numbers keep the area of their day. Numbers with an
``X`` at the end are upper case here; ``normalized`` makes them so.
"""

from __future__ import annotations

from datetime import date

__all__ = ["LENGTH", "birth_date", "check_digit", "departure", "is_id_number", "is_residence_permit", "normalized"]

LENGTH = 18
_OLD_LENGTH = 15
_BIRTH_DATE = slice(6, 14)
# Nobody born before is alive; the limit keeps codes of 18 digits from being taken for ID numbers.
_EARLIEST = date(1900, 1, 1)
# ISO 7064 MOD 11-2: the remainder of the weighted sum picks the check digit.
_WEIGHTS = tuple(2 ** (LENGTH - 1 - place) % 11 for place in range(LENGTH - 1))
_CHECK_DIGITS = "10X98765432"
# Residence permits of Hong Kong (81), Macao (82) and Taiwan (83) residents and of foreigners (9) are numbered alike.
_RESIDENCE_PERMITS = ("81", "82", "83", "9")


def normalized(number: str) -> str:
    """The number as the standard writes it: a final ``x`` in upper case."""
    return number[:-1] + "X" if number.endswith("x") else number


def check_digit(first17: str) -> str:
    """The eighteenth character that belongs to seventeen digits."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first17, strict=True))
    return _CHECK_DIGITS[total % 11]


def departure(number: str, *, today: date) -> str:
    """What keeps a text from being an ID number, in Chinese and without repeating it; empty when nothing does."""
    if not number.isascii():
        return "含有全角或其它非 ASCII 字符，请用半角数字"
    if len(number) == _OLD_LENGTH and number.isdigit():
        return "是 15 位的旧号码，已停用，请改用 18 位身份证号码"
    if len(number) != LENGTH:
        return f"应为 {LENGTH} 位，给了 {len(number)} 个字符"
    if not number[:-1].isdigit() or number[-1] not in _CHECK_DIGITS:
        return "前 17 位应为数字，最后一位应为数字或 X"
    born = birth_date(number)
    if born is None or born < _EARLIEST:
        return "第 7 至 14 位不是有效的出生日期，请核对号码"
    if born > today:
        return "第 7 至 14 位的出生日期在今天之后，请核对号码"
    if number[-1] != check_digit(number[:-1]):
        return "最后一位校验码不符，号码有误，请核对"
    return ""


def birth_date(number: str) -> date | None:
    """The birth date in an ID number, None when the calendar has no such day."""
    try:
        return date.fromisoformat(number[_BIRTH_DATE])
    except ValueError:
        return None


def is_id_number(number: str, *, today: date) -> bool:
    """Whether a text is an ID number: shape, birth date not after ``today``, check digit."""
    return not departure(number, today=today)


def is_residence_permit(number: str) -> bool:
    """Whether an ID number is one of the residence permits that are numbered like ID cards."""
    return number.startswith(_RESIDENCE_PERMITS)
