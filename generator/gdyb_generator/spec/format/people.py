"""The ways to identify a person, and what an electronic voucher is used for."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gdyb_generator.spec.format.base import SpecModel
from gdyb_generator.spec.format.vocabulary import PersonRecord


class CaseArgument(SpecModel):
    """A number that a caller gives to identify a person, and the check of the vocabulary that it has to pass."""

    name: str
    label: str
    check: str


class SentField(SpecModel):
    """What goes into one field: a fixed value or an argument."""

    field: str
    value: str = ""
    argument: str = ""


class IdentificationCase(SpecModel):
    """One way to identify a person; `record` names what a reader may give instead of the arguments."""

    id: str
    label: str
    line: int
    record: PersonRecord | None = None
    errata: list[str] = []
    arguments: list[CaseArgument]
    sends: list[SentField]


class IdentificationChoice(SpecModel):
    """A way that picks one of two cases by what a record says: `inside` when its `by` starts with `prefix`."""

    id: str
    label: str
    record: PersonRecord
    by: Literal["area_code"]
    by_label: str
    prefix: str
    inside: str
    outside: str
    evidence: str
    errata: list[str] = []


class IdentificationFile(SpecModel):
    """identification.yaml; `optional` names the fields that every case may carry besides."""

    infno: str
    node: str
    lines: str
    optional: list[str] = []
    cases: list[IdentificationCase] = Field(min_length=1)
    choices: list[IdentificationChoice] = []


class VoucherUse(SpecModel):
    """What one code of an electronic voucher may be used for: an interface and its `node.field` for the code."""

    infno: str
    field: str
    label: str
    line: int
    errata: list[str] = []


class Voucher(SpecModel):
    """The electronic voucher: each code identifies a person and then serves exactly one of `uses`."""

    lines: str
    identification: str
    uses: list[VoucherUse]
    errata: list[str] = []


class Reversible(SpecModel):
    """An interface whose message can be reversed, and the effect of the message."""

    infno: str
    undoes: Literal["settlement", "refund", "admission"]


class Reversal(SpecModel):
    """The interface that reverses messages by their msgid, and the interfaces it applies to."""

    infno: str
    evidence: str
    reversible: list[Reversible]


Made = Literal["visit", "discharge", "settlement", "refund", "cancellation", "reversal"]


class Command(SpecModel):
    """What a command makes, and the queries that tell whether one was carried out."""

    infno: str
    makes: Made
    ask: list[str] = Field(min_length=1)


class Brought(SpecModel):
    """The field of an answer that names what a command made."""

    makes: Made
    field: str


class Sum(SpecModel):
    """An amount that is the sum of others; `maybe`: amounts that may be counted apart or within a part."""

    total: str
    addends: list[str] = Field(min_length=1)
    maybe: list[str] = []


class Answers(SpecModel):
    """How an answer hangs together with its request and in itself, wherever the tables have these fields."""

    echoes: list[str] = []
    brings: list[Brought] = []
    sums: list[Sum] = []


LookedUpBy = Literal["empty", "msgid", "since", "until", "taken"]


class LookupValue(SpecModel):
    """A field of a query, or of a row of its answer, and the value it is given or compared with: one of the three."""

    field: str
    input: str | None = None
    given: LookedUpBy | None = None
    value: str | None = None


class FirstLookup(SpecModel):
    """A query whose rows each give a value to look up with."""

    query: str
    node: str
    takes: str
    fills: list[LookupValue]


class Lookup(SpecModel):
    """How to look up what became of a command whose answer is missing."""

    infnos: list[str] = Field(min_length=1)
    first: FirstLookup | None = None
    query: str
    node: str
    rows: str = ""
    fills: list[LookupValue]
    identifies: list[LookupValue] = Field(min_length=1)
    agrees: list[str] = []
    evidence: str
    confidence: str


class SettlementFile(SpecModel):
    """settlement.yaml"""

    voucher: Voucher
    reversal: Reversal | None = None
    commands: list[Command] = []
    lookups: list[Lookup] = []
    answers: Answers | None = None
