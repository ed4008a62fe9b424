"""The retries of a call and the pages of a query, shared by the sync and async drivers."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Self, TypeVar, cast

from gdyb_runtime.errors import BusinessError, GdybError, ReplyDeparts, RequestInvalid, TransportFailed
from gdyb_runtime.local.environment import env_name
from gdyb_runtime.model.base import ReplyModel, RequestModel, if_readable, is_empty
from gdyb_runtime.model.operation import Operation, Paging
from gdyb_runtime.problems import Problem
from gdyb_runtime.wire._reading import about
from gdyb_runtime.wire.messages import HttpResponse
from gdyb_runtime.wire.reply import Reply

from .core import Core, Prepared

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["Attempt", "Call", "Pager", "as_mapping", "logger"]

OutputT = TypeVar("OutputT", bound=ReplyModel)

logger = logging.getLogger("gdyb")


class Call(Generic[OutputT]):
    """A validated request and how often it may be tried."""

    def __init__(
        self,
        core: Core,
        prepared: Prepared[OutputT],
        *,
        msgid: str | None,
        deadline: float | None = None,
        total_timeout: float | None = None,
    ) -> None:
        self._deadline = deadline
        self._core = core
        self._prepared = prepared
        self._msgid = msgid
        self.total_timeout = core.total_timeout(prepared.operation) if total_timeout is None else total_timeout
        self._ends: float | None = None
        # How attempts ended of which the platform may know.
        self._lost: list[GdybError] = []

    @property
    def operation(self) -> Operation[RequestModel, OutputT]:
        """The operation that is called."""
        return self._prepared.operation

    @property
    def envelope(self) -> Mapping[str, str]:
        """Envelope fields from settings and caller."""
        return self._prepared.envelope

    def with_envelope(self, **fields: str) -> Call[OutputT]:
        """The same call with envelope fields that are known only now; they are not validated again."""
        prepared = replace(self._prepared, envelope={**self._prepared.envelope, **fields})
        return Call(self._core, prepared, msgid=self._msgid, deadline=self._deadline, total_timeout=self.total_timeout)

    def attempt(self) -> Attempt[OutputT]:
        """The next attempt with headers of its own and, unless the caller gave one, a msgid of its own."""
        prepared = self._prepared
        self._ends = self._ends or time.monotonic() + self.total_timeout
        try:
            msgid = self._msgid or self._core.new_msgid(prepared)
            return Attempt(self._core, prepared, msgid, deadline=self._deadline, ends=self._ends, lost=self._lost)
        except GdybError as error:
            about(error, prepared.operation, msgid=self._msgid or "", sensitive_values=prepared.sensitive_values)
            if self._lost:
                raise self._lost[-1] from error
            raise


class Attempt(Generic[OutputT]):
    """One request in flight; as a context manager it adds context to errors and logs a line.

    One that was not sent says nothing of those before it: where one of them was lost, its error is raised.
    """

    def __init__(
        self,
        core: Core,
        prepared: Prepared[OutputT],
        msgid: str,
        *,
        deadline: float | None,
        ends: float,
        lost: list[GdybError],
    ) -> None:
        self._lost = lost
        self._core = core
        self._prepared = prepared
        self._msgid = msgid
        self._response: HttpResponse | None = None
        self._started = time.monotonic()
        moment = core.clock.now()
        left = ends - self._started
        if left <= 0 or (deadline is not None and moment.timestamp() > deadline):
            raise TransportFailed(outcome="not_sent", reason="准备发送时已过时限")
        # The moment that was looked at is the one that is signed: who pauses from here on is refused as expired.
        self.request = core.build_request(prepared, msgid=msgid, now=moment, total_timeout=left)

    def read(self, response: HttpResponse) -> Reply[OutputT]:
        """The reply; raises the error for any other answer."""
        self._response = response
        prepared = self._prepared
        reply = self._core.parse_reply(
            prepared.operation,
            response,
            msgid=self._msgid,
            sensitive_values=prepared.sensitive_values,
            sent=prepared.nodes,
        )
        for problem in reply.doubts:
            logger.warning(
                "%s %s msgid=%s：%s", prepared.operation.infno, prepared.operation.title, self._msgid, problem
            )
        return reply

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, error_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if isinstance(error, GdybError):
            self._complete(error)
        self._log(error)
        if isinstance(error, GdybError):
            if error.outcome == "not_sent" and self._lost:
                raise self._lost[-1] from error
            if error.outcome == "unknown":
                self._lost.append(error)

    def _complete(self, error: GdybError) -> None:
        prepared = self._prepared
        if isinstance(error, TransportFailed):
            error.effect = prepared.operation.effect
            error.retry_safe = error.outcome == "not_sent"
        about(error, prepared.operation, msgid=self._msgid, sensitive_values=prepared.sensitive_values)

    def _log(self, error: BaseException | None) -> None:
        operation, response = self._prepared.operation, self._response
        infcode = error.infcode if isinstance(error, BusinessError) else None
        facts = {
            "infno": operation.infno,
            "msgid": self._msgid,
            "outcome": _outcome(error),
            "infcode": self._core.protocol.success if error is None else infcode,
            "http_status": response.status if response else None,
            "elapsed_ms": round((time.monotonic() - self._started) * 1000),
            "request_bytes": len(self.request.body),
            "reply_bytes": len(response.body) if response else None,
        }
        logger.info(
            "%s %s msgid=%s outcome=%s infcode=%s http_status=%s elapsed_ms=%s",
            operation.infno,
            operation.title,
            self._msgid,
            facts["outcome"],
            facts["infcode"],
            facts["http_status"],
            facts["elapsed_ms"],
            extra=facts,
        )


class Pager(Generic[OutputT]):
    """The pages of a query; ends on an empty or short page, raises when a page repeats or none is the last one."""

    def __init__(self, operation: Operation[RequestModel, OutputT], nodes: Mapping[str, object], *, most: int) -> None:
        if operation.paging is None:
            raise _no_paging(operation)
        self._operation = operation
        self._paging: Paging = operation.paging
        self._node, _, self._field = self._paging.field.rpartition(".")
        self._nodes = {name: as_mapping(node) for name, node in nodes.items()}
        self._start, self._is_start_set = self._first()
        self._is_first = True
        self._most = most
        self._seen: list[object] = []
        self.done = False

    def nodes(self) -> dict[str, object]:
        """The nodes of the next request."""
        if self._is_first and self._is_start_set:
            # As the caller wrote it, so that validation may refuse it.
            return dict(self._nodes)
        start: dict[str, object] = {self._field: self._start}
        if not self._node:
            return {**self._nodes, **start}
        current = self._nodes.get(self._node, {})
        return {**self._nodes, self._node: {**current, **start} if isinstance(current, Mapping) else current}

    def accept(self, reply: Reply[OutputT]) -> Iterator[Reply[OutputT]]:
        """Yields the reply, unless it is an empty page after others, and decides whether more may follow.

        Raises:
            ReplyDeparts: when a page came before; the platform then ignores where the page should start. Also after
                the most pages that are read.
            ReplyFieldMissing: when the rows could not be read.
        """
        paging = self._paging
        rows = cast("list[ReplyModel]", getattr(reply.output, paging.rows))
        self.done = len(rows) < paging.size
        mark = [_mark(row, paging.key) for row in rows]
        if rows:
            if mark in self._seen:
                raise self._departed(
                    reply, "repeated_page", f"从 {self._start} 开始的一页与已读过的一页相同，已停止，明细可能不完整"
                )
            self._seen.append(mark)
        if rows or self._is_first:
            yield reply
        if not self.done and len(self._seen) >= self._most:
            raise self._departed(
                reply,
                "too_many_pages",
                f"读了 {self._most} 页（max_pages）还没有到最后一页，已停止，明细不完整；数据确实这样多时请调大 "
                f"{env_name('max_pages')}，否则请联系平台",
            )
        self._start += max(len(rows), paging.size)
        self._is_first = False

    def _departed(self, reply: Reply[ReplyModel], rule: str, message: str) -> ReplyDeparts:
        operation, rows = self._operation, self._paging.rows
        problem = Problem(path=rows, field=rows, message=message, rule=rule)
        return ReplyDeparts(
            infno=operation.infno, title=operation.title, msgid=reply.msgid, problems=(problem,), reply=reply
        )

    def _first(self) -> tuple[int, bool]:
        """The first row requested, and whether the caller set it."""
        node = self._nodes.get(self._node) if self._node else self._nodes
        value = node.get(self._field) if isinstance(node, Mapping) else None
        if is_empty(value):
            return self._paging.first, False
        text = str(value)
        return (int(text) if text.isascii() and text.isdigit() else self._paging.first), True


def _mark(row: ReplyModel, key: str) -> object:
    return if_readable(lambda: getattr(row, key))


def _outcome(error: BaseException | None) -> str:
    if error is None:
        return "ok"
    # Anything else, such as a cancelled task, may have interrupted a request on its way.
    return error.outcome if isinstance(error, GdybError) else "unknown"


def as_mapping(node: object) -> object:
    """A node that was given as a model as plain data; anything else is itself."""
    model = cast("BaseModel", node)
    return model.model_dump(by_alias=True) if hasattr(node, "model_dump") else node


def _no_paging(operation: Operation[RequestModel, ReplyModel]) -> RequestInvalid:
    problem = Problem(path="", field="", message="此交易不能分页读取", rule="paging")
    return RequestInvalid(infno=operation.infno, title=operation.title, problems=(problem,))
