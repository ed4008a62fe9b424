"""The gateway over HTTP: a Starlette application."""

import asyncio
import logging
import math
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Protocol

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from gdyb.protocol import PROTOCOL
from gdyb_runtime.redaction import mask_text
from gdyb_sandbox._centre.attendance import SignInDemand
from gdyb_sandbox._faults.file_shapes import TEXT_SHAPES, ZIP_SHAPES, apply_file_shapes
from gdyb_sandbox._faults.reply_shapes import (
    BODY_SHAPES,
    FILE_BODY_SHAPES,
    REFUSAL_SHAPES,
    REPLY_SHAPES,
    apply_reply_shapes,
    encode,
    refusal_body,
)
from gdyb_sandbox._faults.switches import Faults
from gdyb_sandbox._http.gateway import Gateway, Reply
from gdyb_sandbox._http.moments import Event, InFlight, Moment, Moments
from gdyb_sandbox._http.openapi import describe_gateway
from gdyb_sandbox._http.recording import RecordedRequest, Recording, peek
from gdyb_sandbox._messages.interfaces import find_operation, interface_numbers
from gdyb_sandbox._messages.payload import file_fields
from gdyb_sandbox._messages.wording import describe

JSON = "application/json;charset=utf-8"
FILE = "application/octet-stream"
_BODY_LIMIT = 8 * 1024 * 1024
_FILE_LIMIT = 256 * 1024 * 1024
"""Of a body with a file in it: a million settlements, zipped, are about a hundred million characters."""
_LOG = logging.getLogger("gdyb.sandbox")


class Host(Protocol):
    """What the application needs of the server that runs it."""

    should_exit: bool

    def drop_connection(self, scope: Scope) -> None:
        """Ends the connection a request came on, without an answer."""


class _Dropped(Response):
    """No answer at all."""

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._host.drop_connection(scope)
        # The server has to notice the end of the connection first, or it would answer for us with a 500.
        while (await receive())["type"] != "http.disconnect":
            pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What a sandbox lets others change or see while it runs."""

    faults: Faults
    requests: Recording
    moments: Moments = field(default_factory=Moments)
    in_flight: InFlight = field(default_factory=InFlight)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Exchange:
    """A request that was read."""

    infno: str
    msgid: str
    institution: str
    headers: Mapping[str, str]
    body: bytes
    over: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the answer was sent or the client disconnected."""


