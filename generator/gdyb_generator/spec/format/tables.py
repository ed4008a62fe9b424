"""The tables of interfaces: rows, nodes, files transferred with them, and the list of all interfaces."""

from __future__ import annotations

from typing import Literal

from gdyb_generator.spec.format.base import Direction, Sensitive, SpecModel

Confidence = Literal["agreed", "partial", "derived"]
AnswerConfidence = Literal["reported", "assumed"]
FieldConfidence = Literal["name-agreed", "single", "derived", "derived-single"]


class Effective(SpecModel):
    """The effective value that replaces a printed cell; needs an erratum."""

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

    `table` and `lines` say where it is printed; `evidence` says what it rests on where no document prints it. `inside`
    names the node of the same side whose rows hold it; without one it stands in the input or output itself.
    """

    node: str = ""
    inside: str = ""
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
