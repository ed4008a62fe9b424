"""Chinese labels of fields, read lazily from the published JSON Schemas to report a problem."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ._shapes import shape_of
from .published import PublishedSchema, Schema, published

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["field_schema", "interface_of", "label_of", "model_of", "wire_name", "wire_names"]

_EMPTY = PublishedSchema({})


def field_schema(model_class: type[BaseModel], wire_name: str) -> Mapping[str, object]:
    """The published schema of one field, with ``title`` (the Chinese label) and ``x-…`` keys; empty when unknown."""
    return _schema_of(model_class).properties(_node_schema(model_class)).get(wire_name, {})


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
    document = _schema_of(model_class).document
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


def _node_schema(model_class: type[BaseModel]) -> Schema:
    return _schema_of(model_class).definition(getattr(model_class, "__schema_node__", "") or model_class.__name__)


def _schema_of(model_class: type[BaseModel]) -> PublishedSchema:
    package = getattr(model_class, "__schemas__", "")
    name = getattr(model_class, "__schema_file__", "") or model_class.__module__.rpartition(".")[2].removeprefix("i")
    try:
        return published(package, name) if package else _EMPTY
    except (ImportError, OSError, ValueError, KeyError, TypeError):
        # A label only decorates an error; its absence must never hide that error.
        return _EMPTY
