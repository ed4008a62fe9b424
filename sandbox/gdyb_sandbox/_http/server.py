"""A uvicorn server that tells when it accepts connections, can drop one, and ends quietly."""

import contextlib
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from types import FrameType

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

_GRACE_SECONDS = 2
"""How long a stopping server waits for answers under way, such as a delayed one."""


class GatewayServer(uvicorn.Server):
    """Serves `application`, to be set before the server runs, on a socket that is already bound."""

    application: ASGIApp

    def __init__(self, on_ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                self._serve_request,
                http="h11",
                ws="none",
                interface="asgi3",
                proxy_headers=False,
                lifespan="off",
                # Logging is set up by the program that runs the sandbox; requests are logged by the application.
                log_config=None,
                access_log=False,
                date_header=False,
                server_header=False,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )
        self._on_ready = on_ready

    async def _serve_request(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.application(scope, receive, send)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts listening, then says so."""
        await super().startup(sockets=sockets)
        if self.started:
            self._on_ready()

    def drop_connection(self, scope: Scope) -> None:
        """Ends the connection of a request at once; to be called in the server's event loop."""
        for connection in list(self.server_state.connections):
            if getattr(connection, "client", None) == tuple(scope["client"]):
                connection.transport.abort()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Shuts down on the first signal, at once on the second; unlike uvicorn's own does not raise it again."""
        self.force_exit = self.should_exit
        self.should_exit = True

    @contextlib.contextmanager
    def stopping_on_signals(self) -> Iterator[None]:
        """Ctrl-C and SIGTERM end the server, also while it is still starting."""
        signals = [signal.SIGINT, signal.SIGTERM]
        if sys.platform == "win32":
            signals.append(signal.SIGBREAK)
        before = {number: signal.signal(number, self.handle_exit) for number in signals}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def bind(host: str, port: int) -> socket.socket:
    """A socket bound to an address, port 0 for a free one; OSError when the address is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only of a socket that is named TCP does asyncio switch off the delay that costs 40 ms an answer.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            # On Windows this option would let two sandboxes share a port.
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
    except OSError:
        bound.close()
        raise
    return bound
