"""What tables refer to: dictionaries, documents, errata, shapes of texts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from gdyb_generator.spec.format.base import Direction, SpecModel
from gdyb_generator.spec.names import constant_of_code


class CodeValue(SpecModel):
    """One value of a dictionary with its printed label and an English name; `single`: only one source has it.

    Without a name it is called after its code.
    """

    code: str
    label: str
    name: str = Field(default_factory=lambda value: constant_of_code(value["code"]))
    confidence: Literal["single"] | None = None


class DictionaryFile(SpecModel):
    """dictionaries/<name>.yaml; `open` lists may get other values, `used_in` says who uses one that no field names.

    `line` says where it is printed, `evidence` what it rests on where it is not.
    """

    dictionary: str
    label: str
    table: str = ""
    line: int | None = None
    evidence: str = ""
    disagreements: list[str] = []
    open: bool = False
    used_in: str = ""
    errata: list[str] = []
    draft: list[str] = []
    values: list[CodeValue]


class Document(SpecModel):
    """What tables were read from: a printed document, or evidence for tables of a document that is not at hand."""

    id: str
    title: str
    kind: Literal["printed", "evidence"] = "printed"
    base: str = ""
    text_lines: int | None = None
    text_sha256: str = ""


class DocumentFile(SpecModel):
    """document.yaml"""

    documents: list[Document] = Field(min_length=1)


class Erratum(SpecModel):
    """A contradiction or gap of the document, what we do instead, and why."""

    id: str
    lines: str
    kind: Literal["contradiction", "gap", "typo", "artefact", "field"]
    finding: str
    decision: str = ""
    reason: str = ""


class ErrataFile(SpecModel):
    """errata.yaml"""

    errata: list[Erratum]


class Format(SpecModel):
    """A printed shape of a text."""

    id: str
    label: str
    pattern: str
    length: int
    applies_to: list[Direction]
    line: int | None = None


class FormatsFile(SpecModel):
    """formats.yaml"""

    formats: list[Format]
