"""Rows that come in another order, change, move while they are read, share a key, or are of no use."""

import itertools
import json
from dataclasses import replace

import pytest
import sqlalchemy as sa
from clearing.conftest import MONTH, Place
from clearing.steps import READ, Row, approve_all, edited, first_rows, plan_all, rows_of

from gdyb.client import Client
from gdyb_runtime.messages import HttpRequest, HttpResponse
from gdyb_runtime.transport import HttpxTransport
from gdyb_workflows.clearing import HeldMonth, confirm, extract, plan, propose_unchecked
from gdyb_workflows.clearing.overview import changes
from gdyb_workflows.clearing.schema import row

ON_ONE = pytest.mark.parametrize("location", ["sqlite"], indirect=True)
ON_MANY = pytest.mark.parametrize("location", ["postgresql"], indirect=True)


def _of(fee: int) -> Row:
    return {"medfee_sumamt": f"{fee}.00", "optins_pay_sumamt": f"{fee}.00"}


def _sent(platform: object) -> list[float]:
    return [float(one["medfee_sumamt"]) for rows in platform.sent for one in rows]  # type: ignore[attr-defined]


@pytest.mark.parametrize("order", list(itertools.permutations((5, 6, 7))))
@ON_ONE
def test_settlements_with_one_key_come_in_any_order(place: Place, order: tuple[int, ...]) -> None:
    with edited(place, rows_of(_of(5), _of(6), _of(7))) as (platform, held):
        assert plan_all(held).amounts.rows == 3
        confirm(held)
        platform.edit = rows_of(*map(_of, order))
        found = extract(held)
        assert (found.new, found.gone, found.changed, found.repeated) == (0, 0, 0, 0)
        assert propose_unchecked(held) == 0
        assert place.overview(held.ledger).is_done


@pytest.mark.parametrize("order", list(itertools.permutations((5, 6, 7))))
@ON_ONE
def test_a_new_settlement_with_a_key_that_is_known_is_seen_wherever_it_stands(
    place: Place, order: tuple[int, ...]
) -> None:
    with edited(place, rows_of(_of(5), _of(6))) as (platform, held):
        plan_all(held)
        confirm(held)
        platform.edit = rows_of(*map(_of, order))
        extract(held)
        found = place.overview(held.ledger)
        assert found.current.rows == 3
        assert not found.is_done
        assert approve_all(held).amounts.rows == 1
        confirm(held)
        assert sorted(_sent(platform)) == [5, 6, 7]
        assert place.overview(held.ledger).is_done


@ON_ONE
def test_a_correction_before_the_settlement_that_it_corrects(place: Place) -> None:
    with edited(place, first_rows(3)) as (platform, held):
        plan_all(held)
        confirm(held)
        before = _sent(platform)
        platform.edit = first_rows(3, lambda rows: [{**rows[0], **_of(-5)}, *rows])
        extract(held)
        found = place.overview(held.ledger)
        assert found.current.rows == 4
        assert not found.is_done
        assert approve_all(held).amounts.rows == 1
        confirm(held)
        assert _sent(platform) == [*before, -5]


@pytest.mark.parametrize("now", [(8, 7), (7, 8), (8, 9)])
@ON_ONE
def test_a_changed_one_of_several_with_one_key_is_not_sent_twice(place: Place, now: tuple[int, ...]) -> None:
    """Nobody can say which of them it was; a person has to look, nothing goes out by itself."""
    with edited(place, rows_of(_of(6), _of(7))) as (platform, held):
        plan_all(held)
        confirm(held)
        platform.edit = rows_of(*map(_of, now))
        extract(held)
        assert propose_unchecked(held) == 0
        assert plan(held).batches == 0
        confirm(held)
        assert _sent(platform) == [6, 7]
        found = place.overview(held.ledger)
        assert found.needs_person
        assert not found.is_done


@ON_ONE
def test_a_changed_settlement_is_told_and_not_sent_twice(place: Place) -> None:
    with edited(place, first_rows(2)) as (platform, held):
        plan_all(held)
        confirm(held)
        platform.edit = first_rows(2, lambda rows: [{**rows[0], **_of(8)}, rows[1]])
        assert extract(held).changed == 1
        [told] = changes(held.ledger, held.id)
        assert told.is_confirmed
        assert propose_unchecked(held) == 0
        found = place.overview(held.ledger)
        assert found.outdated == 1
        assert "有 1 笔已确认的结算" in found.needs[0]


