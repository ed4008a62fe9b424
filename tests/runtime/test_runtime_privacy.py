"""Neither people nor secrets reach a log line, a repr or the text of an exception, at DEBUG and on every path."""

from __future__ import annotations

import copy
import logging
import pickle
import traceback
from collections.abc import Callable
from typing import Any

import pytest

from gdyb_runtime.errors import GdybError, RequestInvalid, SettingsInvalid
from gdyb_runtime.redaction import mask_text
from support.mini import CONFIRM, EXTRACT, OPTER_NAME, SECRET, Client, Settings, i9901
from support.mini.driving import Driver
from support.mini.gateway import Answer, Gateway, reply, success

Configured = Callable[..., Settings]

ID = "440102198001011234"
NAME = "司马相如"
PHONE = "13800138000"
ROW: dict[str, Any] = {
    "certno": ID,
    "psn_name": NAME,
    "setl_time": "2020-12-01 08:09:10",
    "amt": "1.50",
    "flag": "1",
    "reason": f"{NAME} {ID} {PHONE}",
}
COMMAND: dict[str, Any] = {"data": {"trt_year": "2020", "totalrow": 1}, "detail": [ROW]}
QUERY: dict[str, Any] = {"data": {"trt_year": "2020", "startrow": 1}}

SAID = f"人员{NAME}({ID})电话{PHONE}，经办{OPTER_NAME}"

ANSWERS = {
    "success": success(None, err_msg=SAID, psn_name=NAME),
    "rows": success({"data": [{**ROW, "seqno": "x", "setl_sn": ID, "unknown": SAID, "memo": f"{NAME} {ID} {PHONE}"}]}),
    "business error": reply({"infcode": -1, "err_msg": SAID}),
    "gateway error": reply({"errcode": 401, "message": SAID}),
    "known gateway error": reply({"errcode": 401, "message": "签名不一致!"}),
    "code that tells": reply({"errcode": SAID, "message": ""}),
    "no JSON": Answer(SAID.encode(), 500, {"Content-Type": "text/plain"}),
    "no JSON in GBK": Answer(SAID.encode("gbk"), 500),
    "truncated": Answer(reply({"infcode": 0, "err_msg": SAID}).body[:-5]),
    "dropped": Answer(drop=True),
    "cut": Answer(SAID.encode(), cut=10),
}


# The query holds no people that an error text could be compared with.
CASES = [*((name, CONFIRM, COMMAND) for name in ANSWERS), *((name, EXTRACT, QUERY) for name in ("success", "rows"))]


@pytest.mark.parametrize(("name", "operation", "nodes"), CASES, ids=[f"{case[0]} {case[1].effect}" for case in CASES])
def test_nothing_is_told(
    driver: Driver,
    gateway: Gateway,
    configured: Configured,
    caplog: pytest.LogCaptureFixture,
    name: str,
    operation: Any,
    nodes: Any,
) -> None:
    caplog.set_level(logging.DEBUG)
    gateway.answers = [ANSWERS[name]]
    (result,) = driver.run(configured(), (operation, nodes))
    told = [caplog.text, repr(result), str(result), *(str(record.__dict__) for record in caplog.records)]
    if isinstance(result, BaseException):
        assert isinstance(result, GdybError)
        told += traceback.format_exception(result)
        told.append(str(pickle.loads(pickle.dumps(result))))
    else:
        told += [repr(result.output), str(result.warnings), *map(str, result.warnings)]
    assert any(record.name.startswith("httpcore") for record in caplog.records)
    hidden = [ID, NAME, PHONE, OPTER_NAME, SECRET, *(received.headers["x-signature"] for received in gateway.received)]
    for text in told:
        for value in hidden:
            assert value not in text


AS_RECEIVED = ("raw", "err_msg", "message", "errcode", "content_type")
"""Attributes that hold what the platform sent, as it came."""


