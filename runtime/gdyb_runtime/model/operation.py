"""One interface of the platform as a typed object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from .base import ReplyModel, RequestModel
from .reply_rules import ReplyRule
from .rules import Rule

__all__ = ["Effect", "Operation", "Paging"]

InputT_co = TypeVar("InputT_co", bound=RequestModel, covariant=True)
OutputT_co = TypeVar("OutputT_co", bound=ReplyModel, covariant=True)

Effect = Literal["query", "command"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """How a query is read page by page."""

    field: str
    """Request field that holds the first row wanted, ``node.field``."""
    first: int
    """Its value for the first page."""
    size: int
    """Rows of a full page."""
    rows: str
    """Reply node that holds the rows."""
    key: str
    """Reply field that identifies a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Generic[InputT_co, OutputT_co]):
    """An interface: number, names, message types, rules over several fields, and whether it only reads (``effect``)."""

    infno: str
    name: str
    """English name of the client's method."""
    title: str
    """Chinese name."""
    effect: Effect
    input_type: type[InputT_co]
    output_type: type[OutputT_co]
    rules: tuple[Rule, ...] = ()
    reply_rules: tuple[ReplyRule, ...] = ()
    fixed: Mapping[str, Mapping[str, str | int]] = field(default_factory=dict)
    """Values the SDK itself puts on the wire, by node and field."""
    paging: Paging | None = None
    ask: tuple[str, ...] = ()
    """Queries that tell whether this command was carried out, number and name."""
    file_reply: bool = False
    """Whether success is a file instead of a message; it is then in ``reply.file``."""
