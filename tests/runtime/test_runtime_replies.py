"""Whatever a gateway sends, the caller gets a Reply or an error of ours."""

from __future__ import annotations

import base64
import gzip
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gdyb_runtime.client.core import Core
from gdyb_runtime.clock import Clock
from gdyb_runtime.config.cities import Cities, City
from gdyb_runtime.errors import (
    BusinessError,
    GatewayRefused,
    GdybError,
    ReplyDeparts,
    ReplyFieldMissing,
    ReplyFieldUnreadable,
    ReplyUnreadable,
    SignatureExpired,
)
from gdyb_runtime.model.protocol import AnswerText
from gdyb_runtime.wire.messages import HttpResponse
from gdyb_runtime.wire.reply import Reply
from support.mini import ALL, CONFIRM, EXTRACT, PERSON, PROTOCOL, Settings, settings

REFMSGID = "440000202101150000000000000001"
ROW = {
    "seqno": 1,
    "certno": "C",
    "setl_sn": "A4400002101150000001",
    "flag": "1",
    "amt": "1.00",
    "setl_time": "2021-01-15 08:09:10",
}


def core(**changes: object) -> Core:
    return Core(PROTOCOL, settings(**changes))


def answer(body: bytes | object, status: int = 200, **headers: str) -> HttpResponse:
    content = body if isinstance(body, bytes) else json.dumps(body).encode("utf-8", "surrogatepass")
    return HttpResponse(status=status, headers=headers, body=content)


def outcome(operation: Any, body: bytes) -> Reply[Any] | GdybError:
    """What a body gives; anything but a Reply or an error of ours fails the test."""
    try:
        reply = core().parse_reply(operation, answer(body))
    except GdybError as error:
        assert str(error)
        assert repr(error)
        assert error.outcome in ("refused", "unknown")
        return error
    assert repr(reply)
    assert all(str(warning) for warning in reply.warnings)
    for name in type(reply.output).model_fields:
        try:
            repr(getattr(reply.output, name))
        except (ReplyFieldMissing, ReplyFieldUnreadable) as error:
            assert str(error)
    return reply


@given(st.binary(max_size=200))
@example(b"\xff\xfe{}")
@example(b"[" * 100_000)
@example(b'{"infcode":' + b"[" * 100_000)
@example(b'{"a":' * 900 + b"0" + b"}" * 900)
@example(b'{"infcode":' + b"9" * 10_000 + b"}")
@example(b'{"infcode":0,"output":' + b"[" * 990 + b"]" * 990 + b"}")
@example(b'{"infcode":0,"output":{"data":' + b"[" * 980 + b"]" * 980 + b"}}")
@example(b'{"infcode":0,"output":{"x":' + b"[" * 980 + b"]" * 980 + b"}}")
@example(b'{"infcode":0,"output":"' + b"[" * 100_000 + b'"}')
@example(gzip.compress(b"{}"))
@example(b"\x00" * 10)
@example(b'{"infcode":0,"infcode":-1}')
def test_any_bytes(body: bytes) -> None:
    for operation in ALL:
        outcome(operation, body)


ENVELOPE_NAMES = ["infcode", " infcode", "errcode", "code", "message", "msg", "err_msg", "inf_refmsgid", "refmsg_time"]
OUTPUT_NAMES = ["data", "output", "baseinfo", "idetinfo", "psn_no", "idet_type", "file_no", "memo", "begn_date", ""]
names = st.sampled_from([*ENVELOPE_NAMES, *OUTPUT_NAMES, *ROW])
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters())
    | st.sampled_from(["0", "-1", "null", "", "{}", "[]", '{"data":[{}]}', "2021-01-15", "1e999999999", "1.00", 0, -1]),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(names, children, max_size=6),
    max_leaves=25,
)


@given(values)
def test_any_json(value: object) -> None:
    for operation in ALL:
        outcome(operation, json.dumps(value).encode())


@given(values)
def test_any_output(output: object) -> None:
    for operation in (operation for operation in ALL if not operation.file_reply):
        body = json.dumps({"infcode": 0, "inf_refmsgid": REFMSGID, "output": output}).encode()
        reply = outcome(operation, body)
        assert isinstance(reply, Reply)


