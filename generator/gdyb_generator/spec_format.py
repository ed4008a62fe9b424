"""What may stand in the files of spec/: the printed cells beside what we decided about them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Sensitive = Literal["id", "name", "card", "phone", "photo", "secret", "public"]
Direction = Literal["request", "reply"]
Confidence = Literal["agreed", "partial", "derived"]
FieldConfidence = Literal["name-agreed", "single", "derived", "derived-single"]
ArgumentCheck = Literal["id_number", "voucher_code", "card_number", "recognition_code", "document_number"]
ReaderRecord = Literal["HasIdNumber", "IssuedSocialCard", "QrRecord", "SocialCardRecord"]


class SpecModel(BaseModel):
    """Base of every record of the spec: unknown keys and wrong scalars are findings."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Effective(SpecModel):
    """What holds instead of a printed cell; needs an erratum beside it."""

    type: str | None = None
    length: str | None = None
    code: str | None = None
    required: str | None = None


class FieldRow(SpecModel):
    """One row of a field table; an absent key is a blank cell.

    A row read from public client code instead of a document says how far it can be trusted (no `confidence`: several
    implementations agree), which sibling table it follows, and which other spellings of its name have been seen.
    `draft`, here and elsewhere, names the keys that an import proposed and nobody has confirmed.
    """

    name: str
    label: str
    type: str = ""
    length: str = ""
    code: str = ""
    required: str = ""
    remark: str = ""
    line: int | None = None
    source: str = ""
    format: str | None = None
    dictionary: str | None = None
    sensitive: Sensitive | None = None
    required_when: RequiredWhen | None = None
    required_when_input_has: str = ""
    confidence: FieldConfidence | None = None
    derived_from: str = ""
    spellings: list[str] = []
    effective: Effective | None = None
    errata: list[str] = []
    draft: list[str] = []


class RequiredWhen(SpecModel):
    """A field that must be filled when another one has one of these values."""

    field: str
    values: list[str]


class Node(SpecModel):
    """One table of an interface: a node of its input or output; an empty name means fields or rows without a node.

    `table` and `lines` say where it is printed; `evidence` says what it rests on where no document prints it.
    """

    node: str = ""
    table: str = ""
    caption: str = ""
    lines: str = ""
    rows: Literal["one", "many"]
    limit: int | None = None
    limit_line: int | None = None
    required: bool = True
    evidence: str = ""
    confidence: Confidence | None = None
    draft: list[str] = []
    fields: list[FieldRow]


class Paging(SpecModel):
    """How a query is read page by page."""

    field: str
    first: int
    size: int
    rows: str
    key: str
    errata: list[str] = []


class Rule(SpecModel):
    """A rule over several fields; `count`: the field holds the number of rows of a node."""

    kind: Literal["count"]
    field: str
    rows: str
    line: int | None = None
    errata: list[str] = []


class Variant(SpecModel):
    """A value that changes what a call does and therefore gets an operation of its own."""

    operation: str
    name: str
    summary: str
    suffix: str
    field: str
    value: str
    line: int | None = None
    errata: list[str] = []


class RowWidth(SpecModel):
    """How many cells a row of a file may have; more than there are columns: the others are unknown and stand last.

    `shift_after` says after how many columns the surplus cell may stand instead, so that what follows is moved by one.
    """

    width: int
    shift_after: int | None = None


class FileLayout(SpecModel):
    """The rows of a text file that travels beside an interface; `widths` are the row widths seen, absent: the full one."""

    layout: str
    label: str
    direction: Direction
    charset: Literal["UTF-8"]
    separator: Literal["TAB"]
    row_end: Literal["LF"]
    empty: str
    entry: str
    evidence: str = ""
    widths: list[RowWidth] = []
    columns: list[FieldRow]


class InterfaceFile(SpecModel):
    """interfaces/<infno>.yaml"""

    infno: str
    name: str
    operation: str = ""
    effect: Literal["query", "command"]
    summary: str = ""
    sender: str = ""
    receiver: str = ""
    document: str = "guangdong"
    lines: str = ""
    errata: list[str] = []
    draft: list[str] = []
    paging: Paging | None = None
    input: list[Node]
    output: list[Node]
    output_printed: str = ""
    reply: Literal["message", "file"] = "message"
    files: list[FileLayout] = []
    disagreements: list[str] = []
    rules: list[Rule] = []
    variants: list[Variant] = []


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


class CodeValue(SpecModel):
    """One value of a dictionary with its printed label and an English name; `single`: only one source has it."""

    code: str
    label: str
    name: str
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


class MessageRule(SpecModel):
    """One rule of the message format."""

    id: str
    line: int | None = None
    value: str
    errata: list[str] = []


class MessagesFile(SpecModel):
    """messages.yaml"""

    lines: str
    rules: list[MessageRule]


class Environment(SpecModel):
    """Where one environment of the platform answers."""

    id: str
    label: str
    host: str = ""
    address: str = ""
    ports: list[int] = []
    lines: str
    errata: list[str] = []


class EnvironmentsFile(SpecModel):
    """environments.yaml"""

    environments: list[Environment]


class Call(SpecModel):
    """How a call is addressed."""

    method: str
    content_type: str
    charset: str
    url_example: str
    lines: str
    errata: list[str] = []


class Table(SpecModel):
    """A printed table that is not a node of an interface."""

    table: str
    caption: str
    lines: str
    errata: list[str] = []
    fields: list[FieldRow]


class Signature(SpecModel):
    """Which texts are hashed, in which order."""

    algorithm: str
    parts: list[Literal["timestamp", "secret_key", "nonce"]]
    line: int | None = None
    errata: list[str] = []


class Window(SpecModel):
    """A span of time the gateway looks at."""

    seconds: int
    line: int | None = None
    errata: list[str] = []


class GatewayText(SpecModel):
    """One printed error answer of the gateway."""

    errcode: int
    message: str
    explanation: str
    error: Literal["MissingHeaders", "SignatureExpired", "UnknownAccount", "SignatureMismatch"]
    advice: str
    line: int | None = None


class GatewayErrors(SpecModel):
    """The printed error answers and the keys they come under."""

    lines: str
    errata: list[str] = []
    texts: list[GatewayText]
    code_keys: list[str]
    text_keys: list[str]
    envelope_keys: list[str]
    keys_errata: list[str] = []


class GatewayFile(SpecModel):
    """gateway.yaml"""

    call: Call
    headers: Table
    signature: Signature
    timestamp_window: Window
    nonce_window: Window
    errors: GatewayErrors


class EnvelopeFile(SpecModel):
    """envelope.yaml"""

    request: Table
    reply: Table


class ListedInterface(SpecModel):
    """One row of the interface list."""

    infno: str
    category: str = ""
    subcategory: str = ""
    name: str
    mode: str
    description: str
    line: int | None = None
    draft: list[str] = []


class InterfaceListFile(SpecModel):
    """interface_list.yaml"""

    table: str
    caption: str
    lines: str
    errata: list[str] = []
    interfaces: list[ListedInterface]


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
