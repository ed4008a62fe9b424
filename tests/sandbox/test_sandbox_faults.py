"""Every fault does what it says, limits hold, and what was applied stays applied."""

import http.client
import re
from collections.abc import Callable
from decimal import Decimal
from email.utils import formatdate, parsedate_to_datetime

import pytest

from gdyb_sandbox import Sandbox
from gdyb_sandbox._faults.file_shapes import DOWNLOADS, TEXT_SHAPES, ZIP_SHAPES
from gdyb_sandbox._faults.switches import PURPOSES
from support.sandbox.caller import Answer, Caller, Json, detail_of, encode
from support.waits import until

PAGE = {"data": {"trt_year": "2020", "trt_month": "12", "startrow": 201}}
Check = Callable[[Answer], object]


def _send(caller: Caller, infno: str = "3260", input: object = PAGE) -> Answer:
    return caller.send(infno, encode(caller.envelope(infno, input)))


def _output(answer: Answer) -> object:
    reply = answer.json
    assert reply["infcode"] == 0
    return reply["output"]


def _rows(answer: Answer) -> list[Json]:
    output = _output(answer)
    assert isinstance(output, dict)
    return list(output["data"])


SHAPES: dict[str, Check] = {
    "http-500": lambda answer: answer.status == 500 and "内部服务器错误".encode() in answer.body,
    "refuse": lambda answer: answer.json == {"errcode": 401, "message": "签名不一致!"},
    "refuse=SignatureExpired": lambda answer: answer.json == {"errcode": 401, "message": "签名时间戳超时!"},
    "business-error": lambda answer: answer.json["infcode"] == -1 and answer.json["output"] is None,
    "business-error=系统维护": lambda answer: answer.json["err_msg"] == "系统维护",
    "placeholder-rows": lambda answer: [row["mdtrt_id"] == "" for row in _rows(answer)] == [False] * 50 + [True] * 50,
    "numbers-as-text": lambda answer: re.fullmatch(r"[0-9]+\.[0-9]{2}", _rows(answer)[0]["medfee_sumamt"]),
    "unknown-keys": lambda answer: "enctype" in answer.json and all("sandbox_extra" in row for row in _rows(answer)),
    "output-empty": lambda answer: _output(answer) == "",
    "output-null": lambda answer: _output(answer) is None,
    "output-list": lambda answer: [row["seqno"] for row in answer.json["output"]] == list(range(201, 251)),
    "output-node-list": lambda answer: len(answer.json["output"][0]["data"]) == 50,
    "output-json": lambda answer: answer.json["output"].startswith('{"data":[{"seqno":201,'),
    "output-missing": lambda answer: "output" not in answer.json,
    "infcode-text": lambda answer: answer.json["infcode"] == "0",
    "refmsgid-empty": lambda answer: answer.json["inf_refmsgid"] == "",
    "time-out-text": lambda answer: answer.json["infcode"] == -1 and "请求超时" in answer.json["err_msg"],
    "err-msg-success": lambda answer: answer.json["err_msg"] == "success",
    "err-msg-trace": lambda answer: answer.json["err_msg"] == "",
    "wrapped": lambda answer: answer.json["code"] == 0 and len(answer.json["data"]["output"]["data"]) == 50,
    "gbk": lambda answer: (
        "GBK 编码".encode("gbk") in answer.body and answer.body.decode("gbk").startswith('{"infcode"')
    ),
    "bom": lambda answer: answer.body.startswith(b'\xef\xbb\xbf{"infcode"'),
    "truncated": lambda answer: answer.body.startswith(b'{"infcode"') and not answer.body.endswith(b"}"),
    "garbage": lambda answer: answer.status == 200 and b"\xff" in answer.body,
    "html": lambda answer: answer.body.startswith(b"<!DOCTYPE html>"),
    "empty": lambda answer: (answer.status, answer.body) == (200, b""),
    "error-code": lambda answer: answer.json == {"code": 401, "message": "签名不一致!"},
    "error-msg": lambda answer: answer.json == {"code": 401, "msg": "签名不一致!"},
    "error-errmsg": lambda answer: answer.json == {"errcode": "AGW.1433", "errmsg": "签名不一致!"},
    "error-blanks": lambda answer: answer.json == {" errcode ": 401, "message": "签名不一致!"},
}


