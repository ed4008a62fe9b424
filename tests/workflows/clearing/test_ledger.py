"""The ledger itself: its tables, its lock, its key, and what a thief of the file would see."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from gdyb_runtime.errors import SettingsInvalid
from gdyb_workflows.at_rest.errors import LedgerKeyWrong, LedgerUnusable
from gdyb_workflows.clearing import (
    ClearingSettings,
    DatabaseMsgidStore,
    Ledger,
    MonthHeld,
    MonthLease,
    Vault,
    approve,
    confirm,
    extract,
    new_key,
    plan,
    propose_unchecked,
)
from gdyb_workflows.clearing.ledger.errors import LedgerBusy, NeedsPerson, NothingSuch
from gdyb_workflows.clearing.ledger.schema import PREFIX, decision, metadata, page, row
from gdyb_workflows.clearing.overview import audit_trail
from support.clearing.place import MONTH, Place

ON_ONE = pytest.mark.parametrize("location", ["sqlite"], indirect=True)


def test_the_steps_make_exactly_the_tables_of_today(place: Place) -> None:
    with place.ledger() as ledger, ledger.engine.connect() as connection:
        options: dict[str, Any] = {"version_table": f"{PREFIX}ledger_version", "compare_server_default": False}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []


def test_two_holds_of_one_month(place: Place) -> None:
    with place.ledger() as ledger, place.client() as client:
        with ledger.hold(client, MONTH), pytest.raises(MonthHeld, match=r"进程 [0-9]+"), ledger.hold(client, MONTH):
            pass
        with ledger.hold(client, MONTH):
            pass


@pytest.mark.parametrize("location", ["postgresql"], indirect=True)
def test_two_hosts_on_one_month(place: Place) -> None:
    with place.ledger() as ours, place.ledger() as theirs, place.client() as client:
        with ours.hold(client, MONTH), pytest.raises(MonthHeld, match="进程"), theirs.hold(client, MONTH):
            pass
        with theirs.hold(client, MONTH):
            pass


@ON_ONE
def test_one_process_on_a_file_and_any_number_that_look(place: Place) -> None:
    with place.ledger(), place.ledger(read_only=True), pytest.raises(LedgerBusy, match="进程"):
        place.ledger()
    place.ledger().close()


@ON_ONE
def test_another_key_or_none(place: Place) -> None:
    place.ledger().close()
    for vault in (Vault([new_key()]), Vault()):
        with pytest.raises(LedgerKeyWrong):
            Ledger(place.location, vault=vault)
    # A new key in front seals from now on, the old one still opens.
    Ledger(place.location, vault=Vault([new_key(), place.key])).close()
    with pytest.raises(LedgerKeyWrong, match="44 个字符"):
        Vault(["not a key"])


@ON_ONE
def test_a_masked_ledger_refuses_a_key(place: Place) -> None:
    place.key = ""
    place.ledger().close()
    with pytest.raises(LedgerKeyWrong, match="掩码"):
        Ledger(place.location, vault=Vault([new_key()]))


@ON_ONE
@pytest.mark.parametrize("is_sealed", [True, False])
def test_a_copied_file_shows_nobody(place: Place, is_sealed: bool) -> None:
    place.key = place.key if is_sealed else ""
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        extract(lease)
        propose_unchecked(lease)
        approve(lease, actor="0001", notes={1: "与 440101199001011234 本人核对"})
        plan(lease)
        confirm(lease)
        copies = [one.read_bytes() for one in Path(place.location).parent.iterdir()]
    copies += [one.read_bytes() for one in Path(place.location).parent.iterdir()]
    everything = b"".join(copies)
    assert place.times == {1: 250}
    for insured in place.sandbox.people(5000):
        assert insured.person.certno.encode() not in everything
        assert insured.person.name.encode() not in everything
    assert b"440101199001011234" not in everything


@ON_ONE
def test_without_a_key_the_month_is_read_again_to_be_sent(place: Place) -> None:
    place.key = ""
    with place.ledger() as ledger, place.client() as client:
        with ledger.hold(client, MONTH) as lease:
            extract(lease)
            propose_unchecked(lease)
            approve(lease, actor="0001")
            plan(lease)
        pages = len(place.sandbox.requests.of("3260"))
        with ledger.hold(client, MONTH) as lease:
            confirm(lease)
        assert len(place.sandbox.requests.of("3260")) - pages == 3
        with ledger.reading() as connection:
            assert connection.execute(sa.select(page.c.raw)).scalars().all() == [None] * 3
            assert all("*" in one for one in connection.execute(sa.select(row.c.certno)).scalars())
    assert place.times == {1: 250}


@ON_ONE
def test_another_address_is_a_persons_question(place: Place) -> None:
    here = place.sandbox.base_url
    there = here.replace("127.0.0.1", "localhost")
    institution = place.settings().fixmedins_code
    with place.ledger() as ledger, place.client() as client, place.client(base_url=there) as other:
        with ledger.hold(client, MONTH) as lease, ledger.hold(other, MONTH) as also:
            for one in (lease, also):
                extract(one)
                propose_unchecked(one)
                approve(one, actor="0001")
                plan(one)
            confirm(lease)
            with pytest.raises(NeedsPerson, match="另一个接口地址"):
                confirm(also)
            with pytest.raises(MonthHeld):
                ledger.move_month(institution, MONTH, before=here, now=f"{there}x/", actor="1")
        assert place.times == {1: 250}
        with pytest.raises(NeedsPerson, match="另一个接口地址"), ledger.hold(other, MONTH):
            pass
        with pytest.raises(NothingSuch):
            ledger.move_month(institution, MONTH, before=here, now=there, actor="1")
        ledger.move_month(institution, MONTH, before=here, now="http://localhost:9/", actor="1")
        assert audit_trail(ledger, lease.id)[-1].action == "moved"


@ON_ONE
def test_a_file_of_a_newer_program(place: Place) -> None:
    place.ledger().close()
    with sqlite3.connect(place.location) as connection:
        connection.execute(f"UPDATE {PREFIX}ledger_version SET version_num = '9999'")
    with pytest.raises(LedgerUnusable, match="升级 gdyb"):
        place.ledger()


@pytest.mark.parametrize("location", ["mysql://root:geheim@127.0.0.1/x", "postgresql://u:geheim@127.0.0.1:1/x"])
def test_a_database_that_cannot_be_used_is_named_without_its_password(location: str) -> None:
    with pytest.raises(LedgerUnusable) as failed:
        Ledger(location)
    assert "geheim" not in str(failed.value)
    assert "127.0.0.1" in str(failed.value)


def test_a_file_that_is_no_ledger(tmp_path: Path) -> None:
    file = tmp_path / "图片.jpg"
    file.write_bytes(b"\xff\xd8 no database" * 100)
    with pytest.raises(LedgerUnusable, match="图片"):
        Ledger(file)
    with pytest.raises(NothingSuch, match="还没有清分台账"):
        Ledger(tmp_path / "nothing.sqlite3", read_only=True)
    assert not (tmp_path / "nothing.sqlite3").exists()


def test_message_ids_of_two_programs_on_one_database(place: Place) -> None:
    with place.ledger() as ledger:
        first, second = DatabaseMsgidStore(ledger.engine), DatabaseMsgidStore(ledger.engine.url.render_as_string(False))
        drawn = [store.next_value("H44010000001", 7) for _ in range(3) for store in (first, second)]
        assert drawn == [7, 8, 9, 10, 11, 12]
        assert first.next_value("H44010000001", 100) == 100
        assert second.next_value("H44010000002", 5) == 5
        second.close()


def test_an_approval_is_of_what_is_open(place: Place, planned: MonthLease) -> None:
    with pytest.raises(NothingSuch, match="不在可决定的明细里"):
        approve(planned, actor="0001", flags={1: "1"})
    with pytest.raises(NothingSuch, match="cnfm_flag"):
        approve(planned, actor="0001", flags={1: "2"})


def test_what_is_not_approved_is_not_sent(place: Place, lease: MonthLease) -> None:
    extract(lease)
    propose_unchecked(lease)
    with lease.ledger.reading() as connection:
        ids = list(connection.execute(sa.select(row.c.id).order_by(row.c.id)).scalars())
    decided = approve(lease, actor="0001", flags={ids[0]: "1", ids[1]: "0"})
    assert (decided.included.rows, decided.excluded.rows, decided.undecided) == (1, 1, 248)
    made = plan(lease)
    assert (made.batches, made.amounts.rows, made.undecided) == (1, 2, 248)
    confirm(lease)
    assert sorted(place.sandbox.confirmed("2020", "12").values()) == ["0", "1"]
    assert not place.overview(lease.ledger).is_done
    with lease.ledger.reading() as connection:
        approved = connection.execute(sa.select(sa.func.count()).where(decision.c.approved_by == "0001")).scalar()
    assert approved == 2


def test_a_key_of_the_environment_is_not_passed_over_by_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = new_key()
    monkeypatch.setenv("GDYB_CLEARING_KEY", key)
    monkeypatch.setenv("GDYB_CLEARING_LEDGER", "elsewhere.sqlite3")
    file, lines = tmp_path / "gdyb.toml", tmp_path / "sandbox.env"
    file.write_text('[clearing]\nledger = "a.sqlite3"\n', encoding="utf-8")
    lines.write_text("GDYB_BASE_URL=http://127.0.0.1:1/\n", encoding="utf-8")
    with ClearingSettings.load(config=file).open_ledger() as ledger:
        assert ledger.vault.is_sealing
        assert ledger.where == str(tmp_path / "a.sqlite3")
    found = ClearingSettings.load(env_file=lines)
    assert found.ledger is not None
    assert found.ledger.get_secret_value() == "elsewhere.sqlite3"
    assert found.vault().is_sealing


def test_a_misspelt_table_is_not_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "gdyb.toml"
    file.write_text('[claering]\nkey = "x"\n', encoding="utf-8")
    with pytest.raises(SettingsInvalid, match=r"没有这个表 \[claering\]，是不是 clearing？"):
        ClearingSettings.load(config=file)


def test_settings_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "gdyb.toml"
    file.write_text('[clearing]\nledger = "台账/清分.sqlite3"\nuse_keyring = false\n', encoding="utf-8")
    settings = ClearingSettings.from_file(file)
    with settings.open_ledger() as ledger:
        assert Path(ledger.where) == tmp_path / "台账" / "清分.sqlite3"
        assert not ledger.vault.is_sealing
    key = new_key()
    assert key not in repr(ClearingSettings(key=key))
