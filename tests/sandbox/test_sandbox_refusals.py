"""What the gateway refuses, with the texts of the document, and what the platform refuses with infcode -1."""

from collections.abc import Iterator

import pytest

from gdyb.protocol import PROTOCOL
from gdyb_sandbox import Sandbox
from support.sandbox.caller import Caller, Json, encode

MISSING = {"errcode": 401, "message": "缺少服务调用的请求头!"}
EXPIRED = {"errcode": 401, "message": "签名时间戳超时!"}
UNKNOWN = {"errcode": 401, "message": "非法用户!"}
MISMATCH = {"errcode": 401, "message": "签名不一致!"}
PAGE = {"data": {"trt_year": "2020", "trt_month": "12", "startrow": 1}}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """One for all tests here: what is refused leaves nothing behind."""
    with Sandbox(rows=250, seed=7) as running:
        yield running


def _send(caller: Caller, headers: dict[str, str]) -> Json:
    return caller.send("3260", encode(caller.envelope("3260", PAGE)), headers).json


def test_a_signed_request_is_accepted(caller: Caller) -> None:
    assert _send(caller, caller.headers())["infcode"] == 0


@pytest.mark.parametrize("name", ["x-tif-paasid", "x-tif-signature", "x-tif-timestamp", "x-tif-nonce"])
@pytest.mark.parametrize("value", [None, "", " "])
def test_a_missing_header(caller: Caller, name: str, value: str | None) -> None:
    headers = caller.headers()
    del headers[name]
    assert _send(caller, headers if value is None else headers | {name: value}) == MISSING


def test_an_unknown_account(caller: Caller) -> None:
    assert _send(caller, caller.headers() | {"x-tif-paasid": "somebody-else"}) == UNKNOWN


@pytest.mark.parametrize("seconds", [-1830, 1830, -(10**9)])
def test_a_timestamp_outside_the_window(caller: Caller, seconds: int) -> None:
    assert _send(caller, caller.headers(seconds=seconds)) == EXPIRED


@pytest.mark.parametrize("seconds", [-1770, 1770])
def test_a_timestamp_inside_the_window(caller: Caller, seconds: int) -> None:
    assert _send(caller, caller.headers(seconds=seconds))["infcode"] == 0


@pytest.mark.parametrize("timestamp", ["now", "1e9", "-5", "1_0", "1609459200000", "9" * 99])
def test_a_timestamp_that_is_not_in_seconds(caller: Caller, timestamp: str) -> None:
    assert _send(caller, caller.headers() | {"x-tif-timestamp": timestamp}) == EXPIRED


@pytest.mark.parametrize("place", [0, 15, 31])
def test_a_secret_wrong_in_one_character(caller: Caller, place: int) -> None:
    secret = caller.settings["secret_key"]
    wrong = secret[:place] + ("1" if secret[place] == "0" else "0") + secret[place + 1 :]
    assert _send(caller, caller.headers(secret=wrong)) == MISMATCH


@pytest.mark.parametrize("signature", ["0" * 64, "签名".encode().decode("latin-1"), "x" * 300])
def test_a_signature_that_is_none(caller: Caller, signature: str) -> None:
    assert _send(caller, caller.headers() | {"x-tif-signature": signature}) == MISMATCH


def test_upper_case_hex_is_the_same_signature(caller: Caller) -> None:
    headers = caller.headers()
    assert _send(caller, headers | {"x-tif-signature": headers["x-tif-signature"].upper()})["infcode"] == 0


def test_a_repeated_nonce(caller: Caller, sandbox: Sandbox) -> None:
    assert _send(caller, caller.headers(nonce="once"))["infcode"] == 0
    refused = _send(caller, caller.headers(nonce="once"))
    assert refused == {**MISMATCH, "message": f"{MISMATCH['message']}x-tif-nonce 在有效期内已经用过"}
    sandbox.faults.add("clock-skew", PROTOCOL.nonce_window + 5)
    assert _send(caller, caller.headers(nonce="once"))["infcode"] == 0
    sandbox.faults.clear()


