"""Every printed table and row of a spec with its place, for the rules to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from gdyb_generator.spec import format as form
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.load import Spec, SpecFile
from gdyb_generator.spec.read import Steps


@dataclass(frozen=True, slots=True, kw_only=True)
class TableAt:
    """A field table and its path; `node` is set for tables of interfaces, `layout` for files."""

    file: SpecFile
    path: Steps
    direction: form.Direction
    fields: list[form.FieldRow]
    node: form.Node | None = None
    layout: form.FileLayout | None = None

    @property
    def is_evidence(self) -> bool:
        """Whether no document at hand prints it, so that cells may be unknown."""
        source = self.node or self.layout
        return source is not None and bool(source.evidence)

    @property
    def becomes_code(self) -> bool:
        """Whether its fields become Python attributes; those of the request headers do not."""
        return self.node is not None or self.file.name == "envelope.yaml"

    def finding(self, path: Steps, rule: str, message: str, hint: str = "") -> Finding:
        """A finding at `path` below this table; a file calls its rows columns."""
        if self.layout is not None and path[:1] == ("fields",):
            path = ("columns", *path[1:])
        return self.file.finding((*self.path, *path), rule, message, hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAt:
    """A row of a field table and its path."""

    table: TableAt
    index: int
    row: form.FieldRow

    @property
    def is_of_city(self) -> bool:
        """Whether an overlay added it, which says in its own words where it is known from."""
        rows = "columns" if self.table.layout is not None else "fields"
        return (*self.table.path, rows, self.index) in self.table.file.content.origins

    def finding(self, rule: str, message: str, hint: str = "", key: str = "name") -> Finding:
        """A finding at one key of this row, named by wire name and label."""
        text = f"{self.row.name} {self.row.label}：{message}"
        return self.table.finding(("fields", self.index, key), rule, text, hint)


@lru_cache(maxsize=1)
def tables(spec: Spec) -> tuple[TableAt, ...]:
    """Nodes and files of interfaces, the envelope and the request headers."""
    return tuple(_tables(spec))


def _tables(spec: Spec) -> Iterator[TableAt]:
    for file, interface in spec.interfaces():
        for i, node in enumerate(interface.input):
            yield TableAt(file=file, path=("input", i), direction="request", fields=node.fields, node=node)
        for i, node in enumerate(interface.output):
            yield TableAt(file=file, path=("output", i), direction="reply", fields=node.fields, node=node)
        for i, layout in enumerate(interface.files):
            path = ("files", i)
            yield TableAt(file=file, path=path, direction=layout.direction, fields=layout.columns, layout=layout)
    envelope = spec.single("envelope.yaml")
    if isinstance(envelope, form.EnvelopeFile):
        file = spec.files["envelope.yaml"]
        yield TableAt(file=file, path=("request",), direction="request", fields=envelope.request.fields)
        yield TableAt(file=file, path=("reply",), direction="reply", fields=envelope.reply.fields)
    gateway = spec.single("gateway.yaml")
    if isinstance(gateway, form.GatewayFile):
        file = spec.files["gateway.yaml"]
        yield TableAt(file=file, path=("headers",), direction="request", fields=gateway.headers.fields)


def sides(spec: Spec) -> Iterator[tuple[SpecFile, str, list[form.Node]]]:
    """Input and output of every interface with their nodes."""
    for file, interface in spec.interfaces():
        yield file, "input", interface.input
        yield file, "output", interface.output


@lru_cache(maxsize=1)
def fields(spec: Spec) -> tuple[FieldAt, ...]:
    """Every row of every table."""
    return tuple(FieldAt(table=t, index=i, row=row) for t in tables(spec) for i, row in enumerate(t.fields))


def effective(row: form.FieldRow, key: str) -> str:
    """The value of a cell: the effective value where there is one, else the printed one."""
    value = getattr(row.effective, key, None) if row.effective else None
    printed: str = getattr(row, key)
    return printed if value is None else value


def text_length(row: form.FieldRow) -> int | None:
    """How many characters a row may hold; None where that is not limited or can't be read."""
    return as_length(effective(row, "length"))


def as_length(text: str) -> int | None:
    """A printed length as a number; None where it is none, or no sensible one."""
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,6}", text) else None


def evidence_documents(spec: Spec) -> set[str]:
    """Ids of the documents whose tables are known from evidence only."""
    file = spec.single("document.yaml")
    documents = file.documents if isinstance(file, form.DocumentFile) else []
    return {document.id for document in documents if document.kind == "evidence"}


def in_documents(table: TableAt, documents: set[str]) -> bool:
    """Whether a table belongs to an interface of one of these documents."""
    record = table.file.record
    return isinstance(record, form.InterfaceFile) and record.document in documents


def errata_lists(spec: Spec) -> Iterator[tuple[SpecFile, Steps, str]]:
    """Every reference to an erratum."""
    for file in spec.files.values():
        if file.record is not None and not isinstance(file.record, form.ErrataFile):
            yield from _references(file, file.record, ())


def _references(file: SpecFile, value: object, path: Steps) -> Iterator[tuple[SpecFile, Steps, str]]:
    if isinstance(value, form.SpecModel):
        for key in type(value).model_fields:
            inner = getattr(value, key)
            if key in {"errata", "keys_errata"}:
                for i, name in enumerate(inner):
                    yield file, (*path, key, i), name
            else:
                yield from _references(file, inner, (*path, key))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _references(file, item, (*path, i))
