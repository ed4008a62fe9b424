"""The clients, sync and async: one call, or page after page. The generated package adds a method per interface."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from types import TracebackType
from typing import Any, ClassVar, Generic, Self, TypedDict, TypeVar, cast, overload

from gdyb_runtime.clock import Clock
from gdyb_runtime.config.settings import LONGEST_SECONDS, RuntimeSettings
from gdyb_runtime.errors import GdybError, RequestInvalid
from gdyb_runtime.local.msgid import MsgidStore
from gdyb_runtime.model.base import ReplyModel, RequestModel
from gdyb_runtime.model.operation import Effect, Operation
from gdyb_runtime.model.protocol import Protocol
from gdyb_runtime.model.raw import RawOutput
from gdyb_runtime.problems import Problem
from gdyb_runtime.signing.signers import Signer
from gdyb_runtime.wire._decode import JsonValue
from gdyb_runtime.wire.extra import Extra, extra_names
from gdyb_runtime.wire.messages import HttpResponse
from gdyb_runtime.wire.reply import Reply

from .batches import Part, Plan
from .calls import Call, Pager, logger
from .core import Core, decode_exactly
from .transport import AsyncHttpxTransport, AsyncTransport, HttpxTransport, SyncTransport

__all__ = ["BaseAsyncClient", "BaseClient", "CallOptions", "Envelope"]

OutputT = TypeVar("OutputT", bound=ReplyModel)
TransportT = TypeVar("TransportT", SyncTransport, AsyncTransport)

Envelope = Mapping[str, str]


class CallOptions(TypedDict, total=False):
    """Keyword arguments of every client method, besides the nodes."""

    msgid: str | None
    """Number of this message; drawn from the store when absent."""
    envelope: Envelope | None
    """Envelope fields that differ from the settings in this call."""
    deadline: float | None
    """Seconds since 1970 by the client's clock, after which no attempt is begun any more."""
    total_timeout: float | None
    """Seconds for this call with its repetitions, to the last byte; the settings' when absent."""
    extra: Extra | None
    """Fields that the tables do not know, by node: ``{"data": {"new_field": "1"}}``; of a node of many rows a list."""


