"""A month of settlements for reconciliation, each row a pure function of seed, institution, month and number.

There are two sides to a month. The institution's side is the generated month itself; the centre's side may depart from
it by injected differences: a row the centre does not have, one only the centre has, one with another amount there.
"""

import calendar
import functools
import hashlib
import re
import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from gdyb.codes.clr_type import ClrType
from gdyb.codes.refd_setl_flag import RefdSetlFlag
from gdyb_sandbox._people.identity import Draw
from gdyb_sandbox._people.insured import EMPLOYEE, RESIDENT, personal_number

DIFFERENCES = {
    "ours-only": "机构有、中心没有的一笔",
    "centre-only": "中心有、机构没有的一笔",
    "amount": "两边都有但金额不同的一笔",
}
"""The differences that can be injected, and what each is from the institution's point of view."""

NORMAL, REFUND = RefdSetlFlag.NORMAL.value, RefdSetlFlag.REFUND.value
_CENTS = {
    ClrType.OUTPATIENT.value: (2_000, 80_000),
    ClrType.INPATIENT.value: (200_000, 3_000_000),
    ClrType.PHARMACY.value: (1_000, 30_000),
}
_CLEARING_TYPES = (ClrType.OUTPATIENT.value,) * 2 + tuple(_CENTS)
_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_SERIALS = 10**8
_PATIENTS = 5_000  # few enough that some come twice a month
_REFUND_EVERY = 40
_EIGHT = struct.Struct("<8Q")
_NO_MARKS = str.maketrans("", "", "-: ")
_SETL_ID = re.compile(r"J[0-9]{6}([0-9]{4})([0-9]{2})([0-9]{8})")


class Settled(NamedTuple):
    """One row of a ledger; amounts in cents, those of a refund negative."""

    setl_id: str
    mdtrt_id: str
    psn_no: str
    msgid: str
    insutype: str
    clr_type: str
    setl_time: str
    refd_setl_flag: str
    """1 for a refund; the settlement it refunds keeps its 0 and its amounts."""
    medfee: int
    fund: int
    account: int

    @property
    def cash(self) -> int:
        """What the person paid himself."""
        return self.medfee - self.fund - self.account


