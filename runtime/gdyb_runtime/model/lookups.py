"""How to look up on a platform what became of a command whose answer is missing; the generated package fills it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["FirstLookup", "Lookup", "LookupValue"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupValue:
    """A field and where its value comes from."""

    field: str
    """Of the query, ``node.field``, or of a row of its answer."""
    source: str
    """A field of the command's input; with ``fixed`` the value itself."""
    kind: Literal["input", "fixed", "empty", "msgid", "since", "until", "taken"] = "input"
    """``msgid``: the number the command went out under. ``since``, ``until``: the days around that moment. ``taken``:
    what an earlier query answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLookup:
    """A query whose rows each give a value to look up with."""

    query: str
    node: str
    takes: str
    fills: tuple[LookupValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """The query that tells, and which of its rows is what the command made."""

    query: str
    node: str
    """Reply node with the rows; empty where the answer itself is the rows."""
    fills: tuple[LookupValue, ...]
    identifies: tuple[LookupValue, ...]
    """What the command made is the row that is equal in all of them."""
    agrees: tuple[str, ...] = ()
    """Fields of the command's input that this row then repeats."""
    rows: str = ""
    """Request node of a command that made one row for each of its rows."""
    first: FirstLookup | None = None
