"""The database is away, or the program is interrupted, when an answer is to be written down; how readers fare."""

import sqlite3
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from gdyb_workflows.at_rest import records
from gdyb_workflows.at_rest.errors import LedgerUnusable
from gdyb_workflows.clearing import (
    BatchUnknown,
    MonthLease,
    MonthOverview,
    Proposal,
    approve,
    close_epoch,
    confirm,
    extract,
    extraction,
    plan,
    propose,
    propose_unchecked,
    record_finding,
    revoke_batch,
    revoke_period,
)
from gdyb_workflows.clearing import overview as overview_module
from gdyb_workflows.clearing.ledger.errors import NeedsPerson
from gdyb_workflows.clearing.ledger.schema import batch, row, sighting
from gdyb_workflows.clearing.ledger.steps import StepKind
from gdyb_workflows.clearing.overview import changes, months
from gdyb_workflows.clearing.sending import recording
from gdyb_workflows.clearing.sending.recording import AnswerNotRecorded
from gdyb_workflows.clearing.sending.unknown import record_revocation
from support.clearing.place import MONTH, Place
from support.clearing.steps import MARGIN, REVOKED, SENT, plan_all, refs, states
from support.postgresql import Server
from support.waits import join

ON_ONE = pytest.mark.parametrize("location", ["sqlite"], indirect=True)
ON_MANY = pytest.mark.parametrize("location", ["postgresql"], indirect=True)


