"""The ways to identify a person, and what an electronic voucher is used for."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gdyb_generator.spec_format.base import SpecModel

ArgumentCheck = Literal["id_number", "voucher_code", "card_number", "recognition_code", "document_number"]
ReaderRecord = Literal["HasIdNumber", "IssuedSocialCard", "QrRecord", "SocialCardRecord"]


class CaseArgument(SpecModel):
    """A number that a caller gives to identify a person, and how it is checked."""

    name: str
    label: str
    check: ArgumentCheck


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
    record: ReaderRecord | None = None
    errata: list[str] = []
    arguments: list[CaseArgument]
    sends: list[SentField]


class IdentificationChoice(SpecModel):
    """A way that picks one of two cases by what a record says: `inside` when its `by` starts with `prefix`."""

    id: str
    label: str
    record: ReaderRecord
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


class Reversal(SpecModel):
    """The interface that takes a message back by its msgid, and for which interfaces it does."""

    infno: str
    evidence: str
    reversible: list[str]


class SettlementFile(SpecModel):
    """settlement.yaml"""

    voucher: Voucher
    reversal: Reversal | None = None
