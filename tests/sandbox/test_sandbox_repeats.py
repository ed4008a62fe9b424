"""A repeated confirmation under the mildest and the worst reading, and what a test can learn about it afterwards."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gdyb_sandbox import Clearing, Sandbox, read_clearing
from support.sandbox.caller import Caller, Json, detail_of
from support.sandbox.process import sandbox_process
from support.waits import SECONDS

OTHER = "H44010099999"


@pytest.fixture
def worst() -> Iterator[Sandbox]:
    with Sandbox(rows=250, seed=7, repeated_confirmation="accept") as running:
        yield running


def _id(reply: Json) -> str:
    assert reply["infcode"] == 0, reply["err_msg"]
    return str(reply["inf_refmsgid"])


def test_a_row_confirmed_twice_counts_twice(worst: Sandbox) -> None:
    caller = Caller(worst.settings)
    detail = detail_of(caller.page()[:3])
    keys = [row["setl_sn"] for row in detail]
    first, second = _id(caller.confirm(detail[:2])), _id(caller.confirm(detail[1:]))
    clearing = worst.clearing("2020", "12")
    assert clearing.times_now == clearing.times_ever == dict(zip(keys, (1, 2, 1), strict=True))
    _id(caller.revoke(first))
    clearing = worst.clearing("2020", "12")
    assert clearing.times_now == {keys[1]: 1, keys[2]: 1}
    assert clearing.times_ever[keys[1]] == 2
    assert worst.confirmed("2020", "12") == {keys[1]: "1", keys[2]: "1"}
    assert [(one.inf_refmsgid, one.is_revoked) for one in clearing.confirmations] == [(first, True), (second, False)]


def test_a_row_that_is_left_out_is_not_confirmed(worst: Sandbox) -> None:
    caller = Caller(worst.settings)
    detail = detail_of(caller.page()[:1])
    _id(caller.confirm(detail))
    _id(caller.confirm(detail_of(caller.page()[:1], "0")))
    assert worst.clearing("2020", "12").times_now == {detail[0]["setl_sn"]: 1}
    assert worst.confirmed("2020", "12") == {detail[0]["setl_sn"]: "0"}


def test_a_repeated_message_is_applied_again(worst: Sandbox) -> None:
    caller = Caller(worst.settings)
    msgid, detail = caller.msgid(), detail_of(caller.page()[:1])
    ids = [_id(caller.confirm(detail, msgid=msgid)) for _ in range(3)]
    clearing = worst.clearing("2020", "12")
    assert [(one.msgid, one.inf_refmsgid) for one in clearing.confirmations] == [(msgid, name) for name in ids]
    assert clearing.times_now == {detail[0]["setl_sn"]: 3}


def test_the_other_rules_of_a_confirmation_hold(worst: Sandbox) -> None:
    caller = Caller(worst.settings)
    detail = detail_of(caller.page()[:2])
    assert "在本次交易中重复" in caller.confirm([*detail, detail[0]])["err_msg"]
    assert "不一致" in caller.confirm([detail[0] | {"medfee_sumamt": 1}])["err_msg"]
    first = _id(caller.confirm(detail))
    _id(caller.revoke(first))
    assert "已经回退过" in caller.revoke(first)["err_msg"]


def test_other_commands_are_applied_once_all_the_same(worst: Sandbox) -> None:
    caller = Caller(worst.settings)
    msgid = caller.msgid()
    sign_in = {"signIn": {"opter_no": worst.options.opter, "mac": "00-00-00-00-00-01", "ip": "192.0.2.1"}}
    _id(caller.call("9001", sign_in, msgid=msgid))
    assert "报文重复" in caller.call("9001", sign_in, msgid=msgid)["err_msg"]


def test_by_default_nothing_counts_twice(sandbox: Sandbox, caller: Caller) -> None:
    msgid, detail = caller.msgid(), detail_of(caller.page()[:1])
    _id(caller.confirm(detail, msgid=msgid))
    assert caller.confirm(detail, msgid=msgid)["infcode"] == caller.confirm(detail)["infcode"] == -1
    clearing = sandbox.clearing("2020", "12")
    assert clearing.times_now == clearing.times_ever == {detail[0]["setl_sn"]: 1}


def test_confirmations_and_revocations_in_the_order_they_were_applied(sandbox: Sandbox, caller: Caller) -> None:
    detail = detail_of(caller.page()[:3])
    first = _id(caller.confirm(detail[:1]))
    second = _id(caller.confirm(detail[1:]))
    single, period = caller.msgid(), caller.msgid()
    _id(caller.revoke(first, msgid=single))
    whole = _id(caller.revoke("0", msgid=period))
    third = _id(caller.confirm(detail[:1]))
    clearing = sandbox.clearing("2020", "12")
    assert [one.inf_refmsgid for one in clearing.confirmations] == [first, second, third]
    assert [(one.msgid, one.otransid, one.revoked) for one in clearing.revocations] == [
        (single, first, (first,)),
        (period, "0", (second,)),
    ]
    assert clearing.revocations[1].inf_refmsgid == whole
    calls = [*clearing.confirmations[:2], *clearing.revocations, *clearing.confirmations[2:]]
    assert [call.number for call in calls] == [1, 2, 3, 4, 5]
    assert [call.applied for call in calls] == sorted(call.applied for call in calls)
    assert dict(clearing.confirmations[0].flags) == {detail[0]["setl_sn"]: "1"}


def test_a_revocation_that_found_nothing_is_told_too(sandbox: Sandbox, caller: Caller) -> None:
    _id(caller.revoke("0"))
    assert [one.revoked for one in sandbox.clearing("2020", "12").revocations] == [()]


def test_a_wrong_reading_is_named() -> None:
    wrong: Any = "perhaps"
    with pytest.raises(ValueError, match="repeated_confirmation must be refuse or accept"):
        Sandbox(repeated_confirmation=wrong)


def test_institutions_have_months_and_confirmations_of_their_own(sandbox: Sandbox, caller: Caller) -> None:
    other = Caller({**caller.settings, "fixmedins_code": OTHER})
    detail, others = detail_of(caller.page()), detail_of(other.page())
    assert {row["setl_sn"] for row in detail}.isdisjoint(row["setl_sn"] for row in others)
    _id(caller.confirm(detail[:2]))
    kept = _id(other.confirm(others[:3]))
    _id(caller.revoke("0"))
    assert sandbox.clearing("2020", "12").times_now == {}
    clearing = sandbox.clearing("2020", "12", institution=OTHER)
    assert clearing.times_now == dict.fromkeys((row["setl_sn"] for row in others[:3]), 1)
    assert [one.inf_refmsgid for one in clearing.confirmations] == [kept]
    assert clearing.revocations == ()
    assert len(sandbox.confirmed("2020", "12", institution=OTHER)) == 3


def test_a_sandbox_of_another_process_is_read_while_it_runs_and_after_it_was_killed(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    with sandbox_process(tmp_path, "--db", str(path), "--repeated-confirmation", "accept") as process:
        caller = Caller(process.settings)
        institution = process.settings["fixmedins_code"]
        detail = detail_of(caller.page()[:1])
        msgid = caller.msgid()

        def read() -> Clearing:
            return read_clearing(path, institution, "2020", "12")

        assert read() == Clearing(confirmations=(), revocations=())
        _id(caller.confirm(detail, msgid=msgid))
        _id(caller.confirm(detail, msgid=msgid))
        assert read().times_now == {detail[0]["setl_sn"]: 2}
        _id(caller.revoke("0"))
        before = read()
        assert (before.times_now, len(before.revocations)) == ({}, 1)
        process.popen.kill()
        process.popen.wait(SECONDS)
        assert read() == before


def test_what_is_no_state_file_is_not_read(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite3"
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE something (value)")
    for path in (other, tmp_path / "missing.sqlite3"):
        with pytest.raises(sqlite3.DatabaseError):
            read_clearing(path, OTHER, "2020", "12")
    assert not (tmp_path / "missing.sqlite3").exists()


def test_reading_a_state_file_needs_no_server() -> None:
    code = "import sys, gdyb_sandbox; gdyb_sandbox.read_clearing; sys.exit('uvicorn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
