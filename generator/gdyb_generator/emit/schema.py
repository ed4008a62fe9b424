"""JSON Schema 2020-12 of an interface (wire form), published inside the package and the source of the models."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import cast

from gdyb_generator import ir
from gdyb_generator.emit.describe import (
    city_texts,
    dictionary_notes,
    dictionary_text,
    docstring_safe,
    field_notes,
    field_text,
    node_text,
)
from gdyb_generator.ir import held_by
from gdyb_generator.spec import format as form
from gdyb_generator.spec.datatypes import CodeTable, Schema
from gdyb_generator.spec.words import EFFECTS, ROW_CELLS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
REF = "#/$defs/"
DICTIONARIES = "dictionaries.json"
"""The file of all dictionaries, which the files of the interfaces refer to by this name."""
VOCABULARY = "vocabulary.json"
"""The file of the words for columns and marks."""


def interface_schema(interface: ir.Interface) -> Schema:
    """Every node of one interface under `$defs`, with labels, printed cells, sources and errata as x- keys."""
    defs: Schema = {}
    extra: Schema = {}
    source = {"document": interface.document.id, "lines": interface.lines}
    if interface.document.kind == "evidence":
        source = {"document": interface.document.id, "evidence": interface.document.title}
    if interface.replies_with_file:
        extra["x-reply"] = "file"
    if interface.disagreements:
        extra["x-disagreements"] = list(interface.disagreements)
    if interface.layouts:
        extra["x-files"] = [_file(layout) for layout in interface.layouts]
    for operation in interface.operations:
        defs[operation.input_class] = _side(interface, operation.nodes, defs, "输入")
    defs["Output"] = _side(interface, interface.output, defs, "输出")
    return {
        "$schema": DIALECT,
        "$id": f"{interface.infno}.json",
        "title": interface.title,
        "x-infno": interface.infno,
        "x-operations": {o.name: o.input_class for o in interface.operations},
        "x-effect": interface.effect,
        "x-sender": interface.sender,
        "x-receiver": interface.receiver,
        "x-source": source,
        "x-errata": [_erratum(e) for e in interface.errata],
        **extra,
        "$defs": dict(sorted(defs.items())),
    }


def envelope_schema(package: ir.Package) -> Schema:
    """The tables of the message around every interface."""
    defs: Schema = {}
    for node in (package.request, package.reply):
        text = docstring_safe(" · ".join([f"{node.table} {node.caption}", *city_texts(node.notes)]))
        defs[node.class_name] = _object(node.fields, node.table, text, defs) | _city(node.notes)
    return {"$schema": DIALECT, "$id": "envelope.json", "title": "接口报文", "$defs": dict(sorted(defs.items()))}


def dictionaries_schema(package: ir.Package) -> Schema:
    """Every dictionary once: its codes with their labels, and `enum` where no others may come."""
    defs: Schema = {dictionary.id: _dictionary(dictionary) for dictionary in package.dictionaries}
    return {"$schema": DIALECT, "$id": DICTIONARIES, "title": "字典", "$defs": dict(sorted(defs.items()))}


def vocabulary_schema(package: ir.Package) -> Schema:
    """Labels of the x- keys of a row and of their values, for programs that show tables."""
    trust: dict[str, Schema] = {"row": {}, "table": {}}
    for word in package.confidence:
        if word.of in trust:
            trust[word.of][word.confidence] = word.label
    words: dict[str, tuple[str, Schema]] = {
        "cell": ("表的各列", dict(ROW_CELLS)),
        "effect": ("x-effect", dict(EFFECTS)),
        "row_confidence": ("行的 x-confidence；{} 处是 x-derived-from", trust["row"]),
        "table_confidence": ("表的 x-confidence", trust["table"]),
    }
    defs: Schema = {
        name: {"title": title, "type": "string", "enum": list(labels), "x-labels": labels}
        for name, (title, labels) in words.items()
    }
    return {"$schema": DIALECT, "$id": VOCABULARY, "title": "用词", "$defs": defs}


def _dictionary(dictionary: ir.Dictionary) -> Schema:
    codes: Schema = {} if dictionary.open else {"enum": [value.code for value in dictionary.values]}
    return {
        "title": dictionary.label,
        "description": dictionary_text(dictionary),
        "type": "string",
        **codes,
        "x-dictionary": dictionary.id,
        "x-labels": {value.code: value.label for value in dictionary.values},
        **_city(dictionary_notes(dictionary)),
    }


def _dictionary_reference(dictionary: CodeTable | None) -> Schema:
    return {} if dictionary is None else {"$ref": f"{DICTIONARIES}{REF}{dictionary.id}"}


def dump(schema: Schema) -> str:
    """The schema as the text of a JSON file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _side(interface: ir.Interface, nodes: tuple[ir.Node, ...], defs: Schema, side: str) -> Schema:
    properties: Schema = {}
    required: list[str] = []
    facts: Schema = {}
    title = docstring_safe(f"{interface.infno} {interface.title} · {side}")
    for node in nodes:
        body = _object(node.fields, node.table, node_text(interface, node, side), defs)
        body |= _node_facts(node)
        for inner in held_by(nodes, node.wire) if node.wire else ():
            cast("Schema", body["properties"])[inner.wire] = _node_reference(inner, side)
            if inner.required:
                cast("list[str]", body["required"]).append(inner.wire)
        if node.is_whole_output:
            defs[node.class_name] = body
            return _node_reference(node, side) | {"description": title}
        if not node.wire:
            properties |= cast("Schema", body["properties"])
            required += cast("list[str]", body["required"])
            if node.evidence or node.notes:
                facts = _node_facts(node)
                title = node_text(interface, node, side)
            continue
        defs[node.class_name] = body
        if node.inside:
            continue
        properties[node.wire] = _node_reference(node, side)
        if node.required:
            required.append(node.wire)
    return {"type": "object", "description": title, **facts, "properties": properties, "required": required}


