"""A request body read and checked: the envelope, then the tables of its interface."""

import dataclasses
import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias, cast

import msgspec

from gdyb_runtime.model.protocol import Protocol
from gdyb_runtime.model.tables import ENVELOPE
from gdyb_runtime.money import cents_of
from gdyb_sandbox._messages.interfaces import AnyOperation, find_operation
from gdyb_sandbox._messages.payload import lift_files
from gdyb_sandbox._messages.tables import JsonValue, load_table
from gdyb_sandbox._messages.wording import Problem, Refusal, problems_of

Envelope: TypeAlias = Mapping[str, JsonValue]

_INPUT = "input"
_LONGEST_NUMBER = 100
_FORM = re.compile(rb"[A-Za-z_]{1,40}=[^&\s]*(&|$)")
_NEVER = datetime.datetime.min.replace(tzinfo=datetime.UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request that satisfies the tables."""

    operation: AnyOperation
    msgid: str
    institution: str
    opter: str
    sign_no: str = field(repr=False)
    insured_area: str
    """insuplc_admdvs of the envelope."""
    input: Mapping[str, JsonValue] = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)
    """The bytes of each field that holds a file, by the name of the field."""
    inf_refmsgid: str = ""
    """What the answer is going to be known by."""
    received: datetime.datetime = _NEVER
    """When the request came, by the platform's clock."""

    @property
    def time(self) -> str:
        """When it came, as the tables write it."""
        return f"{self.received:%Y-%m-%d %H:%M:%S}"

    def node(self, name: str) -> Mapping[str, JsonValue]:
        """The one row of a node."""
        return cast("Mapping[str, JsonValue]", self.input[name])

    def rows(self, name: str) -> list[Mapping[str, JsonValue]]:
        """The rows of a node that has many."""
        return cast("list[Mapping[str, JsonValue]]", self.input[name])


def read_call(
    protocol: Protocol, infno: str, body: bytes, *, inf_refmsgid: str = "", received: datetime.datetime = _NEVER
) -> Call:
    """The call in a request body; Refusal with everything that is wrong with it."""
    try:
        call = _read_call(protocol, infno, body)
    except RecursionError:
        raise Refusal([Problem(path=(), message="报文嵌套过深")]) from None
    return dataclasses.replace(call, inf_refmsgid=inf_refmsgid, received=received)


def _read_call(protocol: Protocol, infno: str, body: bytes) -> Call:
    payload = lift_files(infno, body)
    envelope = _decode_envelope(payload.body)
    operation = find_operation(infno)
    table = load_table(infno)
    value = envelope.get(_INPUT)
    # The table calls the input a text, as it counts its characters; on the wire it is a nested object.
    problems = [p for p in problems_of(load_table(ENVELOPE), "Request", envelope) if p.path[0] != _INPUT]
    wrong = {problem.path[0] for problem in problems}
    problems += [p for p in _envelope_rules(protocol, infno, envelope, payload.body) if p.path[0] not in wrong]
    if isinstance(value, Mapping):
        problems += [*problems_of(table, "Input", value), *payload.problems]
    if problems:
        raise Refusal(problems)
    return Call(
        operation=operation,
        msgid=str(envelope["msgid"]),
        institution=str(envelope["fixmedins_code"]),
        opter=str(envelope["opter"]),
        sign_no=str(envelope.get("sign_no") or ""),
        insured_area=str(envelope.get("insuplc_admdvs") or ""),
        input=cast("Mapping[str, JsonValue]", value),
        files=payload.files,
    )


def text(value: JsonValue) -> str:
    """A text field; one that is missing or null is empty."""
    return "" if value is None else str(value)


def cents(value: JsonValue) -> int:
    """An amount that satisfied its table, in cents; an empty one is 0."""
    return cents_of(number(value)) if value not in (None, "") else 0


def number(value: JsonValue) -> Decimal:
    """A number field that satisfied its table, sent as number or as text."""
    return Decimal(str(value))


def _decode_envelope(body: bytes) -> Envelope:
    try:
        value = msgspec.json.Decoder(float_hook=_exact).decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        if _FORM.match(body):
            message = "报文是表单（application/x-www-form-urlencoded），请求体应为 JSON 对象本身"
            raise Refusal([Problem(path=(), message=message)]) from None
        raise Refusal([Problem(path=(), message=f"报文不是 UTF-8 编码的合法 JSON（{error}）")]) from None
    if not isinstance(value, dict):
        raise Refusal([Problem(path=(), message="报文应为一个 JSON 对象")])
    return value


def _exact(text: str) -> Decimal:
    mantissa, _, exponent = text.lower().partition("e")
    if len(mantissa) > _LONGEST_NUMBER or len(exponent.lstrip("+-0")) > 3:
        # Beyond every table, and slow to compute with: the tables refuse it as too large, field by field.
        return Decimal("-Infinity" if text.startswith("-") else "Infinity")
    return Decimal(text)


def _envelope_rules(protocol: Protocol, infno: str, envelope: Envelope, body: bytes) -> Iterator[Problem]:
    """What the envelope's table says outside its columns."""
    labels = {field.name: field.label for field in protocol.request_fields}

    def problem(name: str, message: str) -> Problem:
        return Problem(path=(name,), label=labels[name], message=message)

    if envelope.get("infno") != infno:
        yield problem("infno", "与请求地址中的交易编号不一致")
    if not _is_msgid(protocol, envelope):
        rule = protocol.msgid
        yield problem("msgid", f"应为定点医药机构编号({rule.institution})+时间({rule.time})+顺序号({rule.sequence})")
    for row in protocol.request_fields:
        if row.kind == "datetime" and not _is_datetime(envelope.get(row.name)):
            yield problem(row.name, "不是 yyyy-MM-dd HH:mm:ss 格式的时间")
        needed_by = row.required_when_input_has
        if needed_by and not envelope.get(row.name) and _has_field(envelope.get(_INPUT), needed_by):
            yield problem(row.name, f"交易输入含有 {needed_by} 时必填")
    size = len(_input_text(body))
    if not isinstance(envelope.get(_INPUT), Mapping):
        yield problem(_INPUT, "类型不对，应为对象" if size else "必填")
    if size > protocol.input_limit:
        yield problem(_INPUT, f"最长 {protocol.input_limit} 个字符，给了 {size} 个")


def _is_msgid(protocol: Protocol, envelope: Envelope) -> bool:
    rule, msgid, institution = protocol.msgid, str(envelope.get("msgid")), str(envelope.get("fixmedins_code"))
    time, sequence = msgid[rule.institution : -rule.sequence], msgid[-rule.sequence :]
    if not (len(time) == rule.time and sequence.isascii() and sequence.isdigit() and time.isascii() and time.isdigit()):
        return False
    day = f"{time[:4]}-{time[4:6]}-{time[6:8]} {time[8:10]}:{time[10:12]}:{time[12:]}"
    return msgid[: rule.institution] == institution and _is_datetime(day)


def _is_datetime(value: JsonValue) -> bool:
    try:
        moment = datetime.datetime.fromisoformat(str(value))
    except ValueError:
        return False
    return f"{moment:%Y-%m-%d %H:%M:%S}".zfill(19) == value


def _has_field(value: JsonValue, name: str) -> bool:
    nodes = list(value.values()) if isinstance(value, Mapping) else []
    rows = [row for node in nodes for row in (node if isinstance(node, list) else [node])]
    return any(isinstance(row, Mapping) and row.get(name) for row in rows)


class _InputText(msgspec.Struct):
    input: msgspec.Raw = msgspec.Raw()


def _input_text(body: bytes) -> str:
    """The input exactly as it was sent, whose characters the table counts."""
    return bytes(msgspec.json.decode(body, type=_InputText).input).decode()
