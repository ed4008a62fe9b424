"""HTTP, and the one question that matters when it fails: can the request have reached the platform?"""

from __future__ import annotations

import asyncio
import os
import ssl
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from gdyb_runtime.config.settings import RuntimeSettings, split_address
from gdyb_runtime.errors import GdybError, ReplyTooLarge, SettingsInvalid, TransportFailed
from gdyb_runtime.local.environment import env_name
from gdyb_runtime.problems import Problem
from gdyb_runtime.wire.messages import HttpRequest, HttpResponse

if TYPE_CHECKING:
    import httpx2

__all__ = ["AsyncHttpxTransport", "AsyncTransport", "HttpxTransport", "SyncTransport"]

_KEEPALIVE_SECONDS = 3.0
_USER_AGENT = "gdyb"


class SyncTransport(Protocol):
    """Sends one request and reads the whole answer, whatever its status, within the request's ``total_timeout``.

    Raises:
        TransportFailed: with outcome ``not_sent`` only if nothing can have left this machine.
    """

    def send(self, request: HttpRequest) -> HttpResponse:
        """The answer to one request."""
        ...

    def close(self) -> None:
        """Closes all connections."""
        ...


class AsyncTransport(Protocol):
    """The same for asyncio."""

    async def send(self, request: HttpRequest) -> HttpResponse:
        """The answer to one request."""
        ...

    async def close(self) -> None:
        """Closes all connections."""
        ...


class HttpxTransport:
    """Keep-alive connections through httpx2, without proxies and redirects; threads and forks may share it."""

    def __init__(self, settings: RuntimeSettings) -> None:
        self._line = _Line(settings)
        self._lock = threading.Lock()
        self._process = os.getpid()
        self._client: httpx2.Client | None = None
        self._closed = False

    def send(self, request: HttpRequest) -> HttpResponse:
        """The answer to one request, read to its end."""
        client, limit = self._open(), self._line.limit(request)
        with self._line.failures(limit):
            from ._bounded import ending

            with ending(limit.ends):
                response = client.send(self._line.request(client, request, limit), stream=True)
                try:
                    reading = self._line.reading(response)
                    for piece in response.iter_bytes():
                        reading.add(piece)
                finally:
                    response.close()
        return reading.response()

    def close(self) -> None:
        """Closes all connections for good."""
        self._closed = True
        if self._client is not None and self._process == os.getpid():
            self._client.close()

    def _open(self) -> httpx2.Client:
        if self._closed:
            raise TransportFailed(outcome="not_sent", reason="客户端已经关闭")
        if self._process != os.getpid():
            # The child of a fork must not write into the parent's connections.
            self._lock, self._client, self._process = threading.Lock(), None, os.getpid()
        with self._lock:
            if self._client is None:
                import httpx2

                from ._bounded import BoundedTransport

                transport = BoundedTransport(verify=self._line.verify(), keepalive_expiry=_KEEPALIVE_SECONDS)
                self._client = httpx2.Client(transport=transport, **self._line.options())
            return self._client


class AsyncHttpxTransport:
    """The same for asyncio; each event loop gets connections of its own."""

    def __init__(self, settings: RuntimeSettings) -> None:
        self._line = _Line(settings)
        self._process = os.getpid()
        self._clients: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, httpx2.AsyncClient] = (
            weakref.WeakKeyDictionary()
        )
        self._closed = False

    async def send(self, request: HttpRequest) -> HttpResponse:
        """The answer to one request, read to its end."""
        client, limit = self._open(), self._line.limit(request)
        with self._line.failures(limit):
            async with asyncio.timeout(limit.seconds):
                response = await client.send(self._line.request(client, request, limit), stream=True)
                try:
                    reading = self._line.reading(response)
                    async for piece in response.aiter_bytes():
                        reading.add(piece)
                finally:
                    await response.aclose()
        return reading.response()

    async def close(self) -> None:
        """Closes the connections of this event loop for good."""
        self._closed = True
        client = self._clients.pop(asyncio.get_running_loop(), None)
        if client is not None and self._process == os.getpid():
            await client.aclose()

    def _open(self) -> httpx2.AsyncClient:
        if self._closed:
            raise TransportFailed(outcome="not_sent", reason="客户端已经关闭")
        if self._process != os.getpid():
            self._clients, self._process = weakref.WeakKeyDictionary(), os.getpid()
        loop = asyncio.get_running_loop()
        if loop not in self._clients:
            import httpx2

            limits = httpx2.Limits(keepalive_expiry=_KEEPALIVE_SECONDS)
            self._clients[loop] = httpx2.AsyncClient(limits=limits, verify=self._line.verify(), **self._line.options())
        return self._clients[loop]