class _Client(Generic[TransportT]):
    """Base of both clients: everything but I/O."""

    protocol: ClassVar[Protocol]
    settings_type: ClassVar[type[RuntimeSettings]]
    retry_delay: ClassVar[tuple[float, float]] = (0.2, 5.0)
    """Seconds: about the first and at most any wait before a repetition."""

    def __init__(
        self,
        settings: RuntimeSettings,
        *,
        transport: TransportT | None = None,
        signer: Signer | None = None,
        msgids: MsgidStore | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._core = Core(self.protocol, settings, signer=signer, msgids=msgids, clock=clock)
        self._owns_transport = transport is None
        self._transport: TransportT = self._connect(settings) if transport is None else transport

    @classmethod
    def from_env(
        cls,
        *,
        transport: TransportT | None = None,
        signer: Signer | None = None,
        msgids: MsgidStore | None = None,
        clock: Clock | None = None,
    ) -> Self:
        """A client with settings from the environment (``GDYB_…``).

        Raises:
            SettingsInvalid: listing everything missing or wrong.
        """
        return cls(cls.settings_type.from_env(), transport=transport, signer=signer, msgids=msgids, clock=clock)

    @classmethod
    def from_file(
        cls,
        path: str | os.PathLike[str],
        *,
        transport: TransportT | None = None,
        signer: Signer | None = None,
        msgids: MsgidStore | None = None,
        clock: Clock | None = None,
    ) -> Self:
        """A client with settings from a TOML file, top-level keys or a table ``[gdyb]``.

        Raises:
            SettingsInvalid: listing everything missing or wrong.
        """
        return cls(cls.settings_type.from_file(path), transport=transport, signer=signer, msgids=msgids, clock=clock)

    @property
    def settings(self) -> RuntimeSettings:
        """The settings in use; their repr shows no secret."""
        return self._core.settings

    @property
    def clock(self) -> Clock:
        """The clock in use, with the skew learnt from the gateway."""
        return self._core.clock

    def reserve_msgid(self, *, envelope: Envelope | None = None) -> str:
        """A fresh msgid to write down before the call that is then given it as ``msgid``.

        Raises:
            RequestInvalid, MsgidUnavailable: nothing was drawn.
        """
        return self._core.reserve_msgid(envelope)

    def validate(
        self,
        operation: Operation[RequestModel, OutputT] | str,
        /,
        *,
        envelope: Envelope | None = None,
        extra: Extra | None = None,
        **nodes: object,
    ) -> None:
        """Checks nodes, envelope and size as a call would; sends nothing, draws no msgid.

        Raises:
            RequestInvalid: with everything that a call would refuse.
        """
        self._core.prepare(self._operation(operation), nodes, envelope=envelope, extra=extra)

    def validate_raw(self, infno: str, input: Mapping[str, object], /, *, envelope: Envelope | None = None) -> None:
        """Checks number, values, envelope and size as `call_raw` would; sends nothing, draws no msgid.

        Raises:
            RequestInvalid: with everything that the call would refuse.
        """
        self._raw_call(infno, input, "command", None, envelope, None, None)

    def serialize(
        self,
        operation: Operation[RequestModel, OutputT] | str,
        /,
        *,
        envelope: Envelope | None = None,
        extra: Extra | None = None,
        **nodes: object,
    ) -> bytes:
        """The ``input`` that a call would send, checked like `validate`: the same values give the same bytes.

        Raises:
            RequestInvalid: with everything that a call would refuse.
        """
        return self._core.prepare(self._operation(operation), nodes, envelope=envelope, extra=extra).input

    def read(
        self, operation: Operation[RequestModel, OutputT], raw: bytes, /, *, msgid: str = "", input: bytes = b"{}"
    ) -> Reply[OutputT]:
        """The reply in a body that was received before (``Reply.raw``) to this ``input``; sends nothing.

        Raises:
            GatewayRefused, BusinessError, ReplyUnreadable, ReplyDeparts: like the call that received it.
        """
        return self._core.parse_reply(
            operation, HttpResponse(status=200, headers={}, body=raw), msgid=msgid, sent=decode_exactly(input)
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.settings.base_url!r})"

    @staticmethod
    def find_operation(infno: str, /) -> Operation[RequestModel, ReplyModel]:
        """The operation of an interface number; the subclass says which. LookupError tells the caller what there is."""
        raise LookupError(f"没有接口 {infno}")

    def _connect(self, settings: RuntimeSettings) -> TransportT:
        raise NotImplementedError

    def _operation(self, operation: Operation[RequestModel, OutputT] | str) -> Operation[RequestModel, OutputT]:
        if isinstance(operation, Operation):
            return operation
        if not isinstance(operation, str):
            message = "应为接口编号（文本）或 operations 中的操作"
            problem = Problem(path="infno", field="infno", label="交易编号", message=message, rule="unknown_interface")
            raise RequestInvalid(problems=(problem,))
        try:
            return cast("Operation[RequestModel, OutputT]", type(self).find_operation(operation))
        except LookupError as error:
            message = f"{error.args[0] if error.args else '没有这个接口'}；没有收录的接口用 call_raw 调用"
            problem = Problem(path="infno", field="infno", label="交易编号", message=message, rule="unknown_interface")
            raise RequestInvalid(infno=operation, problems=(problem,)) from None

    def _call(
        self,
        operation: Operation[RequestModel, OutputT] | str,
        msgid: str | None,
        envelope: Envelope | None,
        nodes: Mapping[str, object],
        deadline: float | None = None,
        total_timeout: float | None = None,
        extra: Extra | None = None,
    ) -> Call[OutputT]:
        _check_total_timeout(total_timeout)
        prepared = self._core.prepare(self._operation(operation), nodes, msgid=msgid, envelope=envelope, extra=extra)
        if extra and (names := extra_names(extra)):
            what = prepared.operation
            logger.warning("%s %s：发送了表中没有的字段 %s", what.infno, what.title, "、".join(names))
        return Call(self._core, prepared, msgid=msgid, deadline=deadline, total_timeout=total_timeout)

    def _raw_call(
        self,
        infno: str,
        nodes: Mapping[str, object],
        effect: Effect,
        msgid: str | None,
        envelope: Envelope | None,
        deadline: float | None,
        total_timeout: float | None,
    ) -> Call[RawOutput]:
        _check_total_timeout(total_timeout)
        known = None
        with suppress(LookupError, TypeError):
            known = type(self).find_operation(infno)
        prepared = self._core.prepare_raw(infno, nodes, effect=effect, known=known, msgid=msgid, envelope=envelope)
        return Call(self._core, prepared, msgid=msgid, deadline=deadline, total_timeout=total_timeout)

    def _retries(self, call: Call[OutputT]) -> dict[str, Any]:
        from tenacity import retry_if_exception, stop_after_attempt, stop_before_delay, wait_random_exponential

        multiplier, most = self.retry_delay
        return {
            "stop": stop_after_attempt(self.settings.attempts) | stop_before_delay(call.total_timeout),
            "retry": retry_if_exception(lambda error: isinstance(error, GdybError) and error.retry_safe),
            "wait": wait_random_exponential(multiplier=multiplier, max=most),
            "reraise": True,
        }


