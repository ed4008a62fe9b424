"""The published schemas as any JSON Schema tool reads them: one registry of the files, each under its `$id`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource


@cache
def documents(package: str = "gdyb.schemas") -> Mapping[str, Any]:
    """Every published file by its name without ending."""
    files = [item for item in resources.files(package).iterdir() if item.name.endswith(".json")]
    return {item.name.removesuffix(".json"): json.loads(item.read_text(encoding="utf-8")) for item in files}


@cache
def registry(package: str = "gdyb.schemas") -> Registry[Any]:
    """All of them, found by `$id`."""
    found: Registry[Any] = Registry()
    return found.with_resources(
        (document["$id"], Resource.from_contents(document)) for document in documents(package).values()
    )


def errors(name: str, definition: str, value: object) -> list[str]:
    """Where a value departs from a definition of one file."""
    validator = Draft202012Validator({"$ref": f"{name}.json#/$defs/{definition}"}, registry=registry())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
