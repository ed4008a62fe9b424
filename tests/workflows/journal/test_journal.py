"""A command goes out at most once under its business key, and its first answer is given back to whoever asks again."""

import shutil
import threading
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gdyb import operations
from gdyb.client import Client
from gdyb_runtime.errors import BusinessError, RequestInvalid
from gdyb_workflows.at_rest.errors import LedgerKeyWrong
from gdyb_workflows.at_rest.vault import Vault, new_key
from gdyb_workflows.journal import (
    EntryState,
    EventKind,
    Journal,
    JournalOlder,
    KeyTaken,
    NoSuchEntry,
    NotSettled,
    StepKind,
    WrongState,
    allow_again,
    record_not_done,
    record_settled,
    recover,
    reverse,
)
from support.journal.place import Place

SETTLE = operations.settle_outpatient
KEY = "门诊-20261129-0042"


def calls(place: Place, infno: str) -> int:
    return sum(one.infno == infno for one in place.sandbox.requests)


def test_the_same_key_gives_the_first_answer_back(place: Place, journal: Journal, client: Client) -> None:
    nodes = place.bill(place.care())
    first = journal.carry_out(client, SETTLE, key=KEY, **nodes)
    assert (first.state, first.is_repeated) == (EntryState.SETTLED, False)
    assert first.entry.cents == 10_000
    assert first.entry.setl_id == first.require().output.setlinfo.setl_id
    with place.journal() as other, place.client() as another:
        again = other.carry_out(another, SETTLE, key=KEY, **nodes)
    assert (again.state, again.is_repeated, again.msgid) == (EntryState.SETTLED, True, first.msgid)
    assert again.require().output == first.require().output
    assert again.require().output.setlinfo.medfee_sumamt == Decimal("100.00")
    assert calls(place, "2207") == 1
    assert place.settled() == {first.entry.setl_id: 10_000}
    assert [event.kind for event in journal.events(client, KEY)] == [EventKind.SENT, EventKind.ANSWERED]


def test_what_no_identity_depends_on_may_differ(place: Place, journal: Journal, client: Client) -> None:
    nodes = place.bill(place.care())
    journal.carry_out(client, SETTLE, key=KEY, **nodes)
    data = nodes["data"]
    other = {"data": data | {"mdtrt_cert_type": "01", "mdtrt_cert_no": "4400000000000000000000001234"}}
    assert journal.carry_out(client, SETTLE, key=KEY, **other).is_repeated
    for change in ({"medfee_sumamt": Decimal("99.00")}, {"psn_no": "44000000009"}, {"mdtrt_id": "V9"}):
        with pytest.raises(KeyTaken, match=next(iter(change))):
            journal.carry_out(client, SETTLE, key=KEY, data=data | change)
    with pytest.raises(KeyTaken, match="2207"):
        journal.carry_out(client, operations.reverse_outpatient_settlement, key=KEY, data={
            "psn_no": data["psn_no"], "mdtrt_id": data["mdtrt_id"], "setl_id": "S1",
        })  # fmt: skip
    assert calls(place, "2207") == 1


def test_many_threads_send_once(place: Place, journal: Journal) -> None:
    nodes = place.bill(place.care())
    place.sandbox.faults.add("delay", 0.3, infno="2207")
    found: list[Any] = []

    def settle() -> None:
        with place.client() as client:
            found.append(journal.carry_out(client, SETTLE, key=KEY, **nodes))

    threads = [threading.Thread(target=settle) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.state for one in found} == {EntryState.SETTLED}
    assert sorted(one.is_repeated for one in found) == [False] + [True] * 7
    assert calls(place, "2207") == 1


def test_a_refused_command_may_be_corrected_and_sent_again(place: Place, journal: Journal, client: Client) -> None:
    nodes = place.bill(place.care())
    wrong = {"data": nodes["data"] | {"medfee_sumamt": Decimal("1.00")}}
    refused = journal.carry_out(client, SETTLE, key=KEY, **wrong)
    assert refused.state is EntryState.REFUSED
    assert "明细合计" in refused.entry.message
    with pytest.raises(BusinessError, match="明细合计"):
        refused.require()
    settled = journal.carry_out(client, SETTLE, key=KEY, **nodes)
    assert (settled.state, settled.entry.attempts) == (EntryState.SETTLED, 2)
    assert settled.msgid != refused.msgid


def test_what_is_wrong_is_not_written_down(place: Place, journal: Journal, client: Client) -> None:
    nodes = place.bill(place.care())
    with pytest.raises(RequestInvalid, match="medfee_sumamt"):
        journal.carry_out(client, SETTLE, key=KEY, data=nodes["data"] | {"medfee_sumamt": "1,5"})
    with pytest.raises(NoSuchEntry, match="门诊"):
        journal.entry(client, KEY)
    with pytest.raises(ValueError, match="key"):
        journal.carry_out(client, SETTLE, key=" ", **nodes)
    with pytest.raises(ValueError, match="查询"):
        journal.carry_out(client, operations.query_settlement, key=KEY, data={})
    assert journal.entries() == []