def test_a_nonce_without_a_signature_is_not_used_up(caller: Caller) -> None:
    assert _send(caller, caller.headers(nonce="mine", secret="wrong")) == MISMATCH
    assert _send(caller, caller.headers(nonce="mine"))["infcode"] == 0


def test_the_order_of_the_checks(caller: Caller) -> None:
    wrong = caller.headers(seconds=-9999, secret="wrong") | {"x-tif-paasid": "nobody"}
    assert _send(caller, {name: value for name, value in wrong.items() if name != "x-tif-nonce"}) == MISSING
    assert _send(caller, wrong) == UNKNOWN
    assert _send(caller, wrong | {"x-tif-paasid": caller.settings["paasid"]}) == EXPIRED


def test_the_status_of_a_gateway_error_is_a_switch() -> None:
    with Sandbox(gateway_status=401) as sandbox:
        answer = Caller(sandbox.settings).send("3260", b"{}", {})
    assert (answer.status, answer.json) == (401, MISSING)


def test_the_window_is_a_switch() -> None:
    with Sandbox(timestamp_window=180) as sandbox:
        caller = Caller(sandbox.settings)
        assert _send(caller, caller.headers(seconds=-200)) == EXPIRED
        assert _send(caller, caller.headers(seconds=-160))["infcode"] == 0


@pytest.mark.parametrize("content_type", ["text/plain", "application/json;charset=utf-8", "application/octet-stream"])
def test_any_content_type(caller: Caller, content_type: str) -> None:
    assert _send(caller, caller.headers() | {"Content-Type": content_type})["infcode"] == 0


def test_any_prefix(caller: Caller) -> None:
    body = encode(caller.envelope("3260", PAGE))
    assert caller.send("3260", body, prefix="ebus/gdyb_inf/poc/hsa/hgs/").json["infcode"] == 0


def test_only_post(caller: Caller) -> None:
    assert caller.send("3260", b"", method="GET").status == 405


def _refused(caller: Caller, input: object, infno: str = "3260", /, **changes: object) -> str:
    reply = caller.call(infno, input, **changes)
    assert reply["infcode"] == -1
    assert reply["output"] is None
    assert len(reply["inf_refmsgid"]) == 30
    return str(reply["err_msg"])


def test_an_unknown_interface(caller: Caller) -> None:
    assert "infno 交易编号：没有这个交易" in _refused(caller, PAGE, "9999")


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"1", b'"text"', b"\xff\xfe", "{}".encode("utf-16"), b"[" * 100_000, b'{"a":NaN}'],
)
def test_a_body_that_is_no_message(caller: Caller, body: bytes) -> None:
    reply = caller.send("3260", body).json
    assert reply["infcode"] == -1
    assert "报文" in reply["err_msg"]


def test_numbers_out_of_all_proportion(caller: Caller) -> None:
    body = encode(caller.envelope("3260", PAGE)).replace(b'"startrow":1', b'"startrow":1e999999999')
    assert caller.send("3260", body).json["err_msg"] == "data.startrow 开始行数：超出数值长度 12"
    body = body.replace(b"1e999999999", b"1." + b"0" * 9_999 + b"1")
    assert caller.send("3260", body).json["err_msg"].startswith("data.startrow 开始行数")
    body = encode(caller.envelope("3260", PAGE)).replace(b'"startrow":1', b'"startrow":' + b"9" * 5000)
    assert caller.send("3260", body).json["infcode"] == -1


def test_a_body_too_long_for_any_message(caller: Caller) -> None:
    assert caller.send("3260", b" " * (9 * 1024 * 1024)).status == 413