def _node_facts(node: ir.Node) -> Schema:
    title = " · ".join([*([node.caption] if node.caption else []), *city_texts(node.notes)])
    if not node.evidence:
        return {"title": title, "x-lines": node.lines, **_city(node.notes)}
    facts: Schema = {"title": title, "x-evidence": node.evidence, "x-confidence": node.confidence}
    return {key: value for key, value in facts.items() if value} | _city(node.notes)


def _city(notes: Iterable[ir.CityNote]) -> Schema:
    """What a city changed; nothing in the province's own schemas."""
    changes = [{"city": n.city, "change": n.what, "reason": n.reason, "source": n.source} for n in notes]
    return {"x-city": changes} if changes else {}


def _file(layout: ir.Layout) -> Schema:
    record = layout.record
    rows = {
        "short": list(layout.short),
        "extra": layout.extra,
        "shift_after": layout.shift_after,
    }
    columns = [
        {
            "name": c.row.name,
            "title": c.row.label,
            **_cells(c.row, c.notes),
            **_row_evidence(c.row),
            **_column_facts(c),
            **_city(c.notes),
        }
        for c in layout.columns
    ]
    about = record.model_dump(exclude={"widths", "columns"}, exclude_defaults=True)
    return {**about, "rows": rows, "columns": columns}


def _node_reference(node: ir.Node, side: str) -> Schema:
    reference: Schema = {"$ref": REF + node.class_name}
    if not node.many:
        return reference
    rows: Schema = {"type": "array", "items": reference}
    if side == "输入" and node.required:
        rows["minItems"] = 1
    if node.limit is not None:
        rows["maxItems"] = node.limit
    return rows


def _column_facts(column: ir.Column) -> Schema:
    facts: Schema = {}
    if column.row.sensitive not in {None, "public"}:
        facts["x-sensitive"] = column.row.sensitive
    return facts | _dictionary_reference(column.dictionary)


def _object(fields: tuple[ir.Field, ...], table: str, text: str, defs: Schema) -> Schema:
    for field in fields:
        defs[field.scalar.name] = field.scalar.schema() | _dictionary_reference(field.scalar.dictionary)
    return {
        "type": "object",
        "description": text,
        **({"x-table": table} if table else {}),
        "properties": {field.wire: _property(field, table) for field in fields},
        "required": [field.wire for field in fields if field.required],
    }


def _property(field: ir.Field, table: str) -> Schema:
    reference: Schema = {"$ref": REF + field.scalar.name}
    body = reference if field.required or field.scalar.is_number else {"anyOf": [reference, {"const": ""}]}
    row = field.row
    extra: Schema = {
        "title": row.label,
        "description": field_text(field, table),
        **_cells(row, field_notes(field)),
        **_row_evidence(row),
        **_city(field_notes(field)),
    }
    if row.line is not None:
        extra["x-line"] = row.line
    if field.scalar.sensitive:
        extra["x-sensitive"] = field.scalar.sensitive
    if row.effective is not None:
        extra["x-effective"] = row.effective.model_dump(exclude_none=True)
    if row.required_when_input_has:
        extra["x-required-when-input-has"] = row.required_when_input_has
    if field.errata:
        extra["x-errata"] = [_erratum(e) for e in field.errata]
    return body | extra


def _cells(row: form.FieldRow, notes: Iterable[ir.CityNote]) -> Schema:
    return {
        "x-type": row.type,
        "x-length": row.length,
        "x-code": row.code,
        "x-required": row.required,
        # Viewers show the remark; so a city's change is added to it.
        "x-remark": "\n".join([*([row.remark] if row.remark else []), *city_texts(notes)]),
    }


def _row_evidence(row: form.FieldRow) -> Schema:
    facts = {"x-confidence": row.confidence, "x-derived-from": row.derived_from, "x-spellings": row.spellings}
    return {key: value for key, value in facts.items() if value}


def _erratum(erratum: form.Erratum) -> dict[str, str]:
    return {
        "id": erratum.id,
        "finding": erratum.finding,
        "decision": erratum.decision,
        "reason": erratum.reason,
    }