@pytest.fixture
def server(postgresql_server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The server, running again after the test; nobody waits a minute for it."""
    monkeypatch.setattr(records, "PATIENCE", 1.0)
    yield postgresql_server
    postgresql_server.start()


def _in(error: AnswerNotRecorded) -> str:
    """Its text, which must say what a person has to write down, and nothing that is wrong."""
    text = str(error)
    assert error.msgid in text
    assert "没有再发送" not in text
    assert "请抄下" in text
    assert "127.0.0.1" in text
    return text


@ON_MANY
def test_an_answer_that_cannot_be_written_down_reaches_the_caller(place: Place, server: Server) -> None:
    with place.ledger() as ledger, place.client() as client:
        with pytest.raises(AnswerNotRecorded) as failed, ledger.hold(client, MONTH) as lease:
            plan_all(lease)
            place.sandbox.on("applied", SENT, lambda _: server.crash())
            confirm(lease)
        [done] = place.sandbox.clearing("2020", "12").confirmations
        error = failed.value
        assert (error.outcome, error.fate, error.inf_refmsgid, error.msgid) == (
            "unknown",
            "done",
            done.inf_refmsgid,
            done.msgid,
        )
        text = _in(error)
        assert f"已办成，inf_refmsgid={done.inf_refmsgid}" in text
        assert str(server.password) not in text
        server.start()
        # Nobody sends it again, and the person writes down what the text said.
        with ledger.hold(client, MONTH) as lease:
            with pytest.raises(BatchUnknown):
                confirm(lease)
            record_finding(lease, 1, "applied", actor="0001", inf_refmsgid=error.inf_refmsgid)
    assert place.times == {1: 100}


@ON_MANY
def test_a_rejection_that_cannot_be_written_down_is_told_as_one(place: Place, server: Server) -> None:
    with place.ledger() as ledger, place.client() as client:
        place.sandbox.faults.add("business-error", "该期已关账", infno=SENT)
        with pytest.raises(AnswerNotRecorded) as failed, ledger.hold(client, MONTH) as lease:
            plan_all(lease)
            place.sandbox.on("arrived", SENT, lambda _: server.crash())
            confirm(lease)
        assert failed.value.fate == "rejected"
        assert "被平台拒绝" in _in(failed.value)


@ON_MANY
def test_a_revocation_that_cannot_be_written_down_reaches_the_caller(place: Place, server: Server) -> None:
    with place.ledger() as ledger, place.client() as client:
        with pytest.raises(AnswerNotRecorded) as failed, ledger.hold(client, MONTH) as lease:
            plan_all(lease)
            confirm(lease)
            ref = refs(place, ledger)[0]
            off = place.sandbox.on("applied", REVOKED, lambda _: server.crash())
            revoke_batch(lease, ref, actor="0001")
        off()
        assert (failed.value.outcome, failed.value.fate) == ("unknown", "done")
        assert "已办成；" in _in(failed.value)
        server.start()
        assert states(place, ledger)[0] == "revoking"
        with ledger.hold(client, MONTH) as lease:
            with pytest.raises(NeedsPerson, match="曾无答复"):
                revoke_batch(lease, ref, actor="0001")
            record_revocation(lease, 1, revoked=True, actor="0001")
        assert states(place, ledger)[0] == "revoked"
    assert place.times == {1: 150}


@ON_MANY
def test_a_revocation_of_the_period_that_cannot_be_written_down_is_sent_again(place: Place, server: Server) -> None:
    with place.ledger() as ledger, place.client() as client:
        with pytest.raises(AnswerNotRecorded) as failed, ledger.hold(client, MONTH) as lease:
            plan_all(lease)
            confirm(lease)
            close_epoch(lease, actor="0001", send_again=False, margin=MARGIN)
            off = place.sandbox.on("applied", REVOKED, lambda _: server.crash())
            revoke_period(lease, actor="0001", margin=MARGIN)
        off()
        assert failed.value.fate == "done"
        text = _in(failed.value)
        assert "已办成；" in text
        assert "inf_refmsgid" not in text
        server.start()
        assert place.overview(ledger).epochs[-1].state == "closed"
        with ledger.hold(client, MONTH) as lease:
            revoke_period(lease, actor="0001", margin=MARGIN)
        assert place.overview(ledger).epochs[0].state == "rolled_back"
    assert place.times == {}


@ON_MANY
def test_an_answer_is_written_down_once_the_database_is_back(
    place: Place, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "PATIENCE", 60.0)
    back: list[threading.Timer] = []

    def away(_: object) -> None:
        server.crash()
        back.append(threading.Timer(1.5, server.start))
        back[0].start()

    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        plan_all(lease)
        off = place.sandbox.on("applied", SENT, lambda moment: (off(), away(moment)))
        assert confirm(lease).batches == 3
        join(back[0])
        assert place.overview(ledger).is_done
    assert place.times == {1: 250}


@pytest.mark.parametrize("what", ["confirmation", "revocation", "period"])
@ON_ONE
def test_ctrl_c_while_an_answer_is_written_down_loses_nothing(
    place: Place, planned: MonthLease, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    if what != "confirmation":
        confirm(planned)
    if what == "period":
        close_epoch(planned, actor="0001", send_again=False, margin=MARGIN)
    write, times = recording._write, list[int]()

    def interrupted(*given: Any) -> None:
        times.append(1)
        if len(times) == 1:
            raise KeyboardInterrupt
        write(*given)

    monkeypatch.setattr(recording, "_write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        if what == "confirmation":
            confirm(planned)
        elif what == "revocation":
            revoke_batch(planned, refs(place, planned.ledger)[0], actor="0001")
        else:
            revoke_period(planned, actor="0001", margin=MARGIN)
    found = place.overview(planned.ledger)
    if what == "confirmation":
        assert [one.state for one in found.batches] == ["confirmed", "planned", "planned"]
        assert found.batches[0].inf_refmsgid
        assert place.times == {1: 100}
    elif what == "revocation":
        assert [one.state for one in found.batches] == ["revoked", "confirmed", "confirmed"]
    else:
        assert [one.state for one in found.epochs] == ["rolled_back", "open"]


def test_a_file_of_the_caller_that_is_missing_is_no_fault_of_the_ledger(place: Place, lease: MonthLease) -> None:
    def proposals() -> Iterator[Proposal]:
        raise FileNotFoundError(2, "No such file", "结算记录.csv")
        yield

    extract(lease)
    with pytest.raises(FileNotFoundError, match=r"结算记录\.csv"):
        propose(lease, proposals())
    with pytest.raises(PermissionError), lease.transaction():
        raise PermissionError("核对结果.xlsx")
    with pytest.raises(LedgerUnusable), lease.ledger.transaction() as connection:
        connection.execute(sa.text("SELECT 1 FROM nothing_such"))


def test_an_overview_is_one_view(place: Place, lease: MonthLease, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody plans while somebody else looks: what is told belongs together."""
    extract(lease)
    propose_unchecked(lease)
    approve(lease, actor="0001")
    decided = overview_module.decided_rows

    def meanwhile(*given: Any) -> Any:
        planner = threading.Thread(target=plan, args=(lease,))
        planner.start()
        join(planner)
        return decided(*given)

    monkeypatch.setattr(overview_module, "decided_rows", meanwhile)
    found = place.overview(lease.ledger)
    assert (found.in_force, found.batches, found.decided.included.rows) == ({}, (), 250)
    assert not found.is_done
    monkeypatch.undo()
    assert place.overview(lease.ledger).in_force["planned"].rows == 250


def test_who_looks_while_a_batch_is_on_the_line_is_told_so(place: Place, planned: MonthLease) -> None:
    seen = []

    def look(_: object) -> None:
        with place.ledger(read_only=True) as ledger:
            seen.append(place.overview(ledger))

    place.sandbox.on("applied", SENT, look)
    confirm(planned)
    step = seen[0].next_steps[0]
    assert (step.kind, step.batch) == (StepKind.AWAIT_SENDER, 1)
    assert "第 1 批正在发送" in step.why
    assert seen[1].in_force["confirmed"].rows == 100


def _read(lease: MonthLease, count: int, version: int) -> None:
    """What an extraction of so many settlements writes down, without the line."""
    fields = {
        "month_id": lease.id,
        "version": version,
        "medfee": 100 * version,
        "optins": 100,
        "mdtrt_setl_time": "2020-12-01 10:00:00",
        "certno": lease.vault.seal("440101199001011234"),
    }
    rows = [
        {
            **fields,
            **dict.fromkeys(("setl_sn", "setl_key"), f"A{number:019}"),
            **dict.fromkeys(("mdtrt_id", "mdtrt_key"), f"S{number:019}"),
            "seqno": number,
        }
        for number in range(count)
    ]
    begun = extraction._begin(lease)
    with lease.transaction() as connection:
        ids = connection.execute(sa.insert(row).returning(row.c.id), rows).scalars().all()
        connection.execute(sa.insert(sighting), [{"extraction_id": begun, "row_id": one} for one in ids])
    assert extraction._finish(lease, begun).changed == (count if version > 1 else 0)


def _overview(lease: MonthLease) -> MonthOverview:
    [(platform, institution)] = [one[:2] for one in months(lease.ledger) if f"{one[1]} {one[2]}" == lease.name]
    found = overview_module.overview(lease.ledger, platform, institution, MONTH)
    assert found is not None
    return found


def _go_through(lease: MonthLease, count: int) -> None:
    """A month of so many settlements from its extraction to the next one, where all of them are changed."""
    _read(lease, count, 1)
    assert propose_unchecked(lease) == count
    assert approve(lease, actor="0001").included.rows == count
    assert plan(lease).batches == count // 100
    # Again with everything in batches.
    assert plan(lease).batches == 0
    assert propose_unchecked(lease) == 0
    with lease.transaction() as connection:
        connection.execute(sa.update(batch).values(state="confirmed"))
    assert _overview(lease).outdated == 0
    _read(lease, count, 2)
    found = _overview(lease)
    assert (found.in_force["confirmed"].rows, found.outdated) == (count, count)
    assert sum(one.is_confirmed for one in changes(lease.ledger, lease.id)) == count
    assert propose_unchecked(lease) == 0


def test_a_large_month_ends_whatever_the_database_knows_of_its_tables(lease: MonthLease) -> None:
    """Put there at once, without statistics: nothing may compare each of the rows with each other one."""
    _go_through(lease, 5_000)


@ON_ONE
def test_the_work_grows_with_the_month_and_not_with_its_square(place: Place, lease: MonthLease) -> None:
    """In steps of SQLite's own machine, which are the same on every computer."""
    steps = [0]

    def step() -> int:
        steps[0] += 1
        return 0

    @sa.event.listens_for(lease.ledger.engine, "begin")
    def _begun(connection: sa.Connection) -> None:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.set_progress_handler(step, 100)

    needed = []
    for count in (500, 2_000):
        steps[0] = 0
        with place.client(fixmedins_code=f"H{count:011}") as client, lease.ledger.hold(client, MONTH) as other:
            _go_through(other, count)
        needed.append(steps[0])
    assert needed[1] < 8 * needed[0]
