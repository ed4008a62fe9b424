"""More rows than one call may carry: how they are split, what each part answers, where it stops."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from gdyb_runtime.errors import BusinessError, RequestInvalid, TransportFailed
from support.mini import CONFIRM, EXTRACT, Settings
from support.mini.driving import Driver
from support.mini.gateway import Answer, Gateway, reply, success

Configured = Callable[..., Settings]

DATA = {"trt_year": "2020", "totalrow": 0}
REFUSED = reply({"infcode": -1, "err_msg": "余额不足"})


def row(number: int, **more: object) -> dict[str, Any]:
    return {"certno": f"C{number}", "setl_time": "2020-12-01 08:09:10", "amt": Decimal("1.50"), "flag": "1", **more}


def rows(count: int, **more: object) -> list[dict[str, Any]]:
    return [row(number, **more) for number in range(count)]


def sent(gateway: Gateway) -> list[dict[str, Any]]:
    return [json.loads(received.body)["input"] for received in gateway.received]


def test_rows_go_out_by_the_limit_of_their_table(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    parts = driver.in_batches(configured(), CONFIRM, data=DATA, detail=rows(250))
    assert [part.rows for part in parts] == [range(100), range(100, 200), range(200, 250)]
    assert [(part.error, part.ends, part.unsent) for part in parts] == [(None, False, range(0))] * 3
    assert [one["data"]["totalrow"] for one in sent(gateway)] == [100, 100, 50]
    certnos = [detail["certno"] for one in sent(gateway) for detail in one["detail"]]
    assert certnos == [f"C{number}" for number in range(250)]
    assert len({part.reply.msgid for part in parts}) == 3


def test_rows_are_split_by_the_length_that_they_have(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    extra = {"detail": [{"note": "字" * 200}] * 100}
    parts = driver.in_batches(configured(), CONFIRM, data=DATA, detail=rows(100, reason="字" * 200), extra=extra)
    assert [part.rows for part in parts] == [range(50), range(50, 100)]
    lengths = [len(json.dumps(one, ensure_ascii=False, separators=(",", ":"))) for one in sent(gateway)]
    assert max(lengths) <= 40000 < sum(lengths)


def test_every_problem_is_told_by_its_row_before_anything_goes_out(
    driver: Driver, gateway: Gateway, configured: Configured
) -> None:
    given = rows(250)
    given[3]["amt"], given[230]["certno"] = "x", "9" * 19
    with pytest.raises(RequestInvalid) as caught:
        driver.in_batches(configured(), CONFIRM, data={**DATA, "trt_year": "20"}, detail=given)
    paths = [problem.path for problem in caught.value.problems]
    assert paths == ["data.trt_year", "detail[3].amt", "detail[230].certno"]
    assert not gateway.received


def test_a_row_that_is_too_long_alone(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    extra = {"detail": [{"more": "字" * 40000}, None, {"more": "字" * 40000}]}
    with pytest.raises(RequestInvalid) as caught:
        driver.in_batches(configured(), CONFIRM, data=DATA, detail=rows(3), extra=extra)
    assert [(problem.path, problem.rule) for problem in caught.value.problems] == [
        ("detail[0]", "input_limit"),
        ("detail[2]", "input_limit"),
    ]
    assert not gateway.received


def test_extra_fields_go_with_their_rows(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    extra = {"data": {"new": "1"}, "detail": [{"number": number} for number in range(150)]}
    driver.in_batches(configured(), CONFIRM, data=DATA, detail=rows(150), extra=extra)
    assert [detail["number"] for one in sent(gateway) for detail in one["detail"]] == list(range(150))
    assert [one["data"]["new"] for one in sent(gateway)] == ["1", "1"]


@pytest.mark.parametrize("entries", [149, 151, 200])
def test_extra_has_an_entry_for_each_row(
    driver: Driver, gateway: Gateway, configured: Configured, entries: int
) -> None:
    with pytest.raises(RequestInvalid, match="多行节点的 extra 应为列表"):
        driver.in_batches(configured(), CONFIRM, data=DATA, detail=rows(150), extra={"detail": [None] * entries})
    assert not gateway.received


@pytest.mark.parametrize("past_refusals", [False, True])
def test_it_stops_where_nobody_knows(
    driver: Driver, gateway: Gateway, configured: Configured, past_refusals: bool
) -> None:
    gateway.answers = [success(), Answer(drop=True)]
    parts = driver.in_batches(configured(attempts=3), CONFIRM, data=DATA, detail=rows(350), past_refusals=past_refusals)
    first, last = parts
    assert first.reply.infcode == 0
    assert isinstance(last.error, TransportFailed)
    assert (last.rows, last.error.outcome, last.ends, last.unsent) == (
        range(100, 200),
        "unknown",
        True,
        range(200, 350),
    )
    assert len(gateway.received) == 2


def test_a_refusal_ends_it_unless_told_otherwise(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    gateway.answers = [REFUSED, success()]
    (only,) = driver.in_batches(configured(), CONFIRM, data=DATA, detail=rows(150))
    assert isinstance(only.error, BusinessError)
    assert (only.error.outcome, only.ends, only.unsent) == ("refused", True, range(100, 150))
    gateway.answers = [REFUSED, success()]
    refused, done = driver.in_batches(configured(), CONFIRM, data=DATA, detail=rows(150), past_refusals=True)
    assert (refused.error.outcome, refused.ends, refused.unsent) == ("refused", False, range(0))
    assert done.reply.infcode == 0


def test_a_part_goes_out_when_it_is_asked_for(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    assert len(driver.in_batches(configured(), CONFIRM, most=1, data=DATA, detail=rows(350))) == 1
    assert len(gateway.received) == 1


@pytest.mark.parametrize(
    ("operation", "options", "message"),
    [
        (EXTRACT, {"data": {"trt_year": "2020", "startrow": 1}}, "没有给多行节点"),
        (CONFIRM, {"data": DATA, "detail": [], "split": "data"}, "不是多行节点；多行节点有 detail"),
        (CONFIRM, {"data": DATA, "detail": row(1)}, "应为多行（列表）"),
        (CONFIRM, {"data": DATA, "detail": []}, "至少 1 行"),
    ],
)
def test_what_cannot_be_split(
    driver: Driver,
    gateway: Gateway,
    configured: Configured,
    operation: Any,
    options: dict[str, Any],
    message: str,
) -> None:
    with pytest.raises(RequestInvalid, match=message):
        driver.in_batches(configured(), operation, **options)
    assert not gateway.received
