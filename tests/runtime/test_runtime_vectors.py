"""The sans-IO core against JSON vectors that any other implementation could use as well."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic_core import to_jsonable_python

from gdyb_runtime.client.core import Core
from gdyb_runtime.errors import BusinessError, GatewayRefused, ReplyFieldMissing, ReplyUnreadable
from gdyb_runtime.local.msgid import make_msgid
from gdyb_runtime.model.protocol import SignatureRule
from gdyb_runtime.signing._x_tif import sign
from gdyb_runtime.wire._encode import encode_input
from gdyb_runtime.wire._escaping import double_backslashes, escape, unescape
from gdyb_runtime.wire.messages import HttpResponse
from support.mini import CONFIRM, EXTRACT, PROTOCOL, by_infno, i9901, settings

MSGID = "H44000000001202101150000000000"


def vectors(name: str) -> pytest.MarkDecorator:
    """The vectors of a file as pytest parameters."""
    found = json.loads((Path(__file__).parent / "vectors" / f"{name}.json").read_text(encoding="utf-8"))
    return pytest.mark.parametrize("vector", [pytest.param(vector, id=vector["name"]) for vector in found])


def response(vector: dict[str, Any]) -> HttpResponse:
    """The HTTP answer of a vector."""
    if "hex" in vector:
        body = bytes.fromhex(vector["hex"])
    elif "gbk" in vector:
        body = vector["gbk"].encode("gbk")
    else:
        body = vector.get("text", json.dumps(vector.get("json"), ensure_ascii=False)).encode()
    return HttpResponse(status=vector.get("status", 200), headers={"Content-Type": "application/json"}, body=body)


@pytest.fixture
def core() -> Core:
    return Core(PROTOCOL, settings())


@vectors("signing")
def test_signing(vector: dict[str, Any]) -> None:
    rule = SignatureRule(algorithm=vector["algorithm"], parts=tuple(vector["parts"]))
    given = {name: vector[name] for name in ("timestamp", "secret_key", "nonce")}
    assert sign(rule, **given) == vector["signature"]


@vectors("escaping")
def test_escaping(vector: dict[str, Any]) -> None:
    assert escape(vector["text"]) == vector["escaped"]
    assert unescape(vector["escaped"]) == vector["text"]
    assert json.dumps(double_backslashes(vector["text"]), ensure_ascii=False) == f'"{vector["escaped"]}"'


@vectors("msgid")
def test_msgid(vector: dict[str, Any]) -> None:
    assert make_msgid(PROTOCOL.msgid, vector["institution"], vector["value"], "+08:00") == vector["msgid"]


@vectors("encode")
def test_encode(vector: dict[str, Any]) -> None:
    model = i9901.Input(data=vector["data"], detail=vector["detail"])
    options = {name: vector[name] for name in ("numbers", "escaping") if name in vector}
    assert encode_input(model, **options).decode() == vector["wire"]


@vectors("replies")
def test_reply(core: Core, vector: dict[str, Any]) -> None:
    reply = core.parse_reply(by_infno(vector["operation"]), response(vector), msgid=MSGID)
    assert [f"{warning.path} {warning.rule}" for warning in reply.warnings] == vector.get("warnings", [])
    if "output" in vector:
        assert to_jsonable_python(reply.output.model_dump()) == vector["output"]
    if "rows" in vector:
        assert len(reply.output.data) == vector["rows"]  # type: ignore[attr-defined]
    assert reply.infcode == 0
    assert reply.inf_refmsgid == vector.get("inf_refmsgid", "440000202101150000000000000001")
    assert reply.err_msg == vector.get("err_msg", reply.err_msg)
    assert reply.msgid == MSGID
    assert reply.raw == response(vector).body
    assert reply.envelope.items() >= vector.get("envelope", {}).items()


@vectors("failures")
def test_failure(core: Core, vector: dict[str, Any]) -> None:
    with pytest.raises(BusinessError) as caught:
        core.parse_reply(CONFIRM, response(vector), msgid=MSGID)
    error = caught.value
    assert (error.infcode, error.err_msg, error.outcome, error.retry_safe) == (
        vector["infcode"],
        vector["err_msg"],
        vector.get("outcome", "refused"),
        False,
    )
    assert error.trace_id == vector.get("trace_id", "")
    assert str(error).startswith("9901 明细确认：平台返回失败")
    assert MSGID in str(error)


@vectors("gateway_errors")
@pytest.mark.parametrize("operation", [CONFIRM, EXTRACT], ids=lambda operation: operation.effect)
def test_gateway_error(core: Core, vector: dict[str, Any], operation: Any) -> None:
    with pytest.raises(GatewayRefused) as caught:
        core.parse_reply(operation, response(vector), msgid=MSGID)
    error = caught.value
    assert type(error).__name__ == vector["error"]
    assert (error.errcode, error.message, error.outcome) == (vector["errcode"], vector["message"], vector["outcome"])
    assert error.retry_safe == (error.outcome == "unknown" and operation.effect == "query")
    assert error.raw == response(vector).body
    assert vector["message"] in str(error)
    assert MSGID in str(error)


@vectors("unreadable")
def test_unreadable(core: Core, vector: dict[str, Any]) -> None:
    with pytest.raises(ReplyUnreadable) as caught:
        core.parse_reply(CONFIRM, response(vector), msgid=MSGID)
    error = caught.value
    assert (error.outcome, error.retry_safe, error.raw) == ("unknown", False, response(vector).body)
    assert error.http_status == vector.get("status", 200)
    assert "不要直接重发" in str(error)


def test_unreadable_output_does_not_pass_for_an_empty_month(core: Core) -> None:
    body = b'{"infcode":0,"inf_refmsgid":"440000202101150000000000000001","output":"eyJkYXRhIjpbXX0="}'
    reply = core.parse_reply(EXTRACT, HttpResponse(status=200, headers={}, body=body))
    with pytest.raises(ReplyFieldMissing, match="data"):
        _ = reply.output.data
