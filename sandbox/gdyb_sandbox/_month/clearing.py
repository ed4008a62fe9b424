"""The settlements of one institution's month, each a pure function of seed, institution, month and row number."""

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gdyb_runtime.money import difference, yuan
from gdyb_sandbox._people.identity import Draw, person

_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_SERIALS = 10_000_000
_PATIENTS = 5_000  # few enough that some come twice a month
_SETTLEMENT = re.compile(r"A[0-9]{6}([0-9]{6})([0-9]{7})")
# Cities of Guangdong (GB/T 2260), where the patients of other cities are insured.
_CITIES = (
    *("440100", "440200", "440300", "440400", "440500", "440600", "440700", "440800", "440900", "441200", "441300"),
    *("441400", "441500", "441600", "441700", "441800", "441900", "442000", "445100", "445200", "445300"),
)

Row = Mapping[str, int | str | Decimal]
"""One row as the platform gives it: wire names in table order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A generated month: `rows` settlements, numbered from 1.

    Each row is made when it is asked for, so a month of a million rows costs no more than its hundred on the wire.
    """

    seed: int
    institution: str
    area: str
    year: int
    month: int
    rows: int
    payers: tuple[str, str]
    """The codes of the full advance payment flag: paid out by the hospital, claimed by the patient."""
    large_amount: Decimal | None = None
    """What the first row costs, where a row close to the limit of the table is wanted."""

    @property
    def count(self) -> int:
        """How many rows the month has; years that two digits cannot name have none."""
        return self.rows if _FIRST_YEAR <= self.year <= _LAST_YEAR else 0

    def page(self, first: int, size: int) -> list[Row]:
        """The rows from number `first` on, at most `size` of them."""
        return [self.row(number) for number in range(first, min(first + size, self.count + 1))]

    def find(self, setl_sn: str) -> Row | None:
        """The row with this settlement number."""
        match = _SETTLEMENT.fullmatch(setl_sn)
        number = (int(match[2]) - self._offset("A")) % _SERIALS if match else 0
        if not 1 <= number <= self.count:
            return None
        row = self.row(number)
        return row if row["setl_sn"] == setl_sn else None

    def row(self, number: int) -> Row:
        """Row `number`, from 1 to `count`."""
        draw = Draw("row", self.seed, self.institution, self.year, self.month, number)
        patient = person(self.seed, draw.below(_PATIENTS))
        day = 1 + draw.below(calendar.monthrange(self.year, self.month)[1])
        city = draw.choose([city for city in _CITIES if city != self.area])
        place = f"{city}{self.year % 100:02d}{self.month:02d}{day:02d}"
        total, paid = self._amounts(draw, number)
        return {
            "seqno": number,
            "mdtrtarea": self.area,
            "medins_no": self.institution,
            "certno": patient.certno,
            "mdtrt_id": self._serial("S", place, number),
            "mdtrt_setl_time": f"{self.year:04d}-{self.month:02d}-{day:02d} {_office_hour(draw)}",
            "setl_sn": self._serial("A", place, number),
            "fulamt_advpay_flag": self.payers[0 if draw.below(20) else 1],
            "medfee_sumamt": total,
            "optins_pay_sumamt": paid,
        }

    def _serial(self, kind: str, place: str, number: int) -> str:
        return f"{kind}{place}{(number + self._offset(kind)) % _SERIALS:07d}"

    def _offset(self, kind: str) -> int:
        """Where the serial numbers of this institution's month begin: two institutions rarely share a number."""
        return Draw("serial", kind, self.seed, self.institution, self.year, self.month).below(_SERIALS)

    def _amounts(self, draw: Draw, number: int) -> tuple[Decimal, Decimal]:
        """What the treatment cost and what the funds paid of it."""
        cents = 2_000 + draw.below(8_000_000)
        paid = cents * (30 + draw.below(61)) // 100
        if self.large_amount is not None and number == 1:
            # Two neighbours that binary floats cannot tell apart, so that a client that rounds is found out.
            return self.large_amount, difference(self.large_amount, yuan(1))
        return yuan(cents), yuan(paid)


def _office_hour(draw: Draw) -> str:
    return f"{8 + draw.below(10):02d}:{draw.below(60):02d}:{draw.below(60):02d}"
