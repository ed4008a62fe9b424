"""What the platform knows of a synthetic person: numbers, social card, a document of another kind, insurances.

None of these numbers can be a real one. A card number begins with two letters and a document number with HX, where
issued ones have one letter; both are followed by seven digits that say whose they are, and so is the personal number,
so that the platform finds a person by any of them without keeping a list.
"""

import datetime
import functools
import re
from dataclasses import dataclass, field
from decimal import Decimal

from gdyb.codes.insutype import Insutype
from gdyb_runtime.money import yuan
from gdyb_sandbox._people.identity import Draw, Person, number_at, person, place_of

LOCAL_AREA = "440100"
_IN_PROVINCE = ("440300", "440600", "441300", "442000", "445100")
_OTHER_PROVINCES = ("350100", "360100", "430100", "450100")
_PERSONAL_NUMBER = re.compile(r"44000010([0-9]{7})([0-9]{7})")
_CARD_NUMBER = re.compile(r"ZZ([0-9]{7})")
_DOCUMENT_NUMBER = re.compile(r"HX([0-9]{7})")
_PENSION_AGE = 60
_ADULT_AGE = 18

EMPLOYEE = Insutype.EMPLOYEE_BASIC.value
RESIDENT = Insutype.RESIDENT_BASIC.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Insurance:
    """One insurance of a person."""

    insutype: str
    psn_type: str
    balance: Decimal
    """Initial balance of the personal account; residents have none."""
    since: datetime.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Insured:
    """A synthetic person as the platform knows him; the personal values stay out of its repr."""

    person: Person
    psn_no: str = field(repr=False)
    card_no: str = field(repr=False)
    card_sn: str = field(repr=False)
    document_no: str = field(repr=False)
    """A document of another kind, such as those of Hong Kong, Macao and Taiwan."""
    area: str
    """Where the person is insured (insuplc_admdvs)."""
    insurances: tuple[Insurance, ...]

    @property
    def is_cross_province(self) -> bool:
        """Whether the social card has to be read as one of another province."""
        return self.area[:2] != LOCAL_AREA[:2]

    def insurance(self, insutype: str) -> Insurance | None:
        """The insurance of this type."""
        return next((insurance for insurance in self.insurances if insurance.insutype == insutype), None)

    def age(self, day: datetime.date) -> int:
        """Full years on a day."""
        birthday = self.person.birthday
        return day.year - birthday.year - ((day.month, day.day) < (birthday.month, birthday.day))


def insured(seed: int, number: int) -> Insured:
    """Person `number`: of four neighbours one is insured here, two elsewhere in the province, one in another one."""
    known = person(seed, number)
    draw = Draw("insured", seed, number)
    areas = (LOCAL_AREA, draw.choose(_IN_PROVINCE), draw.choose(_IN_PROVINCE), draw.choose(_OTHER_PROVINCES))
    return Insured(
        person=known,
        psn_no=personal_number(seed, number),
        card_no=f"ZZ{place_of('card', seed, number):07d}",
        card_sn=f"{draw.below(1 << 128):032X}",
        document_no=f"HX{place_of('document', seed, number):07d}",
        area=areas[number % len(areas)],
        insurances=_insurances(known, draw),
    )


@functools.lru_cache(maxsize=10_000)
def personal_number(seed: int, number: int) -> str:
    """The psn_no of person `number`."""
    return f"44000010{place_of('psn_no', seed, number):07d}{Draw('psn_no', seed, number).below(10**7):07d}"


def find_by_psn_no(seed: int, psn_no: str) -> Insured | None:
    """The person with this personal number."""
    candidate = _at("psn_no", seed, _PERSONAL_NUMBER.fullmatch(psn_no))
    return candidate if candidate and candidate.psn_no == psn_no else None


def find_by_card(seed: int, card_no: str) -> Insured | None:
    """The person with this social card."""
    return _at("card", seed, _CARD_NUMBER.fullmatch(card_no))


def find_by_document(seed: int, document_no: str) -> Insured | None:
    """The person with this other document."""
    return _at("document", seed, _DOCUMENT_NUMBER.fullmatch(document_no))


def _at(kind: str, seed: int, match: re.Match[str] | None) -> Insured | None:
    return insured(seed, number_at(kind, seed, int(match[1]))) if match else None


def _insurances(known: Person, draw: Draw) -> tuple[Insurance, ...]:
    """Employees' insurance for most adults of working age and pensioners, residents' for the others."""
    since = datetime.date(2018, 1, 1) + datetime.timedelta(days=draw.below(700))
    age = since.year - known.birthday.year
    if age < _ADULT_AGE or draw.below(3) == 0:
        kind = "14" if age < _ADULT_AGE else "16" if age >= _PENSION_AGE else "15"
        return (Insurance(insutype=RESIDENT, psn_type=kind, balance=Decimal("0.00"), since=since),)
    balance = yuan(100_000 + draw.below(900_000))
    kind = "12" if age >= _PENSION_AGE else "11"
    return (Insurance(insutype=EMPLOYEE, psn_type=kind, balance=balance, since=since),)
