"""The Python example of an operation: its required fields, sent with the client."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from gdyb_generator import ir
from gdyb_generator.emit.site.uploads import Upload
from gdyb_generator.emit.site.values import Examples, Row
from gdyb_generator.spec.datatypes import Value
from gdyb_generator.spec.names import ROWS, python_name

_WIDTH = 100


def python_example(interface: ir.Interface, operation: ir.Operation, examples: Examples) -> str:
    """A program that sends one request and prints something of its reply."""
    sides = examples.side(interface, operation.nodes, least=True)
    writer = _Writer(interface.module, operation.nodes, examples.upload)
    arguments = [writer.argument(node, sides[node.wire]) for node in operation.parameters if node.wire in sides]
    call = [f"    reply = client.{operation.name}({'' if arguments else ')'}"]
    for argument in arguments:
        call += [f"        {line}" for line in argument]
    if arguments:
        call.append("    )")
    body = [*call, *(f"    {line}" for line in _shown(interface))]
    is_upload = any(item.scalar.is_file for node in operation.nodes for item in node.fields)
    before = [*examples.upload.preparation(), ""] if is_upload else []
    imports = list(_imports(interface, "\n".join([*before, *body]), examples.upload if is_upload else None))
    return "\n".join([*imports, "", *before, "with Client.from_env() as client:", *body])


def _imports(interface: ir.Interface, body: str, upload: Upload | None) -> Iterator[str]:
    moments = [name for name in ("date", "datetime") if f"={name}(" in body]
    own = upload.imports if upload else []
    standard, others = (
        [line for line in own if line.startswith("import ")],
        [line for line in own if not line.startswith("import ")],
    )
    yield from standard
    if moments:
        yield f"from datetime import {', '.join(moments)}"
    if "Decimal(" in body:
        yield "from decimal import Decimal"
    if standard or moments or "Decimal(" in body:
        yield ""
    models = [f"from gdyb.models import {interface.module}"] if f"{interface.module}." in body else []
    yield from sorted(["from gdyb import Client", *models, *others], key=lambda line: line.split()[1])


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the nodes of one operation as expressions, line by line."""

    module: str
    nodes: Sequence[ir.Node]
    upload: Upload

    def argument(self, node: ir.Node, rows: Row | list[Row]) -> list[str]:
        """Lines of one keyword argument, a comma behind the last."""
        return _with_comma(_named(python_name(node.wire), self._rows(node, rows)))

    def _rows(self, node: ir.Node, rows: Row | list[Row]) -> list[str]:
        if isinstance(rows, dict):
            return self._model(node, rows)
        inner = [line for row in rows for line in _with_comma(self._model(node, row))]
        return ["[", *(f"    {line}" for line in inner), "]"]

    def _model(self, node: ir.Node, row: Row) -> list[str]:
        attributes = {item.wire: item.attribute for item in node.fields}
        held = {inner.wire: inner for inner in ir.held_by(self.nodes, node.wire)}
        parts: list[list[str]] = []
        for wire, value in row.items():
            if wire in held:
                parts.append(_named(python_name(wire), self._rows(held[wire], cast("Row | list[Row]", value))))
            else:
                given = self.upload.expression if isinstance(value, bytes) else _literal(cast("Value", value))
                parts.append([f"{attributes[wire]}={given}"])
        model = f"{self.module}.{node.class_name}"
        line = f"{model}({', '.join(part[0] for part in parts)})"
        if len(line) <= _WIDTH and all(len(part) == 1 for part in parts):
            return [line]
        return [f"{model}(", *(f"    {inner}" for part in parts for inner in _with_comma(part)), ")"]


def _named(name: str, lines: list[str]) -> list[str]:
    return [f"{name}={lines[0]}", *lines[1:]]


def _with_comma(lines: list[str]) -> list[str]:
    return [*lines[:-1], f"{lines[-1]},"]


def _literal(value: Value) -> str:
    match value:
        case datetime():
            return f"datetime({value.year}, {value.month}, {value.day}, {value.hour})"
        case date():
            return f"date({value.year}, {value.month}, {value.day})"
        case Decimal():
            return f'Decimal("{value}")'
        case str():
            return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case int() | dict():
            return repr(value)
    raise TypeError(f"no Python example of {type(value).__name__}")


def _shown(interface: ir.Interface) -> list[str]:
    """What the example does with the reply."""
    if interface.replies_with_file:
        return ["print(len(reply.file.content))"]
    node = next((n for n in interface.output if n.fields), None)
    if node is None:
        return ["print(reply.inf_refmsgid)"]
    item = next((f for f in node.fields if f.required and not f.scalar.sensitive), node.fields[0])
    place = f"reply.output.{python_name(node.wire)}" if node.wire else "reply.output"
    if not node.many:
        return [f"print({place}.{item.attribute})"]
    rows = f"{place}.{ROWS}" if node.is_whole_output else place
    return [f"for row in {rows}:", f"    print(row.{item.attribute})"]
