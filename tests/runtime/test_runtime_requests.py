"""What the core refuses to send, and what exactly it sends."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdyb_runtime.client.core import Core, Prepared
from gdyb_runtime.clock import Clock
from gdyb_runtime.errors import RequestInvalid
from gdyb_runtime.model.rules import CountEquals, Forbidden, RequiredWhen
from gdyb_runtime.signing._x_tif import make_nonce, sign
from gdyb_runtime.signing.signers import Signature
from gdyb_runtime.wire._decode import decode_body
from gdyb_runtime.wire._encode import wire_number
from gdyb_runtime.wire._lenient import read_output
from gdyb_runtime.wire.messages import HttpRequest
from support.mini import (
    CONFIRM,
    EXTRACT,
    INSTITUTION,
    OPTER_NAME,
    PERIOD,
    PERSON,
    PROTOCOL,
    SECRET,
    i9901,
    i9902,
    settings,
)

DATA = {"trt_year": "2020", "totalrow": 1}
ROW: dict[str, object] = {"certno": "C1", "setl_time": "2020-12-01 08:09:10", "amt": "1.50", "flag": "1"}
NOW = datetime(2020, 12, 31, 16, 0, 1, 999999, tzinfo=UTC)
MSGID = "H44000000001202101010000010000"


class Counter:
    """A msgid store that counts in memory."""

    def __init__(self) -> None:
        self.last: dict[str, int] = {}

    def next_value(self, fixmedins_code: str, at_least: int) -> int:
        self.last[fixmedins_code] = max(self.last.get(fixmedins_code, 0) + 1, at_least)
        return self.last[fixmedins_code]


def core(**changes: object) -> Core:
    return Core(PROTOCOL, settings(**changes), msgids=Counter())


def problems(
    nodes: Mapping[str, object], operation: Any = CONFIRM, core: Core | None = None, **options: Any
) -> list[str]:
    """``path rule`` of everything wrong with a request."""
    with pytest.raises(RequestInvalid) as caught:
        (core or globals()["core"]()).prepare(operation, nodes, **options)
    assert caught.value.infno == operation.infno
    return [f"{problem.path} {problem.rule}" for problem in caught.value.problems]


def built(operation: Any, nodes: Mapping[str, object], core: Core | None = None, **options: Any) -> HttpRequest:
    core = core or globals()["core"]()
    return core.build_request(core.prepare(operation, nodes, **options), now=NOW, nonce="n" * 32, msgid=MSGID)


def test_everything_wrong_is_said_at_once() -> None:
    found = problems(
        {
            "data": {"trt_year": "20", "totalrow": 5, "cert_type": "03", "otransid": "0"},
            "detail": [{**ROW, "flag": "0"}, {**ROW, "amt": 0.1}],
            "deatil": [],
        },
        core=core(opter_name="x", sign_no=None),
        envelope={"opter_name": "", "fixmedins_code": "H1", "msgid": "1", "sing_no": "x", "opter_type": "9"},
    )
    assert found == [
        "data.trt_year pattern",
        "detail[1].amt number_type",
        "deatil unknown_field",
        "data.totalrow count_equals",
        "data.card_sn required_when",
        "detail[0].reason required_when",
        "data.otransid forbidden",
        "opter_type one_of",
        "opter_name required",
        "msgid forbidden",
        "sing_no unknown_field",
        "fixmedins_code institution_code",
    ]


def test_the_message_is_complete_and_chinese() -> None:
    with pytest.raises(RequestInvalid) as caught:
        core().prepare(CONFIRM, {"data": {**DATA, "totalrow": 3}, "detail": [ROW, ROW]})
    assert str(caught.value) == (
        "9901 明细确认：请求有 1 处不符合接口规范，没有发出：\n"
        "  1. data.totalrow 总行数：应等于 detail 的行数 2，给了 3\n"
        "请逐条改正后再调用。"
    )


def test_models_and_mappings_are_the_same() -> None:
    as_models = {"data": i9901.InputData(**DATA), "detail": [i9901.InputDetail(**ROW)]}  # type: ignore[arg-type]
    as_mappings = {"data": DATA, "detail": [ROW]}
    assert core().prepare(CONFIRM, as_models).input == core().prepare(CONFIRM, as_mappings).input


def test_models_are_judged_again() -> None:
    row = i9901.InputDetail(**ROW)  # type: ignore[arg-type]
    row.amt = Decimal("0.001")
    assert problems({"data": DATA, "detail": [row]}) == ["detail[0].amt number_digits"]


def test_no_nodes_at_all() -> None:
    assert problems({}) == ["data required", "detail required"]
    assert problems({"data": None, "detail": "x"}) == ["data required", "detail list_type"]


def test_a_code_that_counts_rows_takes_any_number_form() -> None:
    rule = CountEquals(field="data.totalrow", rows="detail")
    for count in (2, "2", Decimal("2.0")):
        assert not list(rule.check({"data": {"totalrow": count}, "detail": [{}, {}]}))
    for unusable in (None, "x", True, 2.5, Decimal("1e999999999"), Decimal("NaN")):
        assert not list(rule.check({"data": {"totalrow": unusable}, "detail": []}))
    odd: list[dict[str, object]] = [
        {},
        {"data": {}},
        {"detail": []},
        {"data": [], "detail": {}},
        {"data": 1, "detail": [1]},
    ]
    for nodes in odd:
        assert not list(rule.check(nodes))


def test_required_when_looks_at_the_same_row_or_at_another_node() -> None:
    across = RequiredWhen(field="detail.reason", when="data.kind", values=("1", "2"))
    found = list(across.check({"data": {"kind": "2"}, "detail": [{"reason": ""}, {"reason": "x"}, {}]}))
    assert [problem.path for problem in found] == ["detail[0].reason", "detail[2].reason"]
    within = RequiredWhen(field="detail.reason", when="detail.kind", values=("1",))
    found = list(within.check({"detail": [{"kind": "1"}, {"kind": "2"}, "?"]}))
    assert [problem.path for problem in found] == ["detail[0].reason"]
    rootless = RequiredWhen(field="reason", when="kind", values=("1",))
    assert [problem.path for problem in rootless.check({"kind": "1"})] == ["reason"]


@pytest.mark.parametrize("value", ["0", 0, " 0 ", "00", "０", "+0", "-0", "0.0", "0\0", "\u200b0"])
def test_forbidden_sees_every_spelling_of_zero(value: object) -> None:
    rule = Forbidden(field="data.otransid", value="0", hint="x")
    assert len(list(rule.check({"data": {"otransid": value}}))) == 1


@pytest.mark.parametrize("value", [None, "", "10", "01", "440100202011231232350000000001"])
def test_forbidden_lets_other_values_pass(value: object) -> None:
    rule = Forbidden(field="data.otransid", value="0", hint="x")
    assert not list(rule.check({"data": {"otransid": value}}))


def test_an_input_beyond_the_limit_is_refused_by_characters_not_bytes() -> None:
    row = {**ROW, "reason": "长" * 200}
    nodes: dict[str, object] = {"data": {**DATA, "totalrow": 100}, "detail": [row] * 100}
    size = len(core().prepare(CONFIRM, nodes).input)
    assert size > 40000
    longer = {**row, "psn_name": "名" * 50, "in": "x" * 10}
    assert problems({"data": {**DATA, "totalrow": 100}, "detail": [longer] * 100}) == ["input input_limit"]


def test_the_envelope_of_settings_and_call() -> None:
    sent = json.loads(built(CONFIRM, {"data": DATA, "detail": [ROW]}, envelope={"sign_no": "S1", "encType": "x"}).body)
    assert list(sent) == [field.name for field in PROTOCOL.request_fields] + ["encType"]
    assert {name: value for name, value in sent.items() if name != "input"} == {
        "infno": "9901",
        "msgid": MSGID,
        "insuplc_admdvs": "",
        "cainfo": "",
        "signtype": "",
        "opter_type": "1",
        "opter_name": OPTER_NAME,
        "inf_time": "2021-01-01 00:00:01",
        "fixmedins_code": INSTITUTION,
        "sign_no": "S1",
        "encType": "x",
    }
    assert isinstance(sent["input"], dict)


def test_a_field_the_input_makes_necessary() -> None:
    nodes = {"data": {**DATA, "psn_no": "P1"}, "detail": [ROW]}
    assert problems(nodes) == ["insuplc_admdvs required"]
    assert built(CONFIRM, nodes, envelope={"insuplc_admdvs": "440100"})
    assert built(CONFIRM, nodes, core=core(insuplc_admdvs="440100"))


def test_the_advice_names_the_environment_variable() -> None:
    with pytest.raises(RequestInvalid, match="请设置 GDYB_OPTER_NAME，或在调用时用 envelope 传入"):
        core().prepare(CONFIRM, {"data": DATA, "detail": [ROW]}, envelope={"opter_name": ""})


@pytest.mark.parametrize(
    "envelope",
    [{"sign_no": "x" * 31}, {"sign_no": "\ud800"}, {"sign_no": 5}, {"infno": "1"}, {"input": "{}"}, {"cainfo": "x"}],
    ids=str,
)
def test_envelopes_refused(envelope: dict[str, Any]) -> None:
    assert problems({"data": DATA, "detail": [ROW]}, envelope=envelope)


@pytest.mark.parametrize("code", ["H4400000000", "H440000000012", "H4400000000一", "H44 00000001"])
def test_an_institution_code_of_another_length_is_refused(code: str) -> None:
    found = problems({"data": DATA, "detail": [ROW]}, core=core(fixmedins_code="x"), envelope={"fixmedins_code": code})
    assert "fixmedins_code institution_code" in found


@pytest.mark.parametrize("msgid", ["", "1", MSGID + "0", "x" * 30, "H4400000000一202101010000010000", "Ｈ" + MSGID[1:]])
def test_msgids_refused(msgid: str) -> None:
    assert problems({"data": DATA, "detail": [ROW]}, msgid=msgid) == ["msgid msgid"]


def test_headers_and_signature() -> None:
    request = built(CONFIRM, {"data": DATA, "detail": [ROW]})
    assert request.method == "POST"
    assert request.url == "http://gateway.invalid/hgs/9901"
    expected = sign(PROTOCOL.signature, timestamp="1609430401", secret_key=SECRET, nonce="n" * 32)
    assert request.headers == {
        "Content-Type": "application/json",
        "x-paasid": "mini_app",
        "x-timestamp": "1609430401",
        "x-nonce": "n" * 32,
        "x-signature": expected,
    }


def test_options_of_the_headers() -> None:
    request = built(
        CONFIRM, {"data": DATA, "detail": [ROW]}, core=core(signature_case="upper", content_type="text/plain")
    )
    assert request.headers["Content-Type"] == "text/plain"
    assert request.headers["x-signature"].isupper()


def test_each_request_has_headers_and_id_of_its_own() -> None:
    one = core()
    prepared = one.prepare(CONFIRM, {"data": DATA, "detail": [ROW]})
    first, second = one.build_request(prepared), one.build_request(prepared)
    assert first.headers["x-nonce"] != second.headers["x-nonce"]
    assert json.loads(first.body)["msgid"] != json.loads(second.body)["msgid"]
    assert len(make_nonce()) == 32


def test_the_number_of_an_interface_may_be_longer_and_is_quoted() -> None:
    import dataclasses

    request = built(dataclasses.replace(CONFIRM, infno="2203A/ä"), {"data": DATA, "detail": [ROW]})
    assert request.url == "http://gateway.invalid/hgs/2203A%2F%C3%A4"


def test_the_signer_gets_the_bytes_on_the_wire() -> None:
    seen: list[bytes] = []

    def signer(content: bytes) -> Signature:
        seen.append(content)
        return Signature(cainfo="sig", signtype="SM2")

    signing = Core(PROTOCOL, settings(), msgids=Counter(), signer=signer)
    request = built(CONFIRM, {"data": DATA, "detail": [{**ROW, "reason": '"\\ 中文 \n'}]}, core=signing)
    assert seen and b'"input":' + seen[0] + b"}" in request.body
    sent = json.loads(request.body)
    assert (sent["cainfo"], sent["signtype"]) == ("sig", "SM2")
    assert sent["input"] == json.loads(seen[0])


def test_a_signature_too_long_for_the_envelope_is_refused() -> None:
    signing = Core(PROTOCOL, settings(), msgids=Counter(), signer=lambda content: Signature("x" * 1025, "SM2"))
    with pytest.raises(RequestInvalid, match="cainfo 数字签名信息：最长 1024 个字符，给了 1025 个"):
        built(CONFIRM, {"data": DATA, "detail": [ROW]}, core=signing)


def test_values_the_sdk_adds_itself() -> None:
    assert json.loads(built(PERIOD, {"data": {"trt_year": "2020"}}).body)["input"] == {
        "data": {"trt_year": "2020", "otransid": "0"}
    }


def test_the_clock_can_be_shifted() -> None:
    shifted = Core(PROTOCOL, settings(), msgids=Counter(), clock=Clock(offset=86400 * 365))
    request = shifted.build_request(shifted.prepare(PERIOD, {"data": {"trt_year": "2020"}}))
    plain = core().build_request(core().prepare(PERIOD, {"data": {"trt_year": "2020"}}))
    assert int(request.headers["x-timestamp"]) - int(plain.headers["x-timestamp"]) >= 86400 * 365 - 60


def test_nothing_shows_people_or_secrets() -> None:
    one = core()
    prepared: Prepared[Any] = one.prepare(PERSON, {"data": {"certno": "440102198001011234"}})
    request = one.build_request(prepared, msgid=MSGID)
    shown = repr(prepared) + repr(request) + repr(one.settings)
    for hidden in (SECRET, OPTER_NAME, "440102198001011234", request.headers["x-signature"]):
        assert hidden not in shown
    assert set(prepared.sensitive_values) == {"440102198001011234", OPTER_NAME}


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**14) + 1, max_value=10**14 - 1))
def test_every_amount_survives_request_and_reply(amount: Decimal) -> None:
    for numbers in ("number", "string"):
        content = core(numbers=numbers).prepare(CONFIRM, {"data": DATA, "detail": [{**ROW, "amt": amount}]}).input
        sent = json.loads(content, parse_float=Decimal)["detail"][0]["amt"]
        assert Decimal(sent) == amount
        assert b"E" not in content
        value, _ = decode_body(b'{"data":[{"amt":%s}]}' % msgspec.json.Encoder(decimal_format="number").encode(sent))
        output, _ = read_output(i9902.Output, value["data"])  # type: ignore[index, call-overload]
        assert output.data[0].amt == amount


def test_numbers_are_written_plainly() -> None:
    numbers: list[int | Decimal] = [Decimal("1E+2"), Decimal("0.00000001"), Decimal("0E-8"), 10**20]
    assert [wire_number(number) for number in numbers] == ["100", "0.00000001", "0.00000000", "1" + "0" * 20]


WORDS_FOR_NOTHING = ("null", "undefined", "nan", "none")
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=10).filter(
    lambda text: text.strip().lower() not in WORDS_FOR_NOTHING
)


@given(certno=texts, flag=st.sampled_from("01"), days=st.integers(-999, 999) | st.none(), moment=st.datetimes())
def test_every_request_can_be_read_back(certno: str, flag: str, days: int | None, moment: datetime) -> None:
    row = {
        **ROW,
        "certno": certno,
        "flag": flag,
        "days": days,
        "setl_time": moment.replace(microsecond=0),
        "reason": "x",
    }
    for escaping in ("json", "printed"):
        content = core(escaping=escaping).prepare(CONFIRM, {"data": DATA, "detail": [row]}).input
        sent = json.loads(content, parse_float=Decimal)["detail"][0]
        if escaping == "printed":
            sent["certno"] = sent["certno"].replace("\\\\", "\\")
        assert (sent["certno"], sent["flag"], sent["days"]) == (certno, flag, days or 0)
        assert datetime.fromisoformat(sent["setl_time"]) == row["setl_time"]
        again = i9901.InputDetail(**sent)
        assert (again.certno, again.setl_time) == (certno, row["setl_time"])


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | st.text() | st.binary() | st.datetimes(),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.sampled_from(sorted(DATA) + sorted(ROW)), children)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["data", "detail", "other"]), junk))
def test_any_input_is_sent_or_refused_cleanly(nodes: dict[str, object]) -> None:
    try:
        core().prepare(CONFIRM, nodes)
    except RequestInvalid as error:
        assert str(error)
        assert repr(error)


def test_page_nodes_are_plain() -> None:
    nodes = {"data": i9902.InputData(trt_year="2020", startrow=1)}
    assert core().prepare(EXTRACT, nodes).input == b'{"data":{"trt_year":"2020","startrow":1}}'


def test_a_value_in_the_place_of_a_key_is_not_shown() -> None:
    with pytest.raises(RequestInvalid) as caught:
        i9901.InputData(**{"trt_year": "2020", "totalrow": 1, "440102198001011234": 1})
    assert "440102198001011234" not in str(caught.value) + repr(caught.value) + repr(caught.value.problems)
