"""Models through datamodel-code-generator: merged schemas of the interfaces asked for, one call for each core."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from gdyb_generator.emit.schema import DIALECT, REF, Schema
from gdyb_generator.passes.name import ROWS, python_name
from gdyb_generator.portions import portions

_REQUEST_BASE = "gdyb._base.Request"
_REPLY_BASE = "gdyb._base.ReplyBase"
_ENGINE = Path(__file__).resolve().parent / "engine.py"
_SMALLEST_PORTION = 30
_SIDES = ("Input", "Output")


class EngineFailed(Exception):
    """An engine refused what the generator gave it: a defect of the generator."""


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
        runs = [
            _start({module: schemas[module] for module in portion}, home, header)
            for home, portion in zip(homes, shares, strict=True)
        ]
        for run in runs:
            errors = run.communicate()[1]
            if run.returncode != 0:
                raise EngineFailed(f"datamodel-code-generator: {errors.strip()}")
        return {
            f"models/{module}.py": (home / "gdyb" / "models" / f"{module}.py").read_text(encoding="utf-8")
            for home, portion in zip(homes, shares, strict=True)
            for module in portion
        }


def _start(schemas: Mapping[str, Schema], home: Path, header: str) -> subprocess.Popen[str]:
    merged: Schema = {}
    for module, schema in schemas.items():
        merged |= model_schema(module, schema)
    request = {
        "schema": {"$schema": DIALECT, "$defs": merged},
        "base": _REQUEST_BASE,
        "bases": {name: _REPLY_BASE for name in merged if name.rpartition(".")[2].startswith("Output")},
        "aliases": _aliases(merged),
        "header": header,
    }
    home.mkdir()
    path = home / "request.json"
    path.write_text(json.dumps(request), encoding="utf-8")
    command = [sys.executable, "-X", "utf8", "-P", str(_ENGINE), str(path), str(home)]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8")


def _aliases(merged: Schema) -> dict[str, str]:
    """Python names that differ from the wire name; given to the engine, so that we decide and not it."""
    wires = {w for body in merged.values() for w in cast("Schema", cast("Schema", body).get("properties", {}))}
    return {wire: name for wire in sorted(wires) if (name := python_name(wire)) != wire}
