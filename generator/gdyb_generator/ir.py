"""What the emitters print: the spec with everything resolved, in frozen records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gdyb_generator.spec import format as form
from gdyb_generator.spec.datatypes import Scalar
from gdyb_generator.spec.format import overlay
from gdyb_generator.spec.format import procedures as procedure_format
from gdyb_generator.spec.format import readers as reader_format


@dataclass(frozen=True, slots=True, kw_only=True)
class CityNote:
    """What a city changed, in words, and why."""

    city: str
    place: str
    what: str
    reason: str
    source: str

    @property
    def text(self) -> str:
        """The note shown at the changed item."""
        return f"{self.city}：{self.what}，{self.reason}（依据：{self.source}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One code of a dictionary."""

    code: str
    label: str
    name: str
    is_single: bool
    """Whether only one source has it."""
    notes: tuple[CityNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary:
    """A code table and the class it becomes."""

    id: str
    class_name: str
    label: str
    line: int | None
    evidence: str
    disagreements: tuple[str, ...]
    open: bool
    values: tuple[Value, ...]
    errata: tuple[form.Erratum, ...]
    notes: tuple[CityNote, ...] = ()
    """What a city took away from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A row of a table: what is printed, and what holds."""

    wire: str
    attribute: str
    scalar: Scalar
    dictionary: Dictionary | None
    """That of its values; none where the type has none, whatever the row names."""
    required: bool
    row: form.FieldRow
    confidence_label: str
    """How far the row can be trusted, in words; empty where several sources agree."""
    errata: tuple[form.Erratum, ...]
    notes: tuple[CityNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node of an interface and the class it becomes; `evidence` stands where no document prints its table.

    `inside` is the wire name of the node whose rows hold it, empty for what stands in the message itself.
    """

    wire: str
    inside: str = ""
    class_name: str
    table: str
    caption: str
    lines: str
    many: bool
    limit: int | None
    required: bool
    evidence: str
    confidence: str
    confidence_label: str
    fields: tuple[Field, ...]
    notes: tuple[CityNote, ...] = ()
    """What a city did to it as a whole or took away from it."""

    @property
    def is_whole_output(self) -> bool:
        """Whether its rows are the output itself, without an object around them."""
        return self.many and not self.wire


def held_by(nodes: Iterable[Node], wire: str = "") -> tuple[Node, ...]:
    """The nodes that the rows of one hold; without a name those that stand in the message itself."""
    return tuple(node for node in nodes if node.inside == wire)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRule:
    """How an answer hangs together; `kind` is its class in the runtime, the fields are `node.name`."""

    kind: str
    field: str
    label: str
    sent: str = ""
    parts: tuple[str, ...] = ()
    maybe: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What callers call: an interface, or a variant of it with some values fixed."""

    name: str
    title: str
    summary: str
    input_class: str
    nodes: tuple[Node, ...]
    rules_name: str
    fixed: tuple[tuple[str, str, str], ...] = ()
    forbidden: tuple[form.Variant, ...] = ()

    @property
    def parameters(self) -> tuple[Node, ...]:
        """The nodes that callers pass; others stand inside them."""
        return held_by(self.nodes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a file; `length` is the most characters of a text or the digits of a number."""

    scalar: Scalar
    length: int | None
    scale: int
    required: bool
    dictionary: Dictionary | None
    row: form.FieldRow
    confidence_label: str
    notes: tuple[CityNote, ...] = ()

    @property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """Codes and labels a cell may have; none where others may come, too."""
        if self.dictionary is None or self.dictionary.open:
            return ()
        return tuple((v.code, v.label) for v in self.dictionary.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The rows of a file: `short` are smaller widths, `extra` counts unknown cells at the end of a row."""

    constant: str
    columns: tuple[Column, ...]
    short: tuple[int, ...]
    extra: int
    shift_after: int | None
    infno: str
    title: str
    record: form.FileLayout


@dataclass(frozen=True, slots=True, kw_only=True)
class Interface:
    """One interface with its sides and operations; the first operation is the ordinary one."""

    infno: str
    module: str
    title: str
    effect: str
    document: form.Document
    lines: str
    sender: str
    receiver: str
    input: tuple[Node, ...]
    output: tuple[Node, ...]
    operations: tuple[Operation, ...]
    rules: tuple[form.Rule, ...]
    ask: tuple[str, ...]
    """Queries that tell whether this command was carried out, number and name."""
    reply_rules: tuple[ReplyRule, ...]
    paging: form.Paging | None
    replies_with_file: bool
    layouts: tuple[Layout, ...]
    disagreements: tuple[str, ...]
    errata: tuple[form.Erratum, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What one field gets: a fixed value, or the argument of this name."""

    field: Field
    value: str
    argument: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentificationCase:
    """One way to identify a person."""

    name: str
    label: str
    line: int
    record: str
    arguments: tuple[form.CaseArgument, ...]
    sends: tuple[Sent, ...]
    errata: tuple[form.Erratum, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentificationChoice:
    """A way that picks one of two cases by what a record says."""

    record: form.IdentificationChoice
    inside: IdentificationCase
    outside: IdentificationCase
    errata: tuple[form.Erratum, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    """The ways to identify a person and the node that each of them fills."""

    interface: Interface
    node: Node
    optional: tuple[Field, ...]
    checks: dict[str, form.NumberCheck]
    cases: tuple[IdentificationCase, ...]
    choices: tuple[IdentificationChoice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderItem:
    """One item of a record of a reader library."""

    record: reader_format.Item
    errata: tuple[form.Erratum, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderRecord:
    """One record of a reader library and the function that returns it."""

    record: reader_format.Record
    function: reader_format.Function
    items: tuple[ReaderItem, ...]
    errata: tuple[form.Erratum, ...]
    """Of the function, its parameters, the record and its arrangements, each once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderLibrary:
    """A library that reads cards."""

    constant: str
    """Name of the constant that describes it."""
    record: reader_format.ReaderFile
    operations: dict[str, form.ReaderOperation]
    records: tuple[ReaderRecord, ...]
    errata: tuple[form.Erratum, ...]
    """Of the library itself and of the functions without a record, each once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """What a city does otherwise, as far as it is chosen when a program runs; `changes` says all of it, and why."""

    id: str
    label: str
    settings: tuple[tuple[str, str], ...]
    reader_profile: str
    headers: tuple[tuple[str, str], ...]
    answers: tuple[overlay.AnswerChange, ...]
    changes_tables: bool
    changes: tuple[CityNote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Everything that is printed, in the order of the spec; `edition` is the city whose tables these are, if any."""

    edition: str
    header_notes: tuple[tuple[str, CityNote], ...]
    """What that city changed in the printed table of the headers, by the header's name."""
    cities: tuple[City, ...]
    document: form.Document
    documents: tuple[form.Document, ...]
    interfaces: tuple[Interface, ...]
    layouts: tuple[Layout, ...]
    confidence: tuple[form.ConfidenceWord, ...]
    spellings: tuple[tuple[str, tuple[str, ...]], ...]
    """Other spellings of reply keys, each with the names of the spec it may stand for."""
    dictionaries: tuple[Dictionary, ...]
    scalars: tuple[Scalar, ...]
    request: Node
    reply: Node
    gateway: form.GatewayFile
    environments: tuple[form.Environment, ...]
    messages: dict[str, str]
    answers: tuple[form.AnswerText, ...]
    identification: Identification | None
    settlement: form.SettlementFile | None
    procedures: tuple[procedure_format.Procedure, ...]
    readers: ReaderLibrary | None
    errata: tuple[form.Erratum, ...]
    sources: tuple[tuple[str, form.SpecModel], ...]
    """Every file of the spec as it was read, by its name: for comparing editions, nothing is emitted from it."""
