"""More rows than one call may carry: parts, all checked before the first is sent, each sent once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from gdyb_runtime.errors import GdybError, RequestInvalid
from gdyb_runtime.model._shapes import shape_of
from gdyb_runtime.model.base import ReplyModel, RequestModel
from gdyb_runtime.model.operation import Operation
from gdyb_runtime.model.rules import CountEquals
from gdyb_runtime.problems import Problem
from gdyb_runtime.wire.extra import Extra
from gdyb_runtime.wire.reply import Reply

from .calls import Call
from .core import SIZE_RULE, Core, Prepared

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["Part", "Plan"]

OutputT = TypeVar("OutputT", bound=ReplyModel)
OutputT_co = TypeVar("OutputT_co", bound=ReplyModel, covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Generic[OutputT_co]):
    """What became of one part of the rows: its reply or its error."""

    rows: range
    """Which of the given rows it carried."""
    reply: Reply[OutputT_co] | None = None
    error: GdybError | None = field(default=None, repr=False)
    ends: bool = False
    """Whether nothing is sent after it because of its error."""
    unsent: range = range(0)
    """The rows after one that ends; none of them was sent."""


class Plan(Generic[OutputT]):
    """The parts of a call, in order; what they answer decides whether the next one is sent."""

    def __init__(
        self,
        core: Core,
        operation: Operation[RequestModel, OutputT],
        nodes: Mapping[str, object],
        *,
        split: str | None,
        envelope: Mapping[str, str] | None,
        extra: Extra | None,
        past_refusals: bool,
    ) -> None:
        self._core = core
        self._operation = operation
        self._nodes = nodes
        self._envelope = envelope
        self._extra = extra
        self._past_refusals = past_refusals
        self._node = self._node_to_split(split)
        self._rows = self._given_rows()
        self._problems: list[Problem] = []
        self._parts = list(self._prepared())
        if self._problems:
            raise self._invalid(*self._problems)

    def calls(self) -> Iterator[tuple[range, Call[OutputT]]]:
        """The rows of each part and its call."""
        for rows, prepared in self._parts:
            yield rows, Call(self._core, prepared, msgid=None)

    def answered(self, rows: range, result: Reply[OutputT] | GdybError) -> Part[OutputT]:
        """The part; its `ends` says whether another call may follow."""
        if isinstance(result, Reply):
            return Part(rows=rows, reply=result)
        if self._past_refusals and result.outcome in {"refused", "already_done"}:
            return Part(rows=rows, error=result)
        return Part(rows=rows, error=result, ends=True, unsent=range(rows.stop, len(self._rows)))

    def _node_to_split(self, split: str | None) -> str:
        many = [node.wire for node in shape_of(self._operation.input_type).nodes if node.is_many]
        if split is not None and split not in many:
            there = f"多行节点有 {'、'.join(many)}" if many else "此交易没有多行节点"
            raise self._invalid(Problem(path="split", field="split", message=f"不是多行节点；{there}", rule="split"))
        given = [name for name in many if name in self._nodes] if split is None else [split]
        if len(given) != 1:
            there = f"给了几个多行节点（{'、'.join(given)}），请用 split 指明" if given else "没有给多行节点"
            raise self._invalid(Problem(path="split", field="split", message=there, rule="split"))
        return given[0]

    def _given_rows(self) -> Sequence[object]:
        rows = self._nodes.get(self._node)
        if not isinstance(rows, list | tuple):
            problem = Problem(path=self._node, field=self._node, message="应为多行（列表）", rule="list_type")
            raise self._invalid(problem)
        return rows

    def _prepared(self) -> Iterator[tuple[range, Prepared[OutputT]]]:
        shape = shape_of(self._operation.input_type).by_wire[self._node]
        most = shape.most_rows or len(self._rows) or 1
        for start in range(0, len(self._rows) or 1, most):
            yield from self._fitting(range(start, min(start + most, len(self._rows))))

    def _fitting(self, rows: range) -> Iterator[tuple[range, Prepared[OutputT]]]:
        """The rows as one part, or in halves of halves until the input of each is short enough."""
        try:
            nodes, extra = self._of(rows)
            yield rows, self._core.prepare(self._operation, nodes, envelope=self._envelope, extra=extra)
        except RequestInvalid as error:
            if len(rows) > 1 and all(problem.rule == SIZE_RULE for problem in error.problems):
                middle = rows.start + len(rows) // 2
                yield from self._fitting(range(rows.start, middle))
                yield from self._fitting(range(middle, rows.stop))
                return
            found = [self._moved(problem, rows) for problem in error.problems]
            self._problems += [problem for problem in found if problem not in self._problems]

    def _of(self, rows: range) -> tuple[dict[str, object], Extra | None]:
        nodes = {**self._nodes, self._node: self._rows[rows.start : rows.stop]}
        for rule in self._operation.rules:
            if isinstance(rule, CountEquals) and rule.rows == self._node:
                node, _, name = rule.field.rpartition(".")
                nodes[node] = {**_as_mapping(nodes.get(node)), name: len(rows)}
        more = self._extra.get(self._node) if isinstance(self._extra, Mapping) else None
        if self._extra is None or not isinstance(more, list | tuple):
            return nodes, self._extra
        return nodes, {**self._extra, self._node: more[rows.start : rows.stop]}

    def _moved(self, problem: Problem, rows: range) -> Problem:
        """A problem by the number that its row has among all rows."""
        found = re.match(rf"{re.escape(self._node)}\[([0-9]+)\]", problem.path)
        if found is None:
            alone = problem.rule == SIZE_RULE
            return replace(problem, path=f"{self._node}[{rows.start}]") if alone else problem
        path = f"{self._node}[{rows.start + int(found[1])}]{problem.path[found.end() :]}"
        return replace(problem, path=path)

    def _invalid(self, *problems: Problem) -> RequestInvalid:
        return RequestInvalid(infno=self._operation.infno, title=self._operation.title, problems=problems)


def _as_mapping(node: object) -> Mapping[str, object]:
    if isinstance(node, Mapping):
        return node
    model: BaseModel | None = node if hasattr(node, "model_dump") else None  # type: ignore[assignment]
    return model.model_dump(by_alias=True) if model is not None else {}
