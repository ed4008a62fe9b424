"""What encoder, reply reader and repr need to know of a model: its fields in printed order and their kinds."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated, Union, get_args, get_origin

from pydantic import BaseModel, SecretStr, TypeAdapter
from pydantic.fields import FieldInfo

from .scalars import Scalar, Unknown
from .types import PLAIN, ByteArray, Sensitive

_UNKNOWN = Unknown()


@dataclass(frozen=True)
class FieldShape:
    """One field of a model."""

    name: str
    """Python name."""
    wire: str
    scalar: Scalar
    """What its values are, where it is no node."""
    model: type[BaseModel] | None
    """The class of its rows, where it is a node."""
    is_many: bool
    required: bool
    sensitive: str
    """Kind of personal data, empty when it is none."""
    title: str
    info: FieldInfo

    @cached_property
    def adapter(self) -> TypeAdapter[object]:
        """Validates a single value of this field."""
        info = self.info
        return TypeAdapter(Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation)  # type: ignore[arg-type]

    @cached_property
    def most_rows(self) -> int | None:
        """How many rows a node may have, None when not limited."""
        limits = [getattr(mark, "max_length", None) for mark in self.info.metadata]
        return next((limit for limit in limits if isinstance(limit, int)), None)


@dataclass(frozen=True)
class Shape:
    """All fields of a model in printed order."""

    fields: tuple[FieldShape, ...]

    @cached_property
    def by_wire(self) -> Mapping[str, FieldShape]:
        """The fields by wire name."""
        return {field.wire: field for field in self.fields}

    @cached_property
    def by_name(self) -> Mapping[str, FieldShape]:
        """The fields by Python name."""
        return {field.name: field for field in self.fields}

    @cached_property
    def known(self) -> frozenset[str]:
        """Every key under which a field may be given."""
        return frozenset(self.by_wire) | frozenset(self.by_name)

    @cached_property
    def nodes(self) -> tuple[FieldShape, ...]:
        """The fields that hold rows."""
        return tuple(field for field in self.fields if field.model is not None)

    @cached_property
    def holds_bytes(self) -> bool:
        """Whether the model or a node below it carries the bytes of a file."""
        return any(
            isinstance(field.scalar, ByteArray) or (field.model is not None and shape_of(field.model).holds_bytes)
            for field in self.fields
        )


@cache
def shape_of(model_class: type[BaseModel]) -> Shape:
    """The shape of a model class, worked out once."""
    return Shape(tuple(_field(name, info) for name, info in model_class.model_fields.items()))


def _field(name: str, info: FieldInfo) -> FieldShape:
    marks = list(_marks(info))
    model, is_many = _node(info)
    sensitive = next((mark.kind for mark in marks if isinstance(mark, Sensitive)), "")
    if SecretStr in _bases(info.annotation):
        sensitive = "secret"
    return FieldShape(
        name=name,
        wire=info.alias or name,
        scalar=_UNKNOWN if model is not None else _scalar(info, marks),
        model=model,
        is_many=is_many,
        required=info.is_required(),
        sensitive=sensitive,
        title=info.title or "",
        info=info,
    )


def _scalar(info: FieldInfo, marks: list[object]) -> Scalar:
    marked = next((mark for mark in marks if isinstance(mark, Scalar)), None)
    plain = next((PLAIN[base] for base in _bases(info.annotation) if base in PLAIN), _UNKNOWN)
    return plain if marked is None else marked


def _node(info: FieldInfo) -> tuple[type[BaseModel] | None, bool]:
    """The class of a node's rows, and whether it has many."""
    for base in _bases(info.annotation):
        if isinstance(base, type) and issubclass(base, BaseModel):
            return base, False
        if get_origin(base) is list:
            row = next(iter(_bases(get_args(base)[0])), None)
            if isinstance(row, type) and issubclass(row, BaseModel):
                return row, True
    return None, False


def _marks(info: FieldInfo) -> Iterator[object]:
    yield from info.metadata
    yield from _marks_in(info.annotation)


def _marks_in(annotation: object) -> Iterator[object]:
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *metadata = get_args(annotation)
        yield from metadata
        yield from _marks_in(inner)
    elif origin in (Union, types.UnionType):
        for member in get_args(annotation):
            yield from _marks_in(member)


def _bases(annotation: object) -> Iterator[object]:
    """The types an annotation allows, without Annotated, Optional and None."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _bases(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for member in get_args(annotation):
            yield from _bases(member)
    elif annotation is not type(None):
        yield annotation
