"""Models through datamodel-code-generator: one merged schema of the interfaces asked for, one call."""

from __future__ import annotations

import copy
import json
import tempfile
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import cast

from gdyb_generator import ir
from gdyb_generator.emit.schema import REF, Schema, interface_schema

_REQUEST_BASE = "gdyb._base.Request"
_REPLY_BASE = "gdyb._base.ReplyBase"


def model_schema(interface: ir.Interface) -> Schema:
    """The published schema of an interface, turned into what the engine needs: module names, imported scalars, no x- keys."""
    published = cast("dict[str, Schema]", copy.deepcopy(interface_schema(interface)["$defs"]))
    prefix = f"gdyb.models.{interface.module}."
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
        rows = dict(item)
        rows["items"] = _property(cast("Schema", item["items"]), prefix, classes)
        return rows
    options = cast("list[Schema]", item.get("anyOf", [item]))
    name = str(options[0]["$ref"]).removeprefix(REF)
    target = prefix + name if name in classes else f"gdyb.types.{name}"
    body: Schema = {"$ref": REF + target}
    return body | {"description": item["description"]} if "description" in item else body


def emit_models(interfaces: Iterable[ir.Interface], header: str) -> dict[str, str]:
    """`models/<module>.py` → text, not yet formatted, for the interfaces given."""
    wanted = list(interfaces)
    if not wanted:
        return {}
    merged: Schema = {}
    for interface in wanted:
        merged |= model_schema(interface)
    bases: dict[str, str | list[str]] = {
        name: _REPLY_BASE for name in merged if name.rpartition(".")[2].startswith("Output")
    }
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": merged}
    with tempfile.TemporaryDirectory() as folder:
        _run_engine(json.dumps(schema, ensure_ascii=False), Path(folder), bases, header)
        return {
            f"models/{i.module}.py": (Path(folder) / "gdyb" / "models" / f"{i.module}.py").read_text(encoding="utf-8")
            for i in wanted
        }


def _run_engine(schema: str, folder: Path, bases: dict[str, str | list[str]], header: str) -> None:
    # Imported here: the engine takes a while to load and most runs have nothing for it to do.
    from datamodel_code_generator import InputFileType, PythonVersion, generate
    from datamodel_code_generator.enums import DataModelType

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        generate(
            schema,
            input_filename="spec",
            input_file_type=InputFileType.JsonSchema,
            schema_version="2020-12",
            output=folder,
            output_model_type=DataModelType.PydanticV2BaseModel,
            target_python_version=PythonVersion.PY_311,
            treat_dot_as_module=True,
            base_class=_REQUEST_BASE,
            base_class_map=bases,
            custom_file_header=header,
            disable_timestamp=True,
            disable_future_imports=True,
            skip_root_model=True,
            use_annotated=True,
            field_constraints=True,
            use_field_description=True,
            use_schema_description=True,
            use_single_line_docstring=True,
            use_double_quotes=True,
            formatters=[],
        )
