"""Rules over several fields, as data. They see plain dicts and lists and keep quiet where an operand cannot be used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Protocol

from gdyb_runtime.identity import spelled_out
from gdyb_runtime.problems import Problem

__all__ = ["CountEquals", "Forbidden", "RequiredWhen", "Rule"]

_COUNT_DIGITS = 12


class Rule(Protocol):
    """Finds departures that no single field shows."""

    def check(self, nodes: Mapping[str, object]) -> Iterator[Problem]:
        """The problems of one request, given its nodes as plain data."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CountEquals:
    """A count field equals the number of rows of this call."""

    field: str
    rows: str
    label: str = ""

    def check(self, nodes: Mapping[str, object]) -> Iterator[Problem]:
        """One problem when count and rows differ."""
        rows = nodes.get(self.rows)
        if not isinstance(rows, list | tuple):
            return
        for place in _places(nodes, self.field):
            count = _number(place.value)
            if count is not None and count != len(rows):
                message = f"应等于 {self.rows} 的行数 {len(rows)}，给了 {count:f}"
                yield place.problem(self.label, message, "count_equals")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredWhen:
    """A field must be filled when another one has one of some values."""

    field: str
    when: str
    values: tuple[str, ...]
    label: str = ""

    def check(self, nodes: Mapping[str, object]) -> Iterator[Problem]:
        """One problem for each row that misses the field."""
        node, _, name = self.when.rpartition(".")
        same_node = node == self.field.rpartition(".")[0]
        elsewhere = [place.value for place in _places(nodes, self.when)]
        for place in _places(nodes, self.field):
            triggers = [place.row.get(name)] if same_node else elsewhere
            if _is_blank(place.value) and any(
                str(trigger) in self.values for trigger in triggers if trigger is not None
            ):
                choices = "、".join(self.values)
                yield place.problem(self.label, f"{name} 为 {choices} 时必填", "required_when")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forbidden:
    """A field must not have one value, because something else is meant for it."""

    field: str
    value: str
    hint: str
    label: str = ""

    def check(self, nodes: Mapping[str, object]) -> Iterator[Problem]:
        """One problem for each row with the forbidden value."""
        for place in _places(nodes, self.field):
            if isinstance(place.value, str | int) and _spelled_out(str(place.value)) == _spelled_out(self.value):
                yield place.problem(self.label, f"不能是 {self.value}：{self.hint}", "forbidden")


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    name: str
    row: Mapping[str, object]

    @property
    def value(self) -> object:
        return self.row.get(self.name)

    def problem(self, label: str, message: str, rule: str) -> Problem:
        return Problem(path=self.path, field=self.name, label=label, message=message, rule=rule)


def _places(nodes: Mapping[str, object], field: str) -> Iterator[_Place]:
    """The occurrences of a field ``node.name``: one, or one per row."""
    node, _, name = field.rpartition(".")
    value: object = nodes.get(node) if node else nodes
    if isinstance(value, Mapping):
        yield _Place(field, name, value)
    elif isinstance(value, list | tuple):
        for index, row in enumerate(value):
            if isinstance(row, Mapping):
                yield _Place(f"{node}[{index}].{name}", name, row)


def _spelled_out(text: str) -> str:
    """The text without invisible characters, full-width forms as half-width, and every spelling of zero as 0."""
    bare = spelled_out(text)
    return "0" if re.fullmatch(r"[+-]?0+(\.0*)?", bare) else bare


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value)


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    # A number of more digits is no count; the field's own type reports it, and it is not to be printed.
    return number if number.is_finite() and abs(number.adjusted()) < _COUNT_DIGITS else None
