"""Requests that are carried out late, programs that were paused, and hosts that do not agree on the time."""

import json
import os
import signal
import sys
import textwrap
import threading
import time
from contextlib import suppress
from dataclasses import replace

import pytest
import sqlalchemy as sa

from gdyb.client import Client
from gdyb_runtime.client.transport import HttpxTransport
from gdyb_runtime.clock import Clock
from gdyb_runtime.errors import BusinessError, SignatureExpired, TransportFailed
from gdyb_runtime.wire.messages import HttpRequest, HttpResponse
from gdyb_sandbox._sandbox import Sandbox
from gdyb_workflows.clearing import (
    BatchUnknown,
    MonthHeld,
    MonthLease,
    close_epoch,
    confirm,
    confirm_next,
    extract,
    plan,
    propose_unchecked,
    record_finding,
    revoke_batch,
    revoke_period,
)
from gdyb_workflows.clearing.ledger.errors import HoldLost, NeedsPerson, NothingSuch
from gdyb_workflows.clearing.ledger.schema import epoch
from gdyb_workflows.clearing.overview import audit_trail
from gdyb_workflows.clearing.sending.revoking import period_is_revoked, reopen_epoch
from gdyb_workflows.clearing.sending.unknown import record_revocation
from support.clearing.place import MONTH, Place
from support.clearing.steps import (
    MARGIN,
    REVOKED,
    SENT,
    Blocked,
    approve_all,
    lose_locks,
    plan_all,
    platform_with,
    refs,
    states,
    turn_clock,
    wait_out_fence,
    wait_until,
)
from support.waits import Process, join, until

ON_ONE = pytest.mark.parametrize("location", ["sqlite"], indirect=True)
ON_MANY = pytest.mark.parametrize("location", ["postgresql"], indirect=True)
IMPATIENT = pytest.mark.parametrize("patience", [2.0], ids=["impatient"])
LATE = 4.0
"""Seconds after which a late request is carried out; the client gave up after two."""
LONG = 6.0 - 1800
"""A margin that waits for it."""


@IMPATIENT
def test_a_late_revocation_of_the_period_does_not_meet_the_next_epoch(place: Place, planned: MonthLease) -> None:
    confirm(planned)
    close_epoch(planned, actor="0001", send_again=True, margin=LONG)
    place.sandbox.faults.add("delay-before", LATE, infno=REVOKED, times=1)
    with pytest.raises(TransportFailed):
        revoke_period(planned, actor="0001", margin=LONG)
    assert revoke_period(planned, actor="0001", margin=LONG).planned == 3
    with pytest.raises(NeedsPerson, match="可能还在途中"):
        confirm(planned)
    fence = place.overview(planned.ledger).epochs[-1].fence_until
    assert fence is not None
    wait_until(planned, fence)
    assert len(place.sandbox.requests.of(REVOKED)) == 2
    confirm(planned)
    assert place.times == {1: 250}
    assert place.overview(planned.ledger).is_done


@ON_ONE
def test_a_persons_word_about_the_period_does_not_open_the_way_to_a_late_revocation(
    place: Place, planned: MonthLease
) -> None:
    confirm(planned)
    close_epoch(planned, actor="0001", send_again=True, margin=MARGIN)
    place.sandbox.faults.add("drop-after", infno=REVOKED, times=1)
    with pytest.raises(TransportFailed):
        revoke_period(planned, actor="0001", margin=MARGIN)
    assert period_is_revoked(planned, actor="0001", margin=MARGIN) == 3
    with pytest.raises(NeedsPerson, match="可能还在途中"):
        confirm(planned)
    assert place.times == {}
    wait_out_fence()
    confirm(planned)
    assert place.times == {1: 250}