@pytest.mark.parametrize("fault", ["drop-after", "http-500"])
def test_an_unknown_settlement_is_found_by_its_msgid(
    place: Place, journal: Journal, client: Client, fault: str
) -> None:
    nodes = place.bill(place.care())
    place.sandbox.faults.add(fault, infno="2207", times=1)
    lost = journal.carry_out(client, SETTLE, key=KEY, **nodes)
    assert lost.state is EntryState.UNKNOWN
    assert [step.kind for step in lost.steps] == [StepKind.ASK, StepKind.REVERSE]
    again = journal.carry_out(client, SETTLE, key=KEY, **nodes)
    assert (again.state, again.is_repeated) == (EntryState.UNKNOWN, True)
    with pytest.raises(NotSettled, match="不要直接重发"):
        again.require()
    found = recover(journal, client, KEY)
    if fault == "http-500":
        assert (found.kind, found.state) == (EventKind.MISSING, EntryState.NOT_FOUND)
        return
    (setl_id,) = place.settled()
    assert (found.kind, found.state) == (EventKind.FOUND, EntryState.SETTLED)
    assert (found.entry.setl_id, found.entry.cents) == (setl_id, 10_000)
    known = journal.carry_out(client, SETTLE, key=KEY, **nodes)
    assert (known.state, known.reply) == (EntryState.SETTLED, None)
    with pytest.raises(NotSettled, match="事后查询"):
        known.require()
    assert calls(place, "2207") == 1


def test_what_is_not_found_is_waited_for_and_then_sent_again(place: Place, client: Client) -> None:
    nodes = place.bill(place.care())
    place.sandbox.faults.add("drop-before", infno="2207", times=1)
    with place.journal(margin=600) as patient:
        assert patient.carry_out(client, SETTLE, key=KEY, **nodes).state is EntryState.UNKNOWN
        early = recover(patient, client, KEY)
        assert (early.kind, early.state) == (EventKind.MISSING, EntryState.UNKNOWN)
        assert [(step.kind, step.until) for step in early.steps] == [(StepKind.AWAIT, early.entry.fence_until)]
        with pytest.raises(WrongState, match="先向平台查询"):
            allow_again(patient, client, KEY, actor="0001")
        with pytest.raises(WrongState, match="还在途中"):
            record_not_done(patient, client, KEY, actor="0001")
    with place.journal() as journal:
        found = recover(journal, client, KEY)
        assert found.state is EntryState.NOT_FOUND
        assert [step.kind for step in found.steps] == [StepKind.SEND_AGAIN, StepKind.REVERSE, StepKind.RECORD]
        assert journal.carry_out(client, SETTLE, key=KEY, **nodes).is_repeated
        assert allow_again(journal, client, KEY, actor="0001", note="经理同意").state is EntryState.NOT_DONE
        settled = journal.carry_out(client, SETTLE, key=KEY, **nodes)
        assert (settled.state, settled.entry.attempts) == (EntryState.SETTLED, 2)
        allowed = [event for event in journal.events(client, KEY) if event.kind is EventKind.ALLOWED]
        assert [(event.actor, event.detail) for event in allowed] == [("0001", "经理同意")]
    assert list(place.settled().values()) == [10_000]


def test_another_settlement_of_the_visit_needs_a_person(place: Place, journal: Journal, client: Client) -> None:
    care = place.care()
    nodes = place.bill(care)
    place.sandbox.faults.add("drop-before", infno="2207", times=1)
    assert journal.carry_out(client, SETTLE, key=KEY, **nodes).state is EntryState.UNKNOWN
    # Another program settles the visit.
    care.caller.call("2207", nodes)
    found = recover(journal, client, KEY)
    assert (found.kind, found.state) == (EventKind.DOUBTFUL, EntryState.UNKNOWN)
    assert [step.kind for step in found.steps] == [StepKind.ASK_BUREAU, StepKind.RECORD]
    assert record_not_done(journal, client, KEY, actor="0001").state is EntryState.NOT_DONE
    assert len(place.settled()) == 1


def test_a_command_is_reversed_by_its_msgid(place: Place, journal: Journal, client: Client) -> None:
    nodes = place.bill(place.care())
    place.sandbox.faults.add("drop-after", infno="2207", times=1)
    journal.carry_out(client, SETTLE, key=KEY, **nodes)
    place.sandbox.faults.add("drop-after", infno="2601", times=1)
    undone = reverse(journal, client, KEY, actor="0001")
    assert undone.state is EntryState.UNKNOWN
    assert place.settled() == {}
    found = recover(journal, client, undone.entry.key)
    assert found.state is EntryState.SETTLED
    assert journal.entry(client, KEY).state is EntryState.REVERSED
    assert journal.carry_out(client, SETTLE, key=KEY, **nodes).state is EntryState.REVERSED
    assert calls(place, "2207") == calls(place, "2601") == 1