@pytest.mark.parametrize("text", SHAPES)
def test_a_reply_in_another_shape(sandbox: Sandbox, caller: Caller, text: str) -> None:
    sandbox.faults.add_text(text)
    assert SHAPES[text](_send(caller))
    sandbox.faults.clear()
    assert len(_rows(_send(caller))) == 50


def test_every_fault_is_tested() -> None:
    own = {"drop-before", "drop-after", "hang", "duplicate", "delay", "delay-before", "clock-skew"}
    # Those that need more than a page of clearing are tested where files and sign-in are.
    own |= {"sign-in-required", "sign-in-expired", "balanced-000000", *TEXT_SHAPES, *ZIP_SHAPES, *DOWNLOADS}
    assert {text.partition("=")[0] for text in SHAPES} | own == set(PURPOSES)


@pytest.mark.parametrize(("name", "is_applied"), [("drop-before", False), ("drop-after", True)])
def test_a_dropped_connection(sandbox: Sandbox, caller: Caller, name: str, is_applied: bool) -> None:
    detail = detail_of(caller.page())
    sandbox.faults.add(name, infno="3261", times=1)
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        caller.confirm(detail)
    assert len(sandbox.confirmed("2020", "12")) == (100 if is_applied else 0)
    again = caller.confirm(detail)
    assert again["infcode"] == (-1 if is_applied else 0)


@pytest.mark.parametrize(
    ("name", "is_applied"),
    [("http-500", False), ("refuse", False), ("business-error", False), ("error-code", False), ("garbage", True)],
)
def test_what_a_failing_call_leaves_behind(sandbox: Sandbox, caller: Caller, name: str, is_applied: bool) -> None:
    detail = detail_of(caller.page()[:2])
    sandbox.faults.add(name)
    _send(caller, "3261", {"data": {"trt_year": "2020", "trt_month": "12", "totalrow": 2}, "detail": detail})
    assert bool(sandbox.confirmed("2020", "12")) is is_applied


@pytest.mark.parametrize("name", ["output-empty", "output-null", "output-list", "output-node-list", "output-json"])
def test_output_shapes_of_an_interface_without_output(sandbox: Sandbox, caller: Caller, name: str) -> None:
    sandbox.faults.add(name)
    expected: Json = {
        "output-empty": "",
        "output-null": None,
        "output-list": [],
        "output-node-list": [],
        "output-json": "null",
    }
    assert _output(_send(caller, "3262", {"data": {**_data(), "otransid": "0"}})) == expected[name]


