"""The reply envelope in all the shapes gateways send it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from .decode import JsonValue, Undecodable, decode_text
from .encode import wire_number
from .problems import Problem
from .protocol import EnvelopeField, Protocol

INFCODE = "infcode"
OUTPUT = "output"
ERR_MSG = "err_msg"
INF_REFMSGID = "inf_refmsgid"

_TRACE = re.compile(r"\b([0-9a-fA-F]{32}@[0-9a-fA-F.:]+)")
_LONGEST_CODE = 40


class NoEnvelope(ValueError):
    """The JSON is no message of the platform; the text says why, in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message of the platform."""

    infcode: int
    envelope: Mapping[str, JsonValue]

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

    Raises:
        NoEnvelope: when it is neither.
    """
    if not isinstance(value, dict):
        raise NoEnvelope("不是 JSON 对象")
    fields = _stripped(value)
    message = _message(fields) or _wrapped(protocol, fields)
    if message is not None:
        return message
    for key in protocol.error_code_keys:
        code = _error_code(fields.get(key))
        if code is not None:
            return GatewayAnswer(errcode=code, message=error_text(protocol, fields))
    if INFCODE in fields:
        raise NoEnvelope(f"{INFCODE} 不是数字")
    raise NoEnvelope(f"既没有 {INFCODE}，也没有 {'/'.join(protocol.error_code_keys)}")


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


def as_text(value: JsonValue) -> str:
    """A text or number as text, anything else as empty text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return ""
    return str(value) if isinstance(value, Decimal) and abs(value.adjusted()) > _LONGEST_CODE else wire_number(value)


def _stripped(value: dict[str, JsonValue]) -> dict[str, JsonValue]:
    # The document prints " errcode " with blanks inside the quotes; an exact key wins over a stripped one.
    return {key.strip(): item for key, item in value.items()} | {
        key: item for key, item in value.items() if key == key.strip()
    }


def _message(fields: Mapping[str, JsonValue]) -> Message | None:
    infcode = _infcode(fields.get(INFCODE))
    return None if infcode is None else Message(infcode=infcode, envelope=fields)


def _wrapped(protocol: Protocol, fields: Mapping[str, JsonValue]) -> Message | None:
    for key in protocol.envelope_keys:
        inner = fields.get(key)
        if isinstance(inner, str):
            try:
                inner = decode_text(inner)
            except Undecodable:
                continue
        if isinstance(inner, dict) and (message := _message(_stripped(inner))):
            return message
    return None


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
