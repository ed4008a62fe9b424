"""The server of the bridge: on 127.0.0.1 and nowhere else, until Ctrl-C, which also ends the call under way."""

import asyncio
import contextlib
import socket
import sys
import time
from collections.abc import Callable, Collection
from types import FrameType

import uvicorn

from gdyb_service.bridge.application import bridge_application
from gdyb_service.bridge.desk import FrontDesk
from gdyb_service.bridge.guard import Address
from gdyb_service.bridge.turn import in_thread

__all__ = ["BridgeServer"]

_CLOSE_SECONDS = 5.0
_GRACE_SECONDS = 1


class BridgeServer(uvicorn.Server):
    """Serves a front desk; binds its port at once (0: any free one) and raises OSError when it is taken."""

    def __init__(
        self,
        desk: FrontDesk,
        *,
        token: str,
        port: int = 0,
        origins: Collection[str] = (),
        on_ready: Callable[[], None] = lambda: None,
    ) -> None:
        self._socket = _bind(port)
        self.address = Address(self._socket.getsockname()[1])
        self._turn, self._close_reader = desk.turn, desk.reader.close
        self._on_ready = on_ready
        super().__init__(
            uvicorn.Config(
                bridge_application(desk, token=token, address=self.address, origins=origins),
                http="h11",
                ws="none",
                interface="asgi3",
                # Whoever calls from this machine must not be able to name another sender.
                proxy_headers=False,
                lifespan="off",
                log_config=None,
                # Its access log would show whatever somebody puts into an address.
                access_log=False,
                log_level="warning",
                server_header=False,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serves until `stop`, Ctrl-C or SIGTERM, then lets go of the reader."""
        super().run(sockets=[self._socket])

    def stop(self) -> None:
        """Ends the server, from any thread."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts listening, then says so."""
        await super().startup(sockets=sockets)
        if self.started:
            self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends the call under way by closing the reader, then the connections."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(in_thread(self._leave_desk), _CLOSE_SECONDS)
        await super().shutdown(sockets=sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Ends on the first signal, at once on the second; unlike uvicorn's own it does not raise the signal again."""
        self.force_exit = self.should_exit
        self.should_exit = True

    def _leave_desk(self) -> None:
        self._turn.end()
        while True:
            self._close_reader()
            if not self._turn.is_taken:
                # Once more: the call that was under way may have opened the device again.
                self._close_reader()
                return
            time.sleep(0.05)


def _bind(port: int) -> socket.socket:
    # Only of a socket that is named TCP does asyncio switch off the delay that costs 40 ms an answer.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform == "win32":
            # Otherwise another program could take over the port, and the token with it.
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(("127.0.0.1", port))
    except OSError:
        bound.close()
        raise
    return bound