def test_a_person_records_what_the_bureau_says(place: Place, journal: Journal, client: Client) -> None:
    nodes = place.bill(place.care())
    place.sandbox.faults.add("drop-after", infno="2207", times=1)
    journal.carry_out(client, SETTLE, key=KEY, **nodes)
    entry = record_settled(journal, client, KEY, actor="0001", setl_id="S1", note="电话核对")
    assert (entry.state, entry.setl_id) == (EntryState.SETTLED, "S1")
    with pytest.raises(WrongState, match="不用登记"):
        record_settled(journal, client, KEY, actor="0001")
    assert not journal.entries(only_open=True)
    assert [one.key for one in journal.entries(client)] == [KEY]


def test_nothing_personal_lies_open(place: Place, journal: Journal, client: Client) -> None:
    care = place.care()
    nodes = place.bill(care)
    place.sandbox.faults.add("drop-after", infno="2207", times=1)
    journal.carry_out(client, SETTLE, key=KEY, **nodes)
    journal.carry_out(client, SETTLE, key="另一笔", data=nodes["data"] | {"medfee_sumamt": Decimal("3.00")})
    recover(journal, client, KEY)
    secret = [care.person.psn_no, care.person.person.name, care.person.person.certno]
    with journal.reading() as connection:
        for table in ("entry", "attempt", "event", "note"):
            stored = repr(connection.exec_driver_sql(f"SELECT * FROM gdyb_journal_{table}").all())
            assert not [text for text in secret if text in stored], table
    shown = repr(journal.entries()) + repr(journal.events(client, KEY)) + repr(journal.stored(client, KEY))
    assert not [text for text in secret if text in shown]


def test_a_journal_needs_its_key(place: Place) -> None:
    with pytest.raises(LedgerKeyWrong, match="GDYB_CLEARING_KEY"):
        Journal(place.location, vault=Vault())
    place.journal().close()
    with pytest.raises(LedgerKeyWrong, match="交易日志"):
        Journal(place.location, vault=Vault([new_key()]))


def test_a_sender_that_is_gone_is_not_waited_for(place: Place, journal: Journal, client: Client) -> None:
    nodes = place.bill(place.care())
    command = journal._prepare(client, SETTLE, KEY, None, 0.1, None, nodes)
    assert journal._begin(client, command)
    assert journal.entry(client, KEY).state is EntryState.SENDING
    assert recover(journal, client, KEY).kind is None
    with pytest.raises(WrongState, match="发送中"):
        record_settled(journal, client, KEY, actor="0001")
    known = journal.carry_out(client, SETTLE, key=KEY, **nodes)
    assert (known.state, known.is_repeated) == (EntryState.UNKNOWN, True)
    assert calls(place, "2207") == 0


@pytest.mark.parametrize("location", ["sqlite"], indirect=True)
def test_an_older_copy_of_the_journal_sends_nothing(place: Place, client: Client) -> None:
    file = Path(place.location)
    first, second = place.bill(place.care()), place.bill(place.care())
    with place.journal() as journal:
        journal.carry_out(client, SETTLE, key="第一笔", **first)
    backup = file.with_name("backup.sqlite3")
    shutil.copyfile(file, backup)
    with place.journal() as journal:
        journal.carry_out(client, SETTLE, key="第二笔", **second)
    for beside in file.parent.glob(f"{file.name}-*"):
        beside.unlink()
    shutil.copyfile(backup, file)
    with place.journal() as journal:
        assert journal.carry_out(client, SETTLE, key="第一笔", **first).is_repeated
        with pytest.raises(JournalOlder, match="旧备份"):
            journal.carry_out(client, SETTLE, key="第二笔", **second)
        assert len(place.settled()) == calls(place, "2207") == 2
        assert journal.accept_older(client, actor="0001", note="已核对")
        assert not journal.accept_older(client, actor="0001")
        assert journal.carry_out(client, SETTLE, key="第三笔", **place.bill(place.care())).state is EntryState.SETTLED


def test_fields_beside_the_table_go_out_once(place: Place, journal: Journal, client: Client) -> None:
    nodes = place.bill(place.care())
    extra = {"data": {"brand_new_field": "1"}}
    first = journal.carry_out(client, SETTLE, key=KEY, extra=extra, **nodes)
    assert first.state is EntryState.SETTLED
    assert b'"brand_new_field":"1"' in place.sandbox.requests[-1].body
    again = journal.carry_out(client, SETTLE, key=KEY, extra=extra, **nodes)
    assert (again.is_repeated, again.msgid, calls(place, "2207")) == (True, first.msgid, 1)
