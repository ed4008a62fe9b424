"""What people say of batches and revocations without an answer, and what the platform says of it afterwards."""

from pathlib import Path

import pytest

from gdyb_runtime.errors import TransportFailed
from gdyb_workflows.clearing import (
    BatchUnknown,
    MonthLease,
    close_epoch,
    confirm,
    confirm_next,
    extract,
    probe,
    record_finding,
    revoke_batch,
    revoke_period,
)
from gdyb_workflows.clearing.decisions import approve, propose_unchecked
from gdyb_workflows.clearing.ledger.conflicts import clear_conflict
from gdyb_workflows.clearing.ledger.errors import NeedsPerson, NothingSuch
from gdyb_workflows.clearing.overview import audit_trail, changes
from gdyb_workflows.clearing.sending.planning import plan
from gdyb_workflows.clearing.sending.revoking import period_is_revoked
from gdyb_workflows.clearing.sending.unknown import record_revocation
from support.clearing.place import MONTH, Place
from support.clearing.steps import (
    MARGIN,
    REVOKED,
    SENT,
    Blocked,
    Edited,
    approve_all,
    edited,
    first_rows,
    plan_all,
    platform_with,
    refs,
    rows_of,
    states,
    wait_out_fence,
)

ON_ONE = pytest.mark.parametrize("location", ["sqlite"], indirect=True)


def _stop_at_unknown(place: Place, lease: MonthLease, fault: str = "drop-before") -> None:
    place.sandbox.faults.add(fault, infno=SENT, times=1)
    with pytest.raises(BatchUnknown):
        confirm(lease)


def _stop_at_revoking(place: Place, lease: MonthLease, fault: str = "drop-before") -> str:
    """Confirms everything and loses the answer to the revocation of the first batch."""
    confirm(lease)
    ref = refs(place, lease.ledger)[0]
    place.sandbox.faults.add(fault, infno=REVOKED, times=1)
    with pytest.raises(TransportFailed):
        revoke_batch(lease, ref, actor="0001")
    return ref


def _is_stopped_by_conflict(place: Place, lease: MonthLease) -> None:
    found = place.overview(lease.ledger)
    assert found.conflicts == 1
    assert found.needs_person
    assert not found.is_done
    with pytest.raises(NeedsPerson, match="与登记不符"):
        confirm(lease)


@ON_ONE
@pytest.mark.parametrize("word", ["not-applied", "not applied", "Applied", ""])
def test_a_finding_that_is_none_is_refused(place: Place, planned: MonthLease, word: str) -> None:
    _stop_at_unknown(place, planned, "drop-after")
    with pytest.raises(ValueError, match="not applied or not_applied"):
        record_finding(planned, 1, word, actor="0001")  # type: ignore[arg-type]
    assert states(place, planned.ledger)[0] == "unknown"
    assert place.times == {1: 100}


@ON_ONE
def test_not_revoked_is_believed_after_the_fence_only(place: Place, planned: MonthLease) -> None:
    _stop_at_revoking(place, planned)
    with pytest.raises(NeedsPerson, match="回退可能还在途中"):
        record_revocation(planned, 1, revoked=False, actor="0001")
    assert states(place, planned.ledger)[0] == "revoking"
    assert place.overview(planned.ledger).needs_person
    wait_out_fence()
    record_revocation(planned, 1, revoked=False, actor="0001", note="医保核实", margin=MARGIN)
    found = place.overview(planned.ledger)
    assert found.is_done
    assert found.batches[0].settled_by == "0001"
    assert place.times == {1: 250}


@ON_ONE
def test_revoked_is_believed_at_once_and_asks_for_a_new_approval(place: Place, planned: MonthLease) -> None:
    _stop_at_revoking(place, planned, "drop-after")
    record_revocation(planned, 1, revoked=True, actor="0001")
    assert plan(planned).batches == 0
    approve(planned, actor="0001")
    assert plan(planned).batches == 1
    confirm(planned)
    assert place.times == {1: 250}
    assert place.overview(planned.ledger).is_done


