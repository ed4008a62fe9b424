"""The state: in memory it ends with the sandbox, in a file it survives it."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from gdyb_sandbox import Options, Sandbox
from gdyb_sandbox._centre.store import Store
from support.sandbox.caller import Caller, detail_of
from support.sandbox.care import Care, caller_for, output, refused

ACCOUNT = {"paasid": "account", "secret_key": "key"}


def test_a_state_file_survives_a_restart(tmp_path: Path) -> None:
    options = Options(database=tmp_path / "state.sqlite3", paasid="account", secret_key="key")
    with Sandbox(options) as sandbox:
        caller = Caller(sandbox.settings)
        msgid, detail = caller.msgid(), detail_of(caller.page())
        first = caller.confirm(detail[:50], msgid=msgid)["inf_refmsgid"]
        revoked = caller.confirm(detail[50:])["inf_refmsgid"]
        assert caller.revoke(revoked)["infcode"] == 0
        nonce = caller.headers(nonce="once")
        caller.send("3260", b"", nonce)
    with Sandbox(options) as sandbox:
        caller = Caller(sandbox.settings)
        assert len(sandbox.confirmed("2020", "12")) == 50
        assert "已经确认过" in caller.confirm(detail[:1])["err_msg"]
        assert "报文重复" in caller.confirm(detail[50:], msgid=msgid)["err_msg"]
        assert caller.send("3260", b"", nonce).json["message"].startswith("签名不一致!x-tif-nonce")
        assert "已经回退过" in caller.revoke(revoked)["err_msg"]
        assert caller.revoke(first)["infcode"] == 0
        assert sandbox.confirmed("2020", "12") == {}


def test_state_in_memory_ends_with_the_sandbox() -> None:
    sandbox = Sandbox()
    for _ in range(2):
        with sandbox:
            caller = Caller(sandbox.settings)
            assert caller.confirm(detail_of(caller.page()))["infcode"] == 0


def test_a_file_that_is_no_state_file_is_refused(tmp_path: Path) -> None:
    text, other = tmp_path / "text", tmp_path / "other.sqlite3"
    text.write_text("not a database, but long enough to have a header " * 10, encoding="utf-8")
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE something (value)")
    for path in (text, other):
        with pytest.raises(sqlite3.DatabaseError):
            Store(path)


def test_a_state_file_of_an_earlier_version_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 1")
        database.execute("CREATE TABLE nonce (value)")
    with pytest.raises(sqlite3.DatabaseError, match="较早版本沙箱的状态文件（版本 1，现为 3）"):
        Store(path)


def test_voucher_codes_stay_used_after_a_restart(tmp_path: Path) -> None:
    options = Options(database=tmp_path / "state.sqlite3", paasid="account", secret_key="key")
    with Sandbox(options) as sandbox:
        (person,) = sandbox.people(1)
        code = sandbox.voucher(person)
        care = Care(caller_for(sandbox, person), person)
        output(care.caller.call("2102", care.purchase("1.00", code=code)))
    with Sandbox(options) as sandbox:
        care = Care(caller_for(sandbox, person), person)
        assert "已使用过" in refused(care.caller.call("2102", care.purchase("1.00", code=code)))
        assert sandbox.voucher(person) != code


def test_nothing_is_left_of_work_that_fails() -> None:
    store = Store()
    with pytest.raises(ZeroDivisionError), store.work():
        assert store.is_new_message("H", "1")
        raise ZeroDivisionError
    with store.work():
        assert store.is_new_message("H", "1")
    store.close()


def test_a_stopped_sandbox_has_no_address_and_frees_its_port() -> None:
    sandbox = Sandbox()
    with sandbox:
        port = int(sandbox.base_url.rsplit(":", 1)[1].strip("/"))
        with pytest.raises(RuntimeError, match="already runs"):
            sandbox.__enter__()
    with pytest.raises(RuntimeError, match="does not run"):
        _ = sandbox.settings
    with Sandbox(port=port) as again:
        assert str(port) in again.base_url
        with pytest.raises(OSError), Sandbox(port=port):
            pass


def test_made_up_accounts_differ_and_institutions_follow_the_seed() -> None:
    first, second, third = Options(), Options(), Options(seed=8)
    assert first.paasid != second.paasid
    assert first.secret_key != second.secret_key
    assert first.fixmedins_code == second.fixmedins_code != third.fixmedins_code
    assert len(first.fixmedins_code) == 12
    assert first.secret_key not in repr(first)


@pytest.mark.parametrize("wrong", [{"rows": -1}, {"rows": 10_000_000}, {"gateway_status": 99}, {"paasid": ""}])
def test_wrong_options_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Sandbox(**wrong)
    with pytest.raises(TypeError):
        Sandbox(row=3)
