"""The printed types: one module each, and nothing else knows them. A new type is a new module with a DATATYPE."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from gdyb_generator.spec.datatypes import text
from gdyb_generator.spec.datatypes.base import (
    EVERYWHERE,
    Cells,
    CodeTable,
    DataType,
    Scalar,
    Schema,
    Stand,
    Suggestion,
    Value,
)
from gdyb_generator.spec.names import is_stem

__all__ = [
    "TEXT",
    "Cells",
    "CodeTable",
    "DataType",
    "Scalar",
    "Schema",
    "Stand",
    "Suggestion",
    "UnknownType",
    "Value",
    "by_word",
    "datatype",
    "find",
    "is_type_stem",
    "known",
    "kind_words",
    "usual",
]

TEXT = text.DATATYPE
"""What a cell that nobody knows is taken for, and what an import assumes, in a doubt, of a type it can't read."""
_NO_TYPES = {"base"}


class UnknownType(ValueError):
    """A row of a type that no module describes; lint says where."""


@cache
def known() -> Mapping[str, DataType]:
    """Every type by its printed word, in the order of the words."""
    names = (module.name for module in pkgutil.iter_modules(__path__) if module.name not in _NO_TYPES)
    loaded: list[DataType] = [import_module(f"{__name__}.{name}").DATATYPE for name in names]
    types = {one.printed: one for one in sorted(loaded, key=lambda one: one.printed)}
    if len(types) != len(loaded):
        raise ValueError("two modules describe the same printed type")
    return types


def find(printed: str) -> DataType | None:
    """The type of a cell; None where no module describes it. A blank cell, where evidence knows no more, is a text."""
    return known().get(printed) if printed else TEXT


def datatype(printed: str) -> DataType:
    """The type of a cell.

    Raises:
        UnknownType: when no module describes it.
    """
    one = find(printed)
    if one is None:
        raise UnknownType(f"类型 {printed} 不认识，可用：{'、'.join(known())}；先运行 gdyb-generator lint")
    return one


def usual() -> tuple[str, ...]:
    """The types that stand in every table."""
    return tuple(printed for printed, one in known().items() if one.stands_in >= EVERYWHERE)


@cache
def by_word() -> Mapping[str, DataType]:
    """Every word of any edition and its type; a printed type goes before the synonym of another."""
    words = {word: one for one in known().values() for word in one.synonyms}
    return {**words, **known()}


@cache
def kind_words() -> Mapping[str, str]:
    """What people call the kinds of values."""
    words = {(scalar.kind, scalar.word) for one in known().values() for scalar in one.scalars}
    if len(words) != len(dict(words)):
        raise ValueError("values of one kind have two names")
    return dict(sorted(words))


@cache
def _own_stem() -> re.Pattern[str]:
    # The sides, whose classes stand beside the types, are taken, too.
    stems = "|".join(stem for one in known().values() for stem in one.stems)
    return re.compile(rf"({stems})[0-9_]*|(input|output).*")


def is_type_stem(name: str) -> bool:
    """Whether types can be named after a shape or dictionary of this name."""
    return is_stem(name) and not _own_stem().fullmatch(name)
