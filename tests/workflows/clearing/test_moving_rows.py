"""Rows that come in another order, change, move while they are read, share a key, or are of no use."""

import itertools
import json
from dataclasses import replace

import pytest
import sqlalchemy as sa

from gdyb.client import Client
from gdyb_runtime.client.transport import HttpxTransport
from gdyb_runtime.wire.messages import HttpRequest, HttpResponse
from gdyb_workflows.clearing import MonthLease, confirm, extract, plan, propose_unchecked
from gdyb_workflows.clearing.ledger.schema import row
from gdyb_workflows.clearing.overview import changes, unusable_rows
from support.clearing.place import MONTH, Place
from support.clearing.steps import READ, Row, approve_all, decide_all, edited, first_rows, plan_all, rows_of

ON_ONE = pytest.mark.parametrize("location", ["sqlite"], indirect=True)
ON_MANY = pytest.mark.parametrize("location", ["postgresql"], indirect=True)


def _of(fee: int) -> Row:
    return {"medfee_sumamt": f"{fee}.00", "optins_pay_sumamt": f"{fee}.00"}


def _sent(platform: object) -> list[float]:
    return [float(one["medfee_sumamt"]) for rows in platform.sent for one in rows]  # type: ignore[attr-defined]


@pytest.mark.parametrize("order", list(itertools.permutations((5, 6, 7))))
@ON_ONE
def test_settlements_with_one_key_come_in_any_order(place: Place, order: tuple[int, ...]) -> None:
    with edited(place, rows_of(_of(5), _of(6), _of(7))) as (platform, lease):
        assert plan_all(lease).amounts.rows == 3
        confirm(lease)
        platform.edit = rows_of(*map(_of, order))
        found = extract(lease)
        assert (found.new, found.gone, found.changed, found.repeated) == (0, 0, 0, 0)
        assert propose_unchecked(lease) == 0
        assert place.overview(lease.ledger).is_done


@pytest.mark.parametrize("order", list(itertools.permutations((5, 6, 7))))
@ON_ONE
def test_a_new_settlement_with_a_key_that_is_known_is_seen_wherever_it_stands(
    place: Place, order: tuple[int, ...]
) -> None:
    with edited(place, rows_of(_of(5), _of(6))) as (platform, lease):
        plan_all(lease)
        confirm(lease)
        platform.edit = rows_of(*map(_of, order))
        extract(lease)
        found = place.overview(lease.ledger)
        assert found.current.rows == 3
        assert not found.is_done
        # Its number is in a batch in force: nothing but a person's word takes it in.
        assert approve_all(lease).amounts.rows == 0
        assert decide_all(lease).amounts.rows == 1
        confirm(lease)
        assert sorted(_sent(platform)) == [5, 6, 7]
        assert place.overview(lease.ledger).is_done


@ON_ONE
def test_a_correction_before_the_settlement_that_it_corrects(place: Place) -> None:
    with edited(place, first_rows(3)) as (platform, lease):
        plan_all(lease)
        confirm(lease)
        before = _sent(platform)
        platform.edit = first_rows(3, lambda rows: [{**rows[0], **_of(-5)}, *rows])
        extract(lease)
        found = place.overview(lease.ledger)
        assert found.current.rows == 4
        assert not found.is_done
        assert approve_all(lease).amounts.rows == 0
        assert decide_all(lease).amounts.rows == 1
        confirm(lease)
        assert _sent(platform) == [*before, -5]


@pytest.mark.parametrize("now", [(8, 7), (7, 8), (8, 9)])
@ON_ONE
def test_a_changed_one_of_several_with_one_key_is_not_sent_twice(place: Place, now: tuple[int, ...]) -> None:
    """Nobody can say which of them it was; a person has to look, nothing goes out by itself."""
    with edited(place, rows_of(_of(6), _of(7))) as (platform, lease):
        plan_all(lease)
        confirm(lease)
        platform.edit = rows_of(*map(_of, now))
        extract(lease)
        assert propose_unchecked(lease) == 0
        assert plan(lease).batches == 0
        confirm(lease)
        assert _sent(platform) == [6, 7]
        found = place.overview(lease.ledger)
        assert found.needs_person
        assert not found.is_done


@ON_ONE
def test_a_changed_settlement_is_told_and_not_sent_twice(place: Place) -> None:
    with edited(place, first_rows(2)) as (platform, lease):
        plan_all(lease)
        confirm(lease)
        platform.edit = first_rows(2, lambda rows: [{**rows[0], **_of(8)}, rows[1]])
        assert extract(lease).changed == 1
        [told] = changes(lease.ledger, lease.id)
        assert told.is_confirmed
        assert propose_unchecked(lease) == 0
        found = place.overview(lease.ledger)
        assert found.outdated == 1
        assert "有 1 笔已确认的结算" in str(found.next_steps[0])