@given(st.dictionaries(names, values))
def test_any_row(row: dict[str, object]) -> None:
    body = json.dumps({"infcode": 0, "inf_refmsgid": REFMSGID, "output": {"data": [ROW, {**ROW, **row}, row]}}).encode()
    reply = outcome(EXTRACT, body)
    assert isinstance(reply, Reply)
    assert len(reply.output.data) == 3
    assert reply.output.data[0].amt == Decimal("1.00")


@pytest.mark.parametrize(
    "number", ["1e999999999", "-1e999999999", "1e-999999999", "1e9999999999999999999", "9" * 5000, "0.1e1"]
)
def test_numbers_of_any_size_in_any_place(number: str) -> None:
    row = ",".join(f'"{name}":{number}' for name in [*ROW, "memo", "begn_date", "other"])
    reply = outcome(EXTRACT, f'{{"infcode":0,"inf_refmsgid":{number},"output":{{"data":[{{{row}}}]}}}}'.encode())
    assert isinstance(reply, Reply)
    outcome(EXTRACT, f'{{"infcode":{number}}}'.encode())
    outcome(EXTRACT, f'{{"errcode":{number},"message":{number}}}'.encode())


def test_amounts_are_exact() -> None:
    body = b'{"infcode":0,"inf_refmsgid":"%s","output":{"data":[%s]}}' % (
        REFMSGID.encode(),
        json.dumps(ROW).replace('"1.00"', "99999999999999.99").encode(),
    )
    reply = core().parse_reply(EXTRACT, answer(body))
    assert str(reply.output.data[0].amt) == "99999999999999.99"
    assert not reply.warnings


def test_a_reply_shows_nothing_of_raw_envelope_and_err_msg() -> None:
    output = {"baseinfo": {"psn_no": "P1", "psn_name": "司马相如"}, "idetinfo": []}
    reply = core().parse_reply(
        PERSON,
        answer({"infcode": 0, "inf_refmsgid": REFMSGID, "err_msg": "司马相如", "name": "诸葛", "output": output}),
    )
    for hidden in ("司马相如", "诸葛"):
        assert hidden not in repr(reply)
        assert hidden not in str(reply)
    assert REFMSGID in repr(reply)
    assert reply.envelope["name"] == "诸葛"


def test_strict_replies() -> None:
    body = {"infcode": 0, "inf_refmsgid": REFMSGID, "output": {"data": [{**ROW, "flag": "9"}]}}
    with pytest.raises(ReplyDeparts) as caught:
        core(strict_replies=True).parse_reply(EXTRACT, answer(body), msgid="M")
    error = caught.value
    assert [problem.path for problem in error.problems] == ["data[0].flag"]
    assert isinstance(error.reply, Reply)
    assert error.reply.output.data[0].flag == "9"
    assert (error.outcome, error.retry_safe) == ("accepted", False)
    assert "不要因此重发" in str(error)
    body["output"] = {"data": [ROW]}
    assert core(strict_replies=True).parse_reply(EXTRACT, answer(body)).output.data[0].flag == "1"


def test_the_masked_text_of_a_business_error() -> None:
    message = "人员司马相如(440102198001011234)重复\n联系13800138000，卡号X1"
    with pytest.raises(BusinessError) as caught:
        core().parse_reply(
            CONFIRM, answer({"infcode": -1, "err_msg": message}), msgid="M1", sensitive_values=("司马相如", "X1", "")
        )
    assert "平台返回失败 infcode=-1：人员***(***)重复 联系***，卡号***（msgid=M1）" in str(caught.value)
    assert caught.value.err_msg == message
    assert "440102198001011234" not in repr(caught.value)


def test_unreadable_replies_are_not_quoted() -> None:
    with pytest.raises(ReplyUnreadable) as caught:
        core().parse_reply(CONFIRM, answer("司马相如".encode(), 502, **{"content-type": "text/html"}), msgid="M1")
    assert "司马相如" not in str(caught.value)
    assert "HTTP 502，Content-Type text/html，12 字节" in str(caught.value)
    assert "M1" in str(caught.value)


def test_a_query_may_be_repeated_after_an_unreadable_reply() -> None:
    with pytest.raises(ReplyUnreadable) as caught:
        core().parse_reply(EXTRACT, answer(b""))
    assert caught.value.retry_safe
    assert "可以重新调用" in str(caught.value)


