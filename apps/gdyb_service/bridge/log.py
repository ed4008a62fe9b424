"""One log line a request: time, path, status, duration and class of error, and nothing that was read or sent."""

import logging
import time
import traceback
from collections.abc import Collection

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["LOGGER", "LogLine", "note_error", "note_fault"]

LOGGER = logging.getLogger("gdyb_service.bridge")
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def note_error(scope: Scope, error: str) -> None:
    """Has the line of a request name an error."""
    scope.setdefault("state", {})["error"] = error


def note_fault(error: Exception) -> None:
    """Logs where a bug is, without the exception's text, which may quote a card."""
    where = "".join(traceback.format_tb(error.__traceback__))
    LOGGER.error("%s\n%s", type(error).__name__, where.rstrip())


class LogLine:
    """Writes the line, and gives every answer the headers that keep it out of caches and other pages."""

    def __init__(self, app: ASGIApp, *, paths: Collection[str]) -> None:
        self._app = app
        self._paths = frozenset(paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves a request and logs it."""
        started = time.monotonic()
        status = 0

        async def send_marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        try:
            await self._app(scope, receive, send_marked)
        finally:
            # Any other path is somebody else's text.
            path = scope["path"] if scope["path"] in self._paths else "?"
            method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST", "OPTIONS") else "?"
            error = scope.get("state", {}).get("error", "-")
            LOGGER.info("%s %s %s %.3fs %s", method, path, status, time.monotonic() - started, error)
