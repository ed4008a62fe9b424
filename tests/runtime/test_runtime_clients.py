"""Both clients against a real server: what is sent, how often, and what the caller learns when it fails."""

from __future__ import annotations

import asyncio
import json
import logging
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gdyb_runtime.client.transport import HttpxTransport
from gdyb_runtime.errors import (
    BusinessError,
    GatewayRefused,
    GdybError,
    MissingHeaders,
    MsgidUnavailable,
    ReplyDeparts,
    ReplyFieldMissing,
    ReplyUnreadable,
    RequestInvalid,
    SignatureExpired,
    SignatureMismatch,
    TransportFailed,
    UnknownAccount,
)
from gdyb_runtime.signing._x_tif import sign
from gdyb_runtime.signing.signers import Signature
from gdyb_runtime.wire.messages import HttpRequest, HttpResponse
from support.mini import (
    CONFIRM,
    EXTRACT,
    INSTITUTION,
    PERIOD,
    PERSON,
    SECRET,
    AsyncClient,
    Client,
    Settings,
    i9901,
    i9902,
    settings,
)
from support.mini.driving import Driver
from support.mini.gateway import Answer, Gateway, reply, success
from support.waits import SECONDS, join

Configured = Callable[..., Settings]

ROW: dict[str, Any] = {"certno": "C1", "setl_time": "2020-12-01 08:09:10", "amt": "1.50", "flag": "1"}
COMMAND: dict[str, Any] = {"data": {"trt_year": "2020", "totalrow": 1}, "detail": [ROW]}
QUERY: dict[str, Any] = {"data": {"trt_year": "2020", "startrow": 1}}


def row(number: int) -> dict[str, Any]:
    """One row of a page."""
    return {**ROW, "seqno": number, "setl_sn": f"A{number:019d}"}