def test_base64_of_the_right_json_is_not_guessed() -> None:
    output = base64.b64encode(json.dumps({"data": [ROW]}).encode()).decode()
    reply = core().parse_reply(EXTRACT, answer({"infcode": 0, "inf_refmsgid": REFMSGID, "output": output}))
    assert not hasattr(reply.output, "data")
    assert len(reply.warnings) == 1


def test_the_clock_is_learnt_from_every_reply() -> None:
    clock = Clock()
    one = Core(PROTOCOL, settings(), clock=clock)
    with pytest.raises(ReplyUnreadable):
        one.parse_reply(CONFIRM, answer(b"", Date="Fri, 15 Jan 2021 00:00:00 GMT"))
    assert clock.skew is not None and clock.skew < -100 * 86400
    assert clock.offset == 0.0
    for unusable in ("", "x", "99 Foo 2021", "Fri, 15 Jan 99999 00:00:00 GMT", "Fri, 15 Jan 2021 00:00:00 -9999999"):
        clock.learn(unusable)
    assert clock.learn(None) is None


def test_an_expired_signature_tells_the_skew() -> None:
    refused = {"errcode": 401, "message": "签名时间戳超时!"}
    with pytest.raises(SignatureExpired) as caught:
        core().parse_reply(CONFIRM, answer(refused))
    assert caught.value.skew_seconds is None
    assert "没有 Date 头" in str(caught.value)
    with pytest.raises(SignatureExpired) as caught:
        core().parse_reply(CONFIRM, answer(refused, DATE="Fri, 15 Jan 2100 00:00:00 GMT"))
    assert (caught.value.skew_seconds or 0) > 86400
    assert "本机时钟比网关慢" in str(caught.value)
    assert not caught.value.retry_safe


def test_correct_clock_makes_the_next_signature_right() -> None:
    one = core(correct_clock=True)
    refused = {"errcode": 401, "message": "签名时间戳超时!"}
    hence = datetime.now(UTC) + timedelta(hours=3)
    for retry_safe in (True, False):
        with pytest.raises(SignatureExpired) as caught:
            one.parse_reply(CONFIRM, answer(refused, Date=format_datetime(hence, usegmt=True)))
        assert caught.value.retry_safe is retry_safe
        assert abs((one.clock.now() - hence).total_seconds()) < 60


@pytest.mark.parametrize(
    "date", ["Fri, 31 Dec 9999 23:59:59 GMT", "Fri, 15 Jan 2100 00:00:00 GMT", "Sat, 1 Jan 2000 00:00:00 GMT"]
)
def test_a_wild_date_is_told_but_not_believed(date: str) -> None:
    one = core(correct_clock=True)
    with pytest.raises(SignatureExpired) as caught:
        one.parse_reply(CONFIRM, answer({"errcode": 401, "message": "签名时间戳超时!"}, Date=date))
    assert caught.value.skew_seconds is not None
    assert not caught.value.retry_safe
    assert one.clock.offset == 0


def test_a_printed_text_under_another_number_proves_nothing() -> None:
    for code in (200, 500):
        with pytest.raises(GatewayRefused) as caught:
            core(correct_clock=True).parse_reply(CONFIRM, answer({"code": code, "message": "签名时间戳超时!"}))
        assert type(caught.value) is GatewayRefused
        assert caught.value.outcome == "unknown"
        assert not caught.value.retry_safe


class CitySettings(Settings):
    """Settings that know a city with a saying of its own."""

    __cities__ = Cities(
        known=(City(id="mini", label="小城", answers=(AnswerText(pattern="余额不足|超时", outcome="already_done"),)),)
    )


@pytest.mark.parametrize(
    ("city", "err_msg", "outcome"),
    [
        (None, "余额不足", "refused"),
        ("mini", "余额不足", "already_done"),
        (None, "请求超时", "unknown"),
        ("mini", "请求超时", "already_done"),
        ("mini", "不予受理", "refused"),
    ],
)
def test_what_a_city_says_goes_before_what_the_province_says(city: str | None, err_msg: str, outcome: str) -> None:
    one = Core(PROTOCOL, CitySettings(**{**settings().model_dump(), "city": city}))  # type: ignore[arg-type]
    with pytest.raises(BusinessError) as caught:
        one.parse_reply(CONFIRM, answer({"infcode": -1, "err_msg": err_msg}))
    assert caught.value.outcome == outcome


