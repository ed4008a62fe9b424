"""Example messages as they travel: the whole request with its envelope, and the reply."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from gdyb_generator import ir
from gdyb_generator.emit.site.values import Examples, Row, Side, value_of
from gdyb_generator.spec.datatypes import Value

Json: TypeAlias = "str | int | list[Json] | dict[str, Json]"
_RAW = "\u2063"
"""Before a text that stands in the message without quotes: json knows neither decimals nor how bytes are best shown."""
_RAW_TEXT = re.compile(f'"{_RAW}([^"]*)"')


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


def _envelope(node: ir.Node, values: dict[str, Json]) -> Json:
    message: dict[str, Json] = {}
    for item in node.fields:
        is_empty = not item.required and item.wire not in values and not item.scalar.pattern
        message[item.wire] = values[item.wire] if item.wire in values else "" if is_empty else _wire(value_of(item))
    return message


def _output(interface: ir.Interface, examples: Examples) -> Json:
    side = examples.side(interface, interface.output)
    if any(node.is_whole_output for node in interface.output):
        rows = side[""]
        return [_row(row) for row in rows] if isinstance(rows, list) else _row(rows)
    return _nodes(side)


def _nodes(side: Side) -> Json:
    """Nodes by name; fields without a node are at the same level."""
    message: dict[str, Json] = {}
    for wire, rows in side.items():
        if isinstance(rows, list):
            message[wire] = [_row(row) for row in rows]
        elif wire:
            message[wire] = _row(rows)
        else:
            message |= {name: _wire(value) for name, value in rows.items()}
    return message


def _row(row: Mapping[str, Value | Row | list[Row]]) -> Json:
    return {name: _wire(value) for name, value in row.items()}


def _wire(value: Value | Row | list[Row]) -> Json:
    match value:
        case list():
            return [_row(row) for row in value]
        case bytes():
            return f"{_RAW}{[byte - 256 if byte > 127 else byte for byte in value]}"
        case Decimal():
            return f"{_RAW}{value}"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M:%S}"
        case date():
            return f"{value:%Y-%m-%d}"
        case dict():
            return _row(value)
    return value


def _dump(message: Json) -> str:
    """Indented JSON; amounts with all their decimals, a file's bytes on one line."""
    return _RAW_TEXT.sub(r"\1", json.dumps(message, ensure_ascii=False, indent=2))
