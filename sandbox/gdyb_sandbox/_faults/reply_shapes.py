"""Shapes of replies seen in the field, or feared: each is one function on the reply, its bytes, or a refusal."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeAlias, TypeVar, cast

import msgspec

from gdyb.codes.stmt_rslt import StmtRslt
from gdyb.protocol import PROTOCOL
from gdyb_runtime.model.operation import Paging
from gdyb_runtime.model.protocol import GatewayErrorText
from gdyb_sandbox._messages.tables import JsonValue

Envelope: TypeAlias = "dict[str, JsonValue]"
_Function = TypeVar("_Function")

_RESULT = "stmt_rslt"
_ENCODER = msgspec.json.Encoder(decimal_format="number")


@dataclass(frozen=True, slots=True)
class Shape(Generic[_Function]):
    """A way to answer that the document does not print."""

    purpose: str
    apply: _Function


def encode(value: object) -> bytes:
    """UTF-8 JSON with Chinese as it is and numbers exact."""
    return _ENCODER.encode(value)


def _nodes(envelope: Envelope) -> Mapping[str, JsonValue]:
    output = envelope["output"]
    return output if isinstance(output, Mapping) else {}


def _placeholder_rows(envelope: Envelope, paging: Paging | None) -> None:
    rows = _nodes(envelope).get(paging.rows) if paging else None
    if paging and isinstance(rows, list) and rows:
        empty = {name: "" if isinstance(value, str) else 0 for name, value in cast("Envelope", rows[0]).items()}
        envelope["output"] = {**_nodes(envelope), paging.rows: rows + [empty] * (paging.size - len(rows))}


def _output_list(envelope: Envelope, paging: Paging | None) -> None:
    envelope["output"] = _nodes(envelope).get(paging.rows, []) if paging else []


def _output_node_list(envelope: Envelope, paging: Paging | None) -> None:
    envelope["output"] = [{name: node} for name, node in _nodes(envelope).items()]


def _output_json(envelope: Envelope, paging: Paging | None) -> None:
    envelope["output"] = encode(envelope["output"]).decode()


def _unknown_keys(envelope: Envelope, paging: Paging | None) -> None:
    def extended(row: JsonValue) -> JsonValue:
        return {**row, "sandbox_extra": "未知字段"} if isinstance(row, Mapping) else row

    nodes = {
        n: [extended(row) for row in v] if isinstance(v, list) else extended(v) for n, v in _nodes(envelope).items()
    }
    envelope["output"] = nodes or envelope["output"]
    envelope |= {"warn_msg": None, "appname": "sandbox", "mid": "1", "enctype": "", "cainfo": "", "signtype": ""}


def _error_trace(envelope: Envelope, paging: Paging | None) -> None:
    if envelope["infcode"] != PROTOCOL.success:
        envelope["err_msg"] = f"{envelope['err_msg']}({secrets.token_hex(16)}@127.0.0.1)"


def _numbers_as_text(envelope: Envelope, paging: Paging | None) -> None:
    envelope["output"] = _text_numbers(envelope["output"])


def _text_numbers(value: JsonValue) -> JsonValue:
    if isinstance(value, Mapping):
        return {name: _text_numbers(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_text_numbers(part) for part in value]
    return f"{value:f}" if isinstance(value, Decimal) else str(value) if isinstance(value, int) else value


def _set(name: str, value: JsonValue) -> Callable[[Envelope, Paging | None], None]:
    def apply(envelope: Envelope, paging: Paging | None) -> None:
        envelope[name] = value

    return apply


def _success_text(envelope: Envelope, paging: Paging | None) -> None:
    if envelope["infcode"] == PROTOCOL.success:
        envelope["err_msg"] = "success"


def _time_out_text(envelope: Envelope, paging: Paging | None) -> None:
    if envelope["infcode"] == PROTOCOL.success:
        failure = next(iter(PROTOCOL.failures))
        envelope |= {"infcode": failure, "err_msg": "请求超时，请查询结算结果后再操作", "output": None}


def _balanced_six_digits(envelope: Envelope, paging: Paging | None) -> None:
    for name, node in _nodes(envelope).items():
        if isinstance(node, Mapping) and node.get(_RESULT) == StmtRslt.BALANCED:
            changed = {**node, _RESULT: StmtRslt.BALANCED_SIX_DIGITS.value}
            envelope["output"] = {**_nodes(envelope), name: changed}


ReplyShape: TypeAlias = "Shape[Callable[[Envelope, Paging | None], object]]"
REPLY_SHAPES: Mapping[str, ReplyShape] = {
    "placeholder-rows": Shape("不满的一页用没有编号和金额的占位行补足", _placeholder_rows),
    "numbers-as-text": Shape("输出里的数值都写成文本", _numbers_as_text),
    "unknown-keys": Shape("报文与每一行里都有接口表没有的键", _unknown_keys),
    "output-empty": Shape('"output": ""', _set("output", "")),
    "output-null": Shape('"output": null', _set("output", None)),
    "output-list": Shape("output 直接是行的列表，或空列表", _output_list),
    "output-node-list": Shape("output 是列表，每个对象含一个节点", _output_node_list),
    "output-json": Shape("output 是一段 JSON 文本", _output_json),
    "output-missing": Shape("完全没有 output", lambda envelope, _: envelope.pop("output")),
    "infcode-text": Shape('infcode 是文本，如 "0"', lambda e, _: e.update(infcode=str(e["infcode"]))),
    "refmsgid-empty": Shape("inf_refmsgid 为空", _set("inf_refmsgid", "")),
    "balanced-000000": Shape("3201 对平时 stmt_rslt 为 000000", _balanced_six_digits),
    "time-out-text": Shape("处理之后却应答失败，文字为超时，请查询结果", _time_out_text),
    "err-msg-success": Shape('成功时 err_msg 为 "success"', _success_text),
    "err-msg-trace": Shape("失败时 err_msg 末尾带追踪号：text(32 位十六进制@地址)", _error_trace),
    "wrapped": Shape(
        "整个报文放在 {code, type, message, data} 的 data 里",
        lambda envelope, _: _wrap(envelope),
    ),
}
"""Applied to the envelope in this order."""


def _wrap(envelope: Envelope) -> None:
    inner = dict(envelope)
    envelope.clear()
    envelope |= {"code": PROTOCOL.success, "type": "success", "message": "成功", PROTOCOL.envelope_keys[0]: inner}


def _gbk(body: bytes) -> bytes:
    envelope = cast("Envelope", msgspec.json.Decoder(float_hook=Decimal).decode(body))
    # The commonest reply has no Chinese at all, and would be the same bytes in both encodings.
    return encode({**envelope, "warn_msg": "本报文为 GBK 编码"}).decode().encode("gb18030")


_HTML = "<!DOCTYPE html><html><head><title>502</title></head><body><h1>网关维护中</h1></body></html>"

BodyShape: TypeAlias = "Shape[Callable[[bytes], bytes]]"
BODY_SHAPES: Mapping[str, BodyShape] = {
    "gbk": Shape("内容为 GBK 编码，含中文", _gbk),
    "bom": Shape("内容以 BOM 开头", lambda body: b"\xef\xbb\xbf" + body),
    "truncated": Shape("只有前一半内容", lambda body: body[: len(body) // 2]),
    "garbage": Shape("不是文本的字节", lambda _: b"\x00\xff\xfe\x80{garbage"),
    "html": Shape("网页而不是 JSON", lambda _: _HTML.encode()),
    "empty": Shape("没有内容", lambda _: b""),
}
"""Applied to the bytes in this order, after the call was applied."""

FILE_BODY_SHAPES = ("truncated", "garbage", "html", "empty")
"""Those that a downloaded file can have as well."""

RefusalShape: TypeAlias = "Shape[Callable[[GatewayErrorText], Envelope]]"
REFUSAL_SHAPES: Mapping[str, RefusalShape] = {
    "error-code": Shape("以 {code, message} 拒绝", lambda text: {"code": text.errcode, "message": text.message}),
    "error-msg": Shape("以 {code, msg} 拒绝", lambda text: {"code": text.errcode, "msg": text.message}),
    "error-errmsg": Shape(
        "以 {errcode, errmsg} 拒绝，errcode 为文本",
        lambda text: {"errcode": "AGW.1433", "errmsg": text.message},
    ),
    "error-blanks": Shape(
        '键里带空格地拒绝，同文档所印：{" errcode ": 401}',
        lambda text: {" errcode ": text.errcode, "message": text.message},
    ),
}
"""Refuse every call (with the text of `refuse` when the request itself is right), in one of these shapes."""


def refusal_body(text: GatewayErrorText) -> Envelope:
    """A refusal as the document means it: {"errcode": 401, "message": "…"}."""
    return {PROTOCOL.error_code_keys[0]: text.errcode, PROTOCOL.error_text_keys[0]: text.message}


def apply_reply_shapes(envelope: Envelope, names: Sequence[str], paging: Paging | None) -> Envelope:
    """The envelope in these shapes."""
    shaped = dict(envelope)
    for name in names:
        REPLY_SHAPES[name].apply(shaped, paging)
    return shaped
