"""A call ends at its deadline, however slowly, and with whatever, its answer comes."""

from __future__ import annotations

import gzip
import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from gdyb_runtime.errors import RequestInvalid, TransportFailed
from support.mini import CONFIRM, DOWNLOAD, EXTRACT, UPLOAD, Client, Settings
from support.mini.driving import Driver
from support.mini.gateway import Gateway, success
from support.waits import SECONDS, join

Configured = Callable[..., Settings]

COMMAND: dict[str, Any] = {
    "data": {"trt_year": "2020", "totalrow": 1},
    "detail": [{"certno": "C1", "setl_time": "2020-12-01 08:09:10", "amt": "1.50", "flag": "1"}],
}
QUERY: dict[str, Any] = {"data": {"trt_year": "2020", "startrow": 1}}
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n"


def chunk(content: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(content), content)


DRIPS: dict[str, tuple[bytes, Iterator[bytes]]] = {
    "body": (HEAD + b"Content-Length: 100000\r\n\r\n", itertools.repeat(b" ")),
    "header lines": (HEAD, itertools.repeat(b"X-More: 1\r\n")),
    "half a header line": (HEAD + b"X-More: ", itertools.repeat(b"a")),
    "100 continue": (b"", itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n")),
    "empty gzip blocks": (
        CHUNKED + b"Content-Encoding: gzip\r\n\r\n" + chunk(gzip.compress(b"", mtime=0)[:10]),
        itertools.repeat(chunk(b"\x00\x00\x00\xff\xff")),
    ),
    "nothing": (b"", iter(())),
}


@dataclass(frozen=True)
class Dripping:
    """A server that answers for ever, and whether a request ever reached it."""

    url: str
    asked: threading.Event


@contextmanager
def dripping(kind: str, *, pause: float = 0.05) -> Iterator[Dripping]:
    start, more = DRIPS[kind]
    over, asked = threading.Event(), threading.Event()

    def serve(connection: socket.socket) -> None:
        with connection:
            if connection.recv(1 << 20):
                asked.set()
            try:
                connection.sendall(start)
                for piece in more:
                    connection.sendall(piece)
                    if over.wait(pause):
                        return
                over.wait(SECONDS)
            except OSError:
                return

    def accept() -> None:
        while not over.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        thread = threading.Thread(target=lambda: [accept() for _ in iter(over.is_set, True)], daemon=True)
        thread.start()
        try:
            yield Dripping(f"http://127.0.0.1:{listener.getsockname()[1]}/", asked)
        finally:
            over.set()
            join(thread)


def deadline(driver: Driver, settings: Settings, server: Dripping, operation: Any, **nodes: Any) -> TransportFailed:
    """What a call ends with whose request the server had; on a busy machine a short deadline passes before it has it."""
    for seconds in (0.6, 3, 15):
        begun = time.monotonic()
        with pytest.raises(TransportFailed) as caught:
            driver.call(settings, operation, total_timeout=seconds, **nodes)
        assert seconds - 0.1 < time.monotonic() - begun < seconds + 20
        if server.asked.is_set() or caught.value.outcome != "not_sent":
            break
    return caught.value


@pytest.mark.parametrize("kind", DRIPS)
def test_an_answer_that_drips_ends_at_the_deadline(driver: Driver, configured: Configured, kind: str) -> None:
    with dripping(kind) as server:
        failed = deadline(driver, configured(base_url=server.url), server, CONFIRM, **COMMAND)
    assert (failed.outcome, failed.retry_safe) == ("unknown", False)
    assert "在总时限（total_timeout）内没有收到完整的答复" in str(failed)
    assert "不要直接重发" in str(failed)


def test_an_answer_that_never_pauses_ends_at_the_deadline(driver: Driver, configured: Configured) -> None:
    with dripping("100 continue", pause=0) as server:
        failed = deadline(driver, configured(base_url=server.url), server, CONFIRM, **COMMAND)
    assert "在总时限" in str(failed)


def test_a_query_may_be_called_again_after_its_deadline(driver: Driver, configured: Configured) -> None:
    # One deadline for all attempts: the query is not begun again for as long.
    with dripping("body") as server:
        failed = deadline(driver, configured(base_url=server.url), server, EXTRACT, **QUERY)
    assert (failed.outcome, failed.retry_safe) == ("unknown", True)


def test_attempts_share_one_deadline(driver: Driver, configured: Configured) -> None:
    with dripping("nothing") as server:
        settings = configured(base_url=server.url, read_timeout=0.9, attempts=10)
        begun = time.monotonic()
        with pytest.raises(TransportFailed) as caught:
            driver.call(settings, EXTRACT, total_timeout=1, **QUERY)
        assert time.monotonic() - begun < 8
    assert caught.value.retry_safe


def test_a_connection_that_is_not_made_in_time_is_not_sent(driver: Driver, configured: Configured) -> None:
    # The backlog of the listener is full: further connections are neither accepted nor refused.
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = listener.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(address)
        try:
            with pytest.raises(TransportFailed) as caught:
                url = f"http://127.0.0.1:{address[1]}/"
                driver.call(configured(base_url=url, attempts=1, total_timeout=0.5), CONFIRM, **COMMAND)
        finally:
            for one in waiting:
                one.close()
    if "没有收到" not in str(caught.value):  # some systems accept them all
        assert caught.value.outcome == "not_sent"


def test_a_connection_is_used_again_after_a_call_with_a_deadline(
    driver: Driver, gateway: Gateway, configured: Configured
) -> None:
    steps = [(CONFIRM, {**COMMAND, "total_timeout": 5}), (CONFIRM, COMMAND)]
    assert [got.infcode for got in driver.run(configured(), *steps)] == [0, 0]
    assert len({received.connection for received in gateway.received}) == 1


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf"), 86_401])
def test_a_deadline_that_is_none_is_refused(
    driver: Driver, gateway: Gateway, configured: Configured, seconds: float
) -> None:
    with pytest.raises(RequestInvalid, match="total_timeout：应为大于 0"):
        driver.call(configured(), CONFIRM, total_timeout=seconds, **COMMAND)
    assert not gateway.received


def test_calls_that_carry_a_file_may_take_longer(configured: Configured) -> None:
    with Client(configured()) as client:
        limits = {operation.infno: client._core.total_timeout(operation) for operation in (CONFIRM, UPLOAD, DOWNLOAD)}
    assert limits == {"9901": 600, "9905": 3600, "9906": 3600}


def test_cookies_are_neither_kept_nor_sent(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    answer = success()
    answer.headers = {"Set-Cookie": "JSESSIONID=abc; Path=/"}
    gateway.answers = [answer]
    driver.run(configured(), *[(CONFIRM, COMMAND)] * 3)
    assert [received.headers.get("Cookie") for received in gateway.received] == [None] * 3
