"""The gateway over HTTP: a Starlette application."""

import asyncio
import logging
import time
from collections.abc import Iterable
from email.utils import formatdate
from typing import Protocol

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from gdyb_runtime.redaction import mask_text
from gdyb_sandbox.attendance import SignInDemand
from gdyb_sandbox.fault_shapes import (
    BODY_SHAPES,
    FILE_BODY_SHAPES,
    REFUSAL_SHAPES,
    REPLY_SHAPES,
    apply_reply_shapes,
    encode,
    refusal_body,
)
from gdyb_sandbox.faults import Faults
from gdyb_sandbox.file_shapes import TEXT_SHAPES, ZIP_SHAPES, apply_file_shapes
from gdyb_sandbox.gateway import Gateway, Reply
from gdyb_sandbox.interfaces import find_operation, interface_numbers
from gdyb_sandbox.openapi import describe_gateway
from gdyb_sandbox.payload import file_fields
from gdyb_sandbox.recording import RecordedRequest, Recording, peek_msgid
from gdyb_sandbox.wording import describe

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


class GatewayApp:
    """What happens to a request between the socket and the gateway: recording, faults, status, log line."""

    def __init__(self, gateway: Gateway, faults: Faults, requests: Recording, host: Host) -> None:
        self._gateway = gateway
        self._faults = faults
        self._requests = requests
        self._host = host

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
        self._requests.add(
            RecordedRequest(infno=infno, msgid=peek_msgid(body), headers=headers, body=body[:_BODY_LIMIT])
        )
        if self._faults.take("drop-before", infno):
            return self._dropped(infno)
        if delay := self._faults.take("delay-before", infno):
            await self._pause(delay.seconds)
        response = await run_in_threadpool(self._answer, infno, headers, body)
        if delay := self._faults.take("delay", infno):
            await self._pause(delay.seconds)
        return self._dropped(infno) if self._faults.take("drop-after", infno) else response

    def _answer(self, infno: str, headers: dict[str, str], body: bytes) -> Response:
        """The response to a request that was read; whatever is to be applied is applied."""
        skew = self._faults.take("clock-skew", infno)
        now = time.time() + (skew.seconds if skew else 0)
        if self._faults.take("http-500", infno):
            _log(infno, "http-500")
            return self._response("内部服务器错误".encode(), now=now, status=500, media_type="text/plain;charset=utf-8")
        if refused := self._refuse(infno, headers, now):
            return self._response(refused, now=now, status=self._gateway.options.gateway_status)
        content, media_type = self._reply(infno, body, now)
        return self._response(content, now=now, media_type=media_type)

    def _refuse(self, infno: str, headers: dict[str, str], now: float) -> bytes:
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

    def _reply(self, infno: str, body: bytes, now: float) -> tuple[bytes, str]:
        """Content and Content-Type of what the platform answers."""
        failure = self._faults.take("business-error", infno)
        gateway = self._gateway
        reply = (
            gateway.failure(failure.value, now) if failure else gateway.answer(infno, body, now, self._demand(infno))
        )
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

    async def _pause(self, seconds: float) -> None:
        """Waits, but does not keep a server from stopping."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not self._host.should_exit:
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