def test_a_call(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    gateway.answers = [success({"data": [row(1)]})]
    got = driver.call(configured(), EXTRACT, **QUERY)
    assert str(got.output.data[0].amt) == "1.50"
    (received,) = gateway.received
    headers = {name.lower(): value for name, value in received.headers.items()}
    assert received.path == "/hgs/9902"
    assert headers["content-type"] == "application/json"
    timestamp, nonce = headers["x-timestamp"], headers["x-nonce"]
    rule = Client.protocol.signature
    assert headers["x-signature"] == sign(rule, timestamp=timestamp, secret_key=SECRET, nonce=nonce)
    assert received.envelope["msgid"] == got.msgid
    assert got.msgid.startswith(INSTITUTION)


def test_a_call_by_number(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    assert driver.call(configured(), "9901", **COMMAND).infcode == 0
    with pytest.raises(RequestInvalid, match="infno 交易编号：没有这个接口，现有 9901、9902"):
        driver.call(configured(), "1234", **COMMAND)
    assert len(gateway.received) == 1


def test_options_of_a_call(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    msgid = "H44000000001202101010000010000"
    driver.call(configured(), CONFIRM, msgid=msgid, envelope={"sign_no": "S1"}, **COMMAND)
    assert (gateway.received[0].envelope["msgid"], gateway.received[0].envelope["sign_no"]) == (msgid, "S1")


def test_an_invalid_request_never_leaves(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    with pytest.raises(RequestInvalid) as caught:
        driver.call(
            configured(), CONFIRM, data={"trt_year": "2020", "totalrow": 2}, detail=[{**ROW, "certno": "x" * 19}]
        )
    assert [problem.path for problem in caught.value.problems] == ["detail[0].certno", "data.totalrow"]
    assert not gateway.received


def test_connections_are_kept(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    gateway.answers = [success(), reply({"errcode": 500}, 500), reply({"infcode": -1}), success()]
    driver.run(configured(), *[(CONFIRM, COMMAND)] * 4)
    assert len({received.connection for received in gateway.received}) == 1
    assert len(gateway.received) == 4


# Failures on the line


def closed_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.mark.parametrize(("operation", "nodes"), [(CONFIRM, COMMAND), (EXTRACT, QUERY)], ids=["command", "query"])
def test_a_refused_connection_is_not_sent(
    driver: Driver, configured: Configured, caplog: pytest.LogCaptureFixture, operation: Any, nodes: Any
) -> None:
    caplog.set_level(logging.INFO, "gdyb")
    with pytest.raises(TransportFailed) as caught:
        driver.call(configured(base_url=f"http://127.0.0.1:{closed_port()}/"), operation, **nodes)
    error = caught.value
    assert (error.outcome, error.retry_safe, error.infno) == ("not_sent", True, operation.infno)
    assert "请求没有发出，可以重新调用" in str(error)
    assert error.msgid in str(error)
    assert len({record.__dict__["msgid"] for record in caplog.records if record.name == "gdyb"}) == 3


def test_a_host_that_does_not_resolve_is_not_sent(driver: Driver, configured: Configured) -> None:
    with pytest.raises(TransportFailed) as caught:
        driver.call(configured(base_url="http://gateway.invalid/", attempts=1), CONFIRM, **COMMAND)
    assert caught.value.outcome == "not_sent"


LOST = {"dropped": Answer(drop=True), "reset": Answer(reset=True), "cut": Answer(b'{"infcode":0', cut=100)}


@pytest.mark.parametrize("loss", LOST)
def test_a_lost_reply_of_a_command_is_unknown_and_never_sent_again(
    driver: Driver, gateway: Gateway, configured: Configured, loss: str
) -> None:
    gateway.answers = [LOST[loss]]
    with pytest.raises(TransportFailed) as caught:
        driver.call(configured(), CONFIRM, **COMMAND)
    error = caught.value
    assert (error.outcome, error.retry_safe, error.title) == ("unknown", False, "明细确认")
    assert error.msgid == gateway.received[0].envelope["msgid"]
    assert "不要直接重发" in str(error)
    assert len(gateway.received) == 1


@pytest.mark.parametrize("loss", LOST)
def test_a_lost_reply_of_a_query_is_asked_for_again(
    driver: Driver, gateway: Gateway, configured: Configured, loss: str
) -> None:
    gateway.answers = [LOST[loss], LOST[loss], success({"data": [row(1)]})]
    assert len(driver.call(configured(), EXTRACT, **QUERY).output.data) == 1
    assert len(gateway.received) == 3
    assert len({received.envelope["msgid"] for received in gateway.received}) == 3
    assert len({received.headers["x-nonce"] for received in gateway.received}) == 3


def test_attempts_are_limited(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    gateway.answers = [Answer(drop=True)]
    with pytest.raises(TransportFailed) as caught:
        driver.call(configured(attempts=2), EXTRACT, **QUERY)
    assert (caught.value.outcome, caught.value.retry_safe) == ("unknown", True)
    assert "可以重新调用" in str(caught.value)
    assert len(gateway.received) == 2
    with pytest.raises(TransportFailed):
        driver.call(configured(attempts=1), EXTRACT, **QUERY)
    assert len(gateway.received) == 3


def test_a_given_msgid_is_kept_over_attempts(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    gateway.answers = [Answer(drop=True), success({"data": []})]
    msgid = "H44000000001202101010000010000"
    assert driver.call(configured(), EXTRACT, msgid=msgid, **QUERY).msgid == msgid
    assert [received.envelope["msgid"] for received in gateway.received] == [msgid, msgid]


def test_a_reply_that_takes_too_long(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    gateway.answers = [Answer(hang=True)]
    with pytest.raises(TransportFailed) as caught:
        driver.call(configured(read_timeout=0.2), CONFIRM, **COMMAND)
    assert (caught.value.outcome, len(gateway.received)) == ("unknown", 1)
    assert "ReadTimeout" in str(caught.value)


def test_an_answer_that_is_no_http(driver: Driver, configured: Configured) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            listener.settimeout(SECONDS)
            connection, _ = listener.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"SSH-2.0-OpenSSH\r\n\r\n")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with pytest.raises(TransportFailed) as caught:
            driver.call(configured(base_url=url), CONFIRM, **COMMAND)
        join(thread)
    assert caught.value.outcome == "unknown"


def test_a_gateway_that_speaks_no_tls_is_not_sent(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    url = gateway.url.replace("http:", "https:")
    with pytest.raises(TransportFailed) as caught:
        driver.call(configured(base_url=url, attempts=1), CONFIRM, **COMMAND)
    assert caught.value.outcome == "not_sent"
    assert not gateway.received


def test_connect_to_keeps_the_host(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    there = configured(base_url="http://igb.example:8080/hgs", connect_to=f"127.0.0.1:{gateway.port}")
    results = driver.run(there, (CONFIRM, COMMAND), (CONFIRM, COMMAND))
    assert [result.infcode for result in results] == [0, 0]
    assert [received.headers["Host"] for received in gateway.received] == ["igb.example:8080"] * 2
    assert gateway.received[0].path == "/hgs/9901"
    assert len({received.connection for received in gateway.received}) == 1


def test_connect_to_without_port_takes_that_of_the_url(
    driver: Driver, gateway: Gateway, configured: Configured
) -> None:
    there = configured(base_url=f"http://igb.example:{gateway.port}/hgs/", connect_to="127.0.0.1")
    assert driver.call(there, CONFIRM, **COMMAND).infcode == 0
    assert gateway.received[0].headers["Host"] == f"igb.example:{gateway.port}"


def test_neither_proxies_nor_redirects(
    driver: Driver, gateway: Gateway, configured: Configured, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
    gateway.answers = [Answer(b"", 302, {"Location": "http://127.0.0.1:1/"})]
    with pytest.raises(ReplyUnreadable, match="HTTP 302"):
        driver.call(configured(), CONFIRM, **COMMAND)
    assert len(gateway.received) == 1


# Answers that are errors

REFUSALS = [
    ({"errcode": 401, "message": "签名不一致!"}, SignatureMismatch),
    ({" errcode ": 401, "message": "缺少服务调用的请求头!"}, MissingHeaders),
    ({"code": 401, "message": "非法用户!"}, UnknownAccount),
    ({"errcode": "AGW.1433", "errmsg": "x"}, GatewayRefused),
    ({"code": 400001, "msg": "x"}, GatewayRefused),
    ({"infcode": "-1", "err_msg": "x"}, BusinessError),
    ({"code": 0, "type": "x", "message": "", "data": {"infcode": -1, "err_msg": "x"}}, BusinessError),
]


@pytest.mark.parametrize("status", [200, 401, 500])
@pytest.mark.parametrize(("body", "error_class"), REFUSALS, ids=lambda value: str(value)[:40])
def test_errors_by_body_not_by_status(
    driver: Driver, gateway: Gateway, configured: Configured, body: Any, error_class: type[GdybError], status: int
) -> None:
    gateway.answers = [reply(body, status)]
    with pytest.raises(error_class) as caught:
        driver.call(configured(), CONFIRM, **COMMAND)
    error = caught.value
    assert type(error) is error_class
    assert error.__dict__["http_status"] == status
    assert json.loads(error.__dict__["raw"]) == body
    assert error.msgid == gateway.received[0].envelope["msgid"]
    assert len(gateway.received) == 1


def test_the_body_of_a_bad_status_is_kept(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    gateway.answers = [Answer("<html>维护中</html>".encode(), 503, {"Content-Type": "text/html"})]
    with pytest.raises(ReplyUnreadable) as caught:
        driver.call(configured(), CONFIRM, **COMMAND)
    assert (caught.value.http_status, caught.value.raw.decode()) == (503, "<html>维护中</html>")
    assert caught.value.content_type == "text/html"
    assert len(gateway.received) == 1


def test_an_unknown_refusal_of_a_query_is_tried_again(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    gateway.answers = [reply({"errcode": 503, "message": "忙"}), Answer(b"", 502), success({"data": []})]
    assert driver.call(configured(), EXTRACT, **QUERY).output.data == []
    assert len(gateway.received) == 3


def test_a_business_error_is_never_tried_again(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    gateway.answers = [reply({"infcode": -1, "err_msg": "无数据"})]
    with pytest.raises(BusinessError, match="无数据"):
        driver.call(configured(), EXTRACT, **QUERY)
    assert len(gateway.received) == 1


def expiring(gateway: Gateway, ahead: float) -> Callable[[Any], Answer]:
    """A gateway with a clock of its own that refuses old timestamps."""
    import time

    def decide(received: Any) -> Answer:
        late = abs(int(received.headers["x-timestamp"]) - time.time() - ahead) > 1800
        refused = reply({"errcode": 401, "message": "签名时间戳超时!"}, 401)
        answer = refused if late else success({"data": []})
        answer.clock_ahead = ahead
        return answer

    return decide


@pytest.mark.parametrize("ahead", [7200.0, -7200.0])
def test_a_wrong_clock_is_told(driver: Driver, gateway: Gateway, configured: Configured, ahead: float) -> None:
    gateway.decide = expiring(gateway, ahead)
    with pytest.raises(SignatureExpired) as caught:
        driver.call(configured(), EXTRACT, **QUERY)
    assert caught.value.skew_seconds == pytest.approx(ahead, abs=30)
    assert f"本机时钟比网关{'慢' if ahead > 0 else '快'} 7" in str(caught.value)
    assert "也可设置 correct_clock=true" in str(caught.value)
    assert len(gateway.received) == 1


@pytest.mark.parametrize(("operation", "nodes"), [(PERIOD, {"data": {"trt_year": "2020"}}), (EXTRACT, QUERY)])
def test_a_wrong_clock_is_corrected_once(
    driver: Driver, gateway: Gateway, configured: Configured, operation: Any, nodes: Any
) -> None:
    gateway.decide = expiring(gateway, 7200.0)
    first, second = driver.run(configured(correct_clock=True), (operation, nodes), (operation, nodes))
    assert (first.infcode, second.infcode) == (0, 0)
    assert len(gateway.received) == 3
    stamps = [int(received.headers["x-timestamp"]) for received in gateway.received]
    assert stamps[1] - stamps[0] > 7000
    assert str(gateway.received[1].envelope["msgid"]) > str(gateway.received[0].envelope["msgid"])


def test_a_clock_that_correction_cannot_help(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    gateway.answers = [reply({"errcode": 401, "message": "签名时间戳超时!"})]
    with pytest.raises(SignatureExpired) as caught:
        driver.call(configured(correct_clock=True), EXTRACT, **QUERY)
    assert "correct_clock 已打开，仍被拒绝" in str(caught.value)
    assert "correct_clock=true" not in str(caught.value)
    assert len(gateway.received) == 1


# Pages


def month(gateway: Gateway, count: int, *, size: int = 3) -> None:
    """A gateway with that many rows."""

    def decide(received: Any) -> Answer:
        start = received.envelope["input"]["data"]["startrow"]
        return success({"data": [row(number) for number in range(start, min(count + 1, start + size))]})

    gateway.decide = decide


@pytest.mark.parametrize(("count", "pages", "calls"), [(0, 1, 1), (2, 1, 1), (3, 1, 2), (7, 3, 3), (9, 3, 4)])
def test_pages(driver: Driver, gateway: Gateway, configured: Configured, count: int, pages: int, calls: int) -> None:
    month(gateway, count)
    replies = driver.pages(configured(), EXTRACT, data={"trt_year": "2020"})
    assert [line.seqno for page in replies for line in page.output.data] == list(range(1, count + 1))
    assert (len(replies), len(gateway.received)) == (pages, calls)
    assert len({received.envelope["msgid"] for received in gateway.received}) == calls


def test_pages_from_the_middle(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    month(gateway, 9)
    for data in ({"trt_year": "2020", "startrow": "005"}, i9902.InputData(trt_year="2020", startrow=5)):
        replies = driver.pages(configured(), EXTRACT, data=data)
        assert [line.seqno for page in replies for line in page.output.data] == [5, 6, 7, 8, 9]


def test_pages_longer_than_agreed(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    month(gateway, 9, size=5)
    replies = driver.pages(configured(), EXTRACT, data={"trt_year": "2020"})
    assert [line.seqno for page in replies for line in page.output.data] == list(range(1, 10))


def test_pages_that_repeat_themselves(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    gateway.answers = [success({"data": [row(1), row(2), row(3)]})]
    with pytest.raises(ReplyDeparts, match="明细可能不完整"):
        driver.pages(configured(), EXTRACT, data={"trt_year": "2020"})
    assert len(gateway.received) == 2


def test_a_query_that_never_ends_is_given_up(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    month(gateway, 10**9)
    with pytest.raises(ReplyDeparts, match=r"读了 5 页（max_pages）还没有到最后一页.*GDYB_MAX_PAGES"):
        driver.pages(configured(max_pages=5), EXTRACT, data={"trt_year": "2020"})
    assert len(gateway.received) == 5


def test_the_last_page_may_be_the_last_that_is_allowed(
    driver: Driver, gateway: Gateway, configured: Configured
) -> None:
    month(gateway, 8)
    assert len(driver.pages(configured(max_pages=3), EXTRACT, data={"trt_year": "2020"})) == 3


def test_full_pages_of_placeholders_come_to_an_end(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    gateway.answers = [success({"data": [{}, {}, {}]})]
    with pytest.raises(ReplyDeparts, match="明细可能不完整"):
        driver.pages(configured(), EXTRACT, data={"trt_year": "2020"})
    assert len(gateway.received) == 2


@pytest.mark.parametrize("operation", [None, 3261, object()])
def test_an_operation_that_is_none_is_refused(driver: Driver, configured: Configured, operation: Any) -> None:
    with pytest.raises(RequestInvalid, match="应为接口编号"):
        driver.call(configured(), operation)


def test_pages_that_cannot_be_read_are_no_empty_month(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    gateway.answers = [success("Zm9v")]
    with pytest.raises(ReplyFieldMissing, match="data"):
        driver.pages(configured(), EXTRACT, data={"trt_year": "2020"})


def test_pages_of_what_has_none(driver: Driver, configured: Configured) -> None:
    with pytest.raises(RequestInvalid, match="不能分页"):
        driver.pages(configured(), PERSON, data={"certno": "C"})


def test_pages_with_wrong_nodes(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    with pytest.raises(RequestInvalid) as caught:
        driver.pages(configured(), EXTRACT, data={"trt_year": "20"})
    assert [problem.path for problem in caught.value.problems] == ["data.trt_year"]
    with pytest.raises(RequestInvalid):
        driver.pages(configured(), EXTRACT, data=5)
    with pytest.raises(RequestInvalid, match="startrow"):
        driver.pages(configured(), EXTRACT, data={"trt_year": "2020", "startrow": "x"})
    assert not gateway.received


# Signer, store, transport, life time


def test_the_signer_sees_what_is_sent(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    seen: list[bytes] = []

    def signer(content: bytes) -> Signature:
        seen.append(content)
        return Signature("c", "SM3")

    driver.run(configured(), (CONFIRM, {**COMMAND, "detail": [{**ROW, "reason": '"\\ 中'}]}), signer=signer)
    assert b'"input":' + seen[0] + b"}" in gateway.received[0].body
    assert gateway.received[0].envelope["cainfo"] == "c"


def test_the_signers_own_error_reaches_the_caller(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    def signer(content: bytes) -> Signature:
        raise ZeroDivisionError

    assert isinstance(driver.run(configured(), (CONFIRM, COMMAND), signer=signer)[0], ZeroDivisionError)
    assert not gateway.received


def test_without_a_store_nothing_is_sent(
    driver: Driver, gateway: Gateway, configured: Configured, tmp_path: Path
) -> None:
    with pytest.raises(MsgidUnavailable, match="9901 明细确认"):
        driver.call(configured(msgid_file=tmp_path), CONFIRM, **COMMAND)
    assert not gateway.received


def test_a_transport_of_ones_own(configured: Configured) -> None:
    class Recorder:
        def __init__(self) -> None:
            self.sent: list[HttpRequest] = []
            self.closed = False

        def send(self, request: HttpRequest) -> HttpResponse:
            self.sent.append(request)
            return HttpResponse(status=200, headers={}, body=success().body)

        def close(self) -> None:
            self.closed = True

    recorder = Recorder()
    with Client(configured(), transport=recorder) as client:
        client.call(CONFIRM, **COMMAND)
    assert len(recorder.sent) == 1
    assert not recorder.closed


def test_a_closed_client_sends_nothing(gateway: Gateway, configured: Configured) -> None:
    client = Client(configured(attempts=1))
    client.call(CONFIRM, **COMMAND)
    client.close()
    with pytest.raises(TransportFailed, match="已经关闭") as caught:
        client.call(CONFIRM, **COMMAND)
    assert caught.value.outcome == "not_sent"
    client.close()


def test_threads_share_a_client(gateway: Gateway, configured: Configured) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with Client(configured()) as client, ThreadPoolExecutor(8) as threads:
        replies = list(threads.map(lambda _: client.call(CONFIRM, **COMMAND), range(40)))
    assert len({got.msgid for got in replies}) == 40


def test_tasks_share_a_client_and_loops_do_too(gateway: Gateway, configured: Configured) -> None:
    client = AsyncClient(configured())

    async def several() -> list[Any]:
        return await asyncio.gather(*(client.call(CONFIRM, **COMMAND) for _ in range(20)))

    async def close() -> None:
        await client.close()

    replies = asyncio.run(several()) + asyncio.run(several())
    asyncio.run(close())
    assert len({got.msgid for got in replies}) == 40


def test_a_cancelled_call_is_logged_as_unknown(
    gateway: Gateway, configured: Configured, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "gdyb")
    gateway.answers = [Answer(hang=True)]

    async def cancel() -> None:
        async with AsyncClient(configured()) as client:
            task = asyncio.create_task(client.call(CONFIRM, **COMMAND))
            async with asyncio.timeout(SECONDS):
                while not gateway.received:
                    await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    asyncio.run(cancel())
    assert [record.__dict__["outcome"] for record in caplog.records if record.name == "gdyb"] == ["unknown"]


def in_child(url: str, folder: str) -> str:
    made = settings(base_url=url, msgid_file=Path(folder) / "msgid.sqlite3")
    with Client(made) as client:
        return client.call(CONFIRM, **COMMAND).msgid


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_clients_in_processes(gateway: Gateway, tmp_path: Path, method: str) -> None:
    with multiprocessing.get_context(method).Pool(2) as pool:
        msgids = pool.starmap(in_child, [(gateway.url, str(tmp_path))] * 6)
    assert len(set(msgids)) == 6


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_child_uses_connections_of_its_own(gateway: Gateway, configured: Configured) -> None:
    with Client(configured()) as client:
        client.call(CONFIRM, **COMMAND)
        child = os.fork()
        if child == 0:
            signal.alarm(60)
            code = 1
            try:
                client.call(CONFIRM, **COMMAND)
                code = 0
            finally:
                os._exit(code)
        assert os.waitpid(child, 0)[1] == 0
        client.call(CONFIRM, **COMMAND)
    first, second, third = (received.connection for received in gateway.received)
    assert first == third != second


def test_models_go_in_as_they_are(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    data = i9901.InputData(trt_year="2020", totalrow=1)
    driver.call(configured(), CONFIRM, data=data, detail=[i9901.InputDetail(**ROW)])
    assert gateway.received[0].envelope["input"]["detail"][0]["amt"] == 1.5  # type: ignore[index]


def test_http_is_loaded_only_when_needed(configured: Configured) -> None:
    import subprocess
    import sys

    code = (
        "import sys, gdyb_runtime.client.base; print([name for name in ('httpx2', 'tenacity') if name in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert result.stdout.strip() == "[]"
    assert HttpxTransport(configured())
