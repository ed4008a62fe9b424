"""JSON Schema 2020-12 of an interface (wire form), published inside the package and the source of the models."""

from __future__ import annotations

import json
from typing import TypeAlias, cast

from gdyb_generator import ir
from gdyb_generator import spec_format as form
from gdyb_generator.emit.describe import docstring_safe, field_text, node_text

Schema: TypeAlias = "dict[str, object]"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
REF = "#/$defs/"


def interface_schema(interface: ir.Interface) -> Schema:
    """Every node of one interface under `$defs`, with labels, printed cells, sources and errata as x- keys."""
    defs: Schema = {}
    for operation in interface.operations:
        defs[operation.input_class] = _side(interface, operation.nodes, defs, "输入")
    defs["Output"] = _side(interface, interface.output, defs, "输出")
    return {
        "$schema": DIALECT,
        "$id": f"gdyb:{interface.infno}",
        "title": interface.title,
        "x-infno": interface.infno,
        "x-operations": {o.name: o.input_class for o in interface.operations},
        "x-effect": interface.effect,
        "x-sender": interface.sender,
        "x-receiver": interface.receiver,
        "x-source": {"document": interface.document, "lines": interface.lines},
        "x-errata": [_erratum(e) for e in interface.errata],
        "$defs": dict(sorted(defs.items())),
    }


def envelope_schema(package: ir.Package) -> Schema:
    """The tables of the message around every interface."""
    defs: Schema = {}
    for node in (package.request, package.reply):
        defs[node.class_name] = _object(node.fields, node.table, f"{node.table} {node.caption}", defs)
    return {"$schema": DIALECT, "$id": "gdyb:envelope", "title": "接口报文", "$defs": dict(sorted(defs.items()))}


def dump(schema: Schema) -> str:
    """The schema as the text of a JSON file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _side(interface: ir.Interface, nodes: tuple[ir.Node, ...], defs: Schema, side: str) -> Schema:
    properties: Schema = {}
    required: list[str] = []
    for node in nodes:
        body = _object(node.fields, node.table, node_text(interface, node, side), defs)
        body |= {"title": node.caption, "x-lines": node.lines}
        if not node.wire:
            properties |= cast("Schema", body["properties"])
            required += cast("list[str]", body["required"])
            continue
        defs[node.class_name] = body
        properties[node.wire] = _node_reference(node, interface, side)
        if node.required:
            required.append(node.wire)
    title = docstring_safe(f"{interface.infno} {interface.title} · {side}")
    return {"type": "object", "description": title, "properties": properties, "required": required}


def _node_reference(node: ir.Node, interface: ir.Interface, side: str) -> Schema:
    reference: Schema = {"$ref": REF + node.class_name}
    if not node.many:
        return reference
    rows: Schema = {"type": "array", "items": reference}
    if side == "输入":
        rows["minItems"] = 1
    if node.limit is not None:
        rows["maxItems"] = node.limit
    return rows


def _object(fields: tuple[ir.Field, ...], table: str, text: str, defs: Schema) -> Schema:
    for field in fields:
        defs[field.scalar.name] = scalar_schema(field.scalar)
    return {
        "type": "object",
        "description": text,
        "x-table": table,
        "properties": {field.wire: _property(field, table) for field in fields},
        "required": [field.wire for field in fields if field.required],
    }


def _property(field: ir.Field, table: str) -> Schema:
    reference: Schema = {"$ref": REF + field.scalar.name}
    is_number = field.scalar.kind in {"whole", "number"}
    body = reference if field.required or is_number else {"anyOf": [reference, {"const": ""}]}
    row = field.row
    extra: Schema = {
        "title": row.label,
        "description": field_text(field, table),
        "x-type": row.type,
        "x-length": row.length,
        "x-code": row.code,
        "x-required": row.required,
        "x-remark": row.remark,
        "x-line": row.line,
    }
    if field.scalar.sensitive:
        extra["x-sensitive"] = field.scalar.sensitive
    if row.effective is not None:
        extra["x-effective"] = row.effective.model_dump(exclude_none=True)
    if row.required_when_input_has:
        extra["x-required-when-input-has"] = row.required_when_input_has
    if field.errata:
        extra["x-errata"] = [_erratum(e) for e in field.errata]
    return body | extra


def scalar_schema(scalar: ir.Scalar) -> Schema:
    """One type of single values as it stands on the wire."""
    match scalar.kind:
        case "datetime":
            return {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$"}
        case "date":
            return {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        case "object":
            return {"type": "object"}
        case "json":
            return {}
        case "whole" | "number":
            return _number_schema(scalar)
    body: Schema = {"type": "string", "minLength": 1}
    if scalar.length is not None:
        body["maxLength"] = scalar.length
    if scalar.pattern:
        body |= {"pattern": scalar.pattern, "x-pattern-label": scalar.hint}
    if scalar.dictionary is not None:
        if scalar.closed:
            body["enum"] = [v.code for v in scalar.dictionary.values]
        body["x-dictionary"] = scalar.dictionary.id
        body["x-labels"] = {v.code: v.label for v in scalar.dictionary.values}
    return body


def _number_schema(scalar: ir.Scalar) -> Schema:
    precision = scalar.length or 0
    whole = precision - scalar.scale
    bound = 10**whole
    fraction = f"(\\.[0-9]{{1,{scalar.scale}}})?" if scalar.scale else ""
    return {
        "type": ["number" if scalar.scale else "integer", "string"],
        "exclusiveMinimum": -bound,
        "exclusiveMaximum": bound,
        "pattern": f"^-?[0-9]{{1,{whole or 1}}}{fraction}$",
        "x-precision": precision,
        "x-scale": scalar.scale,
    }


def _erratum(erratum: form.Erratum) -> dict[str, str]:
    return {
        "id": erratum.id,
        "finding": erratum.finding,
        "decision": erratum.decision,
        "reason": erratum.reason,
    }