class _Line:
    """Where to connect and how, the same for both drivers."""

    def __init__(self, settings: RuntimeSettings) -> None:
        self._settings = settings
        parts = urlsplit(settings.base_url)
        self._host = parts.hostname or ""
        self._secure = parts.scheme == "https"
        self._authority = parts.netloc
        port = parts.port or (443 if self._secure else 80)
        self._address, self._port = split_address(settings.connect_to) if settings.connect_to else (self._host, port)
        self._port = self._port or port

    def options(self) -> dict[str, Any]:
        """What both kinds of clients are made with: no proxies, no redirects, no cookies."""
        return {
            "trust_env": False,
            "follow_redirects": False,
            "headers": {"User-Agent": _USER_AGENT},
            "cookies": CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        }

    def limit(self, request: HttpRequest) -> _Limit:
        """When the answer to a request must be there."""
        return _Limit(self._settings.total_timeout if request.total_timeout is None else request.total_timeout)

    def request(
        self, client: httpx2.Client | httpx2.AsyncClient, request: HttpRequest, limit: _Limit
    ) -> httpx2.Request:
        """Converts a request to httpx2's; ``connect_to`` changes only the address of the TCP connection."""
        import httpx2

        settings, url, headers = self._settings, httpx2.URL(request.url), dict(request.headers)
        extensions: dict[str, Any] = {}
        if isinstance(client, httpx2.AsyncClient):
            limit.is_unsent, extensions["trace"] = True, limit.trace
        if settings.connect_to:
            url = url.copy_with(host=self._address, port=self._port)
            headers["Host"] = self._authority
            extensions["sni_hostname"] = self._host
        timeout = httpx2.Timeout(
            connect=min(settings.connect_timeout, limit.seconds),
            read=settings.read_timeout,
            write=settings.write_timeout,
            pool=min(settings.pool_timeout, limit.seconds),
        )
        return client.build_request(
            request.method, url, headers=headers, content=request.body, extensions=extensions, timeout=timeout
        )

    def reading(self, response: httpx2.Response) -> _Reading:
        """Reads the body of an answer, within the limit."""
        return _Reading(response, self._settings.max_reply_bytes)

    @contextmanager
    def failures(self, limit: _Limit) -> Iterator[None]:
        """Converts exceptions of httpx2 and httpcore2 to TransportFailed with the right outcome."""
        import httpcore2
        import httpx2

        before_sending = (
            *(httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol),
            *(httpcore2.ConnectError, httpcore2.ConnectTimeout, httpcore2.PoolTimeout, httpcore2.UnsupportedProtocol),
            *(httpx2.InvalidURL, UnicodeError),
        )
        try:
            yield
        except before_sending as error:
            reason = f"连接 {self._address}:{self._port} 失败（{_describe(error)}）"
            raise TransportFailed(outcome="not_sent", reason=reason) from error
        except GdybError:
            raise
        # Whatever else it is, the request may have left: an outcome that nobody names would be taken for "failed".
        except Exception as error:
            if limit.is_unsent and isinstance(error, TimeoutError):
                reason = f"在总时限（total_timeout）内没有连上 {self._address}:{self._port}"
                raise TransportFailed(outcome="not_sent", reason=reason) from error
            within = "在总时限（total_timeout）内" if limit.is_over(error) else ""
            reason = f"已连接 {self._address}:{self._port}，但{within}没有收到完整的答复（{_describe(error)}）"
            raise TransportFailed(outcome="unknown", reason=reason) from error

    def verify(self) -> ssl.SSLContext | bool:
        """How a certificate is checked."""
        settings = self._settings
        # Loading the authorities takes a while; a plain http line never uses them, since redirects are not followed.
        if not settings.verify_tls or not self._secure:
            return False
        if settings.ca_file is None:
            return True
        try:
            return ssl.create_default_context(cafile=str(settings.ca_file))
        except OSError as error:
            problem = Problem(
                path=env_name("ca_file"), field="ca_file", message="不是可用的 PEM 证书文件", rule="ca_file"
            )
            raise SettingsInvalid(problems=(problem,)) from error


# A wait ends up to a tick of the clock before its moment: 16 ms on Windows.
_TICK = max(0.02, time.get_clock_info("monotonic").resolution)


class _Limit:
    """When one answer must have been read to its end, and, for asyncio, whether its request was begun."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.ends = time.monotonic() + seconds
        self.is_unsent = False

    def is_over(self, error: Exception) -> bool:
        """Whether it is the limit that ended a request."""
        return isinstance(error, TimeoutError) or time.monotonic() + _TICK >= self.ends

    async def trace(self, event: str, _: object) -> None:
        """Follows how far a request is; a time-out of asyncio does not tell it."""
        if event.endswith("send_request_headers.started"):
            self.is_unsent = False


class _Reading:
    """The body of one answer, streamed; the limit counts decompressed bytes, so that compression cannot evade it."""

    def __init__(self, response: httpx2.Response, limit: int) -> None:
        self._response = response
        self._limit = limit
        self._body = bytearray()
        promised = response.headers.get("content-length", "")
        if promised.isascii() and promised.isdigit() and int(promised[:20]) > limit:
            raise ReplyTooLarge(limit=limit)

    def add(self, piece: bytes) -> None:
        if len(self._body) + len(piece) > self._limit:
            raise ReplyTooLarge(limit=self._limit)
        self._body += piece

    def response(self) -> HttpResponse:
        received = self._response
        return HttpResponse(status=received.status_code, headers=dict(received.headers), body=bytes(self._body))


def _describe(error: Exception) -> str:
    text = str(error)
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
