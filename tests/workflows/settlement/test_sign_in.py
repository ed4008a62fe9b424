"""Clients that sign in by themselves, against a platform that knows who is signed in."""

import asyncio
import json
import logging
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from gdyb import BusinessError, Client, RequestInvalid, Settings, operations
from gdyb_runtime.clock import Clock
from gdyb_runtime.errors import GdybError
from gdyb_sandbox._options import Options
from gdyb_sandbox._people.identity import person
from gdyb_workflows.settlement.sign_in import (
    AsyncSignedInClient,
    SignedInClient,
    SignInFailed,
    SignInNumbers,
    Workstation,
)
from support.waits import SECONDS, join

DESK = Workstation(mac="02-00-5E-10-00-01", ip="192.0.2.7")
REVOKE: Mapping[str, Any] = {"data": {"trt_year": "2020", "trt_month": "12", "otransid": "4" * 30}}
QUERY: Mapping[str, Any] = {"data": {"trt_year": "2020", "trt_month": "12", "startrow": 1}}
DAY = 86_400.0
SOMEBODY = person(7, 1).name


class Platform:
    """Answers 9001 with numbers, and other calls only when they carry a number it still knows."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.valid: dict[str, str] = {}
        self.refusal = "操作员未签到或签到已失效"
        self.sign_in_reply: dict[str, Any] | None = None
        self.drops_sign_in = False
        self.wants_sign_in = True
        self.together: threading.Barrier | None = None
        """Waited for by every business call, so that all of them are under way at once."""
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/hgs/"

    def calls(self, infno: str) -> list[dict[str, Any]]:
        """What arrived for one interface."""
        return [message for message in self.received if message["infno"] == infno]

    def answer(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """The reply, None for a broken connection."""
        with self._lock:
            self.received.append(message)
            if message["infno"] == "9001":
                return None if self.drops_sign_in else self.sign_in_reply or self._sign_in(message)
            if message["infno"] == "9002":
                self.valid.pop(message["input"]["signOut"]["sign_no"])
                return _success({"signoutoutb": {"sign_time": "2021-01-01 18:00:00"}})
            known = not self.wants_sign_in or self.valid.get(message["sign_no"]) == message["opter"]
        if self.together is not None and message["sign_no"].startswith("OLD"):
            self.together.wait(30)
        if not known:
            return {"infcode": -1, "inf_refmsgid": "", "err_msg": self.refusal, "output": None}
        return _success({"data": []} if message["infno"] == "3260" else None)

    def _sign_in(self, message: dict[str, Any]) -> dict[str, Any]:
        number = f"SIGN{len(self.calls('9001')):04}"
        self.valid[number] = message["input"]["signIn"]["opter_no"]
        return _success({"signinoutb": {"sign_time": "2021-01-01 08:00:00", "sign_no": number}})

    def __enter__(self) -> "Platform":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        join(self._thread)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # Sixteen threads connect at once; Windows refuses what does not fit.


def _success(output: object) -> dict[str, Any]:
    return {"infcode": 0, "inf_refmsgid": "4" * 30, "err_msg": "", "output": output}


def _handler(platform: Platform) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            reply = platform.answer(message)
            if reply is None:
                self.close_connection = True
                return
            body = json.dumps(reply, ensure_ascii=False).encode()
            self.send_response_only(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


@pytest.fixture
def platform() -> Iterator[Platform]:
    with Platform() as running:
        yield running


@pytest.fixture
def numbers(tmp_path: Path) -> Iterator[SignInNumbers]:
    kept = SignInNumbers(tmp_path / "sign_in.sqlite3")
    yield kept
    kept.close()


Configured = Callable[..., Settings]


@pytest.fixture
def configured(platform: Platform, tmp_path: Path) -> Configured:
    def make(**changes: Any) -> Settings:
        values = {**Options().settings(platform.url), "msgid_file": tmp_path / "msgid.sqlite3", "attempts": 1}
        return Settings(**{**values, **changes})

    return make


class Caller:
    """Makes the same calls through the sync and the async client."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def run(self, settings: Settings, *calls: Mapping[str, Any], **options: Any) -> list[Any]:
        """What each call of 3262 returned or raised, one after the other; `{"sign_out": True}` signs out."""
        options = {"workstation": DESK, **options}
        if self.kind == "async":
            return asyncio.run(self._run_async(settings, calls, options))
        with SignedInClient(settings, **options) as client:
            return [_caught(lambda call=call: self._one(client, call)) for call in calls]

    def _one(self, client: SignedInClient, call: Mapping[str, Any]) -> Any:
        if "sign_out" in call:
            return client.sign_out_operator()
        return client.revoke_clearing_confirmation(**{**REVOKE, **call})

    async def _run_async(self, settings: Settings, calls: tuple[Mapping[str, Any], ...], options: Any) -> list[Any]:
        results: list[Any] = []
        async with AsyncSignedInClient(settings, **options) as client:
            for call in calls:
                try:
                    if "sign_out" in call:
                        results.append(await client.sign_out_operator())
                    else:
                        results.append(await client.revoke_clearing_confirmation(**{**REVOKE, **call}))
                except GdybError as error:
                    results.append(error)
        return results


