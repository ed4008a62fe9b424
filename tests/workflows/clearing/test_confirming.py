"""Each batch is sent at most once, and what became of it is known or known to be unknown."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from gdyb_runtime.errors import SignatureMismatch, TransportFailed
from gdyb_sandbox._sandbox import Sandbox
from gdyb_workflows.clearing import (
    BatchUnknown,
    MonthLease,
    approve,
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
from gdyb_workflows.clearing.decisions import open_rows
from gdyb_workflows.clearing.ledger.conflicts import clear_conflict
from gdyb_workflows.clearing.ledger.errors import HoldLost, NeedsPerson, NothingSuch
from gdyb_workflows.clearing.ledger.schema import decision
from gdyb_workflows.clearing.overview import audit_trail
from support.clearing.place import FENCE, MONTH, Place
from support.clearing.steps import lose_locks, wait_out_fence, wait_until
from support.waits import join, until

MARGIN = FENCE - 1800
SENT = "3261"


def _plan(lease: MonthLease) -> None:
    extract(lease)
    propose_unchecked(lease)
    approve(lease, actor="0001")
    plan(lease)


def test_a_month_is_confirmed_once(place: Place, planned: MonthLease) -> None:
    seen = []
    done = confirm(planned, progress=seen.append)
    assert (done.batches, done.rejected, done.remaining, done.confirmed.rows) == (3, 0, 0, 250)
    assert [one.amounts.rows for one in seen] == [100, 100, 50]
    assert place.times == {1: 250}
    found = place.overview(planned.ledger)
    assert found.is_done
    assert not found.needs_person
    known = {one.inf_refmsgid for one in found.batches}
    assert known == {one.inf_refmsgid for one in place.sandbox.clearing("2020", "12").confirmations}
    assert found.in_force["confirmed"] == found.current == done.confirmed


def test_everything_may_run_twice(place: Place, planned: MonthLease) -> None:
    confirm(planned)
    assert extract(planned).changed == 0
    assert propose_unchecked(planned) == 0
    approve(planned, actor="0001")
    assert plan(planned).batches == 0
    assert confirm(planned).batches == 0
    assert place.times == {1: 250}


@pytest.mark.parametrize(
    ("fault", "patience"),
    [("drop-after", 30.0), ("drop-before", 30.0), ("hang", 2.0), ("http-500", 30.0), ("garbage", 30.0)],
)
def test_a_lost_answer_stops_the_month_and_is_never_sent_again(place: Place, planned: MonthLease, fault: str) -> None:
    place.sandbox.faults.add(fault, infno=SENT, times=1)
    with pytest.raises(BatchUnknown) as stopped:
        confirm(planned)
    assert stopped.value.outcome == "unknown"
    assert stopped.value.number == 1
    for _ in range(2):
        with pytest.raises(BatchUnknown):
            confirm(planned)
    assert len(place.sandbox.requests.of(SENT)) == 1
    found = place.overview(planned.ledger)
    assert [one.state for one in found.batches] == ["unknown", "planned", "planned"]
    assert found.needs_person
    assert "第 1 批结果未知" in str(found.next_steps[0])


def test_not_processed_is_planned_as_before(place: Place, planned: MonthLease) -> None:
    place.sandbox.faults.add("refuse", infno=SENT, times=1)
    with pytest.raises(SignatureMismatch):
        confirm(planned)
    found = place.overview(planned.ledger)
    assert [one.state for one in found.batches] == ["planned"] * 3
    assert found.batches[0].attempts[0].state == "not_processed"
    assert confirm(planned).batches == 3
    assert place.times == {1: 250}


def test_no_connection_is_not_unknown(place: Place) -> None:
    with place.ledger() as ledger:
        with place.client() as client, ledger.hold(client, MONTH) as lease:
            _plan(lease)
        with place.client(connect_to="127.0.0.1:9") as client, ledger.hold(client, MONTH) as lease:
            with pytest.raises(TransportFailed) as failed:
                confirm(lease)
            assert failed.value.outcome == "not_sent"
        with place.client() as client, ledger.hold(client, MONTH) as lease:
            assert confirm(lease).batches == 3
    assert place.times == {1: 250}


def test_a_rejected_batch_needs_a_new_approval(place: Place, planned: MonthLease) -> None:
    place.sandbox.faults.add("business-error", "该期已关账 440101199001011234", infno=SENT, times=1)
    done = confirm(planned)
    assert (done.batches, done.rejected, done.remaining) == (2, 1, 0)
    assert plan(planned).batches == 0
    found = place.overview(planned.ledger)
    assert found.decided.undecided == 100
    assert "该期已关账" in found.batches[0].message
    assert "440101199001011234" not in found.batches[0].message
    approve(planned, actor="0001")
    assert plan(planned).batches == 1
    assert confirm(planned).batches == 1
    assert place.times == {1: 250}
    assert place.overview(planned.ledger).is_done


def test_a_platform_that_rejects_everything_is_not_bothered_to_the_end(place: Place, lease: MonthLease) -> None:
    extract(lease)
    propose_unchecked(lease)
    approve(lease, actor="0001")
    plan(lease, size=20)
    place.sandbox.faults.add("business-error", infno=SENT)
    done = confirm(lease)
    assert done.rejected == len(place.sandbox.requests.of(SENT)) == 3
    assert done.remaining == 10


def test_the_three_ways_out_of_unknown(place: Place, planned: MonthLease) -> None:
    place.sandbox.faults.add("drop-before", infno=SENT, times=1)
    with pytest.raises(BatchUnknown):
        confirm(planned)
    with pytest.raises(NeedsPerson, match="可能还在途中"):
        record_finding(planned, 1, "not_applied", actor="0001")
    with pytest.raises(NothingSuch, match="结果未知的批次：1"):
        record_finding(planned, 2, "applied", actor="0001")
    wait_out_fence()
    record_finding(planned, 1, "not_applied", actor="0001", margin=MARGIN)
    assert confirm(planned).batches == 3
    assert place.times == {1: 250}


def test_a_person_says_it_was_applied(place: Place, planned: MonthLease) -> None:
    place.sandbox.faults.add("drop-after", infno=SENT, times=1)
    with pytest.raises(BatchUnknown):
        confirm(planned)
    ref = place.sandbox.clearing("2020", "12").confirmations[0].inf_refmsgid
    record_finding(planned, 1, "applied", actor="0001", inf_refmsgid=ref, note="电话核实")
    assert confirm(planned).batches == 2
    assert place.times == {1: 250}
    assert any(line.actor == "0001" and "电话核实" in line.detail for line in audit_trail(planned.ledger, planned.id))
    revoke_batch(planned, ref, actor="0001")
    assert place.times == {1: 150}


def test_the_period_is_revoked_after_the_fence_and_sent_again(place: Place, planned: MonthLease) -> None:
    place.sandbox.faults.add("drop-after", infno=SENT, times=1)
    with pytest.raises(BatchUnknown):
        confirm(planned)
    with pytest.raises(NeedsPerson):
        revoke_period(planned, actor="0001", margin=MARGIN)
    close_epoch(planned, actor="0001", send_again=True, margin=MARGIN)
    with pytest.raises(NeedsPerson, match="还没有到"):
        revoke_period(planned, actor="0001", margin=MARGIN)
    assert not place.sandbox.requests.of("3262")
    wait_out_fence()
    assert revoke_period(planned, actor="0001", margin=MARGIN).planned == 3
    assert confirm(planned).batches == 3
    assert place.times == {1: 250}
    assert len(place.sandbox.clearing("2020", "12").revocations) == 1


@pytest.mark.parametrize(("fence", "window", "twice"), [(0, 1800, 100), (0, 8, 100), (8, 1800, 0), (8, 8, 0)])
@pytest.mark.parametrize("location", ["sqlite"], indirect=True)
def test_what_the_fence_is_for(place: Place, fence: float, window: int, twice: int) -> None:
    """A request that is carried out long after the client gave up; rows are confirmed twice without a fence."""
    options = replace(place.sandbox.options, port=0, timestamp_window=window)
    with Sandbox(options) as sandbox:
        late = replace(place, sandbox=sandbox, patience=2.0)
        with late.ledger() as ledger, late.client() as client, ledger.hold(client, MONTH) as lease:
            _plan(lease)
            sandbox.faults.add("delay-before", 6.0, infno=SENT, times=1)
            with pytest.raises(BatchUnknown):
                confirm(lease)
            time.sleep(max(0.0, close_epoch(lease, actor="0001", send_again=True, margin=fence - 1800) - lease.now()))
            revoke_period(lease, actor="0001", margin=fence - 1800)
            confirm(lease)
            if twice:
                until(lambda: late.times == {1: 250 - twice, 2: twice})
            else:
                assert late.times == {1: 250}


@pytest.mark.parametrize(("repeats", "times"), [("refuse", {1: 250}), ("accept", {1: 150, 2: 100})])
@pytest.mark.parametrize("location", ["sqlite"], indirect=True)
def test_what_a_proxy_sends_twice_is_out_of_our_hands(place: Place, repeats: str, times: dict[int, int]) -> None:
    """Said so in decision 017: only a platform that refuses what is confirmed already keeps a row from counting twice."""
    with Sandbox(replace(place.sandbox.options, port=0, repeated_confirmation=repeats)) as sandbox:
        there = Place(sandbox=sandbox, folder=place.folder, location=place.location, key=place.key)
        with there.ledger() as ledger, there.client() as client, ledger.hold(client, MONTH) as lease:
            _plan(lease)
            sandbox.faults.add("duplicate", infno=SENT, times=1)
            assert confirm(lease).batches == 3
            assert there.times == times
            assert there.overview(ledger).is_done


def _blocked(place: Place, run: Callable[[], object]) -> tuple[threading.Thread, threading.Event, list[object]]:
    """Runs something in a thread until the gateway has applied its first 3261; the event lets the answer go."""
    applied, go, results = threading.Event(), threading.Event(), list[object]()

    def hold(_: object) -> None:
        applied.set()
        go.wait(20)

    off = place.sandbox.on("applied", SENT, hold)

    def work() -> None:
        try:
            results.append(run())
        except BaseException as error:
            results.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    assert applied.wait(20)
    off()
    return thread, go, results


@pytest.mark.parametrize("location", ["postgresql"], indirect=True)
def test_a_late_answer_settles_an_unknown_between_two_steps(place: Place) -> None:
    patient = place.client(read_timeout=30)
    with patient as client, place.ledger() as slow, place.ledger() as other, slow.hold(client, MONTH) as first:
        _plan(first)
        thread, go, results = _blocked(place, lambda: confirm(first))
        # The session that holds the lock is gone, as after a network failure, but the program lives on.
        lose_locks(other)
        with other.hold(client, MONTH) as second:
            with pytest.raises(BatchUnknown):
                confirm(second)
            go.set()
            join(thread)
            assert isinstance(results[0], HoldLost)
            # The late answer made it confirmed: the month goes on, with every later batch and without revocation.
            done = confirm(second)
            assert (done.batches, done.remaining) == (2, 0)
            assert place.times == {1: 250}
            found = place.overview(other)
            assert [one.state for one in found.batches] == ["confirmed"] * 3
            assert all(one.inf_refmsgid for one in found.batches)
            assert "late_answer" in {line.action for line in audit_trail(other, second.id)}


@pytest.mark.parametrize("location", ["postgresql"], indirect=True)
def test_a_late_answer_after_the_epoch_was_closed_is_revoked_with_it(place: Place) -> None:
    patient = place.client(read_timeout=30)
    with patient as client, place.ledger() as slow, place.ledger() as other, slow.hold(client, MONTH) as first:
        _plan(first)
        thread, go, results = _blocked(place, lambda: confirm(first))
        lose_locks(other)
        with other.hold(client, MONTH) as second:
            close_epoch(second, actor="0001", send_again=True, margin=MARGIN)
            go.set()
            join(thread)
            assert isinstance(results[0], HoldLost)
            # By the clock of the ledger: the blocked answer came with the time at which it was made.
            wait_until(second, second.now() + FENCE)
            assert revoke_period(second, actor="0001", margin=MARGIN).planned == 3
            assert confirm(second).batches == 3
            assert place.times == {1: 250}
            assert place.overview(other).conflicts == 0


def test_a_confirmation_that_comes_after_a_person_said_no_is_believed(place: Place) -> None:
    with place.ledger() as ledger, place.client(read_timeout=30) as client, ledger.hold(client, MONTH) as lease:
        _plan(lease)
        thread, go, results = _blocked(place, lambda: confirm(lease))
        wait_out_fence()
        record_finding(lease, 1, "not_applied", actor="0001", margin=MARGIN)
        go.set()
        join(thread)
        assert results
        assert place.overview(ledger).batches[0].state == "confirmed"
        confirm(lease)
        assert place.times == {1: 250}
        assert place.overview(ledger).is_done


def test_a_confirmation_that_comes_after_the_batch_was_sent_again_stops_the_month(place: Place) -> None:
    with place.ledger() as ledger, place.client(read_timeout=30) as client, ledger.hold(client, MONTH) as lease:
        _plan(lease)
        thread, go, results = _blocked(place, lambda: confirm(lease))
        wait_out_fence()
        record_finding(lease, 1, "not_applied", actor="0001", margin=MARGIN)
        # A wrong finding: the batch goes out once more, before the answer to the first request arrives.
        assert confirm_next(lease) is not None
        go.set()
        join(thread)
        assert isinstance(results[0], NeedsPerson)
        found = place.overview(ledger)
        assert found.conflicts == 1
        assert "可能重复确认" in str(found.next_steps[0])
        with pytest.raises(NeedsPerson, match="与登记不符"):
            confirm(lease)
        clear_conflict(lease, actor="0001", note="医保已核实，按第二次为准")
        confirm(lease)
        assert place.overview(ledger).conflicts == 0
        with pytest.raises(NothingSuch):
            clear_conflict(lease, actor="0001", note="再一次")


def test_ctrl_c_in_the_middle_of_a_call_is_unknown(
    place: Place, planned: MonthLease, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(planned.client._transport, "send", interrupted)
    with pytest.raises(KeyboardInterrupt):
        confirm(planned)
    monkeypatch.undo()
    with pytest.raises(BatchUnknown):
        confirm(planned)
    assert not place.sandbox.requests.of(SENT)


def test_a_dropped_revocation_of_a_batch_is_sent_again(place: Place, planned: MonthLease) -> None:
    confirm(planned)
    ref = place.overview(planned.ledger).batches[1].inf_refmsgid
    place.sandbox.faults.add("drop-before", infno="3262", times=1)
    with pytest.raises(TransportFailed):
        revoke_batch(planned, ref, actor="0001")
    assert place.overview(planned.ledger).batches[1].state == "revoking"
    assert revoke_batch(planned, ref, actor="0001").number == 2
    assert place.times == {1: 150}
    place.sandbox.faults.add("drop-after", infno="3262", times=1)
    ref = place.overview(planned.ledger).batches[2].inf_refmsgid
    with pytest.raises(TransportFailed):
        revoke_batch(planned, ref, actor="0001")
    # It was carried out; the platform refuses the second one, and only a person can say why.
    with pytest.raises(NeedsPerson, match="曾无答复"):
        revoke_batch(planned, ref, actor="0001")
    assert place.overview(planned.ledger).batches[2].state == "revoking"


def test_a_dropped_revocation_of_the_period_is_sent_again(place: Place, planned: MonthLease) -> None:
    confirm(planned)
    close_epoch(planned, actor="0001", send_again=True)
    place.sandbox.faults.add("drop-after", infno="3262", times=2)
    for _ in range(2):
        with pytest.raises(TransportFailed):
            revoke_period(planned, actor="0001", margin=MARGIN)
    assert place.times == {}
    assert revoke_period(planned, actor="0001", margin=MARGIN).planned == 3
    # One that got no answer may still arrive, and would take back what is confirmed next.
    with pytest.raises(NeedsPerson, match="可能还在途中"):
        confirm(planned)
    wait_out_fence()
    confirm(planned)
    assert place.times == {1: 250}


def test_a_later_plan_goes_into_the_same_epoch(lease: MonthLease, place: Place) -> None:
    extract(lease)
    propose_unchecked(lease)
    with lease.ledger.reading() as connection:
        ids = sorted(connection.execute(open_rows(lease.id)).scalars())
    approve(lease, actor="0001", flags=dict.fromkeys(ids[:100], "1"))
    first = plan(lease)
    assert confirm(lease).batches == 1
    approve(lease, actor="0001")
    second = plan(lease)
    assert (first.epoch, first.batches, second.epoch, second.batches) == (1, 1, 1, 2)
    confirm(lease)
    found = place.overview(lease.ledger)
    assert [(one.epoch, one.number) for one in found.batches] == [(1, 1), (1, 2), (1, 3)]
    assert place.times == {1: 250}


def test_a_note_stands_at_its_row_alone(lease: MonthLease) -> None:
    extract(lease)
    propose_unchecked(lease)
    with lease.ledger.reading() as connection:
        ids = sorted(connection.execute(open_rows(lease.id)).scalars())
    approve(lease, actor="0001", notes={ids[7]: "已电话核对", ids[8]: ""})
    with lease.ledger.reading() as connection:
        stored = {row.row_id: row.note for row in connection.execute(sa.select(decision.c.row_id, decision.c.note))}
    assert len(stored) == 250
    assert {row_id: lease.vault.open(note) for row_id, note in stored.items() if note} == {ids[7]: "已电话核对"}
