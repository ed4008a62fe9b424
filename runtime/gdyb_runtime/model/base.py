"""Base classes of the generated models: strict requests, lenient replies, neither shows people in a repr."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from gdyb_runtime.errors import ReplyFieldMissing, ReplyFieldUnreadable, RequestInvalid
from gdyb_runtime.model._validation import problems_of
from gdyb_runtime.redaction import MASK, mask_text

from ._shapes import shape_of
from .codes import Code
from .labels import interface_of, label_of
from .notations import raw_shape

__all__ = [
    "Code",
    "ReplyModel",
    "RequestModel",
    "WireModel",
    "if_readable",
    "is_empty",
    "masked_items",
    "or_none",
    "sensitive_values",
]

T = TypeVar("T")

_ROWS_SHOWN = 2


class WireModel(BaseModel):
    """A node of a message. Python names are the wire names, except for impossible ones (``in_``)."""

    model_config = ConfigDict(
        defer_build=True,
        hide_input_in_errors=True,
        validate_by_name=True,
        validate_by_alias=True,
    )

    __schemas__: ClassVar[str] = ""
    """Package that holds the published JSON Schemas."""

    def __repr_args__(self) -> Iterator[tuple[str | None, object]]:
        yield from masked_items(self)

    __str__ = BaseModel.__repr__


class RequestModel(WireModel):
    """A node of a request: nothing unknown, everything as printed. An empty value (None, ``""``) counts as not given.

    Raises:
        RequestInvalid: on construction, listing every problem.
    """

    model_config = ConfigDict(extra="forbid", revalidate_instances="always")

    if not TYPE_CHECKING:

        def __init__(self, /, **fields: object) -> None:
            try:
                super().__init__(**fields)
            except ValidationError as error:
                infno, title = interface_of(type(self))
                problems = problems_of(type(self), error)
                raise RequestInvalid(infno=infno, title=title, problems=problems) from None

        # Nested models then stay clear of this __init__, so that one error lists the problems of all rows.
        __init__.__pydantic_base_init__ = True

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, value: object) -> object:
        if isinstance(value, cls):
            value = value.__dict__
        if not isinstance(value, Mapping):
            return value
        known = shape_of(cls).known
        return {key: item for key, item in value.items() if not is_empty(item) or key not in known}


class ReplyModel(WireModel):
    """A node of a reply: unknown keys stay in ``model_extra``; a required field that was not sent is unset.

    A field that was sent and not understood is unset, too, even an optional one; what came stays in ``model_extra``.

    Raises:
        ReplyFieldMissing: when an unset field is read (``getattr(row, name, default)`` and ``hasattr`` work as usual).
        ReplyFieldUnreadable: when a field that was not understood is read, with or without a default.
    """

    model_config = ConfigDict(extra="allow")

    __spellings__: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Other spellings of keys that have been seen, each with the wire names it may stand for."""

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            field = shape_of(type(self)).by_name.get(name)
            if field is None:
                return super().__getattr__(name)
            infno, title = interface_of(type(self))
            about = {"field": field.wire, "label": label_of(type(self), field.wire), "infno": infno, "title": title}
            sent = (self.__pydantic_extra__ or {}).get(field.wire)
            if sent is not None:
                raise ReplyFieldUnreadable(**about, shape=raw_shape(sent)) from None
            raise ReplyFieldMissing(**about) from None


def or_none(read: Callable[[], T]) -> T | None:
    """A field of a reply that may be unset, None where the platform did not send it: ``or_none(lambda: row.certno)``.

    An attribute, so a type checker knows the field and its type; only what was not sent is caught. A value that nobody
    understands still raises ReplyFieldUnreadable.
    """
    try:
        return read()
    except ReplyFieldMissing:
        return None


def if_readable(read: Callable[[], T]) -> T | None:
    """Like ``or_none``, and None also where nobody understands what came: for what is stored or shown as not known."""
    try:
        return or_none(read)
    except ReplyFieldUnreadable:
        return None


def is_empty(value: object) -> bool:
    """Whether a value counts as not given."""
    return value is None or (isinstance(value, str) and not value)


def masked_items(model: BaseModel) -> Iterator[tuple[str, object]]:
    """Wire names and values of a model fit to be shown; remarks that repeat a personal value are masked, too."""
    values = cast("Mapping[str, object]", model.__dict__)
    fields = [field for field in shape_of(type(model)).fields if field.name in values]
    personal = [value for field in fields if field.sensitive and isinstance(value := values[field.name], str)]
    for field in fields:
        value = values[field.name]
        shown = MASK if field.sensitive and value is not None else value
        if isinstance(shown, list) and len(shown) > _ROWS_SHOWN:
            shown = _ManyRows(shown)
        elif isinstance(shown, bytes):
            shown = _Shown(f"<{len(shown)} bytes>")
        yield field.wire, mask_text(shown, personal) if isinstance(shown, str) else shown
    # Nobody knows what an unknown key holds.
    for name in getattr(model, "__pydantic_extra__", None) or ():
        yield name, _Shown(MASK)


def sensitive_values(value: object) -> Iterator[str]:
    """Every personal value in a tree of models, as text."""
    if isinstance(value, list):
        for item in value:
            yield from sensitive_values(item)
    elif isinstance(value, BaseModel):
        attributes = cast("Mapping[str, object]", value.__dict__)
        for field in shape_of(type(value)).fields:
            item = attributes.get(field.name)
            if field.model is not None:
                yield from sensitive_values(item)
            elif field.sensitive and item is not None:
                yield str(item)


class _ManyRows:
    """A page of rows on one line of a log: the first ones and how many there are."""

    def __init__(self, rows: list[object]) -> None:
        self._rows = rows

    def __repr__(self) -> str:
        first = ", ".join(repr(row) for row in self._rows[:_ROWS_SHOWN])
        return f"[{first}, … {len(self._rows)} rows]"


class _Shown:
    """Something whose repr is a text without quotes."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text
