"""The printed tables of an interface, read from the JSON Schemas that the package publishes."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TypeAlias, cast

__all__ = [
    "ENVELOPE",
    "Erratum",
    "Evidence",
    "FieldRow",
    "FileTable",
    "InterfaceTables",
    "NodeTable",
    "infnos",
    "load",
    "row_limit",
    "schema_of",
]

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | Schema | None"
Schema: TypeAlias = "Mapping[str, JsonValue]"

ENVELOPE = "envelope"
"""Name of the schema of the message around every interface."""

_PACKAGE = "gdyb.schemas"
_ROWS = "rows"
_FILE_TYPE = "字节数组"
_REPLY_CLASSES = ("Output", "Reply")
_NOTHING: Schema = {}


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

    @property
    def is_file(self) -> bool:
        """Whether the value is the bytes of a file."""
        return self.type == _FILE_TYPE


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

    @property
    def key(self) -> str:
        """The name under which a message holds it in Python, empty where its fields are the message itself."""
        return self.name or (_ROWS if self.many else "")

    def field(self, name: str) -> FieldRow | None:
        """The row of a wire name."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTable:
    """A text file that travels beside an interface, with its columns."""

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
        """Every node, those of the input first."""
        for nodes in self.operations.values():
            yield from nodes
        yield from self.output


def infnos() -> tuple[str, ...]:
    """The numbers of all interfaces that have tables."""
    names = (item.name.removesuffix(".json") for item in files(_PACKAGE).iterdir() if item.name.endswith(".json"))
    return tuple(sorted(name for name in names if name != ENVELOPE))


@cache
def schema_of(name: str) -> Schema:
    """The published JSON Schema of an interface number or of `ENVELOPE`; KeyError when there is none."""
    if name != ENVELOPE and name not in infnos():
        raise KeyError(name)
    return cast("Schema", json.loads((files(_PACKAGE) / f"{name}.json").read_text(encoding="utf-8")))


@cache
def load(name: str) -> InterfaceTables:
    """The tables of an interface number or of `ENVELOPE`; KeyError when there are none."""
    schema = schema_of(name)
    source = _mapping(schema, "x-source")
    classes = _mapping(schema, "x-operations") or _envelope_requests(schema)
    reply = next(iter(class_name for class_name in _REPLY_CLASSES if class_name in _mapping(schema, "$defs")))
    return InterfaceTables(
        infno=_text(schema, "x-infno"),
        title=_text(schema, "title"),
        effect=_text(schema, "x-effect"),
        sender=_text(schema, "x-sender"),
        receiver=_text(schema, "x-receiver"),
        source=_source(source),
        operations={name: tuple(_nodes(schema, str(class_name))) for name, class_name in classes.items()},
        output=tuple(_nodes(schema, reply)),
        replies_with_file=schema.get("x-reply") == "file",
        files=tuple(_file(schema, cast("Schema", file)) for file in _list(schema, "x-files")),
        disagreements=tuple(map(str, _list(schema, "x-disagreements"))),
        errata=_errata(schema),
    )


def row_limit(infno: str, operation: str, node: str) -> int:
    """The most rows of a node in one call of an operation; ValueError when the document prints no limit."""
    for table in load(infno).operations[operation]:
        if table.name == node and table.limit is not None:
            return table.limit
    raise ValueError(f"{infno} {operation}: no row limit is known for node {node!r}")


def _source(source: Schema) -> str:
    if not source:
        return ""
    return _text(source, "evidence") or f"文档 {source['document']} 第 {source['lines']} 行"


def _envelope_requests(schema: Schema) -> Schema:
    return {"": "Request"} if "Request" in _mapping(schema, "$defs") else _NOTHING


def _nodes(schema: Schema, class_name: str) -> Iterator[NodeTable]:
    body = _definition(schema, class_name)
    if body.get("type") == "array":
        # Rows that are the message itself.
        rows = _definition(schema, _target(_mapping(body, "items")))
        yield _node(schema, rows, name="", many=True, limit=None, required=True)
        return
    required = _list(body, "required")
    plain: list[str] = []
    for name, value in _mapping(body, "properties").items():
        reference = cast("Schema", value)
        items = _mapping(reference, "items")
        target = _definition(schema, _target(items or reference))
        if "properties" not in target:
            plain.append(name)
            continue
        limit = reference.get("maxItems")
        yield _node(
            schema,
            target,
            name=name,
            many=bool(items),
            limit=limit if isinstance(limit, int) else None,
            required=name in required,
        )
    if plain:
        # Fields that stand in the message itself: the document gives their node no identifier.
        yield _node(schema, body, name="", many=False, limit=None, required=True, only=plain)


def _node(
    schema: Schema,
    body: Schema,
    *,
    name: str,
    many: bool,
    limit: int | None,
    required: bool,
    only: list[str] | None = None,
) -> NodeTable:
    needed = _list(body, "required")
    rows = {
        key: cast("Schema", row) for key, row in _mapping(body, "properties").items() if only is None or key in only
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
    )


def _field(schema: Schema, name: str, row: Schema, *, required: bool) -> FieldRow:
    scalar = _definition(schema, _target(row))
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
        dictionary=_text(scalar or row, "x-dictionary"),
        labels={code: str(label) for code, label in _mapping(scalar or row, "x-labels").items()},
        remark=_text(row, "x-remark"),
        hint=_text(scalar, "x-pattern-label"),
        required_when=_text(row, "x-required-when-input-has"),
        sensitive=_text(row, "x-sensitive"),
        spellings=tuple(map(str, _list(row, "x-spellings"))),
        evidence=_evidence(row),
        line=line if isinstance(line, int) else 0,
        errata=_errata(row),
    )


def _file(schema: Schema, file: Schema) -> FileTable:
    columns = (cast("Schema", column) for column in _list(file, "columns"))
    return FileTable(
        name=_text(file, "layout"),
        label=_text(file, "label"),
        is_reply=file.get("direction") == "reply",
        entry=_text(file, "entry"),
        evidence=Evidence(source=_text(file, "evidence")),
        columns=tuple(
            _field(schema, _text(column, "name"), column, required=column.get("x-required") == "Y")
            for column in columns
        ),
    )


def _evidence(body: Schema) -> Evidence:
    return Evidence(
        source=_text(body, "x-evidence"),
        confidence=_text(body, "x-confidence"),
        derived_from=_text(body, "x-derived-from"),
    )


def _errata(schema: Schema) -> tuple[Erratum, ...]:
    entries = (cast("Schema", entry) for entry in _list(schema, "x-errata"))
    return tuple(
        Erratum(
            id=_text(entry, "id"),
            finding=_text(entry, "finding"),
            decision=_text(entry, "decision"),
            reason=_text(entry, "reason"),
        )
        for entry in entries
    )


def _target(row: Schema) -> str:
    """The definition a property refers to; an optional text stands in `anyOf` beside the empty text."""
    choices = [row, *(cast("Schema", choice) for choice in _list(row, "anyOf"))]
    return next((str(choice["$ref"]).rpartition("/")[2] for choice in choices if "$ref" in choice), "")


def _definition(schema: Schema, class_name: str) -> Schema:
    return _mapping(_mapping(schema, "$defs"), class_name)


def _mapping(schema: Schema, key: str) -> Schema:
    value = schema.get(key)
    return value if isinstance(value, Mapping) else _NOTHING


def _list(schema: Schema, key: str) -> "list[JsonValue]":
    value = schema.get(key)
    return value if isinstance(value, list) else []


def _text(schema: Schema, key: str) -> str:
    value = schema.get(key)
    return "" if value is None else str(value)
