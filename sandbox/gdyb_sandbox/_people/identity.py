"""Synthetic people: names nobody bears and ID numbers nobody was issued, always the same for the same seed.

The ID numbers are well formed (GB 11643: area, birthday, sequence, check digit) but their area code starts with 10.
GB/T 2260 numbers the provinces from 11 (Beijing) on and never used 10, so no such number was ever issued, while
software that tests the usual shape (first digit not 0, valid birthday, valid check digit) still accepts it. 00 would
fail that shape, and 9 is used: the permanent residence cards of foreigners begin with it.
"""

import datetime
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gdyb_runtime.persons.id_number import check_digit, is_id_number

UNISSUED_PROVINCE = "10"
"""The first two digits of every synthetic ID number."""

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
_MIDDLES = "测试样例虚拟模仿"
_LASTS = "甲乙丙丁戊己庚辛壬癸"
_FIRST_BIRTHDAY = datetime.date(1940, 1, 1)
_BIRTHDAYS = 70 * 365
_PEOPLE = 10_000_000
_STRIDE = 7_654_321
_INVERSE = pow(_STRIDE, -1, _PEOPLE)


class Draw:
    """Numbers drawn from a text: the same text gives the same numbers on every machine and Python version."""

    def __init__(self, *parts: object) -> None:
        text = "|".join(map(str, parts))
        self._pool = int.from_bytes(hashlib.blake2b(text.encode()).digest(), "big")

    def below(self, limit: int) -> int:
        """The next number from 0 to `limit` - 1; 512 bits last for about twenty draws."""
        self._pool, number = divmod(self._pool, limit)
        return number

    def choose(self, items: Sequence[str]) -> str:
        """One of `items`."""
        return items[self.below(len(items))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A synthetic person; the personal values stay out of its repr, as real ones would have to."""

    number: int
    name: str = field(repr=False)
    certno: str = field(repr=False)
    birthday: datetime.date = field(repr=False)
    is_male: bool = field(repr=False)


def is_synthetic(certno: str) -> bool:
    """Whether `certno` is well formed and lies in the range that was never issued."""
    return certno.startswith(UNISSUED_PROVINCE) and is_id_number(certno, today=datetime.date.max)


def place_of(kind: str, seed: int, number: int) -> int:
    """Seven digits for person `number`: the first ten million people of a seed have different ones for each kind."""
    # A stride without a common factor with the range visits every place once, so that no two people share a number.
    return (number * _STRIDE + Draw(kind, seed).below(_PEOPLE)) % _PEOPLE


def number_at(kind: str, seed: int, place: int) -> int:
    """The number of the person at a place, which turns `place_of` round."""
    return (place - Draw(kind, seed).below(_PEOPLE)) * _INVERSE % _PEOPLE


def person(seed: int, number: int) -> Person:
    """The person with this number; the first ten million numbers of a seed have different ID numbers."""
    draw = Draw("person", seed, number)
    birthday = _FIRST_BIRTHDAY + datetime.timedelta(days=draw.below(_BIRTHDAYS))
    area, sequence = divmod(place_of("people", seed, number), 1000)
    first17 = f"{UNISSUED_PROVINCE}{area:04d}{birthday:%Y%m%d}{sequence:03d}"
    name = draw.choose(_SURNAMES) + draw.choose(_MIDDLES) + draw.choose(_LASTS)
    certno = first17 + check_digit(first17)
    return Person(number=number, name=name, certno=certno, birthday=birthday, is_male=sequence % 2 == 1)


def find_person(seed: int, certno: str) -> Person | None:
    """The person of this seed with this ID number."""
    if not is_synthetic(certno):
        return None
    candidate = person(seed, number_at("people", seed, int(certno[2:6] + certno[14:17])))
    return candidate if candidate.certno == certno else None


def people(seed: int, count: int) -> Iterator[Person]:
    """The first `count` people of a seed."""
    return (person(seed, number) for number in range(count))
