"""What people say of batches and revocations without an answer, and what the platform says of it afterwards."""

import time
from pathlib import Path

import pytest
from clearing.conftest import FENCE, MONTH, Place
from clearing.steps import (
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
)

from gdyb_runtime.errors import TransportFailed
from gdyb_workflows.clearing import (
    BatchUnknown,
    HeldMonth,
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
from gdyb_workflows.clearing.errors import NeedsPerson, NothingSuch
from gdyb_workflows.clearing.overview import audit_trail, changes
from gdyb_workflows.clearing.planning import plan
from gdyb_workflows.clearing.revoking import period_is_revoked
from gdyb_workflows.clearing.unknown import clear_conflict, record_revocation

ON_ONE = pytest.mark.parametrize("location", ["sqlite"], indirect=True)


def _stop_at_unknown(place: Place, held: HeldMonth, fault: str = "drop-before") -> None:
    place.sandbox.faults.add(fault, infno=SENT, times=1)
    with pytest.raises(BatchUnknown):
        confirm(held)


def _stop_at_revoking(place: Place, held: HeldMonth, fault: str = "drop-before") -> str:
    """Confirms everything and loses the answer to the revocation of the first batch."""
    confirm(held)
    ref = refs(place, held.ledger)[0]
    place.sandbox.faults.add(fault, infno=REVOKED, times=1)
    with pytest.raises(TransportFailed):
        revoke_batch(held, ref, actor="0001")
    return ref


def _is_stopped_by_conflict(place: Place, held: HeldMonth) -> None:
    found = place.overview(held.ledger)
    assert found.conflicts == 1
    assert found.needs_person
    assert not found.is_done
    with pytest.raises(NeedsPerson, match="与登记不符"):
        confirm(held)


@ON_ONE
@pytest.mark.parametrize("word", ["not-applied", "not applied", "Applied", ""])
def test_a_finding_that_is_none_is_refused(place: Place, planned: HeldMonth, word: str) -> None:
    _stop_at_unknown(place, planned, "drop-after")
    with pytest.raises(ValueError, match="not applied or not_applied"):
        record_finding(planned, 1, word, actor="0001")  # type: ignore[arg-type]
    assert states(place, planned.ledger)[0] == "unknown"
    assert place.times == {1: 100}


@ON_ONE
def test_not_revoked_is_believed_after_the_fence_only(place: Place, planned: HeldMonth) -> None:
    _stop_at_revoking(place, planned)
    with pytest.raises(NeedsPerson, match="回退可能还在途中"):
        record_revocation(planned, 1, revoked=False, actor="0001")
    assert states(place, planned.ledger)[0] == "revoking"
    assert place.overview(planned.ledger).needs_person
    time.sleep(FENCE)
    record_revocation(planned, 1, revoked=False, actor="0001", note="医保核实", margin=MARGIN)
    found = place.overview(planned.ledger)
    assert found.is_done
    assert found.batches[0].settled_by == "0001"
    assert place.times == {1: 250}


@ON_ONE
def test_revoked_is_believed_at_once_and_asks_for_a_new_approval(place: Place, planned: HeldMonth) -> None:
    _stop_at_revoking(place, planned, "drop-after")
    record_revocation(planned, 1, revoked=True, actor="0001")
    assert plan(planned).batches == 0
    approve(planned, actor="0001")
    assert plan(planned).batches == 1
    confirm(planned)
    assert place.times == {1: 250}
    assert place.overview(planned.ledger).is_done


def test_a_revocation_that_is_answered_after_a_person_said_no_stops_the_month(place: Place) -> None:
    with place.ledger() as ledger, place.client(read_timeout=30) as client, ledger.hold(client, MONTH) as held:
        plan_all(held)
        confirm(held)
        late = Blocked(place, lambda: revoke_batch(held, refs(place, ledger)[0], actor="0001"), REVOKED)
        time.sleep(FENCE)
        record_revocation(held, 1, revoked=False, actor="0002", margin=MARGIN)
        late.finish()
        assert place.times == {1: 150}
        _is_stopped_by_conflict(place, held)
        assert "登记为没有回退" in next(
            line.detail for line in audit_trail(ledger, held.id) if line.action == "conflict"
        )


@ON_ONE
def test_a_revocation_that_is_answered_after_a_person_said_yes_is_no_conflict(place: Place) -> None:
    with place.ledger() as ledger, place.client(read_timeout=30) as client, ledger.hold(client, MONTH) as held:
        plan_all(held)
        confirm(held)
        late = Blocked(place, lambda: revoke_batch(held, refs(place, ledger)[0], actor="0001"), REVOKED)
        record_revocation(held, 1, revoked=True, actor="0002")
        late.finish()
        found = place.overview(ledger)
        assert found.batches[0].state == "revoked"
        assert found.conflicts == 0


def test_a_rejection_that_comes_after_a_person_said_yes_stops_the_month(place: Place) -> None:
    with place.ledger() as ledger, place.client(read_timeout=30) as client, ledger.hold(client, MONTH) as held:
        plan_all(held)
        place.sandbox.faults.add("business-error", "该期已关账", infno=SENT, times=1)
        late = Blocked(place, lambda: confirm_next(held), moment="arrived")
        record_finding(held, 1, "applied", actor="0002")
        late.finish()
        _is_stopped_by_conflict(place, held)
        found = place.overview(ledger)
        assert (found.batches[0].state, found.batches[0].attempts[0].state) == ("confirmed", "rejected")
        clear_conflict(held, actor="0002", note="医保核实：没有确认，将整期回退")
        confirm(held)


@ON_ONE
def test_a_rejection_that_comes_after_a_person_said_no_changes_nothing(place: Place) -> None:
    with place.ledger() as ledger, place.client(read_timeout=30) as client, ledger.hold(client, MONTH) as held:
        plan_all(held)
        place.sandbox.faults.add("business-error", "该期已关账", infno=SENT, times=1)
        late = Blocked(place, lambda: confirm_next(held), moment="arrived")
        time.sleep(FENCE)
        record_finding(held, 1, "not_applied", actor="0002", margin=MARGIN)
        late.finish()
        assert place.overview(ledger).conflicts == 0
        confirm(held)
        assert place.times == {1: 250}


@ON_ONE
@pytest.mark.parametrize("said", ["", "the right one", "another one"])
def test_a_confirmation_that_comes_after_a_person_said_yes(place: Place, said: str) -> None:
    """It brings the id that a person may not have known; another id than he wrote down is a contradiction."""
    with place.ledger() as ledger, place.client(read_timeout=30) as client, ledger.hold(client, MONTH) as held:
        plan_all(held)
        late = Blocked(place, lambda: confirm_next(held))
        [true] = [one.inf_refmsgid for one in place.sandbox.clearing("2020", "12").confirmations]
        told = {"the right one": true}.get(said, said)
        record_finding(held, 1, "applied", actor="0002", inf_refmsgid=told)
        late.finish()
        found = place.overview(ledger)
        assert found.batches[0].inf_refmsgid == (told or true)
        assert found.conflicts == (said == "another one")


@ON_ONE
def test_a_confirmation_that_comes_after_the_period_was_revoked_stops_the_month(place: Place) -> None:
    with place.ledger() as ledger, place.client(read_timeout=30) as client, ledger.hold(client, MONTH) as held:
        plan_all(held)
        late = Blocked(place, lambda: confirm_next(held))
        close_epoch(held, actor="0001", send_again=True, margin=MARGIN)
        time.sleep(FENCE)
        period_is_revoked(held, actor="0001", note="医保已回退", margin=MARGIN)
        late.finish()
        _is_stopped_by_conflict(place, held)


def test_a_batch_that_is_outdated_by_the_time_a_person_says_no_is_dropped(place: Place) -> None:
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as held:
        plan_all(held)
        _stop_at_unknown(place, held)
    with platform_with(place, large_amount=True) as held:
        assert extract(held).changed == 1
        # What is unknown is not told as confirmed.
        assert [(one.kind, one.is_confirmed) for one in changes(held.ledger, held.id)] == [("changed", False)]
        assert states(place, held.ledger)[0] == "unknown"
        time.sleep(FENCE)
        record_finding(held, 1, "not_applied", actor="0001", margin=MARGIN)
        done = confirm(held)
        assert (done.batches, done.rejected) == (2, 0)
        assert states(place, held.ledger) == ["dropped", "confirmed", "confirmed"]
        approve_all(held)
        confirm(held)
        assert place.times == {1: 250}
        assert place.overview(held.ledger).is_done


@ON_ONE
def test_a_batch_that_is_outdated_is_not_sent_again_after_the_period_was_revoked(place: Place) -> None:
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as held:
        plan_all(held)
        _stop_at_unknown(place, held)
    with platform_with(place, large_amount=True) as held:
        extract(held)
        close_epoch(held, actor="0001", send_again=True, margin=MARGIN)
        time.sleep(FENCE)
        assert revoke_period(held, actor="0001", margin=MARGIN).planned == 2
        assert plan(held).batches == 0
        confirm(held)
        assert place.times == {1: 150}


def _probed(place: Place, platform: Edited, held: HeldMonth, flags: list[str]) -> None:
    """Three settlements sent with these flags, the answer lost."""
    extract(held)
    propose_unchecked(held)
    approve(held, actor="0001", flags=dict(enumerate(flags, 1)))
    plan(held)
    platform.answer = {"infcode": "?"}
    with pytest.raises(BatchUnknown):
        confirm(held)
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
    with edited(place, first_rows(3)) as (platform, held):
        _probed(place, platform, held, list(flags))
        with pytest.raises(NothingSuch, match="现有 extraction"):
            probe(held, 1, "guess", actor="0001", margin=MARGIN)
        with pytest.raises(NeedsPerson, match="可能还在途中"):
            probe(held, 1, "extraction", actor="0001")
        time.sleep(FENCE)
        platform.edit = first_rows(3, lambda rows: rows[3 - left :])
        assert probe(held, 1, "extraction", actor="0001", margin=MARGIN) == finding
        state = {"applied": "confirmed", "not_applied": "planned", None: "unknown"}[finding]
        assert states(place, held.ledger) == [state]


@ON_ONE
def test_people_are_told_what_is_open(place: Place) -> None:
    with edited(place, rows_of({})) as (platform, held):
        _probed(place, platform, held, ["1"])
        record_finding(held, 1, "applied", actor="0001", note="电话 13800138000 核实")
        found = place.overview(held.ledger)
        assert found.is_done
        [line] = [one for one in audit_trail(held.ledger, held.id) if one.action == "applied"]
        assert "核实" in line.detail
    assert b"13800138000" not in b"".join(one.read_bytes() for one in Path(place.location).parent.iterdir())
