"""What the emitters print: the spec with everything resolved, in frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gdyb_generator import spec_format as form

Kind = Literal["text", "whole", "number", "datetime", "date", "object", "json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One code of a dictionary."""

    code: str
    label: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictionary:
    """A code table and the class it becomes."""

    id: str
    class_name: str
    label: str
    line: int | None
    open: bool
    values: tuple[Value, ...]
    errata: tuple[form.Erratum, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A type of single values, shared by all fields of that type, length, shape and sensitivity."""

    name: str
    kind: Kind
    length: int | None = None
    scale: int = 0
    pattern: str = ""
    hint: str = ""
    dictionary: Dictionary | None = None
    closed: bool = False
    sensitive: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A row of a table: what is printed, and what holds."""

    wire: str
    attribute: str
    scalar: Scalar
    required: bool
    row: form.FieldRow
    errata: tuple[form.Erratum, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node of an interface and the class it becomes."""

    wire: str
    class_name: str
    table: str
    caption: str
    lines: str
    many: bool
    limit: int | None
    required: bool
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What callers call: an interface, or a variant of it with some values fixed."""

    name: str
    title: str
    summary: str
    input_class: str
    nodes: tuple[Node, ...]
    rules_name: str
    fixed: tuple[tuple[str, str, str], ...] = ()
    forbidden: tuple[form.Variant, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Interface:
    """One interface with its sides and operations; the first operation is the ordinary one."""

    infno: str
    module: str
    title: str
    effect: str
    document: str
    lines: str
    sender: str
    receiver: str
    input: tuple[Node, ...]
    output: tuple[Node, ...]
    operations: tuple[Operation, ...]
    rules: tuple[form.Rule, ...]
    paging: form.Paging | None
    errata: tuple[form.Erratum, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Everything that is printed, in the order of the spec."""

    document: form.Document
    interfaces: tuple[Interface, ...]
    dictionaries: tuple[Dictionary, ...]
    scalars: tuple[Scalar, ...]
    request: Node
    reply: Node
    gateway: form.GatewayFile
    environments: tuple[form.Environment, ...]
    messages: dict[str, str]
