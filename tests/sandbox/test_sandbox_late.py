"""Requests that come twice, too late, or are never answered."""

import http.client

import pytest

from gdyb_sandbox import Sandbox
from support.sandbox.caller import Caller, detail_of, encode
from support.waits import until


def _give_up(caller: Caller) -> None:
    """Sends a confirmation of the first page and does not wait long for its answer."""
    data = {"trt_year": "2020", "trt_month": "12", "totalrow": 100}
    body = encode(caller.envelope("3261", {"data": data, "detail": detail_of(caller.page())}))
    host = caller.settings["base_url"].split("/")[2]
    connection = http.client.HTTPConnection(host, timeout=30)
    connection.request("POST", "/3261", body, caller.headers())
    connection.sock.settimeout(0.2)
    with pytest.raises(TimeoutError):
        connection.getresponse()
    connection.close()


def test_a_request_is_applied_though_its_caller_is_gone(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.faults.add("delay-before", 3, infno="3261", times=1)
    _give_up(caller)
    assert sandbox.confirmed("2020", "12") == {}
    until(lambda: len(sandbox.confirmed("2020", "12")) == 100)


@pytest.mark.parametrize(("window", "is_applied"), [(2, False), (60, True)])
def test_the_timestamp_is_judged_when_the_request_is_processed(window: int, is_applied: bool) -> None:
    with Sandbox(rows=100, timestamp_window=window) as sandbox:
        caller = Caller(sandbox.settings)
        answered: list[object] = []
        sandbox.on("answered", "3261", answered.append)
        # Within both windows when it arrives.
        sandbox.faults.add("delay-before", 3.1, infno="3261", times=1)
        _give_up(caller)
        until(lambda: answered)
        assert bool(sandbox.confirmed("2020", "12")) is is_applied


def test_a_request_on_hold_is_not_applied_by_a_sandbox_that_stops() -> None:
    sandbox = Sandbox(rows=100, faults=["delay-before=600,3261"])
    applied: list[object] = []
    sandbox.on("applied", "3261", applied.append)
    with sandbox:
        _give_up(Caller(sandbox.settings))
    assert applied == []


def test_a_call_that_is_never_answered(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.faults.add("hang", infno="3261", times=1)
    answered: list[object] = []
    sandbox.on("answered", "3261", answered.append)
    _give_up(caller)
    until(lambda: len(sandbox.confirmed("2020", "12")) == 100)
    until(lambda: not sandbox.in_flight.current)
    assert caller.page()
    assert answered == []


def test_stopping_does_not_wait_for_one_who_still_hopes() -> None:
    with Sandbox(rows=100, faults=["hang=3261"]) as sandbox:
        caller = Caller(sandbox.settings)
        data = {"trt_year": "2020", "trt_month": "12", "totalrow": 100}
        connection = http.client.HTTPConnection(caller.settings["base_url"].split("/")[2], timeout=60)
        body = encode(caller.envelope("3261", {"data": data, "detail": detail_of(caller.page())}))
        connection.request("POST", "/3261", body, caller.headers())
        until(lambda: sandbox.confirmed("2020", "12"))
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        connection.getresponse()


def test_a_request_that_was_sent_on_twice(caller: Caller, sandbox: Sandbox) -> None:
    sandbox.faults.add("duplicate", infno="3261", times=1)
    reply = caller.confirm(detail_of(caller.page()))
    clearing = sandbox.clearing("2020", "12")
    assert reply["infcode"] == 0
    assert [one.inf_refmsgid for one in clearing.confirmations] == [reply["inf_refmsgid"]]


def test_a_request_that_was_sent_on_twice_and_applied_twice() -> None:
    with Sandbox(rows=100, repeated_confirmation="accept", faults=["duplicate=3261,1"]) as sandbox:
        caller = Caller(sandbox.settings)
        reply = caller.confirm(detail_of(caller.page()))
        clearing = sandbox.clearing("2020", "12")
        assert [one.msgid for one in clearing.confirmations] == [clearing.confirmations[0].msgid] * 2
        assert clearing.confirmations[0].inf_refmsgid == reply["inf_refmsgid"]
        assert set(clearing.times_now.values()) == {2}


def test_every_third_call(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.faults.add_text("business-error=3260,1/3,2")
    page = {"data": {"trt_year": "2020", "trt_month": "12", "startrow": 1}}
    codes = [caller.call("3260", page)["infcode"] for _ in range(10)]
    assert codes == [0, 0, -1, 0, 0, -1, 0, 0, 0, 0]


@pytest.mark.parametrize("text", ["hang=1/0", "hang=1/x", "hang=1/2,1/3"])
def test_a_share_that_is_none(text: str) -> None:
    with pytest.raises(ValueError):
        Sandbox(faults=[text])
