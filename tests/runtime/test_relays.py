"""Answers as relays and other gateways write them: read where there is one reading, else told with the keys that came."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from gdyb import Settings, operations
from gdyb.protocol import PROTOCOL
from gdyb_runtime.client.core import Core
from gdyb_runtime.errors import GatewayRefused, GdybError, ReplyUnreadable, SignatureMismatch
from gdyb_runtime.model.base import ReplyModel
from gdyb_runtime.wire.messages import HttpResponse
from gdyb_runtime.wire.reply import Reply
from gdyb_sandbox._people.identity import person

PERSON = person(3, 1)
BASE = {
    "psn_no": "44000010000000000001", "psn_cert_type": "01", "certno": PERSON.certno, "psn_name": PERSON.name,
    "gend": "1", "naty": "01", "brdy": "1990-01-01", "age": 36,
}  # fmt: skip
INSURED = {"balc": 5000, "insutype": "310", "psn_type": "11", "psn_insu_stas": "1", "insuplc_admdvs": "440100"}
OUTPUT: dict[str, Any] = {"baseinfo": BASE, "insuinfo": [INSURED], "idetinfo": []}
MESSAGE: dict[str, Any] = {
    "infcode": 0, "inf_refmsgid": "4" * 30, "refmsg_time": "20261129083800123", "respond_time": "20261129083801123",
    "err_msg": "", "output": OUTPUT,
}  # fmt: skip

Read = Callable[..., Reply[Any]]


@pytest.fixture
def read(tmp_path: Any) -> Any:
    settings = Settings(
        base_url="http://127.0.0.1:9/", paasid="test", secret_key="secret", mdtrtarea_admvs="440100",
        recer_sys_code="TEST", infver="V1.0", opter_type="1", opter="001", opter_name="测试员",
        fixmedins_code="H44000000001", fixmedins_name="测试医院", msgid_file=tmp_path / "msgid.sqlite3",
    )  # fmt: skip
    core = Core(PROTOCOL, settings)

    def answered(body: bytes | object, *, infno: str = "1101", status: int = 200) -> Reply[ReplyModel]:
        content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        response = HttpResponse(status=status, headers={"Content-Type": "application/json"}, body=content)
        return core.parse_reply(operations.by_infno(infno), response)

    yield answered
    core.close()


def upper(value: Any) -> Any:
    if isinstance(value, dict):
        return {key.upper(): upper(item) for key, item in value.items()}
    return [upper(item) for item in value] if isinstance(value, list) else value


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


WRITTEN: dict[str, tuple[object, str]] = {
    "in a text": (json.dumps(MESSAGE), "relay"),
    "under result": ({"success": True, "msg": "", "result": MESSAGE}, "relay"),
    "under body, as a text": ({"code": 200, "body": json.dumps(MESSAGE)}, "relay"),
    "infCode": ({"infCode": "0", "infRefmsgid": "4" * 30, "errMsg": "", "output": OUTPUT}, "relay"),
    "upper-case envelope": ({key.upper(): value for key, value in MESSAGE.items()}, "relay"),
    "upper-case fields": ({**MESSAGE, "output": {**OUTPUT, "baseinfo": upper(BASE)}}, "key_spelling"),
    "upper-case output": ({**MESSAGE, "output": upper(OUTPUT)}, "key_spelling"),
    "camel-case fields": (
        {**MESSAGE, "output": {**OUTPUT, "baseinfo": {camel(key): value for key, value in BASE.items()}}},
        "key_spelling",
    ),
    "NULs behind": (json.dumps(MESSAGE).encode() + b"\0" * 60 + b"\r\n", "json"),
    "a comma behind": (json.dumps(MESSAGE)[:-1].encode() + b",}", "json"),
    "commas in lists and texts": (
        json.dumps({**MESSAGE, "err_msg": 'a,}",]'}).replace("]", ",]").replace('",,]"', '",]"').encode(), "json"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN)
def test_what_can_be_read_in_one_way_is_read_with_a_warning(read: Read, name: str) -> None:
    body, rule = WRITTEN[name]
    reply = read(body)
    assert reply.output.baseinfo.psn_no == BASE["psn_no"]
    assert reply.output.insuinfo[0].insuplc_admdvs == "440100"
    odd = [problem.rule for problem in reply.warnings if problem.rule in {"relay", "key_spelling", "json"}]
    assert odd == [rule]
    assert PERSON.certno not in str(reply.warnings)


def test_the_gateway_s_own_wrapping_needs_no_warning(read: Read) -> None:
    assert not [problem for problem in read({"data": MESSAGE}).warnings if problem.rule == "relay"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"raw": "<html><head><title>502 Bad Gateway</title></head></html>"}, "网页"),
        (
            {"code": 0, "data": '{"idNo": "x"}', "message": "成功", "orgId": "H44010000001"},
            "code、data、message、orgId",
        ),
        ({"TranID": "00", "OutData_2207": OUTPUT}, "TranID、OutData_2207"),
        ({"success": False, "result": MESSAGE}, "result 里的报文说成功"),
        ({"code": 500, "message": "失败", "result": json.dumps(MESSAGE)}, "代理说失败"),
        ({"first": MESSAGE, "second": MESSAGE}, "first、second"),
        ({"infCode": 0, "INFCODE": 0, "output": OUTPUT}, "infCode、INFCODE"),
        ({PERSON.certno: MESSAGE["output"]}, "收到的键：…"),
        ([], "不是 JSON 对象"),
        ("成功", "不是 JSON 对象"),
    ],
)
def test_what_can_not_be_read_tells_what_came(read: Read, body: object, told: str) -> None:
    with pytest.raises(ReplyUnreadable) as caught:
        read(body, infno="2207")
    assert told in str(caught.value)
    assert caught.value.outcome == "unknown"
    assert PERSON.certno not in str(caught.value)


@pytest.mark.parametrize(
    "message", ["签名不一致,请检查您的签名方式", "签名不一致！", "签名不一致!", "签名不一致：请核对"]
)
def test_a_printed_refusal_may_go_on(read: Read, message: str) -> None:
    with pytest.raises(SignatureMismatch) as caught:
        read({"errcode": 401, "message": message}, status=401)
    assert (caught.value.outcome, bool(caught.value.advice)) == ("refused", True)


def test_another_text_is_no_printed_refusal(read: Read) -> None:
    with pytest.raises(GatewayRefused) as caught:
        read({"errcode": 401, "message": "请检查：签名不一致"}, infno="2207", status=401)
    assert (type(caught.value), caught.value.outcome) == (GatewayRefused, "unknown")


def test_of_two_persons_none_is_taken(read: Read) -> None:
    other = {**BASE, "psn_no": "44000010000000000002"}
    for output in ([OUTPUT, {**OUTPUT, "baseinfo": other}], {**OUTPUT, "baseinfo": [BASE, other]}):
        reply = read({**MESSAGE, "output": output})
        with pytest.raises(GdybError, match="baseinfo"):
            _ = reply.output.baseinfo
        assert "single_row" in [problem.rule for problem in reply.warnings]
    assert read({**MESSAGE, "output": [OUTPUT, OUTPUT]}).output.baseinfo.psn_no == BASE["psn_no"]
