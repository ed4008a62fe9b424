"""More rows than one call may carry: parts, all checked before the first is sent, each sent once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar, cast

from gdyb_runtime.errors import GdybError, RequestInvalid
from gdyb_runtime.model._shapes import shape_of
from gdyb_runtime.model.base import ReplyModel, RequestModel
from gdyb_runtime.model.operation import Operation
from gdyb_runtime.model.rules import CountEquals
from gdyb_runtime.problems import Problem
from gdyb_runtime.wire.extra import Extra
from gdyb_runtime.wire.reply import Reply

from .calls import Call, as_mapping
from .core import SIZE_RULE, Core, Prepared

__all__ = ["Part", "Plan", "fitting"]

OutputT = TypeVar("OutputT", bound=ReplyModel)
OutputT_co = TypeVar("OutputT_co", bound=ReplyModel, covariant=True)
RowsT = TypeVar("RowsT", bound=Sequence[Any])
ResultT = TypeVar("ResultT")


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


def fitting(rows: RowsT, check: Callable[[RowsT], ResultT]) -> Iterator[tuple[RowsT, ResultT | RequestInvalid]]:
    """The rows, or halves of halves of them until none is too long; each with what its check gave, or its refusal."""
    try:
        result: ResultT | RequestInvalid = check(rows)
    except RequestInvalid as error:
        result = error
    if (
        isinstance(result, RequestInvalid)
        and len(rows) > 1
        and all(problem.rule == SIZE_RULE for problem in result.problems)
    ):
        middle = len(rows) // 2
        yield from fitting(cast("RowsT", rows[:middle]), check)
        yield from fitting(cast("RowsT", rows[middle:]), check)
    else:
        yield rows, result


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
        most = shape_of(self._operation.input_type).by_wire[self._node].most_rows or len(self._rows) or 1
        for start in range(0, len(self._rows) or 1, most):
            for rows, result in fitting(range(start, min(start + most, len(self._rows))), self._prepare):
                if not isinstance(result, RequestInvalid):
                    yield rows, result
                    continue
                found = [self._moved(problem, rows) for problem in result.problems]
                self._problems += [problem for problem in found if problem not in self._problems]

    def _prepare(self, rows: range) -> Prepared[OutputT]:
        nodes, extra = self._of(rows)
        return self._core.prepare(self._operation, nodes, envelope=self._envelope, extra=extra)

    def _of(self, rows: range) -> tuple[dict[str, object], Extra | None]:
        nodes = {**self._nodes, self._node: self._rows[rows.start : rows.stop]}
        for rule in self._operation.rules:
            if isinstance(rule, CountEquals) and rule.rows == self._node:
                node, _, name = rule.field.rpartition(".")
                counted = as_mapping(nodes.get(node))
                nodes[node] = {**counted, name: len(rows)} if isinstance(counted, Mapping) else counted
        more = self._extra.get(self._node) if isinstance(self._extra, Mapping) else None
        # A list of another length is refused as it stands: a slice of it might fit.
        if self._extra is None or not isinstance(more, list | tuple) or len(more) != len(self._rows):
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