def _caught(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except GdybError as error:
        return error


@pytest.fixture(params=["sync", "async"])
def caller(request: pytest.FixtureRequest) -> Caller:
    return Caller(request.param)


def sent(platform: Platform, infno: str = "3262") -> list[str]:
    """The numbers that the calls of an interface carried."""
    return [message["sign_no"] for message in platform.calls(infno)]


# ---------------------------------------------------------------------------------------------------------------------
# Signing in


def test_the_first_call_signs_in(
    caller: Caller, platform: Platform, configured: Configured, numbers: SignInNumbers
) -> None:
    made = configured()
    replies = caller.run(made, {}, {}, {}, numbers=numbers)
    assert [reply.infcode for reply in replies] == [0, 0, 0]
    assert sent(platform) == ["SIGN0001"] * 3
    (sign_in,) = platform.calls("9001")
    assert platform.received[0] is sign_in
    assert sign_in["input"] == {"signIn": {"opter_no": made.opter, "mac": DESK.mac, "ip": DESK.ip}}
    assert (sign_in["opter"], sign_in["sign_no"]) == (made.opter, "")


def test_every_operator_has_a_number(
    caller: Caller, platform: Platform, configured: Configured, numbers: SignInNumbers
) -> None:
    other = {"envelope": {"opter": "B002", "opter_name": SOMEBODY, "insuplc_admdvs": "440600"}}
    caller.run(configured(), {}, other, {}, other, numbers=numbers)
    assert sent(platform) == ["SIGN0001", "SIGN0002", "SIGN0001", "SIGN0002"]
    second = platform.calls("9001")[1]
    assert (second["opter"], second["opter_name"], second["input"]["signIn"]["opter_no"]) == ("B002", SOMEBODY, "B002")
    assert second["insuplc_admdvs"] == (configured().insuplc_admdvs or "")


def test_every_workstation_and_gateway_has_a_number(
    caller: Caller, platform: Platform, configured: Configured, numbers: SignInNumbers
) -> None:
    caller.run(configured(), {}, numbers=numbers)
    caller.run(configured(), {}, numbers=numbers, workstation=Workstation(mac=DESK.mac, ip="192.0.2.8"))
    caller.run(configured(base_url=platform.url.replace("hgs", "other")), {}, numbers=numbers)
    caller.run(configured(fixmedins_code="H44999999999"), {}, numbers=numbers)
    caller.run(configured(), {}, numbers=numbers)
    assert sent(platform) == ["SIGN0001", "SIGN0002", "SIGN0003", "SIGN0004", "SIGN0001"]


def test_a_restart_keeps_the_number(caller: Caller, platform: Platform, configured: Configured, tmp_path: Path) -> None:
    for _ in range(2):
        caller.run(configured(), {})
    assert sent(platform) == ["SIGN0001"] * 2
    assert list((tmp_path / "data").rglob("sign_in.sqlite3"))


def test_another_process_finds_the_number(
    platform: Platform, configured: Configured, numbers: SignInNumbers, spawn: Callable[..., Any]
) -> None:
    made = configured()
    Caller("sync").run(made, {}, numbers=numbers)
    given = {f"GDYB_{name.upper()}": str(value) for name, value in made.model_dump(exclude_none=True).items()}
    code = (
        "import sys\n"
        "from gdyb import Settings\n"
        "from gdyb_workflows.settlement.sign_in import SignedInClient, SignInNumbers, Workstation\n"
        "mac, ip, file = sys.argv[1:]\n"
        "desk, numbers = Workstation(mac=mac, ip=ip), SignInNumbers(file)\n"
        "with SignedInClient(Settings.from_env(), workstation=desk, numbers=numbers) as client:\n"
        "    client.revoke_clearing_confirmation("
        "data={'trt_year': '2020', 'trt_month': '12', 'otransid': '4' * 30})\n"
    )
    secret = {"GDYB_SECRET_KEY": made.secret_key.get_secret_value()}
    done = spawn(DESK.mac, DESK.ip, str(numbers.path), code=code, **{**given, **secret})
    assert done.returncode == 0, done.stderr
    assert sent(platform) == ["SIGN0001"] * 2


def test_pages_are_signed_in_as_well(platform: Platform, configured: Configured, numbers: SignInNumbers) -> None:
    with SignedInClient(configured(), workstation=DESK, numbers=numbers) as client:
        list(client.pages(operations.extract_clearing_details, **QUERY))
        client.call("3260", **QUERY)
    assert sent(platform, "3260") == ["SIGN0001"] * 2


def test_a_number_of_the_callers_own_is_left_alone(
    caller: Caller, platform: Platform, configured: Configured, numbers: SignInNumbers
) -> None:
    platform.wants_sign_in = False
    caller.run(configured(), {"envelope": {"sign_no": "MINE"}}, numbers=numbers)
    caller.run(configured(sign_no="SET"), {}, numbers=numbers)
    assert sent(platform) == ["MINE", "SET"]
    assert not platform.calls("9001")


def test_a_plain_client_sends_none(platform: Platform, configured: Configured) -> None:
    platform.wants_sign_in = False
    with Client(configured()) as client:
        client.revoke_clearing_confirmation(**REVOKE)
    assert sent(platform) == [""]
    assert not platform.calls("9001")


def test_an_invalid_request_signs_nobody_in(
    caller: Caller, platform: Platform, configured: Configured, numbers: SignInNumbers
) -> None:
    (error,) = caller.run(configured(), {"data": {}}, numbers=numbers)
    assert isinstance(error, RequestInvalid)
    assert not platform.received


# ---------------------------------------------------------------------------------------------------------------------
# Renewal


@pytest.mark.parametrize(("offset", "expected"), [(DAY - 60, 1), (DAY + 60, 2), (-60.0, 2)], ids=str)
def test_a_number_serves_a_day(
    caller: Caller,
    platform: Platform,
    configured: Configured,
    numbers: SignInNumbers,
    offset: float,
    expected: int,
) -> None:
    caller.run(configured(), {}, numbers=numbers)
    caller.run(configured(), {}, numbers=numbers, clock=Clock(offset=offset))
    assert len(platform.calls("9001")) == expected
    assert sent(platform)[1] == f"SIGN000{expected}"


def test_the_platform_asks_for_a_sign_in(
    caller: Caller, platform: Platform, configured: Configured, numbers: SignInNumbers
) -> None:
    caller.run(configured(), {}, numbers=numbers)
    platform.valid.clear()
    first, second = caller.run(configured(), {}, {}, numbers=numbers)
    assert (first.infcode, second.infcode) == (0, 0)
    assert sent(platform) == ["SIGN0001", "SIGN0001", "SIGN0002", "SIGN0002"]
    refused, repeated = platform.calls("3262")[1:3]
    assert refused["input"] == repeated["input"]
    assert refused["msgid"] != repeated["msgid"]


def test_a_platform_that_goes_on_asking_is_asked_once(
    caller: Caller, platform: Platform, configured: Configured, numbers: SignInNumbers
) -> None:
    output = {"signinoutb": {"sign_time": "2021-01-01 08:00:00", "sign_no": "UNKNOWN"}}
    platform.sign_in_reply = _success(output)
    (error,) = caller.run(configured(), {}, numbers=numbers)
    assert isinstance(error, BusinessError)
    assert error.outcome == "refused"
    assert (len(platform.calls("9001")), sent(platform)) == (2, ["UNKNOWN"] * 2)


def test_other_refusals_are_not_repeated(
    caller: Caller, platform: Platform, configured: Configured, numbers: SignInNumbers
) -> None:
    caller.run(configured(), {}, numbers=numbers)
    platform.valid.clear()
    platform.refusal = "会话已过期"
    (error,) = caller.run(configured(), {}, numbers=numbers)
    assert isinstance(error, BusinessError)
    assert len(sent(platform)) == 2
    (reply,) = caller.run(configured(), {}, numbers=numbers, asks=lambda refused: "会话" in refused.err_msg)
    assert reply.infcode == 0
    assert sent(platform)[2:] == ["SIGN0001", "SIGN0002"]


# ---------------------------------------------------------------------------------------------------------------------
# Many at once


def test_threads_sign_in_once(platform: Platform, configured: Configured, numbers: SignInNumbers) -> None:
    with SignedInClient(configured(), workstation=DESK, numbers=numbers) as client, ThreadPoolExecutor(16) as threads:
        jobs = [threads.submit(client.revoke_clearing_confirmation, **REVOKE) for _ in range(48)]
        assert all(job.result(SECONDS).infcode == 0 for job in jobs)
    assert len(platform.calls("9001")) == 1
    assert Counter(sent(platform)) == {"SIGN0001": 48}


def test_each_operator_signs_in_once(platform: Platform, configured: Configured, numbers: SignInNumbers) -> None:
    with SignedInClient(configured(), workstation=DESK, numbers=numbers) as client, ThreadPoolExecutor(16) as threads:
        jobs = [
            threads.submit(client.revoke_clearing_confirmation, **REVOKE, envelope={"opter": f"B{number % 4}"})
            for number in range(48)
        ]
        assert all(job.result(SECONDS).infcode == 0 for job in jobs)
    assert Counter(message["opter"] for message in platform.calls("9001")) == {f"B{number}": 1 for number in range(4)}


def test_threads_that_are_refused_together_renew_once(
    platform: Platform, configured: Configured, numbers: SignInNumbers
) -> None:
    count = 8
    platform.together = threading.Barrier(count)
    with (
        SignedInClient(configured(), workstation=DESK, numbers=numbers) as client,
        ThreadPoolExecutor(count) as threads,
    ):
        platform.sign_in_reply = _success({"signinoutb": {"sign_time": "2021-01-01 08:00:00", "sign_no": "OLD"}})
        platform.valid["OLD"] = client.settings.opter  # type: ignore[attr-defined]
        assert all(threads.map(lambda _: client.revoke_clearing_confirmation(**REVOKE), range(count)))
        platform.valid.clear()
        platform.sign_in_reply = None
        assert all(threads.map(lambda _: client.revoke_clearing_confirmation(**REVOKE), range(count)))
    assert len(platform.calls("9001")) == 2
    assert Counter(sent(platform)) == {"OLD": 2 * count, "SIGN0002": count}


def test_tasks_sign_in_once(platform: Platform, configured: Configured, numbers: SignInNumbers) -> None:
    async def run() -> None:
        async with AsyncSignedInClient(configured(), workstation=DESK, numbers=numbers) as client:
            await asyncio.gather(*(client.revoke_clearing_confirmation(**REVOKE) for _ in range(24)))

    asyncio.run(run())
    assert len(platform.calls("9001")) == 1


def test_a_client_serves_one_event_loop_after_another(
    platform: Platform, configured: Configured, numbers: SignInNumbers
) -> None:
    client = AsyncSignedInClient(configured(), workstation=DESK, numbers=numbers)

    async def run() -> None:
        await asyncio.gather(*(client.revoke_clearing_confirmation(**REVOKE) for _ in range(24)))

    asyncio.run(run())
    asyncio.run(run())
    asyncio.run(client.close())
    assert len(platform.calls("9001")) == 1


def test_clients_that_share_the_numbers_sign_in_once(
    platform: Platform, configured: Configured, numbers: SignInNumbers
) -> None:
    def run(_: int) -> int:
        with SignedInClient(configured(), workstation=DESK, numbers=numbers) as client:
            return client.revoke_clearing_confirmation(**REVOKE).infcode

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(run, range(16))) == [0] * 16
    assert len(platform.calls("9001")) == 1


