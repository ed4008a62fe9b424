"""What a reader library is made of: its functions, its records item by item, and what cities call its functions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from gdyb_runtime.config.cities import Cities

__all__ = [
    "ANY_REST",
    "LITERAL",
    "UNKNOWN_ITEM",
    "Function",
    "InitAddress",
    "Item",
    "ItemKind",
    "Parameter",
    "ParameterKind",
    "Profile",
    "ReaderLibrary",
    "RecordLayout",
]

ParameterKind = Literal["text", "number", "buffer", "size"]
ItemKind = Literal["text", "date", "validity", "photo"]

UNKNOWN_ITEM = "?"
"""In an arrangement: one unknown item."""
ANY_REST = "*"
"""At the end of an arrangement: any number of ignored items."""
LITERAL = "="
"""In an arrangement: what follows it is the whole item, nothing for an empty one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a function."""

    name: str
    kind: ParameterKind
    """``text`` and ``number`` go in; ``size`` is the length of the ``buffer`` before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One function of the library."""

    name: str
    """As printed, e.g. ``ReadCardBas``."""
    label: str
    operation: str
    """What the reader classes call it."""
    parameters: tuple[Parameter, ...]

    @property
    def waits(self) -> bool:
        """Whether it has a timeout parameter."""
        return any(parameter.kind == "number" for parameter in self.parameters)

    @property
    def buffers(self) -> int:
        """How many buffers it writes."""
        return sum(parameter.kind == "buffer" for parameter in self.parameters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a record, in the order of the document."""

    name: str
    label: str
    kind: ItemKind = "text"
    pattern: str = ""
    """Regular expression that the whole item must fit; empty means any text."""
    sensitive: str = ""
    """Kind of personal data, empty when it is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLayout:
    """The text that a function returns: items joined by a separator, in one of several arrangements."""

    name: str
    label: str
    function: str
    """Printed name of the function that returns it."""
    separator: str
    is_terminated: bool
    """Whether a separator also stands behind the last item; a text without it was cut off."""
    items: tuple[Item, ...]
    arrangements: tuple[tuple[str, ...], ...]
    """Names of items in the order in which they were seen, or ``UNKNOWN_ITEM``, ``ANY_REST``, ``LITERAL`` + text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one city's edition of the library calls its functions; a function not named keeps its printed name."""

    id: str
    label: str
    symbols: tuple[tuple[str, str], ...] = ()
    """Pairs of printed name and exported name."""
    unsupported: tuple[str, ...] = ()
    """Printed names of functions whose counterpart in this city is not known well enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InitAddress:
    """Where the library downloads its resources from in one environment."""

    environment: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderLibrary:
    """A vendor's library: what it exports, and under which names."""

    id: str
    label: str
    file_name: str
    """Name of the library's file on Windows."""
    encoding: str
    """Encoding of its texts unless the settings say otherwise."""
    functions: tuple[Function, ...]
    profiles: tuple[Profile, ...]
    """The first one is the default."""
    init_addresses: tuple[InitAddress, ...]
    pin_tries: int
    """After so many wrong PINs the card locks itself."""
    cities: Cities = field(default_factory=Cities)
    """Which city uses which profile."""

    def function(self, operation: str) -> Function:
        """The function behind an operation."""
        return next(function for function in self.functions if function.operation == operation)

    def source(self, layout: RecordLayout) -> Function:
        """The function that returns a record."""
        return next(function for function in self.functions if function.name == layout.function)

    def profile(self, name: str) -> Profile:
        """The profile of this id; LookupError when there is none."""
        for profile in self.profiles:
            if profile.id == name:
                return profile
        raise LookupError(f"no profile {name} of {self.id}")

    def profile_of(self, name: str | None, city: str | None) -> Profile:
        """The profile that is named, else the city's, else the printed one; LookupError for an unknown city or name."""
        if name is None:
            name = self.cities.find(city).reader_profile if (city := city or self.cities.edition) else ""
        return self.profile(name) if name else self.profiles[0]