def test_a_success_of_another_protocol_is_no_refusal() -> None:
    with pytest.raises(ReplyUnreadable, match="收到的键：code、message") as caught:
        core().parse_reply(CONFIRM, answer({"code": 0, "message": "成功"}))
    assert caught.value.outcome == "unknown"


def test_gateway_texts_are_masked_and_shortened() -> None:
    with pytest.raises(GatewayRefused) as caught:
        core().parse_reply(CONFIRM, answer({"errcode": "x" * 1000, "message": "440102198001011234 " + "长" * 1000}))
    assert len(str(caught.value)) < 800
    assert "440102198001011234" not in str(caught.value)


def envelope_text(**more: str) -> str:
    """A successful reply of 9902 as text, some values replaced by JSON as it is."""
    values = {"infcode": "0", "inf_refmsgid": f'"{REFMSGID}"', "output": json.dumps({"data": [ROW]}), **more}
    return "{" + ",".join(f'"{key}":{value}' for key, value in values.items()) + "}"


@pytest.mark.parametrize(
    "body",
    [
        '{"infcode":0,"output":null,"infcode":-1}',
        '{"infcode":-1,"output":null,"infcode" :\n0}',
        '{"code":0,"data":{"infcode":0,"infcode":-1}}',
        json.dumps({"code": 0, "data": '{"infcode":0,"infcode":-1}'}),
        '{"infcode":0,"err_msg":"\r\n断行","infcode":-1}',
    ],
)
def test_a_command_that_succeeded_and_failed_is_unknown(body: str) -> None:
    with pytest.raises(ReplyUnreadable, match="infcode 出现多次，取值不同") as caught:
        core().parse_reply(CONFIRM, answer(body.encode()))
    assert (caught.value.outcome, caught.value.retry_safe) == ("unknown", False)
    with pytest.raises(ReplyUnreadable) as caught:
        core().parse_reply(EXTRACT, answer(body.encode()))
    assert caught.value.retry_safe


REPEATED = json.dumps({"data": [ROW]}).replace('"amt":', '"amt": "9.00", "amt":')


@pytest.mark.parametrize("output", [REPEATED, json.dumps(REPEATED)], ids=["object", "text"])
def test_a_key_that_comes_twice_is_told(output: str) -> None:
    reply = core().parse_reply(EXTRACT, answer(envelope_text(output=output).encode()))
    (warning,) = reply.warnings
    assert (warning.rule, str(warning)) == ("contradictory_key", "amt：在同一对象里出现多次，取值不同，按最后一个读取")
    assert str(reply.output.data[0].amt) == "1.00"


def test_a_key_that_comes_twice_with_one_value_is_told() -> None:
    reply = core().parse_reply(
        CONFIRM, answer(b'{"infcode":0,"infcode":0,"inf_refmsgid":"' + REFMSGID.encode() + b'"}')
    )
    assert [str(warning) for warning in reply.warnings] == ["infcode：在同一对象里出现多次，取值相同"]


@pytest.mark.parametrize("text", ['"infcode":1, "infcode":2', '{"a":1,"a":2}', 'x" : y'])
def test_texts_that_look_like_keys_are_none(text: str) -> None:
    body = envelope_text(err_msg=json.dumps(text)).encode()
    assert not core().parse_reply(EXTRACT, answer(body)).warnings


def test_a_key_that_comes_twice_shows_no_person() -> None:
    output = json.dumps({"data": [ROW]}).replace('"amt":', '"110101199003070011": 1, "110101199003070011": 2, "amt":')
    reply = core().parse_reply(EXTRACT, answer(envelope_text(output=output).encode()))
    assert "110101199003070011" not in "".join(map(str, reply.warnings))


@pytest.mark.parametrize("data", ["{不是", "[", '{"infcode":', "5", ""])
def test_an_undecodable_wrapper_beside_a_refusal_is_that_refusal(data: str) -> None:
    with pytest.raises(SignatureExpired) as caught:
        core().parse_reply(CONFIRM, answer({"errcode": 401, "message": "签名时间戳超时!", "data": data}, 401))
    assert caught.value.outcome == "refused"
