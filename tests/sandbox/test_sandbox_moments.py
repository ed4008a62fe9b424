"""A test is told what becomes of a request, may hold it there, and sees how many are under way."""

import concurrent.futures
import http.client
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from gdyb_sandbox import Sandbox
from gdyb_sandbox._http.moments import Event, Moment
from support.sandbox.caller import Caller, detail_of, encode
from support.waits import SECONDS, Process, until

MOMENTS: tuple[Moment, ...] = ("arrived", "applied", "answered")
OTHER = "H44010099999"
PAGE = {"data": {"trt_year": "2020", "trt_month": "12", "startrow": 1}}


def test_the_moments_of_a_call(sandbox: Sandbox, caller: Caller) -> None:
    events: list[Event] = []
    for moment in MOMENTS:
        sandbox.on(moment, "3261", events.append)
    detail, msgid = detail_of(caller.page()), caller.msgid()
    caller.confirm(detail, msgid=msgid)
    until(lambda: len(events) == 3)
    institution = sandbox.options.fixmedins_code
    assert events == [Event(moment=one, infno="3261", institution=institution, msgid=msgid) for one in MOMENTS]


def test_what_was_refused_or_dropped_has_fewer_moments(sandbox: Sandbox, caller: Caller) -> None:
    told: list[str] = []
    for moment in MOMENTS:
        sandbox.on(moment, "3261", lambda event: told.append(event.moment))
    detail = detail_of(caller.page()[:1])
    caller.confirm(detail, totalrow=9)
    until(lambda: told == ["arrived", "answered"])
    for fault, expected in (("drop-before", ["arrived"]), ("drop-after", ["arrived", "applied"])):
        told.clear()
        sandbox.faults.add(fault, times=1)
        with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
            caller.confirm(detail)
        assert told == expected


def test_a_request_stays_at_a_moment_while_its_callback_blocks(sandbox: Sandbox, caller: Caller) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def hold(_: Event) -> None:
        reached.set()
        go_on.wait(SECONDS)

    detail = detail_of(caller.page())
    for moment, is_applied in (("arrived", False), ("applied", True)):
        reached.clear()
        go_on.clear()
        off = sandbox.on(moment, "3261", hold)  # type: ignore[arg-type]
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            reply = pool.submit(caller.confirm, detail)
            assert reached.wait(SECONDS)
            assert bool(sandbox.confirmed("2020", "12")) is is_applied
            assert not reply.done()
            off()
            go_on.set()
            assert reply.result(SECONDS)["infcode"] == 0
        caller.revoke("0")


def test_a_caller_killed_between_application_and_answer(sandbox: Sandbox, caller: Caller, tmp_path: Path) -> None:
    body = tmp_path / "body"
    body.write_bytes(encode(caller.envelope("3261", {"data": _period(100), "detail": detail_of(caller.page())})))
    code = "import sys, http.client, json, pathlib;"
    code += "c = http.client.HTTPConnection('127.0.0.1', int(sys.argv[1]));"
    code += "c.request('POST', '/3261', pathlib.Path(sys.argv[2]).read_bytes(), json.loads(sys.argv[3]));"
    code += "c.getresponse()"
    port = sandbox.base_url.rsplit(":", 1)[1].strip("/")
    started = threading.Event()
    process: list[Process] = []

    def kill(_: Event) -> None:
        started.wait(SECONDS)
        process[0].kill()

    sandbox.on("applied", "3261", kill)
    process.append(Process(sys.executable, "-c", code, port, body, encode(caller.headers()).decode()))
    started.set()
    assert process[0].wait() != 0
    assert len(sandbox.clearing("2020", "12").confirmations) == 1
    until(lambda: not sandbox.in_flight.current)


def test_a_failing_callback_is_seen_by_the_caller(sandbox: Sandbox, caller: Caller) -> None:
    off = sandbox.on("arrived", "3260", lambda _: 1 / 0)
    assert caller.send("3260", encode(caller.envelope("3260", PAGE))).status == 500
    off()
    assert caller.page()


def test_a_moment_that_is_none(sandbox: Sandbox) -> None:
    wrong: Any = "lost"
    with pytest.raises(ValueError, match="arrived, applied, answered"):
        sandbox.on(wrong, "3261", print)


def test_how_many_are_in_flight(sandbox: Sandbox, caller: Caller) -> None:
    own = sandbox.options.fixmedins_code
    callers = [caller] * 3 + [Caller({**caller.settings, "fixmedins_code": OTHER})] * 2
    go_on = threading.Event()
    sandbox.on("arrived", "3260", lambda _: go_on.wait(SECONDS))
    with concurrent.futures.ThreadPoolExecutor(5) as pool:
        pages = [pool.submit(one.page) for one in callers]
        until(lambda: sum(sandbox.in_flight.current.values()) == 10)
        assert sandbox.in_flight.current == {(own, "3260"): 3, (own, ""): 3, (OTHER, "3260"): 2, (OTHER, ""): 2}
        go_on.set()
        assert all(page.result(SECONDS) for page in pages)
    until(lambda: not sandbox.in_flight.current)
    caller.revoke("0")
    assert sandbox.in_flight.most[own, "3260"] == sandbox.in_flight.most[own, ""] == 3
    assert sandbox.in_flight.most[own, "3262"] == 1


def test_calls_one_after_the_other_never_overlap(sandbox: Sandbox, caller: Caller) -> None:
    for _ in range(100):
        caller.revoke("0")
    assert set(sandbox.in_flight.most.values()) == {1}


def test_a_caller_that_gave_up_is_not_in_flight_though_its_request_is_still_to_come(
    sandbox: Sandbox, caller: Caller
) -> None:
    sandbox.faults.add("delay-before", 600, infno="3261", times=1)
    connection = http.client.HTTPConnection(sandbox.base_url.split("/")[2])
    body = encode(caller.envelope("3261", {"data": _period(1), "detail": detail_of(caller.page()[:1])}))
    connection.request("POST", "/3261", body, caller.headers())
    until(lambda: sandbox.requests.of("3261"))
    assert sandbox.in_flight.current[sandbox.options.fixmedins_code, "3261"] == 1
    connection.close()
    until(lambda: not sandbox.in_flight.current)


def _period(rows: int) -> dict[str, object]:
    return {"trt_year": "2020", "trt_month": "12", "totalrow": rows}