def _lose_a_revocation_of_the_period(place: Place, lease: MonthLease) -> float:
    """Confirms everything, loses an answer to "0" and repeats it; gives the fence of the epoch that opened."""
    confirm(lease)
    close_epoch(lease, actor="0001", send_again=True)
    place.sandbox.faults.add("drop-before", infno=REVOKED, times=1)
    with pytest.raises(TransportFailed):
        revoke_period(lease, actor="0001")
    revoke_period(lease, actor="0001")
    fence = place.overview(lease.ledger).epochs[-1].fence_until
    assert fence is not None
    assert fence > lease.now() + 2300
    return fence


@ON_ONE
@pytest.mark.parametrize("twice", [False, True])
def test_the_fence_after_a_lost_revocation_of_the_period_survives_closing_and_opening_again(
    place: Place, planned: MonthLease, twice: bool
) -> None:
    fence = _lose_a_revocation_of_the_period(place, planned)
    for _ in range(1 + twice):
        assert close_epoch(planned, actor="0001", send_again=True) >= fence
        reopen_epoch(planned, actor="0001", note="不再回退")
    with pytest.raises(NeedsPerson, match="可能还在途中"):
        confirm(planned)
    assert place.times == {}


@ON_ONE
def test_the_fence_after_a_lost_revocation_of_the_period_survives_the_next_epoch(
    place: Place, planned: MonthLease
) -> None:
    fence = _lose_a_revocation_of_the_period(place, planned)
    close_epoch(planned, actor="0001", send_again=True)
    with pytest.raises(NeedsPerson, match="还没有到"):
        revoke_period(planned, actor="0001")
    # However the next epoch opens, what may still arrive is looked for in the whole month.
    with planned.ledger.transaction() as connection:
        connection.execute(sa.update(epoch).values(fence_until=0.0))
    revoke_period(planned, actor="0001")
    assert place.overview(planned.ledger).epochs[-1].fence_until == fence
    with pytest.raises(NeedsPerson, match="可能还在途中"):
        confirm(planned)
    assert place.times == {}


@IMPATIENT
def test_a_late_confirmation_is_over_before_anybody_may_say_that_the_period_is_revoked(
    place: Place, planned: MonthLease
) -> None:
    place.sandbox.faults.add("delay-before", LATE, infno=SENT, times=1)
    with pytest.raises(BatchUnknown):
        confirm(planned)
    fence = close_epoch(planned, actor="0001", send_again=True, margin=LONG)
    with pytest.raises(NeedsPerson, match="还没有到"):
        period_is_revoked(planned, actor="0001", margin=LONG)
    wait_until(planned, fence)
    # It was carried out meanwhile, which only the platform's own revocation undoes.
    assert place.times == {1: 100}
    revoke_period(planned, actor="0001", margin=LONG)
    confirm(planned)
    assert place.times == {1: 250}


