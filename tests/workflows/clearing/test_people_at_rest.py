"""Who is in the ledger's file, whom a ledger without a key can name, and what keys open."""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from gdyb_runtime.errors import SettingsInvalid
from gdyb_workflows.at_rest.errors import LedgerKeyWrong
from gdyb_workflows.clearing import ClearingSettings, Ledger, MonthLease, Vault, confirm, extract, new_key
from gdyb_workflows.clearing.ledger.errors import NeedsPerson
from gdyb_workflows.clearing.ledger.schema import attempt, batch, decision, row
from support.clearing.place import MONTH, Place
from support.clearing.steps import SENT, Row, approve_all, edited, first_rows, plan_all, rows_of, states

pytestmark = pytest.mark.parametrize("location", ["sqlite"], indirect=True)

ONE, OTHER = {"certno": "440101199001011234"}, {"certno": "440101197505056784"}
"""Two people with the same mask."""
TEXT = "参保人张三丰（护照 E12345678）待遇未享受"


def _everything(place: Place) -> bytes:
    return b"".join(one.read_bytes() for one in Path(place.location).parent.iterdir())


@pytest.mark.parametrize("is_sealed", [True, False])
def test_a_text_of_the_platform_names_nobody_in_the_file(place: Place, is_sealed: bool) -> None:
    """Nobody here knows the names that it may hold: sealed with a key, not kept without one."""
    place.key = place.key if is_sealed else ""
    with place.ledger() as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        plan_all(lease)
        place.sandbox.faults.add("business-error", TEXT, infno=SENT, times=1)
        told = []
        confirm(lease, progress=told.append)
        # Whoever runs the command sees it once.
        assert "张三丰" in told[0].message
        everything = _everything(place)
        found = place.overview(ledger).batches[0]
        assert ("张三丰" in found.message) == is_sealed
        assert ("张三丰" in found.attempts[0].message) == is_sealed
        with ledger.reading() as connection:
            texts = [
                *connection.execute(sa.select(batch.c.message)).scalars(),
                *connection.execute(sa.select(attempt.c.message)).scalars(),
                *connection.execute(sa.select(decision.c.reason)).scalars(),
            ]
    everything += _everything(place)
    for hidden in ("张三丰", "E12345678", "待遇未享受"):
        assert hidden.encode() not in everything
        assert not any(hidden in one for one in texts)


def _masked(place: Place) -> Place:
    place.key = ""
    return place


def test_two_people_with_one_key_and_one_mask_are_not_mixed_up(place: Place) -> None:
    with edited(_masked(place), rows_of(ONE, OTHER)) as (platform, lease):
        extract(lease)
        approve_all(lease)
        with pytest.raises(NeedsPerson, match="分不清是谁"):
            confirm(lease)
        assert not platform.sent
        assert set(states(place, lease.ledger)) == {"planned"}


def test_two_people_with_one_key_and_one_mask_are_told_apart_by_a_key(place: Place) -> None:
    with edited(place, rows_of(ONE, OTHER)) as (platform, lease):
        assert plan_all(lease).amounts.rows == 2
        confirm(lease)
        assert [one["certno"] for one in platform.sent[0]] == [ONE["certno"], OTHER["certno"]]


def test_two_people_with_one_key_and_two_masks_are_told_apart_without_a_key(place: Place) -> None:
    other = {"certno": "440101197505056785"}
    with edited(_masked(place), rows_of(ONE, other)) as (platform, lease):
        assert plan_all(lease).amounts.rows == 2
        confirm(lease)
        assert [one["certno"] for one in platform.sent[0]] == [ONE["certno"], other["certno"]]


def test_who_came_with_a_later_extraction_is_known_to_a_ledger_without_a_key(place: Place) -> None:
    """What was read once more for the numbers is not taken for what the platform gives now."""
    with edited(_masked(place), first_rows(2)) as (platform, lease):
        plan_all(lease)
        confirm(lease)
        platform.edit = first_rows(3)
        assert plan_all(lease).amounts.rows == 1
        confirm(lease)
        assert [len(one) for one in platform.sent] == [2, 1]
        assert place.overview(lease.ledger).is_done


