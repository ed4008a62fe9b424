"""The printed tables of an interface, read from the JSON Schemas that a generated package publishes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import cast

from .published import PublishedSchema, Schema, published, published_names

__all__ = [
    "DICTIONARIES",
    "ENVELOPE",
    "Erratum",
    "Evidence",
    "FieldRow",
    "FileTable",
    "InterfaceTables",
    "NodeTable",
    "Tables",
]

ENVELOPE = "envelope"
"""Name of the schema of the message around every interface."""
DICTIONARIES = "dictionaries"
"""Name of the schema of all dictionaries."""

_VOCABULARY = "vocabulary"
_NO_INTERFACES = {ENVELOPE, DICTIONARIES, _VOCABULARY}
_ROWS = "rows"
_REPLY_CLASSES = ("Output", "Reply")


@dataclass(frozen=True, slots=True, kw_only=True)
class Erratum:
    """Where the document is wrong or silent: what was found, what is done instead, why."""

    id: str
    finding: str
    decision: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a table or row rests on where no document prints it; every part is empty where one does."""

    source: str = ""
    confidence: str = ""
    """How far it can be trusted: `agreed`, `partial`, `name-agreed`, `single`, `derived` or `derived-single`."""
    derived_from: str = ""
    """The table that a derived row follows, as `2207 data`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """One row of a table as it is in force; `printed` holds what an erratum replaced."""

    name: str
    label: str
    type: str
    length: str
    required: bool
    is_required_known: bool
    """False where nothing says whether the field may be left out."""
    printed: Mapping[str, str]
    dictionary: str
    labels: Mapping[str, str]
    """Codes of the dictionary and their Chinese labels."""
    remark: str
    hint: str
    """What the value must look like, empty when only type and length matter."""
    required_when: str
    """Input field whose presence makes this one required."""
    sensitive: str
    spellings: tuple[str, ...]
    """Other spellings of the name that have been seen; a reply may use them, a request does not."""
    evidence: Evidence
    line: int
    errata: tuple[Erratum, ...]
    is_file: bool
    """Whether the value is the bytes of a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeTable:
    """One node of a message: one row or many rows of fields."""

    name: str
    """Node identifier on the wire; empty where the fields or rows are the message itself."""
    title: str
    table: str
    lines: str
    many: bool
    limit: int | None
    required: bool
    evidence: Evidence
    fields: tuple[FieldRow, ...]
    nodes: "tuple[NodeTable, ...]" = ()
    """Nodes that each of its rows holds."""

    @property
    def key(self) -> str:
        """The name under which a message holds it in Python, empty where its fields are the message itself."""
        return self.name or (_ROWS if self.many else "")

    def field(self, name: str) -> FieldRow | None:
        """The row of a wire name."""
        return next((field for field in self.fields if field.name == name), None)

    def node(self, name: str) -> "NodeTable | None":
        """The node of a wire name that each row holds."""
        return next((node for node in self.nodes if node.name == name), None)

    def walk(self) -> "Iterator[NodeTable]":
        """Itself and every node inside it, the outer ones first."""
        yield self
        for node in self.nodes:
            yield from node.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTable:
    """A text file transferred with an interface, with its columns."""

    name: str
    label: str
    is_reply: bool
    entry: str
    """Name of the file inside the zip."""
    evidence: Evidence
    columns: tuple[FieldRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InterfaceTables:
    """All tables of one interface."""

    infno: str
    title: str
    effect: str
    sender: str
    receiver: str
    source: str
    operations: Mapping[str, tuple[NodeTable, ...]]
    """Input nodes of each operation, by its English name; the ordinary operation comes first."""
    output: tuple[NodeTable, ...]
    replies_with_file: bool
    files: tuple[FileTable, ...]
    disagreements: tuple[str, ...]
    """Where the sources of the tables differ, as Chinese sentences."""
    errata: tuple[Erratum, ...]

    @property
    def nodes(self) -> Iterator[NodeTable]:
        """Every node with those inside it, those of the input first."""
        for nodes in (*self.operations.values(), self.output):
            for node in nodes:
                yield from node.walk()


class Tables:
    """The tables that one package publishes."""

    def __init__(self, package: str) -> None:
        self._package = package

    def infnos(self) -> tuple[str, ...]:
        """The numbers of all interfaces that have tables."""
        return tuple(name for name in published_names(self._package) if name not in _NO_INTERFACES)

    def schema(self, name: str) -> PublishedSchema:
        """The published JSON Schema of an interface, `ENVELOPE` or `DICTIONARIES`; KeyError when there is none."""
        return published(self._package, name)

    def interface(self, name: str) -> InterfaceTables:
        """The tables of an interface number or of `ENVELOPE`; KeyError when there are none."""
        return _interface(self._package, name)

    def words(self, name: str) -> Mapping[str, str]:
        """What people call the columns of a table (`cell`), what an interface does (`effect`), and how far a row or a
        table can be trusted (`row_confidence`, `table_confidence`)."""
        return cast("Mapping[str, str]", published(self._package, _VOCABULARY).definition(name)["x-labels"])

    def row_limit(self, infno: str, operation: str, node: str) -> int:
        """The most rows of a node in one call of an operation; ValueError when the document prints no limit."""
        for table in self.interface(infno).operations[operation]:
            if table.name == node and table.limit is not None:
                return table.limit
        raise ValueError(f"{infno} {operation}: no row limit is known for node {node!r}")


@cache
def _interface(package: str, name: str) -> InterfaceTables:
    schema = published(package, name)
    document = schema.document
    classes = _mapping(document, "x-operations") or _envelope_requests(schema)
    reply = next(class_name for class_name in _REPLY_CLASSES if class_name in schema.definitions)
    return InterfaceTables(
        infno=_text(document, "x-infno"),
        title=_text(document, "title"),
        effect=_text(document, "x-effect"),
        sender=_text(document, "x-sender"),
        receiver=_text(document, "x-receiver"),
        source=_source(_mapping(document, "x-source")),
        operations={name: tuple(_nodes(schema, str(class_name))) for name, class_name in classes.items()},
        output=tuple(_nodes(schema, reply)),
        replies_with_file=document.get("x-reply") == "file",
        files=tuple(_file(schema, file) for file in _entries(document, "x-files")),
        disagreements=tuple(_texts(document, "x-disagreements")),
        errata=_errata(document),
    )


def _source(source: Schema) -> str:
    if not source:
        return ""
    return _text(source, "evidence") or f"文档 {source['document']} 第 {source['lines']} 行"


def _envelope_requests(schema: PublishedSchema) -> Schema:
    return {"": "Request"} if "Request" in schema.definitions else {}


def _nodes(schema: PublishedSchema, class_name: str) -> Iterator[NodeTable]:
    body = schema.definition(class_name)
    if body.get("type") == "array":
        # Rows that are the message itself.
        yield _node(schema, schema.row_of(body), name="", many=True, limit=None, required=True)
        return
    yield from _held(schema, body)
    plain = [name for name, part in schema.properties(body).items() if not schema.row_of(part)]
    if plain:
        # Fields that stand in the message itself: the document gives their node no identifier.
        yield _node(schema, body, name="", many=False, limit=None, required=True, only=plain)


def _held(schema: PublishedSchema, body: Schema) -> Iterator[NodeTable]:
    """The nodes among the properties of a message or of a row."""
    required = _texts(body, "required")
    for name, part in schema.properties(body).items():
        row = schema.row_of(part)
        if row:
            most = part.get("maxItems")
            limit = most if isinstance(most, int) else None
            yield _node(schema, row, name=name, many="items" in part, limit=limit, required=name in required)


def _node(
    schema: PublishedSchema,
    body: Schema,
    *,
    name: str,
    many: bool,
    limit: int | None,
    required: bool,
    only: list[str] | None = None,
) -> NodeTable:
    needed = _texts(body, "required")
    held = () if only is not None else tuple(_held(schema, body))
    names = {node.name for node in held}
    rows = {
        key: part for key, part in schema.properties(body).items() if (only is None or key in only) and key not in names
    }
    return NodeTable(
        name=name,
        title=_text(body, "title") or ("" if "x-evidence" in body else _text(body, "description")),
        table=_text(body, "x-table"),
        lines=_text(body, "x-lines"),
        many=many,
        limit=limit,
        required=required,
        evidence=_evidence(body),
        fields=tuple(_field(schema, key, row, required=key in needed) for key, row in rows.items()),
        nodes=held,
    )


def _field(schema: PublishedSchema, name: str, row: Schema, *, required: bool) -> FieldRow:
    whole = schema.whole(row)
    effective = _mapping(row, "x-effective")
    printed = {key: _text(row, f"x-{key}") for key in effective}
    line = row.get("x-line")
    return FieldRow(
        name=name,
        label=_text(row, "title"),
        type=_text(effective, "type") or _text(row, "x-type"),
        length=_text(effective, "length") or _text(row, "x-length"),
        required=required,
        is_required_known=isinstance(line, int) or bool(_text(effective, "required") or _text(row, "x-required")),
        printed=printed,
        dictionary=_text(whole, "x-dictionary"),
        labels={code: str(label) for code, label in _mapping(whole, "x-labels").items()},
        remark=_text(row, "x-remark"),
        hint=_text(whole, "x-pattern-label"),
        required_when=_text(row, "x-required-when-input-has"),
        sensitive=_text(row, "x-sensitive"),
        spellings=tuple(_texts(row, "x-spellings")),
        evidence=_evidence(row),
        line=line if isinstance(line, int) else 0,
        errata=_errata(row),
        is_file=whole.get("type") == "array",
    )


def _file(schema: PublishedSchema, file: Schema) -> FileTable:
    return FileTable(
        name=_text(file, "layout"),
        label=_text(file, "label"),
        is_reply=file.get("direction") == "reply",
        entry=_text(file, "entry"),
        evidence=Evidence(source=_text(file, "evidence")),
        columns=tuple(
            _field(schema, _text(column, "name"), column, required=column.get("x-required") == "Y")
            for column in _entries(file, "columns")
        ),
    )


def _evidence(body: Schema) -> Evidence:
    return Evidence(
        source=_text(body, "x-evidence"),
        confidence=_text(body, "x-confidence"),
        derived_from=_text(body, "x-derived-from"),
    )


def _errata(schema: Schema) -> tuple[Erratum, ...]:
    return tuple(
        Erratum(
            id=_text(entry, "id"),
            finding=_text(entry, "finding"),
            decision=_text(entry, "decision"),
            reason=_text(entry, "reason"),
        )
        for entry in _entries(schema, "x-errata")
    )


def _mapping(schema: Schema, key: str) -> Schema:
    return cast("Schema", schema.get(key, {}))


def _entries(schema: Schema, key: str) -> "list[Schema]":
    return cast("list[Schema]", schema.get(key, []))


def _texts(schema: Schema, key: str) -> list[str]:
    return cast("list[str]", schema.get(key, []))


def _text(schema: Schema, key: str) -> str:
    value = schema.get(key)
    return "" if value is None else str(value)
