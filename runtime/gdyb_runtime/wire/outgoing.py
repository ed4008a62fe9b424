"""The request envelope: who fills which field, and whether the result is as printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gdyb_runtime.config.settings import RuntimeSettings
from gdyb_runtime.local.environment import env_name
from gdyb_runtime.model.protocol import EnvelopeField, MsgidRule, Protocol
from gdyb_runtime.problems import Problem, did_you_mean, join_path
from gdyb_runtime.redaction import names_a_person

__all__ = [
    "check_envelope",
    "check_field",
    "check_institution",
    "check_msgid",
    "fill_envelope",
    "null_texts",
    "sensitive_envelope",
]

_SETTINGS = "settings"
_NULLS = frozenset({"null", "undefined", "nan", "none"})


def fill_envelope(protocol: Protocol, settings: RuntimeSettings, overrides: Mapping[str, str]) -> dict[str, str]:
    """Envelope fields of settings and caller, in printed order; unknown keys of the caller come last."""
    values = {field.name: _text(getattr(settings, field.name, None)) for field in _from_settings(protocol)}
    return values | {name: _text(value) for name, value in overrides.items()}


def check_envelope(
    protocol: Protocol, envelope: Mapping[str, str], overrides: Mapping[str, str], nodes: Mapping[str, object]
) -> Iterator[Problem]:
    """Departures of the envelope from the printed table, and overrides of what only the SDK may fill."""
    for field in _from_settings(protocol):
        value = envelope[field.name]
        required = field.required or (field.required_when_input_has and _holds(nodes, field.required_when_input_has))
        if value:
            yield from check_field(field, value)
        elif required:
            how = f"请设置 {env_name(field.name)}，或在调用时用 envelope 传入"
            yield _problem(field, f"必填，没有给值；{how}", "required")
    yield from _check_overrides(protocol, overrides)
    yield from check_institution(protocol.msgid, envelope)


def check_field(field: EnvelopeField, value: str) -> Iterator[Problem]:
    """Departures of one filled envelope field: length, dictionary, characters."""
    if field.length is not None and len(value) > field.length:
        yield _problem(field, f"最长 {field.length} 个字符，给了 {len(value)} 个", "max_length")
    if field.values and value not in {code for code, _ in field.values}:
        choices = "、".join(f"{code}（{label}）" for code, label in field.values)
        yield _problem(field, f"只能是 {choices}", "one_of")
    if any("\ud800" <= char <= "\udfff" for char in value):
        yield _problem(field, "含有无法用 UTF-8 编码的字符", "string_unicode")


def check_msgid(rule: MsgidRule, msgid: str) -> Iterator[Problem]:
    """Whether a msgid of the caller has the printed shape."""
    if not isinstance(msgid, str):
        yield Problem(path="msgid", field="msgid", label="发送方报文ID", message="应为文本（str）", rule="string_type")
        return
    code, digits = msgid[: rule.institution], msgid[rule.institution :]
    shaped = len(digits) == rule.time + rule.sequence and digits.isascii() and digits.isdigit()
    if not shaped or not (code.isascii() and code.isalnum()):
        message = f"应为机构编号({rule.institution})+时间({rule.time})+顺序号({rule.sequence})"
        yield Problem(path="msgid", field="msgid", label="发送方报文ID", message=message, rule="msgid")


def check_institution(rule: MsgidRule, envelope: Mapping[str, str]) -> Iterator[Problem]:
    """Whether the institution's code can be the head of a msgid; an empty one is reported as missing elsewhere."""
    name = rule.institution_field
    code = envelope.get(name, "")
    if code and not (len(code) == rule.institution and code.isascii() and code.isalnum()):
        message = f"应为 {rule.institution} 位字母或数字，msgid 由它组成；给了 {len(code)} 个字符"
        yield Problem(path=name, field=name, label="定点医药机构编号", message=message, rule="institution_code")


def null_texts(envelope: Mapping[str, str], nodes: Mapping[str, object]) -> Iterator[Problem]:
    """Texts that only say that a program had no value; the platform would take ``null`` for a number or a name."""
    for path, value in (*_texts(nodes, ()), *(((name,), value) for name, value in envelope.items())):
        if value.strip().lower() in _NULLS:
            name = next((part for part in reversed(path) if isinstance(part, str)), "")
            message = f"给的是文字“{value.strip()}”，像是程序里的空值；没有值就不要传"
            yield Problem(path=join_path(path), field=name, message=message, rule="null_text")


def _texts(value: object, path: tuple[int | str, ...]) -> Iterator[tuple[tuple[int | str, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, (*path, str(key)))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))


def sensitive_envelope(protocol: Protocol, envelope: Mapping[str, str]) -> Iterator[str]:
    """The personal values of an envelope."""
    for field in protocol.request_fields:
        value = envelope.get(field.name)
        if field.sensitive and value and (field.sensitive != "name" or names_a_person(value)):
            yield value


def _from_settings(protocol: Protocol) -> Iterator[EnvelopeField]:
    return (field for field in protocol.request_fields if field.source == _SETTINGS)


def _check_overrides(protocol: Protocol, overrides: Mapping[str, str]) -> Iterator[Problem]:
    sources = {field.name: field.source for field in protocol.request_fields}
    for name, value in overrides.items():
        if name in sources and sources[name] != _SETTINGS:
            yield Problem(path=name, field=name, message="由 SDK 填写，不能用 envelope 传入", rule="forbidden")
        elif name not in sources and (hint := did_you_mean(name, sources)):
            yield Problem(path=name, field=name, message="信封里没有这个字段" + hint, rule="unknown_field")
        if value is not None and not isinstance(value, str):
            yield Problem(path=name, field=name, message="应为文本（str）", rule="string_type")


def _holds(nodes: Mapping[str, object], name: str) -> bool:
    rows: list[object] = [nodes]
    for node in nodes.values():
        rows.extend(node if isinstance(node, list | tuple) else [node])
    return any(isinstance(row, Mapping) and row.get(name) not in (None, "") for row in rows)


def _problem(field: EnvelopeField, message: str, rule: str) -> Problem:
    return Problem(path=field.name, field=field.name, label=field.label, message=message, rule=rule)


def _text(value: object) -> str:
    return "" if value is None else str(value)