# ---------------------------------------------------------------------------------------------------------------------
# Failing


def break_reply(platform: Platform, output: object) -> None:
    platform.sign_in_reply = _success(output)


FAILURES: dict[str, Callable[[Platform], object]] = {
    "refused": lambda platform: setattr(
        platform, "sign_in_reply", {"infcode": -1, "inf_refmsgid": "", "err_msg": "操作员不存在", "output": None}
    ),
    "no answer": lambda platform: setattr(platform, "drops_sign_in", True),
    "no output": lambda platform: break_reply(platform, None),
    "no number": lambda platform: break_reply(platform, {"signinoutb": {"sign_time": "2021-01-01 08:00:00"}}),
    "empty number": lambda platform: break_reply(platform, {"signinoutb": {"sign_no": ""}}),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_without_a_number_nothing_is_sent(
    caller: Caller, platform: Platform, configured: Configured, numbers: SignInNumbers, failure: str
) -> None:
    FAILURES[failure](platform)
    (error,) = caller.run(configured(), {}, numbers=numbers)
    assert isinstance(error, SignInFailed)
    assert (error.outcome, error.infno) == ("not_sent", "3262")
    assert error.retry_safe is (failure == "no answer")
    assert re.match(r"3262 .*：签到没有成功，本次交易没有发出。原因：9001 签到：", str(error))
    assert isinstance(error.__cause__, GdybError)
    assert not sent(platform)


def test_a_renewal_that_fails(
    caller: Caller, platform: Platform, configured: Configured, numbers: SignInNumbers
) -> None:
    caller.run(configured(), {}, numbers=numbers)
    platform.valid.clear()
    platform.drops_sign_in = True
    (error,) = caller.run(configured(), {}, numbers=numbers)
    assert isinstance(error, SignInFailed)
    assert error.outcome == "refused"
    assert "本次交易已被平台拒绝（要求签到），没有重发" in str(error)
    assert len(sent(platform)) == 2


def test_a_file_that_cannot_be_used(caller: Caller, platform: Platform, configured: Configured, tmp_path: Path) -> None:
    (error,) = caller.run(configured(), {}, numbers=SignInNumbers(tmp_path))
    assert isinstance(error, SignInFailed)
    assert "无法读写签到编号库" in str(error)
    assert not platform.received


def test_logs_stay_clean(
    caller: Caller,
    platform: Platform,
    configured: Configured,
    numbers: SignInNumbers,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    made = configured()
    caller.run(made, {}, {"envelope": {"opter": "B002", "opter_name": SOMEBODY}}, {"sign_out": True}, numbers=numbers)
    for hidden in ("SIGN0001", SOMEBODY, made.opter_name, made.secret_key.get_secret_value()):
        assert hidden not in caplog.text


# ---------------------------------------------------------------------------------------------------------------------
# Signing out, workstation


def test_signing_out(caller: Caller, platform: Platform, configured: Configured, numbers: SignInNumbers) -> None:
    made = configured()
    results = caller.run(made, {"sign_out": True}, {}, {"sign_out": True}, {"sign_out": True}, {}, numbers=numbers)
    assert [results[index] for index in (0, 2, 3)] == [False, True, False]
    (signed_out,) = platform.calls("9002")
    assert signed_out["input"] == {"signOut": {"sign_no": "SIGN0001", "opter_no": made.opter}}
    assert sent(platform) == ["SIGN0001", "SIGN0002"]


def test_this_machine(configured: Configured) -> None:
    try:
        found = Workstation.of_this_machine(configured())
    except SignInFailed as error:
        assert "MAC" in str(error)
        pytest.skip("no network card in here")
    assert re.fullmatch(r"[0-9A-F]{2}(-[0-9A-F]{2}){5}", found.mac)
    assert found.ip == "127.0.0.1"


def test_a_gateway_that_cannot_be_found(caller: Caller, platform: Platform, configured: Configured) -> None:
    made = configured(base_url="http://gateway.invalid/hgs/")
    (error,) = caller.run(made, {}, workstation=None)
    assert isinstance(error, SignInFailed)
    assert "Workstation(mac=…, ip=…)" in str(error)
