"""The reply envelope in all the shapes gateways send it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from http import HTTPStatus

from gdyb_runtime.model.protocol import EnvelopeField, Protocol
from gdyb_runtime.model.scalars import as_text
from gdyb_runtime.problems import Problem

from ._decode import JsonValue, Undecodable, decode_text, repeated_keys
from ._spelling import respelled

INFCODE = "infcode"
OUTPUT = "output"
ERR_MSG = "err_msg"
INF_REFMSGID = "inf_refmsgid"

_TRACE = re.compile(r"\b([0-9a-fA-F]{32}@[0-9a-fA-F.:]+)")
_LONGEST_CODE = 40
_KEY = re.compile(r"[A-Za-z_][A-Za-z_.\-]*[0-9]{0,4}")
_KEYS_SHOWN = 12


class NoEnvelope(ValueError):
    """The JSON is no message of the platform; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message of the platform."""

    infcode: int
    envelope: Mapping[str, JsonValue]
    problems: tuple[Problem, ...] = ()
    """What had to be tolerated to find it."""

    def text(self, name: str) -> str:
        """One envelope field as text, empty when missing."""
        return as_text(self.envelope.get(name))

    @property
    def trace_id(self) -> str:
        """The tail ``hex@address`` of err_msg, empty when there is none."""
        match = _TRACE.search(self.text(ERR_MSG))
        return match[1] if match else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayAnswer:
    """An error of the gateway."""

    errcode: int | str
    message: str


def read_envelope(protocol: Protocol, value: JsonValue) -> Message | GatewayAnswer:
    """Decides by the body alone what arrived: infcode makes a message, else an error code makes a gateway error.

    A message that a relay wrote as a text, put under a key of its own or spelled otherwise is read where it can be read
    in one way only; `problems` tell.

    Raises:
        NoEnvelope: when it is neither.
    """
    problems: list[Problem] = []
    if isinstance(value, str) and (inner := _decoded(value)) is not None:
        problems.append(_relay("整个报文写成了一段文字，已按其中的 JSON 读取"))
        value = inner
    if not isinstance(value, dict):
        raise NoEnvelope("不是 JSON 对象")
    fields = _stripped(value)
    message = _message(protocol, fields) or _wrapped(protocol, fields)
    if message is not None:
        return replace(message, problems=(*problems, *message.problems))
    for key in protocol.error_code_keys:
        code = _error_code(fields.get(key))
        # A success in another protocol is no refusal of this one.
        if code is not None and code != protocol.success:
            return GatewayAnswer(errcode=code, message=error_text(protocol, fields))
    if INFCODE in fields:
        raise NoEnvelope(f"{INFCODE} 不是数字")
    if any(isinstance(item, str) and item.lstrip().startswith("<") for item in fields.values()):
        raise NoEnvelope("是中间的代理把一个网页包成的 JSON，不是平台的报文")
    missing = f"既没有 {INFCODE}，也没有说明错误的 {'/'.join(protocol.error_code_keys)}"
    raise NoEnvelope(f"{missing}；收到的键：{_keys(fields)}")


def refuse_contradiction(problems: Iterable[Problem]) -> None:
    """Raises NoEnvelope when infcode was said twice, and otherwise: nobody knows which one holds."""
    if any(problem.rule == "contradictory_key" and problem.field == INFCODE for problem in problems):
        raise NoEnvelope(f"{INFCODE} 出现多次，取值不同")


def error_text(protocol: Protocol, fields: Mapping[str, JsonValue]) -> str:
    """The first filled error text."""
    return next((text for key in protocol.error_text_keys if (text := as_text(fields.get(key)))), "")


def check_reply(protocol: Protocol, message: Message) -> Iterator[Problem]:
    """Departures of a successful reply's envelope; lengths and shapes are only worth a warning."""
    for field in protocol.reply_fields:
        value = message.envelope.get(field.name)
        if field.name in (OUTPUT, INFCODE):
            continue
        if value is None or value == "":
            if field.required:
                yield _problem(field, "必填，平台没有返回", "required")
        elif not isinstance(value, str):
            yield _problem(field, "应为文本，平台返回了其它类型", "string_type")
        elif field.length is not None and len(value) > field.length:
            yield _problem(field, f"最长 {field.length} 个字符，返回了 {len(value)} 个", "max_length")
        elif field.pattern and not re.search(field.pattern, value):
            yield _problem(field, f"应为{field.hint or field.pattern}", "pattern")


