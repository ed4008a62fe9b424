"""Calls beside the tables: a number that the package does not have, and fields that a table does not have."""

from __future__ import annotations

import decimal
import json
import logging
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from gdyb_runtime.errors import BusinessError, ReplyUnreadable, RequestInvalid, TransportFailed
from support.mini import CONFIRM, EXTRACT, Settings
from support.mini.driving import Driver
from support.mini.gateway import Answer, Gateway, reply, success

Configured = Callable[..., Settings]

ROW: dict[str, Any] = {"certno": "C1", "setl_time": "2020-12-01 08:09:10", "amt": "1.50", "flag": "1"}
COMMAND: dict[str, Any] = {"data": {"trt_year": "2020", "totalrow": 1}, "detail": [ROW]}
TWO_ROWS: dict[str, Any] = {"data": {"trt_year": "2020", "totalrow": 2}, "detail": [ROW, {**ROW, "certno": "C2"}]}
PATIENT, CARD = "欧阳测试", "T99887766554433"


def problems_of(error: RequestInvalid) -> list[tuple[str, str]]:
    return [(problem.path, problem.rule) for problem in error.problems]


# A number without a table


def test_plain_data_goes_out_as_given_and_comes_back(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    large = Decimal("99999999999999.99")
    gateway.answers = [Answer(b'{"infcode":0,"inf_refmsgid":"","output":{"rows":[{"amt":99999999999999.99,"n":7}]}}')]
    given = {"b": {"amt": large, "n": 10**25, "on": True, "none": None, "text": '路"\\径'}, "a": [{"x": "1"}, ["y"]]}
    with decimal.localcontext(decimal.Context(prec=3, rounding=decimal.ROUND_UP, Emax=9, Emin=-9)):
        got = driver.call_raw(configured(), "3599A", given)
    (received,) = gateway.received
    assert received.path == "/hgs/3599A"
    sent = json.loads(received.body, parse_float=Decimal)
    assert (sent["infno"], sent["msgid"], sent["input"]) == ("3599A", got.msgid, given)
    assert b'"amt":99999999999999.99' in received.body
    assert list(sent["input"]) == ["b", "a"]
    assert got.output == {"rows": [{"amt": large, "n": 7}]}
    assert isinstance(got.output["rows"][0]["amt"], Decimal)


@pytest.mark.parametrize(
    ("output", "read"),
    [([{"a": "1"}], [{"a": "1"}]), ('{"a": 1.50}', {"a": Decimal("1.50")}), (None, None), ("", None), ("好", "好")],
)
def test_an_output_of_any_shape(
    driver: Driver, gateway: Gateway, configured: Configured, output: object, read: object
) -> None:
    gateway.answers = [success(output)]
    got = driver.call_raw(configured(), "3599", {})
    assert got.output == read
    assert got.warnings == ()


def test_what_cannot_go_out_is_told_at_once(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    given: dict[str, Any] = {"data": {"amt": 1.5, "rows": [{"when": object()}], "nan": Decimal("NaN")}, "t": "\ud800"}
    with pytest.raises(RequestInvalid) as caught:
        driver.call_raw(configured(), "35/99", given, effect="write", envelope={"opter_type": "9"})
    assert problems_of(caught.value) == [
        ("infno", "infno"),
        ("effect", "one_of"),
        ("data.amt", "float"),
        ("data.rows[0].when", "plain_type"),
        ("data.nan", "finite_number"),
        ("t", "string_unicode"),
        ("opter_type", "one_of"),
    ]
    with pytest.raises(RequestInvalid, match="应为字典，键是节点名"):
        driver.call_raw(configured(), "3599", [])  # type: ignore[arg-type]
    with pytest.raises(RequestInvalid, match="最长 40000 个字符，给了 4001"):
        driver.call_raw(configured(), "3599", {"data": {"a": "字" * 40000}})
    assert not gateway.received


def test_a_lost_command_is_unknown_and_sent_once(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    gateway.answers = [Answer(drop=True)]
    with pytest.raises(TransportFailed) as caught:
        driver.call_raw(configured(), "3599", {"data": {"a": "1"}})
    assert (caught.value.outcome, caught.value.retry_safe, caught.value.infno) == ("unknown", False, "3599")
    assert caught.value.msgid
    assert len(gateway.received) == 1


def test_a_query_is_asked_again(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    gateway.answers = [Answer(drop=True), success({"a": "1"})]
    assert driver.call_raw(configured(attempts=2), "3599", {}, effect="query").output == {"a": "1"}
    assert len(gateway.received) == 2


@pytest.mark.parametrize(
    ("answer", "command", "query"),
    [
        ({"infcode": -1, "err_msg": "余额不足"}, "refused", "refused"),
        ({"infcode": -1, "err_msg": "请求超时，请查询结算结果后再操作"}, "unknown", "unknown"),
        ({"infcode": 999, "err_msg": ""}, "unknown", "refused"),
    ],
)
def test_what_an_answer_means(
    driver: Driver, gateway: Gateway, configured: Configured, answer: dict[str, Any], command: str, query: str
) -> None:
    gateway.answers = [reply(answer)]
    for effect, outcome in (("command", command), ("query", query)):
        with pytest.raises(BusinessError) as caught:
            driver.call_raw(configured(attempts=1), "3599", {}, effect=effect)
        assert caught.value.outcome == outcome


def test_an_unreadable_answer_of_a_command_is_unknown(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    gateway.answers = [Answer(b"<html>")]
    with pytest.raises(ReplyUnreadable) as caught:
        driver.call_raw(configured(), "3599", {})
    assert caught.value.outcome == "unknown"


def test_nobody_is_named(
    driver: Driver, gateway: Gateway, configured: Configured, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    gateway.answers = [reply({"infcode": -1, "err_msg": f"{PATIENT}（{CARD}，6677889900）没有参保"})]
    with pytest.raises(BusinessError) as caught:
        driver.call_raw(configured(), "3599", {"data": [{"psn": PATIENT, "card": CARD, "no": 6677889900, "t": "01"}]})
    assert "没有参保" in str(caught.value)
    for text in (str(caught.value), repr(caught.value), caplog.text):
        assert not [value for value in (PATIENT, CARD, "6677889900") if value in text]
    assert "3599" in caplog.text


@pytest.mark.parametrize(
    "number", [10**5000, Decimal("1E+999999"), Decimal("1E-999999")], ids=["int", "large", "small"]
)
def test_a_number_without_end_is_refused(
    driver: Driver, gateway: Gateway, configured: Configured, number: object
) -> None:
    with pytest.raises(RequestInvalid, match=r"data\.n：数字最多 100 位"):
        driver.call_raw(configured(), "3599", {"data": {"n": number}})
    assert not gateway.received


def test_a_known_command_is_no_query(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    with pytest.raises(RequestInvalid, match="不能按查询（query）调用"):
        driver.call_raw(configured(), CONFIRM.infno, {}, effect="query")
    assert not gateway.received


@pytest.mark.parametrize("infno", [None, [], 3599])
def test_a_number_is_a_text(driver: Driver, gateway: Gateway, configured: Configured, infno: Any) -> None:
    with pytest.raises(RequestInvalid, match="应为 1 至 10 位字母或数字"):
        driver.call_raw(configured(), infno, {})


def test_a_known_number_keeps_its_name(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    gateway.answers = [reply({"infcode": -1, "err_msg": "余额不足"})]
    with pytest.raises(BusinessError, match=CONFIRM.title):
        driver.call_raw(configured(), CONFIRM.infno, {"anything": {}})


# Fields beside a table


def test_extra_fields_follow_those_of_the_table(
    driver: Driver, gateway: Gateway, configured: Configured, caplog: pytest.LogCaptureFixture
) -> None:
    extra = {
        "data": {"new_field": PATIENT, "amt_new": Decimal("1.10")},
        "detail": [None, {"trace": [{"codg": "T1"}]}],
        "traces": [{"codg": CARD}],
        "lone": "1",
    }
    got = driver.call(configured(), CONFIRM, extra=extra, **TWO_ROWS)
    (received,) = gateway.received
    plain = driver.call(configured(), CONFIRM, **TWO_ROWS)
    assert (got.infcode, plain.infcode) == (0, 0)
    sent, without = received.envelope["input"], gateway.received[1].envelope["input"]
    assert isinstance(sent, dict) and isinstance(without, dict)
    assert sent["data"] == {**without["data"], "new_field": PATIENT, "amt_new": 1.1}
    assert b'"amt_new":1.10' in received.body
    assert sent["detail"] == [without["detail"][0], {**without["detail"][1], "trace": [{"codg": "T1"}]}]
    assert (sent["traces"], sent["lone"]) == ([{"codg": CARD}], "1")
    (warning,) = [record for record in caplog.records if record.levelno == logging.WARNING]
    names = "data.new_field、data.amt_new、detail.trace、traces.codg、lone"
    assert warning.getMessage() == f"{CONFIRM.infno} {CONFIRM.title}：发送了表中没有的字段 {names}"


def test_extra_values_are_masked(
    driver: Driver, gateway: Gateway, configured: Configured, caplog: pytest.LogCaptureFixture
) -> None:
    gateway.answers = [reply({"infcode": -1, "err_msg": f"{PATIENT} 没有参保"})]
    with pytest.raises(BusinessError) as caught:
        driver.call(configured(), CONFIRM, extra={"data": {"new_name": PATIENT}}, **COMMAND)
    assert PATIENT not in str(caught.value) + caplog.text


def test_extra_that_does_not_fit(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    extra = {"data": {"trt_year": "2021", "float": 1.5}, "detail": [None, None], "detial": {"a": "1"}}
    with pytest.raises(RequestInvalid) as caught:
        driver.call(configured(), CONFIRM, extra=extra, **COMMAND)
    assert problems_of(caught.value) == [
        ("data.trt_year", "extra"),
        ("data.float", "float"),
        ("detail", "extra"),
        ("detial", "unknown_field"),
    ]
    for wrong in ([], {"data": "x"}, {"detail": {"a": "1"}}, {"detail": ["x"]}):
        with pytest.raises(RequestInvalid):
            driver.call(configured(), CONFIRM, extra=wrong, **COMMAND)
    assert not gateway.received


def test_a_word_for_no_value_is_no_extra(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    with pytest.raises(RequestInvalid, match="像是程序里的空值"):
        driver.call(configured(), CONFIRM, extra={"detail": [{"new_field": "null"}]}, **COMMAND)
    assert not gateway.received


def test_extra_for_a_node_that_was_not_given(driver: Driver, gateway: Gateway, configured: Configured) -> None:
    with pytest.raises(RequestInvalid) as caught:
        driver.call(configured(), EXTRACT, extra={"data": {"new_field": "1"}})
    assert ("data", "extra") in problems_of(caught.value)


# Both refusals name the way


def test_a_refused_number_names_the_raw_call(driver: Driver, configured: Configured) -> None:
    with pytest.raises(RequestInvalid, match="没有收录的接口用 call_raw 调用"):
        driver.call(configured(), "1234", **COMMAND)


def test_a_refused_field_names_extra(driver: Driver, configured: Configured) -> None:
    with pytest.raises(RequestInvalid, match=r"data\.brand_new：接口里没有这个字段；.*用 extra 传入"):
        driver.call(configured(), CONFIRM, **{**COMMAND, "data": {**COMMAND["data"], "brand_new": "1"}})
    with pytest.raises(RequestInvalid, match="是不是 trt_year？"):
        driver.call(configured(), CONFIRM, **{**COMMAND, "data": {**COMMAND["data"], "trt_yaer": "1"}})