@ON_ONE
def test_a_row_that_is_given_twice_counts_once(place: Place) -> None:
    with edited(place, first_rows(3, lambda rows: [*rows, rows[0], rows[0]])) as (platform, held):
        found = extract(held)
        assert (found.amounts.rows, found.repeated) == (3, 2)
        assert found.amounts == place.overview(held.ledger).current
        assert extract(held).repeated == 2
        assert approve_all(held).amounts.rows == 3
        confirm(held)
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
        ledger.hold(client, MONTH) as held,
    ):
        found = extract(held)
        assert (found.number, found.pages, found.amounts.rows, found.repeated) == (2, 3, 250, 0)
        assert (found.new, found.changed, found.gone) == (250, 0, 0)
        assert place.overview(ledger).current.rows == 250


@ON_ONE
def test_rows_that_never_stand_still_end_the_reading_nevertheless(place: Place) -> None:
    with (
        place.ledger() as ledger,
        Client(place.settings(), transport=Moving(place, -1, readings=9)) as client,
        ledger.hold(client, MONTH) as held,
    ):
        found = extract(held)
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
    with edited(place, first_rows(3, lambda rows: [{**rows[0], **BAD[name]}, *rows[1:]])) as (platform, held):
        found = extract(held)
        assert (found.unusable, found.amounts.rows) == (1, 2)
        assert approve_all(held).amounts.rows == 2
        assert confirm(held).rejected == 0
        assert len(_sent(platform)) == 2
        with held.ledger.reading() as connection:
            problems = connection.execute(sa.select(row.c.problem).order_by(row.c.id)).scalars().all()
        assert problems[1:] == ["", ""]
        assert name in problems[0]
        # The problem is named, the value is not.
        assert next(iter(BAD[name].values())) not in problems[0]
        told = place.overview(held.ledger)
        assert told.unusable == 1
        assert told.needs_person
        assert any("不能确认" in one for one in told.needs)


@pytest.mark.parametrize("name", ["certno", "setl_sn", "mdtrt_id"])
@ON_MANY
def test_a_character_that_postgresql_does_not_take(place: Place, name: str) -> None:
    def change(rows: list[Row]) -> list[Row]:
        return [{**rows[0], name: rows[0][name][:5] + "\x00" + rows[0][name][6:]}, *rows[1:]]

    with edited(place, first_rows(3, change)) as (platform, held):
        found = extract(held)
        assert found.amounts.rows + found.unusable == 3
        assert extract(held).changed == 0
        platform.answer = {"infcode": -1, "err_msg": "该期\x00已关账"}
        approve_all(held)
        assert confirm(held).rejected == 1
        [batch] = place.overview(held.ledger).batches
        assert batch.message == "该期已关账"


@ON_ONE
def test_a_platform_that_gives_confirmed_settlements_no_more(place: Place) -> None:
    with edited(place, first_rows(3)) as (platform, held):
        plan_all(held)
        confirm(held)
        platform.edit = first_rows(0)
        assert extract(held).gone == 3
        found = place.overview(held.ledger)
        assert (found.outdated, found.needs_person, found.needs) == (0, False, ())
        assert found.is_done
        # Some of them gone is another matter.
        platform.edit = first_rows(2)
        extract(held)
        found = place.overview(held.ledger)
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
    with edited(place, rows_of(*map(_longest, range(99)))) as (platform, held):
        assert plan_all(held).batches == 2
        confirm(held)
        assert len(_sent(platform)) == 99
        assert max(platform.inputs) <= held.client.protocol.input_limit < sum(platform.inputs)


@ON_ONE
def test_batches_of_a_platform_that_takes_little(place: Place, held: HeldMonth) -> None:
    core = held.client._core
    core.protocol = replace(core.protocol, input_limit=6000)
    plan_all(held)
    sizes, send = list[int](), held.client._transport.send

    def measured(request: HttpRequest) -> HttpResponse:
        if request.url.endswith("3261"):
            given = json.loads(request.body)["input"]
            sizes.append(len(json.dumps(given, ensure_ascii=False, separators=(",", ":"))))
        return send(request)

    held.client._transport.send = measured  # type: ignore[method-assign]
    assert confirm(held).batches == len(sizes) > 3
    assert max(sizes) <= 6000
    assert place.times == {1: 250}
