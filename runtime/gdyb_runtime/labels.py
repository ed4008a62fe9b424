"""Chinese labels of fields, read from the published JSON Schemas only when a problem must be told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from .shapes import shape_of

if TYPE_CHECKING:
    from pydantic import BaseModel

_NOTHING: Mapping[str, object] = {}


def field_schema(model_class: type[BaseModel], wire_name: str) -> Mapping[str, object]:
    """The published schema of one field, with ``title`` (the Chinese label) and ``x-…`` keys; empty when unknown."""
    properties = _node_schema(model_class).get("properties")
    field = properties.get(wire_name) if isinstance(properties, dict) else None
    return field if isinstance(field, dict) else _NOTHING


def label_of(model_class: type[BaseModel], wire_name: str) -> str:
    """The Chinese name of a field or node, empty when nothing says it."""
    field = shape_of(model_class).by_wire.get(wire_name)
    if field is None:
        return ""
    if field.title:
        return field.title
    title = field_schema(model_class, wire_name).get("title")
    if title is None and field.model is not None:
        title = _node_schema(field.model).get("title")
    return title if isinstance(title, str) else ""


def interface_of(model_class: type[BaseModel]) -> tuple[str, str]:
    """Number and Chinese name of the interface a model belongs to, empty texts when unknown."""
    document = _document_of(model_class)
    infno, title = document.get("x-infno"), document.get("title")
    return (infno if isinstance(infno, str) else "", title if isinstance(title, str) else "")


def model_of(model_class: type[BaseModel], wire_name: str) -> type[BaseModel] | None:
    """The model of a node, None for a plain field."""
    field = shape_of(model_class).by_wire.get(wire_name)
    return field.model if field else None


def wire_name(model_class: type[BaseModel], name: str) -> str:
    """The wire name of a field given by either name; an unknown name stays as it is."""
    shape = shape_of(model_class)
    field = shape.by_name.get(name)
    return field.wire if field and name not in shape.by_wire else name


def wire_names(model_class: type[BaseModel]) -> tuple[str, ...]:
    """The wire names of a model's fields, in printed order."""
    return tuple(shape_of(model_class).by_wire)


def _node_schema(model_class: type[BaseModel]) -> Mapping[str, object]:
    definitions = _document_of(model_class).get("$defs")
    name = getattr(model_class, "__schema_node__", "") or model_class.__name__
    node = definitions.get(name) if isinstance(definitions, dict) else None
    return node if isinstance(node, dict) else _NOTHING


def _document_of(model_class: type[BaseModel]) -> Mapping[str, object]:
    package = getattr(model_class, "__schemas__", "")
    stem = getattr(model_class, "__schema_file__", "") or model_class.__module__.rpartition(".")[2].removeprefix("i")
    return _document(package, stem) if package else _NOTHING


@cache
def _document(package: str, stem: str) -> Mapping[str, object]:
    try:
        document = json.loads((files(package) / f"{stem}.json").read_text(encoding="utf-8"))
    except (ImportError, OSError, ValueError, TypeError):
        # A label only decorates an error; its absence must never hide that error.
        return _NOTHING
    return document if isinstance(document, dict) else _NOTHING