class GatewayApp:
    """What happens to a request between the socket and the gateway: recording, faults, status, log line."""

    def __init__(self, gateway: Gateway, watch: Watch, host: Host) -> None:
        self._gateway = gateway
        self._watch = watch
        self._faults = watch.faults
        self._host = host
        self._followed: set[asyncio.Task[None]] = set()

    def application(self) -> Starlette:
        """The ASGI application: POST any/prefix/{infno}, GET /openapi.json."""
        routes = [
            Route("/openapi.json", self._openapi, methods=["GET"]),
            Route("/{path:path}", self._call, methods=["POST"]),
        ]
        return Starlette(routes=routes)

    async def _openapi(self, _: Request) -> Response:
        return self._response(encode(describe_gateway()), now=time.time())

    async def _call(self, request: Request) -> Response:
        infno = request.url.path.rsplit("/", 1)[-1]
        try:
            body = await _read(request, _FILE_LIMIT if file_fields(infno) else _BODY_LIMIT)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return PlainTextResponse("报文过大", status_code=413)
        headers = {name.lower(): value for name, value in request.headers.items()}
        msgid, institution = peek(body)
        self._watch.requests.add(
            RecordedRequest(infno=infno, msgid=msgid, institution=institution, headers=headers, body=body[:_BODY_LIMIT])
        )
        exchange = _Exchange(infno=infno, msgid=msgid, institution=institution, headers=headers, body=body)
        self._follow(exchange, request.receive)
        return await self._exchange(exchange)

    async def _exchange(self, exchange: _Exchange) -> Response:
        infno = exchange.infno
        if self._watch.moments.callbacks("arrived", infno):
            await run_in_threadpool(self._tell, "arrived", exchange)
        if self._faults.take("drop-before", infno):
            return self._dropped(infno)
        if delay := self._faults.take("delay-before", infno):
            # The caller may be gone by then: what lies in a queue is applied all the same.
            await self._pause(delay.seconds)
            if self._host.should_exit:
                return self._dropped(infno)
        response = await run_in_threadpool(self._answer, exchange)
        if delay := self._faults.take("delay", infno):
            await self._pause(delay.seconds, exchange.over)
        if self._faults.take("hang", infno):
            await self._pause(math.inf, exchange.over)
            return self._dropped(infno)
        if self._faults.take("drop-after", infno):
            return self._dropped(infno)
        if self._watch.moments.callbacks("answered", infno):
            response.background = BackgroundTask(self._tell, "answered", exchange)
        return response

    def _follow(self, exchange: _Exchange, receive: Receive) -> None:
        """Counts a request as in flight until it is answered or its caller gone."""

        async def follow() -> None:
            try:
                while (await receive())["type"] != "http.disconnect":
                    pass
            finally:
                self._watch.in_flight.remove(exchange.institution, exchange.infno)
                exchange.over.set()

        self._watch.in_flight.add(exchange.institution, exchange.infno)
        task = asyncio.create_task(follow())
        self._followed.add(task)
        task.add_done_callback(self._followed.discard)

    def _tell(self, moment: Moment, exchange: _Exchange) -> None:
        event = Event(moment=moment, infno=exchange.infno, institution=exchange.institution, msgid=exchange.msgid)
        self._watch.moments.tell(event)

    def _answer(self, exchange: _Exchange) -> Response:
        """The response to a request that was read; whatever is to be applied is applied."""
        infno = exchange.infno
        skew = self._faults.take("clock-skew", infno)
        now = time.time() + (skew.seconds if skew else 0)
        if self._faults.take("http-500", infno):
            _log(infno, "http-500")
            return self._response("内部服务器错误".encode(), now=now, status=500, media_type="text/plain;charset=utf-8")
        if refused := self._refuse(infno, exchange.headers, now):
            return self._response(refused, now=now, status=self._gateway.options.gateway_status)
        content, media_type = self._reply(exchange, now)
        return self._response(content, now=now, media_type=media_type)

    def _refuse(self, infno: str, headers: Mapping[str, str], now: float) -> bytes:
        """The body of a refusal by the gateway, real or forced; empty when the request may pass."""
        refusal = self._gateway.gate.check(headers, now)
        forced = self._faults.take("refuse", infno)
        shapes = [shape for name, shape in REFUSAL_SHAPES.items() if self._faults.take(name, infno)]
        if refusal is None and (forced or shapes):
            refusal = self._gateway.gate.refusal(forced.value if forced else "SignatureMismatch")
        if refusal is None:
            return b""
        _log(infno, refusal.error)
        return encode(shapes[0].apply(refusal) if shapes else refusal_body(refusal))

    def _apply(self, exchange: _Exchange, now: float) -> Reply:
        """What the platform answers, once it has done what was asked."""
        infno, gateway = exchange.infno, self._gateway
        if failure := self._faults.take("business-error", infno):
            return gateway.failure(failure.value, now)
        demand = self._demand(infno)
        reply = gateway.answer(infno, exchange.body, now, demand)
        if self._faults.take("duplicate", infno):
            _log_reply(infno, gateway.answer(infno, exchange.body, now, demand))
        if reply.infcode == PROTOCOL.success:
            self._tell("applied", exchange)
        return reply

    def _reply(self, exchange: _Exchange, now: float) -> tuple[bytes, str]:
        """Content and Content-Type of what the platform answers."""
        infno, gateway = exchange.infno, self._gateway
        reply = self._apply(exchange, now)
        _log_reply(infno, reply)
        if reply.file is not None and not self._faults.take("download-error", infno):
            return self._file(infno, reply.file)
        media_type = JSON
        if reply.file is not None:
            reply, media_type = gateway.failure("文件下载失败，请稍后重试", now), FILE
        names = self._taken(REPLY_SHAPES, infno)
        paging = find_operation(infno).paging if infno in interface_numbers() else None
        content = encode(apply_reply_shapes(reply.envelope, names, paging))
        return self._shaped(content, BODY_SHAPES, infno), media_type

    def _file(self, infno: str, content: bytes) -> tuple[bytes, str]:
        """A downloaded file in the shapes that are switched on."""
        content = apply_file_shapes(content, self._taken(TEXT_SHAPES, infno), self._taken(ZIP_SHAPES, infno))
        media_type = JSON if self._faults.take("download-as-json", infno) else FILE
        return self._shaped(content, FILE_BODY_SHAPES, infno), media_type

    def _shaped(self, content: bytes, names: Iterable[str], infno: str) -> bytes:
        for name in self._taken(names, infno):
            content = BODY_SHAPES[name].apply(content)
        return content

    def _taken(self, names: Iterable[str], infno: str) -> list[str]:
        return [name for name in names if self._faults.take(name, infno)]

    def _demand(self, infno: str) -> SignInDemand:
        if self._faults.take("sign-in-expired", infno):
            return "expired"
        return "required" if self._faults.take("sign-in-required", infno) else "none"

    async def _pause(self, seconds: float, over: asyncio.Event | None = None) -> None:
        """Sleeps, but ends early when the server stops or, with `over`, when the client disconnects."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not self._host.should_exit and not (over and over.is_set()):
            await asyncio.sleep(min(left, 0.1))

    def _dropped(self, infno: str) -> Response:
        _log(infno, "dropped")
        return _Dropped(self._host)

    def _response(self, content: bytes, *, now: float, status: int = 200, media_type: str = JSON) -> Response:
        # The server's own Date header is off, so that a fault can turn the clock.
        date = formatdate(now, usegmt=True)
        return Response(content, status_code=status, media_type=media_type, headers={"Date": date})


async def _read(request: Request, limit: int) -> bytes | None:
    """The body, or None when it is longer than any message could be."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > limit:
            return None
    return bytes(body)


def _log(infno: str, outcome: str) -> None:
    # The path is the caller's text: only a known interface number goes into the log.
    _LOG.info("%s %s", infno if infno in interface_numbers() else "unknown interface", outcome)


def _log_reply(infno: str, reply: Reply) -> None:
    # Problems hold wire names, labels and rules, never the values that were sent.
    _log(infno, mask_text(f"infcode {reply.infcode} {describe(reply.problems)}".rstrip()))