def _check_total_timeout(seconds: float | None) -> None:
    if seconds is not None and not 0 < seconds <= LONGEST_SECONDS:
        message = f"应为大于 0、不超过 {LONGEST_SECONDS} 的秒数"
        problem = Problem(path="total_timeout", field="total_timeout", message=message, rule="total_timeout")
        raise RequestInvalid(problems=(problem,))


def _plain_reply(reply: Reply[RawOutput]) -> Reply[JsonValue]:
    return cast("Reply[JsonValue]", replace(reply, output=reply.output.value))


class BaseClient(_Client[SyncTransport]):
    """Calls the platform and waits for the answer; a context manager, safe to share between threads."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, error_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes connections and msgid store, as far as they are the client's own."""
        if self._owns_transport:
            self._transport.close()
        self._core.close()

    @overload
    def call(
        self,
        operation: Operation[RequestModel, OutputT],
        /,
        *,
        msgid: str | None = None,
        envelope: Envelope | None = None,
        deadline: float | None = None,
        total_timeout: float | None = None,
        extra: Extra | None = None,
        **nodes: object,
    ) -> Reply[OutputT]: ...
    @overload
    def call(
        self,
        operation: str,
        /,
        *,
        msgid: str | None = None,
        envelope: Envelope | None = None,
        deadline: float | None = None,
        total_timeout: float | None = None,
        extra: Extra | None = None,
        **nodes: object,
    ) -> Reply[ReplyModel]: ...
    def call(
        self,
        operation: Operation[RequestModel, OutputT] | str,
        /,
        *,
        msgid: str | None = None,
        envelope: Envelope | None = None,
        deadline: float | None = None,
        total_timeout: float | None = None,
        extra: Extra | None = None,
        **nodes: object,
    ) -> Reply[OutputT] | Reply[ReplyModel]:
        """One interface, by operation or number; nodes as models or mappings.

        Repeated automatically only where that cannot do harm: nothing was sent, a query, or a timestamp that
        ``correct_clock`` mended.
        ``msgid`` is drawn from the store unless given; ``envelope`` overrides settings for this call. After
        ``deadline`` (seconds since 1970 by the client's clock) no attempt is begun; TransportFailed, not sent.
        ``total_timeout`` (seconds) ends the call with all repetitions, however slowly its answer comes: of a command
        nobody then knows the outcome, a query may be called again.
        ``extra`` adds fields that the tables do not know, by node, of a node of many rows a list with those of each
        row: ``extra={"data": {"new_field": "1"}}``; the log says which.

        Raises:
            RequestInvalid, MsgidUnavailable: nothing was sent.
            GatewayRefused, BusinessError, TransportFailed, ReplyUnreadable: ``outcome`` tells what is known of it.
        """
        return self._run(self._call(operation, msgid, envelope, nodes, deadline, total_timeout, extra))

    def call_raw(
        self,
        infno: str,
        input: Mapping[str, object],
        /,
        *,
        effect: Effect = "command",
        msgid: str | None = None,
        envelope: Envelope | None = None,
        deadline: float | None = None,
        total_timeout: float | None = None,
    ) -> Reply[JsonValue]:
        """An interface by its number, without a table: for what the package does not have, or not as it is now.

        ``input`` is plain data (nodes by name, texts, int and Decimal, lists, dicts) and goes out as given; nothing
        of it is checked or added. ``reply.output`` is plain data, too. Everything else is that of ``call``: envelope,
        msgid, signature, outcome, masking. A call that only reads says ``effect="query"``; without it an answer that
        was lost is of a command, whose outcome nobody knows. A number that the package knows as a command is no query.

        Raises:
            RequestInvalid, MsgidUnavailable: nothing was sent.
            GatewayRefused, BusinessError, TransportFailed, ReplyUnreadable: ``outcome`` tells what is known of it.
        """
        return _plain_reply(self._run(self._raw_call(infno, input, effect, msgid, envelope, deadline, total_timeout)))

    def pages(
        self,
        operation: Operation[RequestModel, OutputT],
        /,
        *,
        envelope: Envelope | None = None,
        **nodes: object,
    ) -> Iterator[Reply[OutputT]]:
        """The replies of a paged query, one a page, until a page is empty or short.

        Starts at the row the nodes name, else at the first one.

        Raises:
            ReplyDeparts: when the platform sends a page that was already read, or more than ``max_pages``.
        """
        pager = Pager(self._operation(operation), nodes, most=self.settings.max_pages)
        while not pager.done:
            yield from pager.accept(self._run(self._call(operation, None, envelope, pager.nodes())))

    def in_batches(
        self,
        operation: Operation[RequestModel, OutputT],
        /,
        *,
        split: str | None = None,
        past_refusals: bool = False,
        envelope: Envelope | None = None,
        extra: Extra | None = None,
        **nodes: object,
    ) -> Iterator[Part[OutputT]]:
        """One interface with more rows than a call may carry, in as many calls as they need; a Part for each.

        The node of many rows is split by its printed limit and by the length that the input really has; ``split``
        names it where several are given. The other nodes go with each part, a field that counts its rows is filled.
        Everything is checked before the first part goes out. A part is sent when the one before it was asked for, and
        none is sent twice by itself; with the first error it ends, and the part's ``unsent`` says which rows never
        went out. ``past_refusals`` goes on where the platform said no to a part; never past an ``unknown`` one.

        Raises:
            RequestInvalid: nothing was sent; places name rows by their number among all.
        """
        plan = Plan(
            self._core,
            self._operation(operation),
            nodes,
            split=split,
            envelope=envelope,
            extra=extra,
            past_refusals=past_refusals,
        )
        return self._parts(plan)

    def _parts(self, plan: Plan[OutputT]) -> Iterator[Part[OutputT]]:
        for rows, call in plan.calls():
            try:
                part = plan.answered(rows, self._run(call))
            except GdybError as error:
                part = plan.answered(rows, error)
            yield part
            if part.ends:
                return

    def _connect(self, settings: RuntimeSettings) -> SyncTransport:
        return HttpxTransport(settings)

    def _run(self, call: Call[OutputT]) -> Reply[OutputT]:
        from tenacity import Retrying

        return Retrying(**self._retries(call))(self._once, call)

    def _once(self, call: Call[OutputT]) -> Reply[OutputT]:
        with call.attempt() as attempt:
            return attempt.read(self._transport.send(attempt.request))


