"""Rules over a request and the answer to it, as data; what departs becomes a warning of the reply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Protocol

from gdyb_runtime.identity import normal_id
from gdyb_runtime.money import total as sum_of
from gdyb_runtime.problems import Problem

from ._shapes import shape_of
from .base import ReplyModel

__all__ = ["DOUBTS", "RESULT_MISSING", "AddsUp", "Brings", "Echoes", "ReplyRule", "is_alike", "value_of"]

RESULT_MISSING = "result_missing"
_OTHER_THAN_SENT = "other_than_sent"
_SUM = "sum"
DOUBTS = (RESULT_MISSING, _OTHER_THAN_SENT, _SUM)
"""What the problems that these rules find are called."""


class ReplyRule(Protocol):
    """Finds what no table of the answer alone shows."""

    def check(self, sent: Mapping[str, object], output: ReplyModel) -> Iterator[Problem]:
        """The problems of one answer; `sent`: the nodes of the request as plain data."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Brings:
    """What a command makes is known by this field of its answer: without it nobody can name what was made."""

    field: str
    label: str = ""

    def check(self, sent: Mapping[str, object], output: ReplyModel) -> Iterator[Problem]:
        """One problem when the field is not there."""
        del sent
        if all(value in (None, "") for _, value in _values(output, self.field)):
            message = "平台说交易成功，答复里却没有它：不知道办成了什么，请先向医保核对"
            yield _problem(self.field, self.field, self.label, message, RESULT_MISSING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Echoes:
    """A field of the answer is the one that was sent."""

    field: str
    sent: str
    label: str = ""

    def check(self, sent: Mapping[str, object], output: ReplyModel) -> Iterator[Problem]:
        """One problem for each row that has another value."""
        node, _, name = self.sent.rpartition(".")
        row = sent.get(node) if node else sent
        given = row.get(name) if isinstance(row, Mapping) else None
        if given in (None, ""):
            return
        for path, value in _values(output, self.field):
            if value not in (None, "") and not is_alike(value, given):
                message = f"与请求里的 {self.sent} 不同，这份答复说的可能是另一笔业务，请先核对"
                yield _problem(path, self.field, self.label, message, _OTHER_THAN_SENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddsUp:
    """An amount is the sum of others; `maybe`: amounts that some platforms count apart and others within a part."""

    total: str
    parts: tuple[str, ...]
    maybe: tuple[str, ...] = ()
    label: str = ""

    def check(self, sent: Mapping[str, object], output: ReplyModel) -> Iterator[Problem]:
        """One problem when no reading adds up; amounts that are not there count as zero, unless none is there."""
        del sent
        amounts = {field: next((value for _, value in _values(output, field)), None) for field in self._fields}
        known = {field: Decimal(value) for field, value in amounts.items() if isinstance(value, Decimal | int)}
        whole = known.get(self.total)
        parts = [known[field] for field in self.parts if field in known]
        if whole is None or not parts:
            return
        least = sum_of(parts)
        most = sum_of((least, *(known[field] for field in self.maybe if field in known)))
        if whole not in (least, most):
            names = " + ".join(field.rpartition(".")[2] for field in (*self.parts, *self.maybe) if field in known)
            figures = " + ".join(str(known[field]) for field in (*self.parts, *self.maybe) if field in known)
            message = f"{whole} 不等于 {names}（{figures}），请与平台核对金额"
            yield _problem(self.total, self.total, self.label, message, _SUM)

    @property
    def _fields(self) -> tuple[str, ...]:
        return (self.total, *self.parts, *self.maybe)


def _values(output: ReplyModel, field: str) -> Iterator[tuple[str, object]]:
    """Path and value of a field `node.name` of the answer, one or one a row; None where it was not sent."""
    node, _, name = field.rpartition(".")
    found = value_of(output, node) if node else output
    rows = found if isinstance(found, list) else [found]
    for index, row in enumerate(rows):
        path = f"{node}[{index}].{name}" if isinstance(found, list) else field
        yield path, value_of(row, name) if isinstance(row, ReplyModel) else None


def value_of(model: ReplyModel, wire: str) -> object:
    """A field by its wire name as the answer has it; None where it was not sent, or not understood."""
    shape = shape_of(type(model)).by_wire.get(wire)
    return model.__dict__.get(shape.name) if shape is not None else None


def is_alike(value: object, given: object) -> bool:
    """Amounts are compared by value, ids however they are spelled."""
    if not isinstance(value, Decimal | int):
        return normal_id(str(value)) == normal_id(str(given))
    try:
        return value == Decimal(str(given))
    except InvalidOperation:
        return False


def _problem(path: str, field: str, label: str, message: str, rule: str) -> Problem:
    name = field.rpartition(".")[2]
    return Problem(path=path, field=name, label=label, message=message, rule=rule)