def test_every_missing_envelope_row_is_named(caller: Caller) -> None:
    required = [
        ("msgid", "发送方报文ID"),
        ("mdtrtarea_admvs", "就医地医保区划"),
        ("recer_sys_code", "接收方系统代码"),
        ("infver", "接口版本号"),
        ("opter", "经办人"),
    ]
    text = _refused(caller, PAGE, **{name: ... for name, _ in required})
    assert all(f"{name} {label}" in text for name, label in required)
    assert text.endswith("：必填")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"infno": "3261"}, "infno 交易编号：与请求地址中的交易编号不一致"),
        ({"msgid": "H44010000000202012010000000001X"}, "msgid 发送方报文ID"),
        ({"msgid": "another_inst20201201000000" + "0001"}, "msgid 发送方报文ID：应为定点医药机构编号(12)"),
        ({"opter_type": "9"}, "opter_type 经办人类别：只能是 1（经办人）、2（自助终端）、3（移动终端）"),
        ({"opter": "x" * 31}, "opter 经办人：最长 30 个字符，给了 31 个"),
        ({"sign_no": "x" * 31}, "sign_no 交易签到流水号：最长 30 个字符，给了 31 个"),
        ({"inf_time": "2020/12/01 00:00:00"}, "inf_time 交易时间"),
        ({"inf_time": "2020-02-30 00:00:00"}, "inf_time 交易时间：不是 yyyy-MM-dd HH:mm:ss 格式的时间"),
        ({"infver": 1}, "infver 接口版本号：类型不对，应为文本"),
        ({"input": ...}, "input 交易输入：必填"),
        ({"input": "{}"}, "input 交易输入：类型不对，应为对象"),
        (
            {"insuplc_admdvs": "", "input": {"data": {"psn_no": "1"}}},
            "insuplc_admdvs 参保地医保区划：交易输入含有 psn_no 时必填",
        ),
    ],
)
def test_a_malformed_envelope(caller: Caller, changes: Json, expected: str) -> None:
    assert expected in _refused(caller, changes.pop("input", PAGE), **changes)


def test_an_input_too_long(caller: Caller) -> None:
    text = _refused(caller, {"data": PAGE["data"] | {"memo": "长" * 40_000}})
    assert "input 交易输入：最长 40000 个字符，给了 40" in text


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, "data.trt_year 结算年度、data.trt_month 结算月份、data.startrow 开始行数：必填"),
        ({"trt_year": "20201"}, "data.trt_year 结算年度：最长 4 个字符，给了 5 个"),
        ({"trt_month": "13"}, "data.trt_month 结算月份：应为两位数字的月份 01-12"),
        ({"trt_month": 12}, "data.trt_month 结算月份：类型不对，应为文本"),
        ({"startrow": 0}, "data.startrow 开始行数：从 1 起"),
        ({"startrow": 1.5}, "data.startrow 开始行数：类型不对，应为整数或文本"),
        ({"startrow": 10**12}, "data.startrow 开始行数：超出数值长度 12"),
        ({"startrow": ""}, "data.startrow 开始行数：必填"),
    ],
)
def test_a_malformed_input(caller: Caller, data: Json, expected: str) -> None:
    assert expected in _refused(caller, {"data": PAGE["data"] | data if data else {}})


@pytest.mark.parametrize(
    "input", [{}, {"data": None}, {"data": []}, {"data": [PAGE["data"]]}, {"DATA": PAGE["data"]}, PAGE["data"]]
)
def test_a_node_that_is_missing_or_no_object(caller: Caller, input: Json) -> None:
    assert "data 输入" in _refused(caller, input)


def test_more_problems_than_fit_still_name_every_field(caller: Caller) -> None:
    names = ["msgid", "mdtrtarea_admvs", "recer_sys_code", "infver", "opter_type", "opter", "opter_name", "inf_time"]
    names += ["fixmedins_code", "fixmedins_name"]
    text = _refused(caller, {"data": {}}, **{name: 5 for name in names})
    assert len(text) <= 200
    assert all(name in text for name in [*names, "data.trt_year", "data.trt_month", "data.startrow"])


def test_no_value_is_repeated_in_an_error(caller: Caller) -> None:
    text = _refused(
        caller, {"data": PAGE["data"] | {"trt_month": "SECRET"}}, opter_type="SECRET", infver="SECRET-SECRET"
    )
    assert "SECRET" not in text


def test_a_form_is_named(caller: Caller) -> None:
    reply = caller.send("3260", b"infno=3260&msgid=H440100000012026&input=%7B%7D", caller.headers()).json
    assert reply["infcode"] == -1
    assert "报文是表单" in reply["err_msg"]
