"""What the generator must know of a printed type and of the single values that rows of this type have."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Literal, Protocol, TypeAlias

from gdyb_generator.spec.names import pascal

Kind = Literal["text", "whole", "number", "date", "datetime", "bytes", "json"]
"""The runtime's kinds of values: what a new type of the tables is composed of."""
Stand = Literal["request", "reply", "envelope", "file"]
Value: TypeAlias = "str | int | Decimal | date | datetime | bytes | dict[str, str]"
Schema: TypeAlias = "dict[str, object]"

EVERYWHERE: frozenset[Stand] = frozenset({"request", "reply", "envelope", "file"})
_LENGTH = re.compile(r"[1-9][0-9]{0,6}")


class Code(Protocol):
    """One code of a dictionary."""

    @property
    def code(self) -> str:
        """As it goes on the wire."""

    @property
    def label(self) -> str:
        """What people call it."""


class CodeTable(Protocol):
    """A dictionary, as far as types depend on it."""

    @property
    def id(self) -> str:
        """Its name in the spec."""

    @property
    def open(self) -> bool:
        """Whether other codes may come."""

    @property
    def values(self) -> Sequence[Code]:
        """Its codes."""


class Shape(Protocol):
    """A printed shape of texts."""

    id: str
    label: str
    pattern: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """What decides on the single values of a row: effective cells, and what the row refers to."""

    length: str
    direction: Literal["request", "reply"]
    sensitive: str = ""
    shape: Shape | None = None
    dictionary: CodeTable | None = None

    @property
    def mark(self) -> str:
        """The end of the type's name that says how sensitive it is."""
        return pascal(self.sensitive)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What the row of an example value suggests."""

    text: Callable[[], str]
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar(ABC):
    """A type of single values, shared by all fields of that type, length, shape and sensitivity."""

    name: str
    """What it is called in types.py."""
    length: int | None = None
    scale: int = 0
    pattern: str = ""
    hint: str = ""
    dictionary: CodeTable | None = None
    closed: bool = False
    sensitive: str = ""

    kind: ClassVar[Kind]
    word: ClassVar[str]
    """What people call its values."""
    python: ClassVar[str]
    """Its class in Python."""
    imports: ClassVar[tuple[str, ...]] = ()
    """What `annotation` needs."""
    is_number: ClassVar[bool] = False
    """Whether an empty value goes on the wire as 0, not as an empty text."""
    is_file: ClassVar[bool] = False
    """Whether a value is the content of a file."""

    @abstractmethod
    def schema(self) -> Schema:
        """JSON Schema of a value on the wire."""

    @abstractmethod
    def runtime_mark(self) -> str:
        """The object of the runtime that checks, encodes and converts values, as Python."""

    @abstractmethod
    def sample(self, suggestion: Suggestion) -> Value:
        """An example value."""

    @abstractmethod
    def sample_cell(self) -> str:
        """An example value as the cell of a text file."""

    def cell_literal(self, cell: str) -> str:
        """The value of a cell as Python."""
        return f'"{cell}"'

    def annotation(self) -> str:
        """The Python expression behind the name."""
        marks = [self.runtime_mark()]
        if self.closed and self.dictionary is not None:
            values = tuple((v.code, v.label) for v in self.dictionary.values)
            marks.append(f"OneOf(dictionary={self.dictionary.id!r}, values={values!r})")
        if self.sensitive:
            marks.append(f"Sensitive({self.sensitive!r})")
        return f"Annotated[{self.python}, {', '.join(marks)}]"


class DataType(ABC):
    """A printed type. What differs from the ordinary is said by the module of the type."""

    printed: ClassVar[str]
    """The word of the tables."""
    synonyms: ClassVar[tuple[str, ...]] = ()
    """Words of other editions that an import reads as this type."""
    stems: ClassVar[tuple[str, ...]] = ()
    """What the names of its scalars begin with, as regular expressions; nothing else may be called so."""
    scalars: ClassVar[tuple[type[Scalar], ...]]
    stands_in: ClassVar[frozenset[Stand]] = EVERYWHERE
    is_text: ClassVar[bool] = False
    """Whether a row may name a shape or a closed dictionary, and hold whatever number or code a person has."""
    is_number: ClassVar[bool] = False
    needs_length: ClassVar[bool] = False
    usual_length: ClassVar[str] = ""
    """The only length that fits its values, where there is one."""
    usual_shape: ClassVar[str] = ""
    """The only pattern of its values, such as yyyy-mm-dd, in lower case and without blanks."""
    meant_with: ClassVar[Mapping[str, str]] = {}
    """Words of a remark that contradict the type, and the type that is meant."""

    @property
    def words(self) -> Iterable[str]:
        """The word of the tables and its synonyms."""
        return (self.printed, *self.synonyms)

    def is_length(self, text: str) -> bool:
        """Whether a length can be read: digits, as `30`."""
        return _LENGTH.fullmatch(text) is not None

    def without_scale(self, length: str) -> tuple[str, bool]:
        """What a length with decimals, as `30,2`, comes to, and whether that is certain; nothing where it can't be read."""
        return length.partition(",")[0], False

    def in_brackets(self, inner: str) -> tuple[str, str] | None:
        """Type and length of a cell with something in brackets, empty where it can't be read; None: it is a length."""
        return None

    @abstractmethod
    def scalar(self, cells: Cells) -> Scalar:
        """The single values of a row."""


def only(kind: type[Scalar], stem: str, cells: Cells) -> Scalar:
    """The scalar of a type that has one for each sensitivity."""
    return kind(name=f"{stem}{cells.mark}", sensitive=cells.sensitive)