def test_a_row_that_the_platform_gives_otherwise_by_now_is_not_sent_without_a_key(place: Place) -> None:
    with edited(_masked(place), first_rows(2)) as (platform, lease):
        plan_all(lease)
        platform.edit = first_rows(2, lambda rows: [{**rows[0], "certno": "110101199001011237"}, rows[1]])
        with pytest.raises(NeedsPerson, match="与计划的不一致"):
            confirm(lease)
        assert not platform.sent
        assert states(place, lease.ledger) == ["planned"]
        # As the text says: extracted, approved and planned again.
        assert extract(lease).changed == 1
        approve_all(lease)
        confirm(lease)
        assert "110101199001011237" in {one["certno"] for rows in platform.sent for one in rows}


def test_another_person_behind_the_same_mask_is_who_is_sent(place: Place) -> None:
    with edited(_masked(place), rows_of(ONE)) as (platform, lease):
        plan_all(lease)
        platform.edit = rows_of(OTHER)
        confirm(lease)
        # The ledger can't tell the two apart; what goes out is what the platform gives now.
        assert [one["certno"] for one in platform.sent[0]] == [OTHER["certno"]]


def test_another_person_is_another_version_with_a_key(place: Place) -> None:
    with edited(place, rows_of(ONE)) as (platform, lease):
        plan_all(lease)
        platform.edit = rows_of(OTHER)
        assert extract(lease).changed == 1
        assert states(place, lease.ledger) == ["dropped"]


@pytest.mark.parametrize("number", ["E1234567", "1", "", "张三"])
def test_short_numbers_leave_nothing_behind(place: Place, number: str) -> None:
    def change(rows: list[Row]) -> list[Row]:
        return [{**rows[0], "certno": number}]

    with edited(_masked(place), first_rows(1, change)) as (_, lease):
        extract(lease)
        with lease.ledger.reading() as connection:
            stored = connection.execute(sa.select(row.c.certno)).scalars().all()
    assert stored == ["*" * len(number)]


def test_keys_are_changed_one_after_the_other(place: Place) -> None:
    old, new = place.key, new_key()

    def opened(*keys: str) -> Ledger:
        return Ledger(place.location, vault=Vault(keys))

    def work(ledger: Ledger) -> None:
        with ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
            assert extract(lease).changed == 0
            approve_all(lease)

    with opened(old) as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        extract(lease)
    work(opened(new, old))
    # Who has not got the new key is told when he opens the ledger, not in the middle of his work.
    with pytest.raises(LedgerKeyWrong):
        opened(old)
    # Both still open what was sealed before.
    work(opened(old, new))
    work(opened(new, old))
    with opened(new, old) as ledger, place.client() as client, ledger.hold(client, MONTH) as lease:
        confirm(lease)
    assert place.times == {1: 250}


def test_looking_changes_no_key(place: Place) -> None:
    place.ledger().close()
    Ledger(place.location, vault=Vault([new_key(), place.key]), read_only=True).close()
    place.ledger().close()


def test_an_empty_key_is_no_key_to_go_without(tmp_path: Path, place: Place) -> None:
    file = tmp_path / "gdyb.toml"
    file.write_text('[clearing]\nledger = "x.sqlite3"\nkey = ""\nuse_keyring = false\n', encoding="utf-8")
    with pytest.raises(SettingsInvalid, match="台账密钥") as refused:
        ClearingSettings.from_file(file)
    assert "至少 1 个字符，给了 0 个" in str(refused.value)
    assert "行" not in refused.value.problems[0].message
    for key in (",", " ", " , "):
        with pytest.raises(LedgerKeyWrong):
            ClearingSettings(key=key).vault()


def test_a_copy_of_the_file_tells_nobody_even_while_it_is_open(place: Place, planned: MonthLease) -> None:
    place.sandbox.faults.add("business-error", TEXT, infno=SENT, times=1)
    confirm(planned)
    copy = Path(place.location).parent / "copy.sqlite3"
    with sqlite3.connect(place.location) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    content = copy.read_bytes()
    assert not any(one.person.certno.encode() in content for one in place.sandbox.people(300))
    assert "张三丰".encode() not in content
