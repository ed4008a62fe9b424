"""What the platform gives is read completely, kept as it was, and compared with the last time."""

from typing import Any

import pytest
import sqlalchemy as sa

from gdyb_runtime.errors import TransportFailed
from gdyb_workflows.clearing import (
    MonthLease,
    approve,
    confirm,
    extract,
    plan,
    propose_unchecked,
)
from gdyb_workflows.clearing.ledger.schema import page, row
from gdyb_workflows.clearing.overview import changes
from support.clearing.place import MONTH, Place
from support.clearing.steps import platform_with

pytestmark = pytest.mark.parametrize("location", ["sqlite"], indirect=True)


def test_everything_is_kept_as_it_came(place: Place, lease: MonthLease) -> None:
    seen = []
    found = extract(lease, progress=seen.append)
    assert (found.pages, found.amounts.rows, found.new, found.gone, found.changed) == (3, 250, 250, 0, 0)
    assert [one.amounts.rows for one in seen] == [100, 200, 250]
    with lease.ledger.reading() as connection:
        stored = connection.execute(sa.select(row).order_by(row.c.seqno)).all()
        raw = connection.execute(sa.select(page.c.raw).order_by(page.c.number)).scalars().all()
    certnos = {person.person.certno for person in place.sandbox.people(5000)}
    assert len(stored) == 250
    assert {lease.vault.open(one.certno) for one in stored} <= certnos
    assert sum(one.medfee for one in stored) == found.amounts.medfee_sumamt * 100
    assert all(b"certno" in lease.vault.open_bytes(one) for one in raw)


def test_placeholder_rows_are_counted_not_stored(place: Place, lease: MonthLease) -> None:
    place.sandbox.faults.add("placeholder-rows", infno="3260")
    found = extract(lease)
    assert found.placeholders > 0
    assert found.amounts.rows == 250


def test_a_stopped_extraction_goes_on(place: Place, lease: MonthLease) -> None:
    place.sandbox.faults.add("delay", 0.01, infno="3260", times=2)

    def stop(progress: Any) -> None:
        if progress.page == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extract(lease, progress=stop)
    before = len(place.sandbox.requests.of("3260"))
    found = extract(lease)
    # The second page once more, to see that nothing moved, and the third.
    assert len(place.sandbox.requests.of("3260")) - before == 2
    assert (found.number, found.pages, found.amounts.rows) == (1, 3, 250)


def test_a_stopped_extraction_begins_anew_where_rows_moved(place: Place) -> None:
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        _stop_after_one_page(lease)
    with platform_with(place, large_amount=True, rows=90) as lease:
        found = extract(lease)
        assert (found.number, found.pages, found.amounts.rows) == (2, 1, 90)


def _stop_after_one_page(lease: MonthLease) -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extract(lease, progress=stop)


def test_an_extraction_that_fails_changes_nothing(place: Place) -> None:
    with place.ledger() as ledger, place.client(attempts=1) as client, ledger.hold(client, MONTH) as lease:
        extract(lease)
        place.sandbox.faults.add("drop-after", infno="3260", times=1)
        with pytest.raises(TransportFailed):
            extract(lease, restart=True)
        assert place.overview(ledger).current.rows == 250


def test_what_changed_since_the_last_time(place: Place) -> None:
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        extract(lease)
    with platform_with(place, large_amount=True, rows=240) as lease:
        found = extract(lease)
        assert (found.new, found.gone, found.changed, found.amounts.rows) == (0, 10, 1, 240)
        told = list(changes(lease.ledger, lease.id))
        [changed] = [one for one in told if one.kind == "changed"]
        assert changed.before is not None
        assert changed.after is not None
        assert changed.before.medfee_sumamt < changed.after.medfee_sumamt
        assert sum(one.kind == "gone" for one in told) == 10
    with platform_with(place, large_amount=False, rows=250) as lease:
        found = extract(lease)
        assert (found.new, found.gone, found.changed, found.amounts.rows) == (10, 0, 1, 250)


def test_confirmed_rows_are_not_touched(place: Place) -> None:
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        extract(lease)
        propose_unchecked(lease)
        approve(lease, actor="0001")
        plan(lease)
        confirm(lease)
        before = place.overview(ledger)
    with platform_with(place, large_amount=True, rows=249) as lease:
        extract(lease)
        found = place.overview(lease.ledger)
        assert found.outdated == 2
        assert found.in_force == before.in_force
        assert found.needs_person
        # The new version of the confirmed settlement is not sent a second time.
        assert propose_unchecked(lease) == 0
        assert plan(lease).batches == 0


def test_a_plan_that_was_not_sent_is_dropped_where_it_is_outdated(place: Place) -> None:
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        extract(lease)
        propose_unchecked(lease)
        approve(lease, actor="0001")
        plan(lease)
    with platform_with(place, large_amount=True) as lease:
        extract(lease)
        assert [one.state for one in place.overview(lease.ledger).batches] == ["dropped", "planned", "planned"]
        propose_unchecked(lease)
        # Of the dropped batch 99 rows are as they were approved, one is another version.
        made = plan(lease)
        assert (made.amounts.rows, made.undecided) == (99, 1)
        approve(lease, actor="0001")
        plan(lease)
        confirm(lease)
        assert place.times == {1: 250}