def _later(lease: MonthLease, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Lets time pass between the intent and the call, as for a laptop that sleeps."""
    call, clock = lease.client.call, lease.client.clock

    def paused(*given: object, **options: object) -> object:
        clock.offset += seconds
        return call(*given, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(lease.client, "call", paused)


def test_what_was_paused_before_it_signed_is_not_sent(
    place: Place, planned: MonthLease, monkeypatch: pytest.MonkeyPatch
) -> None:
    _later(planned, monkeypatch, 61)
    with pytest.raises(TransportFailed, match="已过时限") as failed:
        confirm(planned)
    assert failed.value.outcome == "not_sent"
    assert not place.sandbox.requests.of(SENT)
    assert states(place, planned.ledger) == ["planned"] * 3
    monkeypatch.undo()
    confirm(planned)
    assert place.times == {1: 250}


@ON_ONE
def test_a_revocation_that_was_paused_before_it_signed_is_not_sent(
    place: Place, planned: MonthLease, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(planned)
    _later(planned, monkeypatch, 61)
    with pytest.raises(TransportFailed, match="已过时限"):
        revoke_batch(planned, refs(place, planned.ledger)[0], actor="0001")
    close_epoch(planned, actor="0001", send_again=False)
    monkeypatch.undo()
    _later(planned, monkeypatch, 61)
    with pytest.raises(TransportFailed, match="已过时限"):
        revoke_period(planned, actor="0001")
    assert not place.sandbox.requests.of(REVOKED)
    # Nothing left this machine: the batch is confirmed as before, and the person may change his mind.
    reopen_epoch(planned, actor="0001", note="不再回退")
    assert states(place, planned.ledger) == ["confirmed"] * 3


@ON_MANY
def test_a_paused_program_wakes_up_when_the_month_is_long_done(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its lock is lost, another host has revoked and sent everything again, and now it wants to sign."""
    asleep, awake, results = threading.Event(), threading.Event(), list[object]()
    with (
        place.ledger() as slow,
        place.ledger() as other,
        place.client() as client,
        place.client() as others,
        slow.hold(client, MONTH) as first,
    ):
        plan_all(first)
        call = client.call

        def paused(*given: object, **options: object) -> object:
            asleep.set()
            awake.wait(30)
            client.clock.offset += 61
            return call(*given, **options)  # type: ignore[call-overload]

        monkeypatch.setattr(client, "call", paused)

        def work() -> None:
            try:
                results.append(confirm_next(first))
            except BaseException as error:
                results.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        assert asleep.wait(20)
        lose_locks(other)
        with other.hold(others, MONTH) as second:
            with pytest.raises(BatchUnknown):
                confirm(second)
            wait_until(second, close_epoch(second, actor="0001", send_again=True, margin=MARGIN))
            revoke_period(second, actor="0001", margin=MARGIN)
            confirm(second)
            awake.set()
            join(thread)
            assert isinstance(results[0], TransportFailed)
            assert results[0].outcome == "not_sent"
            found = place.overview(other)
            assert found.is_done
            assert found.conflicts == 0
            assert place.times == {1: 250}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGSTOP on Windows")
@ON_ONE
def test_a_stopped_process_does_not_sign_when_it_goes_on(place: Place) -> None:
    program = """
        import json, os, signal, sys
        from gdyb.client import Client
        from gdyb.settings import Settings
        from gdyb_runtime.errors import GdybError
        from gdyb_workflows.clearing import ClearingMonth, Ledger, Vault, confirm
        from gdyb_workflows.clearing.sending import confirming
        told = json.loads(sys.argv[1])
        confirming.SIGNED_WITHIN = 0.5
        with Ledger(told["ledger"], vault=Vault([told["key"]])) as ledger, Client(Settings(**told["settings"])) as client:
            call = client.call
            def stopped(*given, **options):
                os.kill(os.getpid(), signal.SIGSTOP)
                return call(*given, **options)
            client.call = stopped
            with ledger.hold(client, ClearingMonth(year="2020", month="12")) as lease:
                try:
                    confirm(lease)
                except GdybError as error:
                    print(error.outcome)
    """
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        plan_all(lease)
    settings = {**place.sandbox.settings, "msgid_file": str(place.folder / "msgid.sqlite3")}
    told = json.dumps({"ledger": place.location, "key": place.key, "settings": settings})
    with Process(sys.executable, "-c", textwrap.dedent(program), told) as worker:

        def is_stopped() -> bool:
            pid, status = os.waitpid(worker.pid, os.WUNTRACED | os.WNOHANG)
            return bool(pid) and os.WIFSTOPPED(status)

        until(is_stopped)
        with place.ledger(read_only=True) as ledger:
            assert states(place, ledger)[0] == "sending"
        time.sleep(0.8)
        os.kill(worker.pid, signal.SIGCONT)
        output = worker.finish().stdout
    assert output.split() == ["not_sent"]
    assert not place.sandbox.requests.of(SENT)
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        confirm(lease)
    assert place.times == {1: 250}


class _Slow:
    """A line on which a signed request waits before it leaves."""

    def __init__(self, place: Place, infno: str, seconds: float) -> None:
        self._inner, self._infno, self._seconds = HttpxTransport(place.settings()), infno, seconds

    def send(self, request: HttpRequest) -> HttpResponse:
        if request.url.endswith(self._infno):
            time.sleep(self._seconds)
        return self._inner.send(request)

    def close(self) -> None:
        self._inner.close()


@ON_ONE
def test_what_was_paused_after_it_signed_is_refused_by_the_gateway(place: Place) -> None:
    with Sandbox(replace(place.sandbox.options, port=0, timestamp_window=1)) as sandbox:
        place.sandbox = sandbox
        with (
            place.ledger() as ledger,
            Client(place.settings(), transport=_Slow(place, SENT, 3)) as client,
            ledger.hold(client, MONTH) as lease,
        ):
            plan_all(lease)
            with pytest.raises(SignatureExpired):
                confirm(lease)
            assert states(place, ledger) == ["planned"] * 3
            assert place.times == {}


def test_hosts_whose_clocks_differ_agree_on_the_fence(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """One clock is a quarter of an hour behind, the other one forty minutes ahead."""
    with place.ledger() as ledger:
        turn_clock(monkeypatch, -900)
        with place.client() as client, ledger.hold(client, MONTH) as lease:
            plan_all(lease)
            place.sandbox.faults.add("drop-before", infno=SENT, times=1)
            with pytest.raises(BatchUnknown):
                confirm(lease)
        sent_at = place.overview(ledger).batches[0].attempts[0].sent_at
        assert abs(sent_at - time.time()) < 30
        turn_clock(monkeypatch, 2500)
        # 1800 s and 600 s have not passed by the gateway's clock, though they have by the second host's own.
        with place.client(correct_clock=True) as client, ledger.hold(client, MONTH) as lease:
            with pytest.raises(NeedsPerson, match="可能还在途中"):
                record_finding(lease, 1, "not_applied", actor="0001")
            assert abs(close_epoch(lease, actor="0001", send_again=True) - sent_at - 2400) < 1
        with (
            place.client(correct_clock=True) as client,
            ledger.hold(client, MONTH) as lease,
            pytest.raises(NeedsPerson, match="还没有到"),
        ):
            revoke_period(lease, actor="0001")
        with (
            place.client(correct_clock=True) as client,
            ledger.hold(client, MONTH) as lease,
            pytest.raises(NeedsPerson, match="还没有到"),
        ):
            period_is_revoked(lease, actor="0001")
        assert not place.sandbox.requests.of(REVOKED)


def test_a_host_whose_clock_is_ahead_waits_for_a_late_revocation_like_the_others(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place.ledger() as ledger:
        with place.client() as client, ledger.hold(client, MONTH) as lease:
            plan_all(lease)
            confirm(lease)
            close_epoch(lease, actor="0001", send_again=True)
            place.sandbox.faults.add("drop-before", infno=REVOKED, times=1)
            with pytest.raises(TransportFailed):
                revoke_period(lease, actor="0001")
            revoke_period(lease, actor="0001")
        turn_clock(monkeypatch, 2500)
        with place.client(correct_clock=True) as client, ledger.hold(client, MONTH) as lease:
            with pytest.raises(NeedsPerson, match="可能还在途中"):
                confirm(lease)
            assert states(place, ledger) == ["confirmed"] * 3 + ["planned"] * 3
    assert place.times == {}


@ON_ONE
def test_a_host_whose_clock_is_ahead_does_not_say_too_early_that_a_batch_was_not_revoked(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place.ledger() as ledger:
        with place.client() as client, ledger.hold(client, MONTH) as lease:
            plan_all(lease)
            confirm(lease)
            place.sandbox.faults.add("drop-before", infno=REVOKED, times=1)
            with pytest.raises(TransportFailed):
                revoke_batch(lease, refs(place, ledger)[0], actor="0001")
        turn_clock(monkeypatch, 2500)
        with (
            place.client(correct_clock=True) as client,
            ledger.hold(client, MONTH) as lease,
            pytest.raises(NeedsPerson, match="可能还在途中"),
        ):
            record_revocation(lease, 1, revoked=False, actor="0001")
        assert states(place, ledger)[0] == "revoking"


def test_a_request_that_was_signed_with_a_time_to_come_is_waited_for_longer(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The gateway takes it until its timestamp is too old, not until it is too old since it was sent."""
    ahead = 1700
    turn_clock(monkeypatch, ahead)
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        plan_all(lease)
        place.sandbox.faults.add("drop-before", infno=SENT, times=1)
        with pytest.raises(BatchUnknown):
            confirm(lease)
        stamp = int(place.sandbox.requests.of(SENT)[0].headers["x-tif-timestamp"])
        assert close_epoch(lease, actor="0001", send_again=True) >= stamp + 2400 - 1
        assert stamp > time.time() + ahead - 30


@ON_ONE
def test_a_correction_of_the_clock_that_is_outdated_moves_no_fence(place: Place) -> None:
    """The client corrected its clock by the gateway's; then the machine's own was set right."""
    with (
        place.ledger() as ledger,
        Client(place.settings(), clock=Clock(offset=-900)) as client,
        ledger.hold(client, MONTH) as lease,
    ):
        extract(lease)
        assert abs(lease.now() - time.time()) < 30


@ON_ONE
def test_a_revoked_batch_that_got_no_answer_is_not_sent_again_without_approval(
    place: Place, planned: MonthLease
) -> None:
    confirm(planned)
    place.sandbox.faults.add("drop-after", infno=REVOKED, times=1)
    with pytest.raises(TransportFailed):
        revoke_batch(planned, refs(place, planned.ledger)[0], actor="0001")
    close_epoch(planned, actor="0001", send_again=True, margin=MARGIN)
    assert revoke_period(planned, actor="0001", margin=MARGIN).planned == 2
    assert plan(planned).batches == 0
    confirm(planned)
    assert place.times == {1: 150}
    assert place.overview(planned.ledger).decided.undecided == 100


@ON_ONE
def test_no_approval_survives_a_revocation_for_good(place: Place) -> None:
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        plan_all(lease)
    with platform_with(place, large_amount=True) as lease:
        # The first batch is dropped: its other 99 rows are approved and in no batch.
        extract(lease)
        confirm(lease)
        close_epoch(lease, actor="0001", send_again=False, margin=MARGIN)
        assert revoke_period(lease, actor="0001", margin=MARGIN).planned == 0
        propose_unchecked(lease)
        assert plan(lease).batches == 0
        found = place.overview(lease.ledger).decided
        assert (found.included.rows, found.excluded.rows, found.undecided) == (0, 0, 250)
        confirm(lease)
        assert place.times == {}


def test_a_closed_epoch_is_opened_again_where_the_platform_refuses(place: Place, planned: MonthLease) -> None:
    confirm_next(planned)
    with pytest.raises(NeedsPerson, match="没有在等待"):
        reopen_epoch(planned, actor="0001", note="")
    close_epoch(planned, actor="0001", send_again=True)
    with pytest.raises(NeedsPerson, match="正在整期回退"):
        plan(planned)
    with pytest.raises(NeedsPerson, match="正在整期回退"):
        confirm(planned)
    place.sandbox.faults.add("business-error", "该期已关账", infno=REVOKED, times=1)
    with pytest.raises(BusinessError, match="该期已关账"):
        revoke_period(planned, actor="0001")
    reopen_epoch(planned, actor="0001", note="医保已关账，不再回退")
    confirm(planned)
    assert place.times == {1: 250}
    assert place.overview(planned.ledger).is_done
    assert "医保已关账" in audit_trail(planned.ledger, planned.id)[-1].detail
    revoke_batch(planned, refs(place, planned.ledger)[0], actor="0001")
    assert place.times == {1: 150}


def test_a_closed_epoch_of_which_nothing_was_sent_is_opened_again_at_once(place: Place, planned: MonthLease) -> None:
    place.sandbox.faults.add("drop-before", infno=SENT, times=1)
    with pytest.raises(BatchUnknown):
        confirm(planned)
    close_epoch(planned, actor="0001", send_again=False)
    reopen_epoch(planned, actor="0001", note="按错了")
    # What was unknown is unknown still.
    with pytest.raises(BatchUnknown):
        confirm(planned)
    assert not place.sandbox.requests.of(REVOKED)


def test_a_closed_epoch_stays_closed_where_a_revocation_may_have_been_carried_out(
    place: Place, planned: MonthLease
) -> None:
    confirm(planned)
    close_epoch(planned, actor="0001", send_again=True)
    place.sandbox.faults.add("drop-after", infno=REVOKED, times=1)
    with pytest.raises(TransportFailed):
        revoke_period(planned, actor="0001")
    with pytest.raises(NeedsPerson, match="可能已经办成"):
        reopen_epoch(planned, actor="0001", note="")


def test_two_programs_at_two_addresses_of_one_platform(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have the month planned, and both look at the same moment whether the other one has sent anything."""
    there = place.sandbox.base_url.replace("127.0.0.1", "localhost")
    together, results, refuse = threading.Barrier(2), list[object](), MonthLease.refuse_elsewhere

    def refuse_slowly(lease: MonthLease, connection: sa.Connection) -> None:
        refuse(lease, connection)
        with suppress(threading.BrokenBarrierError):
            together.wait(1)

    with (
        place.ledger() as ledger,
        place.client() as one,
        place.client(base_url=there) as another,
        ledger.hold(one, MONTH) as here,
        ledger.hold(another, MONTH) as elsewhere,
    ):
        for lease in (here, elsewhere):
            plan_all(lease)
        monkeypatch.setattr(MonthLease, "refuse_elsewhere", refuse_slowly)

        def work(lease: MonthLease) -> None:
            try:
                results.append(confirm(lease))
            except BaseException as error:
                results.append(error)

        threads = [threading.Thread(target=work, args=(lease,)) for lease in (here, elsewhere)]
        for thread in threads:
            thread.start()
        join(*threads)
    assert len(results) == 2
    assert sum(isinstance(one, NeedsPerson) and "另一个接口地址" in str(one) for one in results) == 1
    assert place.times == {1: 250}


@ON_MANY
def test_a_month_that_is_moved_is_no_more_with_who_held_it(place: Place) -> None:
    here, there = place.sandbox.base_url, place.sandbox.base_url.replace("127.0.0.1", "localhost")
    institution = place.settings().fixmedins_code
    with place.ledger() as ours, place.ledger() as theirs, place.client() as client:
        with ours.hold(client, MONTH) as lease:
            plan_all(lease)
            with pytest.raises(MonthHeld):
                theirs.move_month(institution, MONTH, before=here, now=there, actor="0001")
            lose_locks(theirs)
            theirs.move_month(institution, MONTH, before=here, now=there, actor="0001")
            with pytest.raises(HoldLost):
                confirm(lease)
        assert not place.sandbox.requests.of(SENT)
        with pytest.raises(NothingSuch):
            theirs.move_month(institution, MONTH, before=here, now=there, actor="0001")
        with place.client(base_url=there) as moved, theirs.hold(moved, MONTH) as lease:
            confirm(lease)
    assert place.times == {1: 250}


@IMPATIENT
def test_a_late_revocation_of_a_batch_that_is_planned_anew(place: Place, planned: MonthLease) -> None:
    """A batch is being taken back, the answer is late, and nobody can plan its rows meanwhile."""
    confirm(planned)
    place.sandbox.faults.add("delay-before", LATE, infno=REVOKED, times=1)
    with pytest.raises(TransportFailed):
        revoke_batch(planned, refs(place, planned.ledger)[0], actor="0001")
    assert approve_all(planned).batches == 0
    blocked = Blocked(place, lambda: revoke_batch(planned, refs(place, planned.ledger)[0], actor="0001"), REVOKED)
    assert place.overview(planned.ledger).in_force["revoking"].rows == 100
    blocked.finish()
    assert place.times == {1: 150}
