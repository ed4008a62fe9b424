"""Keeps people and secrets out of texts that end in logs and tracebacks."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["MASK", "Masker", "mask_text", "names_a_person"]

MASK = "***"

_MONTH_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_PERSONAL = re.compile(
    rf"(?<![0-9])(?:[0-9]{{6}}(?:18|19|20)[0-9]{{2}}{_MONTH_DAY}[0-9]{{3}}[0-9Xx]"  # ID number of 18 characters
    rf"|[0-9]{{6}}[ -](?:18|19|20)[0-9]{{2}}{_MONTH_DAY}[ -][0-9]{{3}}[0-9Xx]"  # the same, written in groups
    rf"|[1-9][0-9]{{7}}{_MONTH_DAY}[0-9]{{3}}"  # ID number of 15 digits
    r"|1[3-9][0-9]{9})(?![0-9])"  # mobile phone
)
_SHORTEST_VALUE = 2
_NO_PERSON = re.compile(
    "(?=.*[^0-9#_ -])(?:自助|终端|机器?|设备|窗口|系统|平台|接口|管理员?|收费员?|挂号|结算|门诊|住院|药房|前台|服务"
    "|医保|号|台|处|测试|[0-9#_ -])+"
)
"""A name of nothing but words of machines, desks and accounts, which also stand in sentences."""


def mask_text(text: str, extra_values: Iterable[str] = ()) -> str:
    """The text with given values and everything that looks like an ID or phone number replaced by ``***``."""
    # Longest first: a name may be part of a longer value.
    for value in sorted({value for value in extra_values if len(value) >= _SHORTEST_VALUE}, key=len, reverse=True):
        text = text.replace(value, MASK)
    return _PERSONAL.sub(MASK, text)


def names_a_person(text: str) -> bool:
    """Whether the name of whoever operates may be a person's: 自助机 is none, and stands in many a sentence."""
    return _NO_PERSON.fullmatch(text) is None


class Masker:
    """Replaces personal values and secrets in texts and shows them nowhere else: its repr is a number, a pickle empty.

    Immutable; ``masker + values`` knows more.
    """

    __slots__ = ("_values",)

    def __init__(self, values: Iterable[str] = ()) -> None:
        self._values = frozenset(values)

    def mask(self, text: str) -> str:
        """The text with the values, and everything that looks like an ID or phone number, replaced by ``***``."""
        return mask_text(text, self._values)

    def __add__(self, values: Iterable[str]) -> Masker:
        return Masker(self._values.union(values))

    def __repr__(self) -> str:
        return f"<{len(self._values)} values>"

    def __copy__(self) -> Masker:
        return self

    def __deepcopy__(self, memo: object) -> Masker:
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return Masker, ()
