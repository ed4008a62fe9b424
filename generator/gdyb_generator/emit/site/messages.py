"""Example messages as they travel: the whole request with its envelope, and the reply."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from gdyb_generator import ir
from gdyb_generator.emit.site.values import Examples, Row, Side, Value, value_of

Json: TypeAlias = "str | int | float | list[Json] | dict[str, Json]"


def request_json(package: ir.Package, interface: ir.Interface, operation: ir.Operation, examples: Examples) -> str:
    """The message of an operation; what it fixes stands in its place."""
    side = examples.side(interface, operation.nodes)
    for node, name, value in operation.fixed:
        row = side.setdefault(node, {})
        for target in row if isinstance(row, list) else [row]:
            target[name] = value
    message = _envelope(package.request, {"infno": interface.infno, "input": _nodes(side)})
    return _dump(message)


def reply_json(package: ir.Package, interface: ir.Interface, examples: Examples) -> str:
    """The answer to an interface that accepted its request."""
    output = _output(interface, examples)
    return _dump(_envelope(package.reply, {"infcode": "0", "err_msg": "", "output": output}))


def _envelope(node: ir.Node, given: dict[str, Json]) -> Json:
    message: dict[str, Json] = {}
    for item in node.fields:
        is_empty = not item.required and item.wire not in given and not item.scalar.pattern
        message[item.wire] = given[item.wire] if item.wire in given else "" if is_empty else _wire(value_of(item))
    return message


def _output(interface: ir.Interface, examples: Examples) -> Json:
    side = examples.side(interface, interface.output)
    if any(node.is_whole_output for node in interface.output):
        rows = side[""]
        return [_row(row) for row in rows] if isinstance(rows, list) else _row(rows)
    return _nodes(side)


def _nodes(side: Side) -> Json:
    """Nodes by name; fields without a node stand beside them."""
    message: dict[str, Json] = {}
    for wire, rows in side.items():
        if isinstance(rows, list):
            message[wire] = [_row(row) for row in rows]
        elif wire:
            message[wire] = _row(rows)
        else:
            message |= {name: _wire(value) for name, value in rows.items()}
    return message


def _row(row: Row) -> Json:
    return {name: _wire(value) for name, value in row.items()}


def _wire(value: Value) -> Json:
    match value:
        case bytes():
            return [byte - 256 if byte > 127 else byte for byte in value]
        case Decimal():
            return float(value) if value.as_tuple().exponent else int(value)
        case datetime():
            return f"{value:%Y-%m-%d %H:%M:%S}"
        case date():
            return f"{value:%Y-%m-%d}"
        case dict():
            return dict(value)
    return value


def _dump(message: Json) -> str:
    """Indented JSON; a file's bytes stay on one line, as nobody reads them."""
    text = json.dumps(_with_marks(message), ensure_ascii=False, indent=2)
    for mark, values in _bytes_in(message):
        text = text.replace(json.dumps(mark), values)
    return text


def _with_marks(value: Json) -> Json:
    if isinstance(value, dict):
        return {name: _with_marks(item) for name, item in value.items()}
    if isinstance(value, list):
        return _mark(value) if _is_bytes(value) else [_with_marks(item) for item in value]
    return value


def _bytes_in(value: Json) -> list[tuple[str, str]]:
    if isinstance(value, list) and _is_bytes(value):
        return [(_mark(value), json.dumps(value))]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [found for item in inner for found in _bytes_in(item)]


def _is_bytes(value: list[Json]) -> bool:
    return bool(value) and all(isinstance(item, int) for item in value)


def _mark(value: list[Json]) -> str:
    return f"bytes {len(value)}"
