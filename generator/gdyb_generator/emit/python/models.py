"""Models through datamodel-code-generator: merged schemas of the interfaces asked for, many of them on all cores."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from gdyb_generator.emit.python import engine
from gdyb_generator.emit.schema import DIALECT, REF
from gdyb_generator.spec.datatypes import Schema
from gdyb_generator.spec.names import ROWS, python_name
from gdyb_generator.spec.portions import portions

_REQUEST_BASE = "gdyb._base.Request"
_REPLY_BASE = "gdyb._base.ReplyBase"
_SMALLEST_PORTION = 30
_SIDES = ("Input", "Output")


class EngineFailed(Exception):
    """An engine rejected its input: a defect of the generator."""


def model_schema(module: str, schema: Schema) -> Schema:
    """The published schema of an interface, turned into what the engine needs: module names, imported scalars, no x- keys."""
    published = cast("dict[str, Schema]", schema["$defs"])
    prefix = f"gdyb.models.{module}."
    published = {name: _with_rows(body) if name in _SIDES else body for name, body in published.items()}
    classes = {name for name, body in published.items() if body.get("type") == "object"}
    merged: Schema = {}
    for name, body in published.items():
        if name in classes:
            merged[prefix + name] = _class(body, prefix, classes, lenient=name.startswith("Output"))
        else:
            merged[f"gdyb.types.{name}"] = {
                "type": "string",
                "x-python-import": {"module": "gdyb.types", "name": name},
            }
    return merged


def _with_rows(body: Schema) -> Schema:
    """A side that is nothing but rows becomes a class with one field of rows."""
    if body["type"] == "object":
        return body
    return {"type": "object", "description": body["description"], "properties": {ROWS: body}, "required": []}


def _class(body: Schema, prefix: str, classes: set[str], *, lenient: bool) -> Schema:
    properties = cast("dict[str, Schema]", body["properties"])
    required = cast("list[str]", body["required"])
    result: Schema = {"type": "object", "description": body["description"], "properties": {}, "required": []}
    slots = cast("dict[str, Schema]", result["properties"])
    for name, item in properties.items():
        slots[name] = _property(item, prefix, classes)
        # Rows of a reply are never None: the runtime reads an absent node as no rows.
        if name in required or (lenient and item.get("type") == "array"):
            cast("list[str]", result["required"]).append(name)
    return result


def _property(item: Schema, prefix: str, classes: set[str]) -> Schema:
    if item.get("type") == "array":
        rows = {key: value for key, value in item.items() if key != "description"}
        rows["items"] = _property(cast("Schema", item["items"]), prefix, classes)
        return rows
    options = cast("list[Schema]", item.get("anyOf", [item]))
    name = str(options[0]["$ref"]).removeprefix(REF)
    target = prefix + name if name in classes else f"gdyb.types.{name}"
    body: Schema = {"$ref": REF + target}
    return body | {"description": item["description"]} if "description" in item else body


def emit_models(schemas: Mapping[str, Schema], header: str) -> dict[str, str]:
    """`models/<module>.py` → text, not yet formatted, for published schemas by module.

    Raises:
        EngineFailed: when the engine did not take what it was given.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        shares = portions(list(schemas), _SMALLEST_PORTION)
        homes = [Path(folder) / str(number) for number in range(len(shares))]
        requests = [_request({module: schemas[module] for module in portion}, header) for portion in shares]
        for home in homes:
            home.mkdir()
        if len(requests) == 1:
            _run_here(requests[0], homes[0])
        else:
            _run_beside(requests, homes)
        return {
            f"models/{module}.py": (home / "gdyb" / "models" / f"{module}.py").read_text(encoding="utf-8")
            for home, portion in zip(homes, shares, strict=True)
            for module in portion
        }


def _run_here(request: Schema, home: Path) -> None:
    """A single portion needs no other process, whose start takes longer than its work."""
    try:
        engine.run(request, home)
    except Exception as error:
        raise EngineFailed(f"datamodel-code-generator: {type(error).__name__}: {error}") from error


def _run_beside(requests: list[Schema], homes: list[Path]) -> None:
    runs = [_start(request, home) for request, home in zip(requests, homes, strict=True)]
    for run in runs:
        errors = run.communicate()[1]
        if run.returncode != 0:
            raise EngineFailed(f"datamodel-code-generator: {errors.strip()}")


def _request(schemas: Mapping[str, Schema], header: str) -> Schema:
    merged: Schema = {}
    for module, schema in schemas.items():
        merged |= model_schema(module, schema)
    return {
        "schema": {"$schema": DIALECT, "$defs": merged},
        "base": _REQUEST_BASE,
        "bases": {name: _REPLY_BASE for name in merged if name.rpartition(".")[2].startswith("Output")},
        "aliases": _aliases(merged),
        "header": header,
    }


def _start(request: Schema, home: Path) -> subprocess.Popen[str]:
    path = home / "request.json"
    path.write_text(json.dumps(request), encoding="utf-8")
    command = [sys.executable, "-X", "utf8", "-P", str(Path(engine.__file__).resolve()), str(path), str(home)]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8")


def _aliases(merged: Schema) -> dict[str, str]:
    """Python names that differ from the wire name; passed to the engine as aliases."""
    wires = {w for body in merged.values() for w in cast("Schema", cast("Schema", body).get("properties", {}))}
    return {wire: name for wire in sorted(wires) if (name := python_name(wire)) != wire}