@pytest.mark.parametrize("name", [name for name in ANSWERS if name not in ("success", "rows")])
def test_an_error_keeps_no_personal_value_of_the_request(
    driver: Driver, gateway: Gateway, configured: Configured, name: str
) -> None:
    gateway.answers = [ANSWERS[name]]
    (error,) = driver.run(configured(), (CONFIRM, COMMAND))
    assert isinstance(error, GdybError)
    kept = repr({key: value for key, value in vars(error).items() if key not in AS_RECEIVED})
    if "raw" in vars(error):
        vars(error)["raw"] = b""
    pickled = pickle.dumps(error)
    for value in (ID, NAME, PHONE, OPTER_NAME, SECRET):
        assert value not in kept
        assert value.encode() not in pickled
    for again in (pickle.loads(pickled), copy.copy(error), copy.deepcopy(error)):
        assert (type(again), str(again), again.msgid) == (type(error), str(error), error.msgid)
        assert (again.outcome, again.retry_safe) == (error.outcome, error.retry_safe)
    # A copy in this process is the error itself, a pickle holds only what may be shown.
    assert vars(copy.copy(error)).get("err_msg") == vars(error).get("err_msg")


def test_a_refused_request_tells_nothing(configured: Configured, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    bad = {**ROW, "certno": ID + "0", "psn_name": NAME * 20, "flag": ID, "amt": ID, "setl_time": ID, "days": NAME}
    with Client(configured()) as client, pytest.raises(RequestInvalid) as caught:
        client.call(CONFIRM, data={"trt_year": ID, "totalrow": ID}, detail=[bad], envelope={"sign_no": NAME * 10})
    for text in (str(caught.value), repr(caught.value), *traceback.format_exception(caught.value), caplog.text):
        assert ID not in text
        assert NAME not in text
    with pytest.raises(RequestInvalid) as caught:
        i9901.InputDetail(**bad)
    assert ID not in "".join(traceback.format_exception(caught.value))


def test_wrong_settings_tell_nothing() -> None:
    with pytest.raises(SettingsInvalid) as caught:
        Settings(base_url=SECRET, paasid=f"{SECRET} ", secret_key=f" {SECRET}", opter_name=NAME * 30)  # type: ignore[call-arg, arg-type]
    for text in (str(caught.value), repr(caught.value), *traceback.format_exception(caught.value)):
        assert SECRET not in text
        assert NAME not in text


def test_one_line_a_call(
    driver: Driver, gateway: Gateway, configured: Configured, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "gdyb")
    gateway.answers = [
        success(),
        reply({"infcode": "-1", "err_msg": "x"}, 500),
        reply({"errcode": 401}),
        Answer(drop=True),
    ]
    driver.run(configured(), *[(CONFIRM, COMMAND)] * 4)
    records = [record for record in caplog.records if record.name == "gdyb"]
    facts = [
        tuple(record.__dict__[name] for name in ("infno", "outcome", "infcode", "http_status")) for record in records
    ]
    assert facts == [
        ("9901", "ok", 0, 200),
        ("9901", "refused", -1, 500),
        ("9901", "unknown", None, 200),
        ("9901", "unknown", None, None),
    ]
    assert all(record.levelno == logging.INFO for record in records)
    assert [record.__dict__["request_bytes"] for record in records] == [len(got.body) for got in gateway.received]
    assert records[0].__dict__["reply_bytes"] > 0
    assert records[0].__dict__["elapsed_ms"] >= 0
    assert records[0].__dict__["msgid"] == gateway.received[0].envelope["msgid"]


def test_masking() -> None:
    assert mask_text(f"甲{ID}乙") == "甲***乙"
    assert mask_text("x44010219800101123X。") == "x***。"
    assert mask_text("440102800101123") == "***"
    assert mask_text(f"{PHONE},{PHONE}") == "***,***"
    assert mask_text("abc", ("b", "abc", "ab")) == "***"
    for harmless in (
        "A4400002101150000001",
        "440000202101150000000000000001",
        "H44000000001202101152359590000",
        "2021-01-15 08:09:10",
        "99999999999999.99",
        "0123456789abcdef0123456789abcdef@10.0.0.1",
    ):
        assert mask_text(harmless) == harmless


@pytest.mark.parametrize(
    ("name", "hides"),
    [
        ("自助机", False),
        ("门诊收费窗口3", False),
        ("测试终端", False),
        ("收费员张三", True),
        ("张三（挂号）", True),
        (OPTER_NAME, True),
    ],
)
def test_a_machine_that_operates_is_nobody(
    driver: Driver, gateway: Gateway, configured: Configured, name: str, hides: bool
) -> None:
    gateway.answers = [reply({"infcode": -1, "err_msg": f"{name}未备案，请先登记{name}设备"})]
    with pytest.raises(GdybError) as caught:
        driver.call(configured(opter_name=name), CONFIRM, **COMMAND)
    assert (name in str(caught.value)) is not hides
