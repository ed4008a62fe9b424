"""A real HTTP/1.1 server on a free loopback port that answers what it is told and remembers what it got."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from support.waits import join


@dataclass(frozen=True)
class Received:
    """One request as it came over the line."""

    path: str
    headers: Mapping[str, str]
    body: bytes
    connection: tuple[str, int]

    @property
    def envelope(self) -> dict[str, object]:
        """The body as JSON."""
        loaded: dict[str, object] = json.loads(self.body)
        return loaded


@dataclass
class Answer:
    """What the server does with a request."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: bool = False
    """Close the connection after reading the request."""
    reset: bool = False
    """Break the connection off after reading the request."""
    cut: int = 0
    """Promise so many more bytes than are sent, then close."""
    hang: bool = False
    """Answer only when the server is closed."""
    clock_ahead: float = 0.0
    """Seconds by which the Date header is ahead."""


def success(output: object = None, **more: object) -> Answer:
    """A well-formed successful reply."""
    message = {"infcode": 0, "inf_refmsgid": "4" * 30, "err_msg": "", "output": output, **more}
    return Answer(json.dumps(message, ensure_ascii=False).encode())


def reply(message: object, status: int = 200) -> Answer:
    """Any JSON body."""
    return Answer(json.dumps(message, ensure_ascii=False).encode(), status)


class Gateway:
    """Answers requests by ``answers`` in turn, the last one for good; or by ``decide``."""

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self.received: list[Received] = []
        self.answers: list[Answer] = [success()]
        self.decide: Callable[[Received], Answer] | None = None
        self._closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """Base URL for settings."""
        return f"http://127.0.0.1:{self.port}/hgs/"

    def answer(self, received: Received) -> Answer:
        """Remembers a request and says what to do with it."""
        self.received.append(received)
        if self.decide is not None:
            return self.decide(received)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def wait_for_end(self) -> None:
        """Blocks until the server is closed."""
        self._closing.wait()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, error_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        join(self._thread)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Keeps quiet: clients that hang up are part of the tests."""


def _handler(gateway: Gateway) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            host, port = self.client_address[:2]
            answer = gateway.answer(Received(self.path, dict(self.headers.items()), body, (host, port)))
            if answer.hang:
                gateway.wait_for_end()
            if answer.reset:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.close_connection = True
                self.connection.close()
            elif answer.drop or answer.hang:
                self._close()
            else:
                self._send(answer)

        def _send(self, answer: Answer) -> None:
            self.send_response_only(answer.status)
            headers = {"Date": formatdate(time.time() + answer.clock_ahead, usegmt=True), **answer.headers}
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body) + answer.cut))
            self.end_headers()
            self.wfile.write(answer.body)
            if answer.cut:
                self._close()

        def _close(self) -> None:
            self.close_connection = True
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