def test_a_revocation_that_is_answered_after_a_person_said_no_stops_the_month(place: Place) -> None:
    with place.ledger() as ledger, place.client(read_timeout=30) as client, ledger.hold(client, MONTH) as lease:
        plan_all(lease)
        confirm(lease)
        late = Blocked(place, lambda: revoke_batch(lease, refs(place, ledger)[0], actor="0001"), REVOKED)
        wait_out_fence()
        record_revocation(lease, 1, revoked=False, actor="0002", margin=MARGIN)
        late.finish()
        assert place.times == {1: 150}
        _is_stopped_by_conflict(place, lease)
        assert "登记为没有回退" in next(
            line.detail for line in audit_trail(ledger, lease.id) if line.action == "conflict"
        )


@ON_ONE
def test_a_revocation_that_is_answered_after_a_person_said_yes_is_no_conflict(place: Place) -> None:
    with place.ledger() as ledger, place.client(read_timeout=30) as client, ledger.hold(client, MONTH) as lease:
        plan_all(lease)
        confirm(lease)
        late = Blocked(place, lambda: revoke_batch(lease, refs(place, ledger)[0], actor="0001"), REVOKED)
        record_revocation(lease, 1, revoked=True, actor="0002")
        late.finish()
        found = place.overview(ledger)
        assert found.batches[0].state == "revoked"
        assert found.conflicts == 0


def test_a_rejection_that_comes_after_a_person_said_yes_stops_the_month(place: Place) -> None:
    with place.ledger() as ledger, place.client(read_timeout=30) as client, ledger.hold(client, MONTH) as lease:
        plan_all(lease)
        place.sandbox.faults.add("business-error", "该期已关账", infno=SENT, times=1)
        late = Blocked(place, lambda: confirm_next(lease), moment="arrived")
        record_finding(lease, 1, "applied", actor="0002")
        late.finish()
        _is_stopped_by_conflict(place, lease)
        found = place.overview(ledger)
        assert (found.batches[0].state, found.batches[0].attempts[0].state) == ("confirmed", "rejected")
        clear_conflict(lease, actor="0002", note="医保核实：没有确认，将整期回退")
        confirm(lease)


@ON_ONE
def test_a_rejection_that_comes_after_a_person_said_no_changes_nothing(place: Place) -> None:
    with place.ledger() as ledger, place.client(read_timeout=30) as client, ledger.hold(client, MONTH) as lease:
        plan_all(lease)
        place.sandbox.faults.add("business-error", "该期已关账", infno=SENT, times=1)
        late = Blocked(place, lambda: confirm_next(lease), moment="arrived")
        wait_out_fence()
        record_finding(lease, 1, "not_applied", actor="0002", margin=MARGIN)
        late.finish()
        assert place.overview(ledger).conflicts == 0
        confirm(lease)
        assert place.times == {1: 250}


@ON_ONE
@pytest.mark.parametrize("said", ["", "the right one", "another one"])
def test_a_confirmation_that_comes_after_a_person_said_yes(place: Place, said: str) -> None:
    """It brings the id that a person may not have known; another id than he wrote down is a contradiction."""
    with place.ledger() as ledger, place.client(read_timeout=30) as client, ledger.hold(client, MONTH) as lease:
        plan_all(lease)
        late = Blocked(place, lambda: confirm_next(lease))
        [true] = [one.inf_refmsgid for one in place.sandbox.clearing("2020", "12").confirmations]
        told = {"the right one": true}.get(said, said)
        record_finding(lease, 1, "applied", actor="0002", inf_refmsgid=told)
        late.finish()
        found = place.overview(ledger)
        assert found.batches[0].inf_refmsgid == (told or true)
        assert found.conflicts == (said == "another one")


@ON_ONE
def test_a_confirmation_that_comes_after_the_period_was_revoked_stops_the_month(place: Place) -> None:
    with place.ledger() as ledger, place.client(read_timeout=30) as client, ledger.hold(client, MONTH) as lease:
        plan_all(lease)
        late = Blocked(place, lambda: confirm_next(lease))
        close_epoch(lease, actor="0001", send_again=True, margin=MARGIN)
        wait_out_fence()
        period_is_revoked(lease, actor="0001", note="医保已回退", margin=MARGIN)
        late.finish()
        _is_stopped_by_conflict(place, lease)