def _stripped(value: dict[str, JsonValue]) -> dict[str, JsonValue]:
    # The document prints " errcode " with blanks inside the quotes; an exact key wins over a stripped one.
    return {key.strip(): item for key, item in value.items()} | {
        key: item for key, item in value.items() if key == key.strip()
    }


def _message(protocol: Protocol, fields: Mapping[str, JsonValue]) -> Message | None:
    if INFCODE not in fields:
        spelled, changed = respelled(fields, [field.name for field in protocol.reply_fields])
        infcode = _infcode(spelled.get(INFCODE)) if changed else None
        if infcode is None:
            return None
        problem = _relay(f"报文外层的字段名写法与表不同（如 {changed[0]}），已按表读取")
        return Message(infcode=infcode, envelope=spelled, problems=(problem,))
    infcode = _infcode(fields[INFCODE])
    return None if infcode is None else Message(infcode=infcode, envelope=fields)


def _wrapped(protocol: Protocol, fields: Mapping[str, JsonValue]) -> Message | None:
    """The only message that stands under a key; under one that the gateway is known to use nothing is odd about it."""
    found: dict[str, Message] = {}
    for key, value in fields.items():
        inner = _decoded(value) if isinstance(value, str) else value
        if isinstance(inner, dict) and (message := _message(protocol, _stripped(inner))):
            found[key] = message
    if len(found) != 1:
        return None
    key, message = found.popitem()
    known = key in protocol.envelope_keys
    if not known and message.infcode == protocol.success and _says_no(protocol, fields):
        raise NoEnvelope(f"包着报文的代理说失败，{_keys([key])} 里的报文说成功")
    problems = () if known else (_relay(f"报文包在 {_keys([key])} 里，已按其中的内容读取"),)
    return replace(message, problems=(*problems, *message.problems))


def _says_no(protocol: Protocol, fields: Mapping[str, JsonValue]) -> bool:
    """Whether what stands around a message tells of a failure."""
    codes = (_error_code(fields.get(key)) for key in protocol.error_code_keys)
    return fields.get("success") is False or any(code not in (None, protocol.success, HTTPStatus.OK) for code in codes)


def _decoded(text: str) -> JsonValue:
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        value = decode_text(text)
    except Undecodable:
        return None
    refuse_contradiction(repeated_keys(text.encode("utf-8", "replace"), value))
    return value


def _relay(message: str) -> Problem:
    return Problem(path="", field="", message=message, rule="relay")


def _keys(names: Iterable[str]) -> str:
    """Keys as they came, fit to be shown: what is no name of a program may be anything."""
    shown = [name if _KEY.fullmatch(name) else "…" for name in names]
    return "、".join(shown[:_KEYS_SHOWN]) + ("……" if shown[_KEYS_SHOWN:] else "") or "没有"


def _infcode(value: JsonValue) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    if isinstance(value, Decimal):
        small = value.is_finite() and value.adjusted() < _LONGEST_CODE
        return int(value) if small and value == value.to_integral_value() else None
    if isinstance(value, str) and len(value) > _LONGEST_CODE:
        return None
    try:
        return int(value)
    except ValueError:
        return None


def _error_code(value: JsonValue) -> int | str | None:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    text = as_text(value).strip()
    number = _infcode(text)
    return (text or None) if number is None else number


def _problem(field: EnvelopeField, message: str, rule: str) -> Problem:
    return Problem(path=field.name, field=field.name, label=field.label, message=message, rule=rule)
