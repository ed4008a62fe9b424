"""Words that rows of the spec use and no document prints: vocabulary.yaml."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gdyb_generator.spec.format.base import SpecModel
from gdyb_generator.spec.format.tables import AnswerConfidence, Confidence, FieldConfidence

ParameterKind = Literal["text", "number", "buffer", "size"]
PersonRecord = Literal["HasIdNumber", "IssuedSocialCard", "QrRecord", "SocialCardRecord"]


class NumberCheck(SpecModel):
    """What a number that identifies a person must be; `label` says it to people."""

    check: str
    label: str
    id_number: Literal["only", "refused", "unless_permit"]
    ascii: bool = False
    ends_before: str = Field(default="", max_length=1)
    in_json: list[str] = []


class ReaderOperation(SpecModel):
    """What a program asks of a card reader, and the kinds of what the function behind it is given."""

    operation: str
    parameters: list[ParameterKind] = Field(min_length=1)
    record: str = ""
    identifies: PersonRecord | None = None
    pin_of: str = ""


class ConfidenceWord(SpecModel):
    """How far a table or row that no document prints can be trusted; `{}` in `label` is the table that a row follows."""

    of: Literal["table", "row", "text"]
    confidence: Confidence | FieldConfidence | AnswerConfidence
    label: str


class VocabularyFile(SpecModel):
    """vocabulary.yaml; `personal` holds patterns of wire names that look like personal data."""

    personal: list[str] = []
    confidence: list[ConfidenceWord] = []
    checks: list[NumberCheck] = []
    operations: list[ReaderOperation] = []
