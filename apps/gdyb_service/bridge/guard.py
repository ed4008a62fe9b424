"""Who may call: the address the browser meant, the page that asks, and the token; each asked before anything runs."""

import hmac
from collections.abc import Collection
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from gdyb_service.bridge.log import note_error
from gdyb_service.bridge.replies import Refusal

__all__ = ["Address", "PageGuard", "TokenGuard"]

_HOST = Refusal(status=421, error="HostRefused", message="请用 http://127.0.0.1 加端口访问本机的读卡桥接程序。")
_NO_ORIGIN = Refusal(
    status=403,
    error="OriginMissing",
    message="请求没有 Origin 头。浏览器会自动加上；其他程序请直接使用读卡器类，不必经过桥接。",
)
_ORIGIN = Refusal(
    status=403,
    error="OriginRefused",
    message="这个网页的来源不在允许之列。如果它确实应该使用读卡器，请在启动桥接程序时用 --origin 加上它的来源。",
)
_TOKEN = Refusal(
    status=401,
    error="TokenRefused",
    message="令牌缺失或不正确。在本机运行 gdyb reader serve --show-token 可以看到令牌。",
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where the bridge listens."""

    port: int

    @property
    def origin(self) -> str:
        """Origin of its own page."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def hosts(self) -> tuple[str, str]:
        """What a Host header may say; with any other one, a foreign name was made to point to this machine."""
        return f"127.0.0.1:{self.port}", f"localhost:{self.port}"


class PageGuard:
    """Refuses what does not come from a named page to this very address."""

    def __init__(self, app: ASGIApp, *, address: Address, origins: Collection[str]) -> None:
        self._app = app
        self._hosts = address.hosts
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers it."""
        refusal = self._refusal(scope["method"], Headers(scope=scope))
        await _answer(refusal, self._app, scope, receive, send)

    def _refusal(self, method: str, headers: Headers) -> Refusal | None:
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return _HOST
        if not origins:
            # Opening a page sends no Origin; whatever makes the reader work is a POST, where browsers always send it.
            return None if method in ("GET", "HEAD") else _NO_ORIGIN
        return None if len(origins) == 1 and origins[0] in self._origins else _ORIGIN


class TokenGuard:
    """Refuses calls without the token; the page itself needs none."""

    def __init__(self, app: ASGIApp, *, token: str) -> None:
        self._app = app
        self._token = token.encode("ascii")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers it."""
        is_page = scope["method"] in ("GET", "HEAD")
        refusal = None if is_page or self._fits(Headers(scope=scope)) else _TOKEN
        await _answer(refusal, self._app, scope, receive, send)

    def _fits(self, headers: Headers) -> bool:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        same = hmac.compare_digest(token.strip().encode("latin-1"), self._token)
        return same and scheme.lower() == "bearer"


async def _answer(refusal: Refusal | None, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    if refusal is None:
        await app(scope, receive, send)
    else:
        note_error(scope, refusal.error)
        await refusal.response()(scope, receive, send)