def test_a_trace_at_the_end_of_an_error(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.faults.add("err-msg-trace")
    text = caller.revoke("4" * 30)["err_msg"]
    assert re.fullmatch(r"data\.otransid .*没有这个接收方报文ID的确认\([0-9a-f]{32}@127\.0\.0\.1\)", text)


@pytest.mark.parametrize("name", ["delay", "delay-before"])
def test_a_late_reply(sandbox: Sandbox, caller: Caller, name: str) -> None:
    sandbox.faults.add(name, 0.05)
    assert len(_rows(_send(caller))) == 50


@pytest.mark.parametrize(("name", "is_applied"), [("delay", True), ("delay-before", False)])
def test_stopping_does_not_wait_for_a_late_reply(name: str, is_applied: bool) -> None:
    with Sandbox(faults=[f"{name}=600,3261"]) as sandbox:
        caller = Caller(sandbox.settings)
        detail = detail_of(caller.page())
        connection = http.client.HTTPConnection(sandbox.base_url.split("/")[2])
        data = {"trt_year": "2020", "trt_month": "12", "totalrow": 100}
        body = encode(caller.envelope("3261", {"data": data, "detail": detail}))
        connection.request("POST", "/3261", body, caller.headers())
        # The block ends while the reply is on hold; what becomes of it afterwards is nobody's business.
        until(lambda: sandbox.requests.of("3261") and bool(sandbox.confirmed("2020", "12")) is is_applied)
    connection.close()


@pytest.mark.parametrize("seconds", [3600, -3600])
def test_a_wrong_clock(sandbox: Sandbox, caller: Caller, seconds: int) -> None:
    sandbox.faults.add("clock-skew", seconds)
    answer = _send(caller)
    assert answer.json == {"errcode": 401, "message": "签名时间戳超时!"}
    skew = (
        parsedate_to_datetime(answer.headers["date"]) - parsedate_to_datetime(formatdate(usegmt=True))
    ).total_seconds()
    assert abs(skew - seconds) < 120
    body = encode(caller.envelope("3260", PAGE))
    assert caller.send("3260", body, caller.headers(seconds=round(skew))).json["infcode"] == 0


def test_shapes_of_a_real_refusal_keep_its_text(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.faults.add("error-code")
    assert caller.send("3260", b"", {}).json == {"code": 401, "message": "缺少服务调用的请求头!"}


def test_no_fault_minds_an_unknown_interface(sandbox: Sandbox, caller: Caller) -> None:
    for text in SHAPES:
        sandbox.faults.clear()
        sandbox.faults.add_text(text)
        assert _send(caller, "9999").status == (500 if text == "http-500" else 200)


def test_faults_go_together(sandbox: Sandbox, caller: Caller) -> None:
    for name in ("numbers-as-text", "wrapped", "infcode-text", "bom"):
        sandbox.faults.add(name)
    answer = _send(caller)
    inner = Answer(200, {}, answer.body[3:]).json["data"]
    assert inner["infcode"] == "0"
    assert Decimal(inner["output"]["data"][0]["medfee_sumamt"]) > 0


def test_a_limit_by_interface_and_by_number_of_calls(sandbox: Sandbox, caller: Caller) -> None:
    sandbox.faults.add("output-null", infno="3260", times=2)
    sandbox.faults.add("html", infno="3262")
    assert [_output(_send(caller)) is None for _ in range(3)] == [True, True, False]
    assert [fault.name for fault in sandbox.faults.active] == ["html"]


@pytest.mark.parametrize(
    ("text", "value", "infno", "times"),
    [
        ("drop-after", "", None, None),
        ("drop-after=3261", "", "3261", None),
        ("drop-after=2", "", None, 2),
        ("drop-after=3261,2", "", "3261", 2),
        ("delay=1.5", "1.5", None, None),
        ("delay=3,3260,1", "3", "3260", 1),
        ("clock-skew=-3600", "-3600", None, None),
        ("refuse=UnknownAccount,3262", "UnknownAccount", "3262", None),
        ("refuse=1", "SignatureMismatch", None, 1),
        ("refuse=1/2", "SignatureMismatch", None, None),
    ],
)
def test_the_form_of_the_command_line(text: str, value: str, infno: str | None, times: int | None) -> None:
    fault = Sandbox().faults.add_text(text)
    assert (fault.value, fault.infno, fault.times) == (value, infno, times)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("dropp", "可用：drop-before"),
        ("delay", "需要秒数"),
        ("delay=soon", "需要秒数"),
        ("refuse=Nobody", "可用：MissingHeaders"),
        ("html=yes", "应为 名称"),
        ("html=1,2", "应为 名称"),
        ("html=0", "至少为 1"),
    ],
)
def test_a_fault_that_is_none(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Sandbox(faults=[text])


def test_an_interface_or_a_value_that_is_none(sandbox: Sandbox) -> None:
    with pytest.raises(ValueError, match="没有接口 9999"):
        sandbox.faults.add("html", infno="9999")
    with pytest.raises(ValueError, match="没有取值"):
        sandbox.faults.add("html", "3260")


def _data() -> Json:
    return {"trt_year": "2020", "trt_month": "12"}


@pytest.mark.parametrize("text", ["hang,3261,2", "hang=3261,2", "hang=2,3261", "hang,2,3261"])
def test_a_fault_without_a_value_is_written_with_or_without_equals(text: str) -> None:
    fault = Sandbox().faults.add_text(text)
    assert (fault.name, fault.value, fault.infno, fault.times) == ("hang", "", "3261", 2)


def test_a_fault_with_a_value_keeps_its_commas_behind_it() -> None:
    fault = Sandbox().faults.add_text("business-error=该期已关账,3261,1")
    assert (fault.value, fault.infno, fault.times) == ("该期已关账", "3261", 1)
    assert Sandbox().faults.add_text("business-error,3261,1").infno == "3261"