@ON_ONE
def test_a_row_that_is_given_twice_counts_once(place: Place) -> None:
    with edited(place, first_rows(3, lambda rows: [*rows, rows[0], rows[0]])) as (platform, lease):
        found = extract(lease)
        assert (found.amounts.rows, found.repeated) == (3, 2)
        assert found.amounts == place.overview(lease.ledger).current
        assert extract(lease).repeated == 2
        assert approve_all(lease).amounts.rows == 3
        confirm(lease)
        assert len(_sent(platform)) == 3


class Moving:
    """The platform, whose list is another one from the second page on, for the first so many readings."""

    def __init__(self, place: Place, by: int, readings: int) -> None:
        self._inner, self._by, self._left = HttpxTransport(place.settings()), by, readings

    def send(self, request: HttpRequest) -> HttpResponse:
        if request.url.endswith(READ):
            body = json.loads(request.body)
            first = int(body["input"]["data"]["startrow"])
            self._left -= first <= 1
            if first > 1 and self._left >= 0:
                body["input"]["data"]["startrow"] = first + self._by
                request = replace(request, body=json.dumps(body).encode())
        return self._inner.send(request)

    def close(self) -> None:
        self._inner.close()


@ON_ONE
@pytest.mark.parametrize("by", [1, -1])
def test_rows_that_move_while_they_are_read_are_read_once_more(place: Place, by: int) -> None:
    with (
        place.ledger() as ledger,
        Client(place.settings(), transport=Moving(place, by, readings=1)) as client,
        ledger.hold(client, MONTH) as lease,
    ):
        found = extract(lease)
        assert (found.number, found.pages, found.amounts.rows, found.repeated) == (2, 3, 250, 0)
        assert (found.new, found.changed, found.gone) == (250, 0, 0)
        assert place.overview(ledger).current.rows == 250


@ON_ONE
def test_rows_that_never_stand_still_end_the_reading_nevertheless(place: Place) -> None:
    with (
        place.ledger() as ledger,
        Client(place.settings(), transport=Moving(place, -1, readings=9)) as client,
        ledger.hold(client, MONTH) as lease,
    ):
        found = extract(lease)
        # The last row of the first page came once more, and that of the second.
        assert (found.amounts.rows, found.repeated) == (250, 1)
        assert found.amounts == place.overview(ledger).current


BAD = {
    "certno": {"certno": "1234567890123456789"},
    "setl_sn": {"setl_sn": "A" * 31},
    "mdtrt_setl_time": {"mdtrt_setl_time": "昨天"},
    "medfee_sumamt": {"medfee_sumamt": "123456789012345678.00"},
    "optins_pay_sumamt": {"optins_pay_sumamt": "1.005"},
}


@pytest.mark.parametrize("name", BAD)
@ON_ONE
def test_a_row_that_cannot_be_confirmed_does_not_block_the_others(place: Place, name: str) -> None:
    with edited(place, first_rows(3, lambda rows: [{**rows[0], **BAD[name]}, *rows[1:]])) as (platform, lease):
        found = extract(lease)
        assert (found.unusable, found.amounts.rows) == (1, 2)
        assert approve_all(lease).amounts.rows == 2
        assert confirm(lease).rejected == 0
        assert len(_sent(platform)) == 2
        with lease.ledger.reading() as connection:
            problems = connection.execute(sa.select(row.c.problem).order_by(row.c.id)).scalars().all()
        assert problems[1:] == ["", ""]
        assert name in problems[0]
        # The problem is named, the value is not.
        assert next(iter(BAD[name].values())) not in problems[0]
        told = place.overview(lease.ledger)
        assert told.unusable == 1
        assert told.needs_person
        assert any("不能确认" in str(one) for one in told.next_steps)