class BaseAsyncClient(_Client[AsyncTransport]):
    """The same for asyncio."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, error_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Closes connections and msgid store, as far as they are the client's own."""
        if self._owns_transport:
            await self._transport.close()
        self._core.close()

    @overload
    async def call(
        self,
        operation: Operation[RequestModel, OutputT],
        /,
        *,
        msgid: str | None = None,
        envelope: Envelope | None = None,
        deadline: float | None = None,
        total_timeout: float | None = None,
        extra: Extra | None = None,
        **nodes: object,
    ) -> Reply[OutputT]: ...
    @overload
    async def call(
        self,
        operation: str,
        /,
        *,
        msgid: str | None = None,
        envelope: Envelope | None = None,
        deadline: float | None = None,
        total_timeout: float | None = None,
        extra: Extra | None = None,
        **nodes: object,
    ) -> Reply[ReplyModel]: ...
    async def call(
        self,
        operation: Operation[RequestModel, OutputT] | str,
        /,
        *,
        msgid: str | None = None,
        envelope: Envelope | None = None,
        deadline: float | None = None,
        total_timeout: float | None = None,
        extra: Extra | None = None,
        **nodes: object,
    ) -> Reply[OutputT] | Reply[ReplyModel]:
        """One interface, by operation or number; see ``BaseClient.call``."""
        return await self._run(self._call(operation, msgid, envelope, nodes, deadline, total_timeout, extra))

    async def call_raw(
        self,
        infno: str,
        input: Mapping[str, object],
        /,
        *,
        effect: Effect = "command",
        msgid: str | None = None,
        envelope: Envelope | None = None,
        deadline: float | None = None,
        total_timeout: float | None = None,
    ) -> Reply[JsonValue]:
        """An interface by its number, without a table; see ``BaseClient.call_raw``."""
        call = self._raw_call(infno, input, effect, msgid, envelope, deadline, total_timeout)
        return _plain_reply(await self._run(call))

    async def pages(
        self,
        operation: Operation[RequestModel, OutputT],
        /,
        *,
        envelope: Envelope | None = None,
        **nodes: object,
    ) -> AsyncIterator[Reply[OutputT]]:
        """The replies of a paged query; see ``BaseClient.pages``."""
        pager = Pager(self._operation(operation), nodes, most=self.settings.max_pages)
        while not pager.done:
            for reply in pager.accept(await self._run(self._call(operation, None, envelope, pager.nodes()))):
                yield reply

    def in_batches(
        self,
        operation: Operation[RequestModel, OutputT],
        /,
        *,
        split: str | None = None,
        past_refusals: bool = False,
        envelope: Envelope | None = None,
        extra: Extra | None = None,
        **nodes: object,
    ) -> AsyncIterator[Part[OutputT]]:
        """One interface with more rows than a call may carry; see ``BaseClient.in_batches``."""
        plan = Plan(
            self._core,
            self._operation(operation),
            nodes,
            split=split,
            envelope=envelope,
            extra=extra,
            past_refusals=past_refusals,
        )
        return self._parts(plan)

    async def _parts(self, plan: Plan[OutputT]) -> AsyncIterator[Part[OutputT]]:
        for rows, call in plan.calls():
            try:
                part = plan.answered(rows, await self._run(call))
            except GdybError as error:
                part = plan.answered(rows, error)
            yield part
            if part.ends:
                return

    def _connect(self, settings: RuntimeSettings) -> AsyncTransport:
        return AsyncHttpxTransport(settings)

    async def _run(self, call: Call[OutputT]) -> Reply[OutputT]:
        from tenacity import AsyncRetrying

        return await AsyncRetrying(**self._retries(call))(self._once, call)

    async def _once(self, call: Call[OutputT]) -> Reply[OutputT]:
        # In a thread, because the msgid store waits for the disk and a signer perhaps for a card.
        with await asyncio.to_thread(call.attempt) as attempt:
            return attempt.read(await self._transport.send(attempt.request))