@dataclass(frozen=True)
class SettledMonth:
    """A generated month: `rows` settlements of the institution, numbered from 1."""

    seed: int
    institution: str
    area: str
    year: int
    month: int
    rows: int
    differences: tuple[str, ...] = ()

    def ours(self) -> Iterator[Settled]:
        """The institution's own records."""
        return map(self.row, range(1, self.count + 1))

    def centre(self) -> Iterator[Settled]:
        """The centre's ledger."""
        rows = map(self.centre_row, range(1, self.count + self._centre_only + 1))
        return (row for row in rows if row is not None)

    @property
    def count(self) -> int:
        """How many rows the institution has; years that the numbers cannot name have none."""
        return self.rows if _FIRST_YEAR <= self.year <= _LAST_YEAR else 0

    @property
    def last(self) -> int:
        """The largest number a row of the centre can have."""
        return self.count + self._centre_only

    def number_of(self, setl_id: str) -> int:
        """The number of the row a settlement number could stand for, from 1 to `last`; 0 when there is none."""
        match = _SETL_ID.fullmatch(setl_id)
        if match is None or (int(match[1]), int(match[2])) != (self.year, self.month):
            return 0
        number = (int(match[3]) - self._offset) % _SERIALS
        return number if 1 <= number <= self.last else 0

    def centre_row(self, number: int) -> Settled | None:
        """Row `number` as the centre has it, or None where only the institution does."""
        if number in self._ours_only:
            return None
        row = self.row(number)
        if number in self._changed:
            # A treatment more, which the fund paid.
            more = 100 + number % 900
            return row._replace(medfee=row.medfee + more, fund=row.fund + more)
        return row

    def row(self, number: int) -> Settled:
        """Row `number` as the institution has it; those behind its last are the centre's own."""
        if self._is_refund(number):
            return self._refund(number)
        kind, clearing, cost, share, spent, day, moment, patient = self._draw(number)
        insutype = EMPLOYEE if kind % 10 < 7 else RESIDENT
        clr_type = _CLEARING_TYPES[clearing % len(_CLEARING_TYPES)]
        least, spread = _CENTS[clr_type]
        medfee = least + cost % spread
        fund = medfee * (30 + share % 50) // 100
        account = min(spent % 50_000, medfee - fund) if insutype == EMPLOYEE else 0
        # A refund follows within the hours that are left of the day.
        minute, second = divmod(moment % (9 * 60 * 60), 60)
        time = f"{self._month}-{1 + day % self._days:02d} {8 + minute // 60:02d}:{minute % 60:02d}:{second:02d}"
        return Settled(
            self._serial("J", number),
            self._serial("D", number),
            personal_number(self.seed, patient % _PATIENTS),
            self._msgid(time, number),
            insutype,
            clr_type,
            time,
            NORMAL,
            medfee,
            fund,
            account,
        )

    def _refund(self, number: int) -> Settled:
        first = self.row(number - 1)
        time = f"{first.setl_time[:11]}{int(first.setl_time[11:13]) + 2:02d}{first.setl_time[13:]}"
        return first._replace(
            setl_id=self._serial("J", number),
            msgid=self._msgid(time, number),
            setl_time=time,
            refd_setl_flag=REFUND,
            medfee=-first.medfee,
            fund=-first.fund,
            account=-first.account,
        )

    def _serial(self, kind: str, number: int) -> str:
        return f"{kind}{self._place}{(number + self._offset) % _SERIALS:08d}"

    def _msgid(self, time: str, number: int) -> str:
        stamp = time.translate(_NO_MARKS)
        return f"{self.institution}{stamp}{number % 10_000:04d}"

    def _is_refund(self, number: int) -> bool:
        return number % _REFUND_EVERY == 0 and 0 < number <= self.rows

    def _draw(self, number: int) -> tuple[int, ...]:
        """Eight large numbers for a row; faster than drawing one by one, as a month can have a million rows."""
        digest = self._seeded.copy()
        digest.update(str(number).encode())
        return _EIGHT.unpack(digest.digest())

    @functools.cached_property
    def _seeded(self) -> "hashlib.blake2b":
        return hashlib.blake2b(f"settled|{self.seed}|{self.institution}|{self._month}|".encode())

    @functools.cached_property
    def _month(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"

    @functools.cached_property
    def _place(self) -> str:
        return f"{self.area}{self.year:04d}{self.month:02d}"

    @functools.cached_property
    def _days(self) -> int:
        return calendar.monthrange(self.year, self.month)[1]

    @functools.cached_property
    def _offset(self) -> int:
        """Where the serial numbers of this institution's month begin: two institutions rarely share a number."""
        return Draw("settled", self.seed, self.institution, self.year, self.month).below(_SERIALS)

    @functools.cached_property
    def _centre_only(self) -> int:
        return Counter(self.differences)["centre-only"] if self.count else 0

    @functools.cached_property
    def _chosen(self) -> list[int]:
        """The rows that differ, no two the same and none of a refunded pair."""
        needed = sum(name != "centre-only" for name in self.differences)
        draw = 0
        chosen: list[int] = []
        free = self.count - 2 * (self.count // _REFUND_EVERY)
        while len(chosen) < min(needed, free):
            number = 1 + Draw("difference", self.seed, self.institution, self.year, self.month, draw).below(self.count)
            draw += 1
            if number not in chosen and not self._is_refund(number) and not self._is_refund(number + 1):
                chosen.append(number)
        return chosen

    @functools.cached_property
    def _ours_only(self) -> frozenset[int]:
        return self._of("ours-only")

    @functools.cached_property
    def _changed(self) -> frozenset[int]:
        return self._of("amount")

    def _of(self, kind: str) -> frozenset[int]:
        kinds = [name for name in self.differences if name != "centre-only"]
        return frozenset(number for name, number in zip(kinds, self._chosen, strict=False) if name == kind)