@pytest.mark.parametrize("given", [{"mdtrt_id": ""}, {"mdtrt_id": None}, {}, {"mdtrt_id": []}], ids=repr)
@pytest.mark.parametrize("also", [(), ("setl_sn", "certno"), ("medfee_sumamt", "optins_pay_sumamt")], ids=repr)
@ON_ONE
def test_a_settlement_without_a_visit_is_told_and_not_taken_for_a_placeholder(
    place: Place, given: Row, also: tuple[str, ...]
) -> None:
    def change(rows: list[Row]) -> list[Row]:
        kept = {name: value for name, value in rows[0].items() if name != "mdtrt_id" and name not in also}
        return [{**kept, **given}, *rows[1:]]

    with edited(place, first_rows(5, change)) as (platform, lease):
        found = extract(lease)
        assert (found.placeholders, found.unusable, found.amounts.rows) == (0, 1, 4)
        approve_all(lease)
        confirm(lease)
        assert len(_sent(platform)) == 4
        told = place.overview(lease.ledger)
        assert (told.unusable, told.is_done, told.needs_person) == (1, False, True)
        [bad] = unusable_rows(lease.ledger, lease.id)
        assert "mdtrt_id 就诊登记号" in bad.problem


@pytest.mark.parametrize(
    ("left", "is_placeholder"),
    [
        ({}, True),
        ({"medins_no": "H44010000001", "seqno": 250, "medfee_sumamt": "0.00"}, True),
        ({"setl_sn": "  ", "medfee_sumamt": 0}, True),
        ({"setl_sn": "A1"}, False),
        ({"certno": "440101"}, False),
        ({"medfee_sumamt": "-0.01"}, False),
        ({"optins_pay_sumamt": "不详"}, False),
        ({"setl_sn": {}}, False),
    ],
    ids=repr,
)
@ON_ONE
def test_only_a_row_without_any_id_or_money_is_a_placeholder(place: Place, left: Row, is_placeholder: bool) -> None:
    with edited(place, first_rows(3, lambda rows: [*rows, left])) as (_, lease):
        found = extract(lease)
        assert (found.placeholders, found.unusable) == (is_placeholder, not is_placeholder)


@pytest.mark.parametrize("name", ["certno", "setl_sn", "mdtrt_id"])
@ON_MANY
def test_a_character_that_postgresql_does_not_take(place: Place, name: str) -> None:
    def change(rows: list[Row]) -> list[Row]:
        return [{**rows[0], name: rows[0][name][:5] + "\x00" + rows[0][name][6:]}, *rows[1:]]

    with edited(place, first_rows(3, change)) as (platform, lease):
        found = extract(lease)
        assert found.amounts.rows + found.unusable == 3
        assert extract(lease).changed == 0
        platform.answer = {"infcode": -1, "err_msg": "该期\x00已关账"}
        approve_all(lease)
        assert confirm(lease).rejected == 1
        [batch] = place.overview(lease.ledger).batches
        assert batch.message == "该期已关账"


@ON_ONE
def test_a_platform_that_gives_confirmed_settlements_no_more(place: Place) -> None:
    with edited(place, first_rows(3)) as (platform, lease):
        plan_all(lease)
        confirm(lease)
        platform.edit = first_rows(0)
        assert extract(lease).gone == 3
        found = place.overview(lease.ledger)
        assert (found.outdated, found.needs_person, found.next_steps) == (0, False, ())
        assert found.is_done
        # Some of them gone is another matter.
        platform.edit = first_rows(2)
        extract(lease)
        found = place.overview(lease.ledger)
        assert found.outdated == 1
        assert found.needs_person


def _longest(number: int) -> Row:
    """A settlement of the lengths that are printed, of characters that JSON writes as six."""
    return {
        "setl_sn": f"{number:06}" + "\x1f" * 24,
        "mdtrt_id": f"{number:06}" + "\x1f" * 14,
        "certno": f"{number:06}" + "\x1f" * 12,
    }


@ON_ONE
def test_a_batch_is_as_long_as_the_platform_takes_it(place: Place) -> None:
    with edited(place, rows_of(*map(_longest, range(99)))) as (platform, lease):
        assert plan_all(lease).batches == 2
        confirm(lease)
        assert len(_sent(platform)) == 99
        assert max(platform.inputs) <= lease.client.protocol.input_limit < sum(platform.inputs)


@ON_ONE
def test_batches_of_a_platform_that_takes_little(place: Place, lease: MonthLease) -> None:
    core = lease.client._core
    core.protocol = replace(core.protocol, input_limit=6000)
    plan_all(lease)
    sizes, send = list[int](), lease.client._transport.send

    def measured(request: HttpRequest) -> HttpResponse:
        if request.url.endswith("3261"):
            given = json.loads(request.body)["input"]
            sizes.append(len(json.dumps(given, ensure_ascii=False, separators=(",", ":"))))
        return send(request)

    lease.client._transport.send = measured  # type: ignore[method-assign]
    assert confirm(lease).batches == len(sizes) > 3
    assert max(sizes) <= 6000
    assert place.times == {1: 250}
