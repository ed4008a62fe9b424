"""A fence is over when every clock says so: this machine's, the gateway's over several answers, the process's own."""

import time
from dataclasses import replace
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path

import pytest

from gdyb.client import Client
from gdyb_runtime.client.transport import HttpxTransport
from gdyb_runtime.clock import ANSWERS, Clock
from gdyb_runtime.wire.messages import HttpRequest, HttpResponse
from gdyb_workflows.clearing import BatchUnknown, MonthLease, close_epoch, confirm, record_finding, revoke_period
from gdyb_workflows.clearing.ledger.errors import NeedsPerson
from gdyb_workflows.clearing.sending.revoking import period_is_revoked
from support.clearing.desk import let_time_pass
from support.clearing.place import MONTH, Place
from support.clearing.steps import MARGIN, SENT, plan_all, states, turn_clock, wait_out_fence

pytestmark = pytest.mark.parametrize("location", ["sqlite"], indirect=True)

DAY = 86_400


class Turned:
    """The gateway, each of whose answers has its Date header so many seconds off; without one where it is None."""

    def __init__(self, place: Place, *seconds: float | None) -> None:
        self._inner, self._seconds, self._count = HttpxTransport(place.settings()), seconds, 0

    def send(self, request: HttpRequest) -> HttpResponse:
        response = self._inner.send(request)
        seconds = self._seconds[self._count % len(self._seconds)]
        self._count += 1
        headers = {name: value for name, value in response.headers.items() if name.lower() != "date"}
        if seconds is not None:
            moment = parsedate_to_datetime(response.header("date") or "").timestamp() + seconds
            headers["Date"] = formatdate(moment, usegmt=True)
        return replace(response, headers=headers)

    def close(self) -> None:
        self._inner.close()


def _lose_a_confirmation(place: Place, lease: MonthLease) -> None:
    plan_all(lease)
    place.sandbox.faults.add("drop-before", infno=SENT, times=1)
    with pytest.raises(BatchUnknown):
        confirm(lease)


def _is_refused(place: Place, lease: MonthLease, words: str) -> None:
    with pytest.raises(NeedsPerson, match=words):
        record_finding(lease, 1, "not_applied", actor="0001")
    assert states(place, lease.ledger)[0] == "unknown"


@pytest.mark.parametrize("dates", [(2500,), (2500, 0), (0, 2500, 2500), (DAY - 400,), (-2500,)], ids=repr)
def test_a_date_header_that_is_off_lifts_no_fence(place: Place, dates: tuple[float, ...]) -> None:
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        _lose_a_confirmation(place, lease)
    with (
        place.ledger() as ledger,
        Client(place.settings(), transport=Turned(place, *dates)) as client,
        ledger.hold(client, MONTH) as lease,
    ):
        _is_refused(place, lease, "可能还在途中")
        close_epoch(lease, actor="0001", send_again=True)
        for end in (revoke_period, period_is_revoked):
            with pytest.raises(NeedsPerson, match="还没有到"):
                end(lease, actor="0001")
    assert place.times == {}


@pytest.mark.parametrize("days", [2, 400, -2])
def test_clocks_that_are_more_than_a_day_apart_are_refused_in_words(
    place: Place, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        _lose_a_confirmation(place, lease)
    turn_clock(monkeypatch, days * DAY)
    with (
        place.ledger() as ledger,
        Client(place.settings(), clock=Clock(offset=-days * DAY)) as client,
        ledger.hold(client, MONTH) as lease,
    ):
        _is_refused(place, lease, "相差超过一天.*请先把本机时间调准")


def test_the_process_knows_how_long_it_has_waited(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both clocks were put ahead at once, as where gateway and host take their time from one server."""
    with place.ledger() as ledger:
        with place.client() as client, ledger.hold(client, MONTH) as lease:
            _lose_a_confirmation(place, lease)
        turn_clock(monkeypatch, 2500)
        with (
            Client(place.settings(), transport=Turned(place, 2500), clock=Clock(offset=-2500)) as client,
            ledger.hold(client, MONTH) as lease,
        ):
            _is_refused(place, lease, "可能还在途中")


def test_a_clock_that_is_put_ahead_after_the_gateway_was_asked_lifts_no_fence(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        _lose_a_confirmation(place, lease)
        ledger.last_sent.clear()
        lease.learn_time(ANSWERS)
        turn_clock(monkeypatch, 2500)
        _is_refused(place, lease, "可能还在途中")


def test_one_machine_behind_the_gateway_whose_clock_is_ahead_does_not_keep_a_fence(place: Place) -> None:
    with (
        place.ledger() as ledger,
        Client(place.settings(), transport=Turned(place, 0, 2500, 0)) as client,
        ledger.hold(client, MONTH) as lease,
    ):
        lease.learn_time(ANSWERS)
        assert len(client.clock.gateway_times) == ANSWERS
        assert -10 < lease.left_until(time.time()) <= 0


def test_a_gateway_that_tells_no_time_is_waited_for_longer(place: Place) -> None:
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        _lose_a_confirmation(place, lease)
    for passed, words in ((2500, "可能还在途中"), (1800, "")):
        let_time_pass(Path(place.location), passed)
        with (
            place.ledger() as ledger,
            Client(place.settings(), transport=Turned(place, None)) as client,
            ledger.hold(client, MONTH) as lease,
        ):
            if words:
                _is_refused(place, lease, words)
            else:
                record_finding(lease, 1, "not_applied", actor="0001")
                assert states(place, ledger)[0] == "planned"


def test_a_gateway_that_does_not_answer_lifts_no_fence(place: Place) -> None:
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        _lose_a_confirmation(place, lease)
    wait_out_fence()
    place.sandbox.faults.add("drop-before", infno="3260")
    with place.ledger() as ledger, place.client(attempts=1) as client, ledger.hold(client, MONTH) as lease:
        with pytest.raises(NeedsPerson, match="平台没有应答，无法核对时间"):
            record_finding(lease, 1, "not_applied", actor="0001", margin=MARGIN)
        # What the bureau says of the batch needs no clock.
        record_finding(lease, 1, "applied", actor="0001")
        assert states(place, ledger)[0] == "confirmed"