def test_a_batch_that_is_outdated_by_the_time_a_person_says_no_is_dropped(place: Place) -> None:
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        plan_all(lease)
        _stop_at_unknown(place, lease)
    with platform_with(place, large_amount=True) as lease:
        assert extract(lease).changed == 1
        # What is unknown is not told as confirmed.
        assert [(one.kind, one.is_confirmed) for one in changes(lease.ledger, lease.id)] == [("changed", False)]
        assert states(place, lease.ledger)[0] == "unknown"
        wait_out_fence()
        record_finding(lease, 1, "not_applied", actor="0001", margin=MARGIN)
        done = confirm(lease)
        assert (done.batches, done.rejected) == (2, 0)
        assert states(place, lease.ledger) == ["dropped", "confirmed", "confirmed"]
        approve_all(lease)
        confirm(lease)
        assert place.times == {1: 250}
        assert place.overview(lease.ledger).is_done


@ON_ONE
def test_a_batch_that_is_outdated_is_not_sent_again_after_the_period_was_revoked(place: Place) -> None:
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        plan_all(lease)
        _stop_at_unknown(place, lease)
    with platform_with(place, large_amount=True) as lease:
        extract(lease)
        close_epoch(lease, actor="0001", send_again=True, margin=MARGIN)
        wait_out_fence()
        assert revoke_period(lease, actor="0001", margin=MARGIN).planned == 2
        assert plan(lease).batches == 0
        confirm(lease)
        assert place.times == {1: 150}


def _probed(place: Place, platform: Edited, lease: MonthLease, flags: list[str]) -> None:
    """Three settlements sent with these flags, the answer lost."""
    extract(lease)
    propose_unchecked(lease)
    approve(lease, actor="0001", flags=dict(enumerate(flags, 1)))
    plan(lease)
    platform.answer = {"infcode": "?"}
    with pytest.raises(BatchUnknown):
        confirm(lease)
    platform.answer = {}


@ON_ONE
@pytest.mark.parametrize(
    ("flags", "left", "finding"),
    [
        ("111", 3, "not_applied"),
        ("111", 0, "applied"),
        ("111", 1, None),
        # A settlement that was sent as not to be confirmed is given again either way.
        ("110", 1, "applied"),
        ("110", 3, "not_applied"),
        ("000", 3, None),
        ("000", 0, None),
    ],
)
def test_a_probe_of_a_platform_that_gives_confirmed_settlements_no_more(
    place: Place, flags: str, left: int, finding: str | None
) -> None:
    with edited(place, first_rows(3)) as (platform, lease):
        _probed(place, platform, lease, list(flags))
        with pytest.raises(NothingSuch, match="现有 extraction"):
            probe(lease, 1, "guess", actor="0001", margin=MARGIN)
        with pytest.raises(NeedsPerson, match="可能还在途中"):
            probe(lease, 1, "extraction", actor="0001")
        wait_out_fence()
        platform.edit = first_rows(3, lambda rows: rows[3 - left :])
        assert probe(lease, 1, "extraction", actor="0001", margin=MARGIN) == finding
        state = {"applied": "confirmed", "not_applied": "planned", None: "unknown"}[finding]
        assert states(place, lease.ledger) == [state]


@ON_ONE
def test_people_are_told_what_is_open(place: Place) -> None:
    with edited(place, rows_of({})) as (platform, lease):
        _probed(place, platform, lease, ["1"])
        record_finding(lease, 1, "applied", actor="0001", note="电话 13800138000 核实")
        found = place.overview(lease.ledger)
        assert found.is_done
        [line] = [one for one in audit_trail(lease.ledger, lease.id) if one.action == "applied"]
        assert "核实" in line.detail
    assert b"13800138000" not in b"".join(one.read_bytes() for one in Path(place.location).parent.iterdir())
