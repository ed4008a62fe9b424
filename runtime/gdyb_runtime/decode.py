"""Bytes of a reply to JSON values, exact in numbers and patient with charsets."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import TypeAlias, cast

import msgspec

from .problems import Problem

JsonValue: TypeAlias = "bool | int | Decimal | str | list[JsonValue] | dict[str, JsonValue] | None"

_BOM = b"\xef\xbb\xbf"
_LONGEST_INT = 200


class Undecodable(ValueError):
    """The bytes are no JSON; the text says why, in Chinese, without quoting them."""


def decode_body(body: bytes) -> tuple[JsonValue, list[Problem]]:
    """The JSON value of a reply, and what had to be tolerated to read it.

    Numbers become int or Decimal, never float. UTF-8 with or without byte order mark; GBK as last resort.

    Raises:
        Undecodable: when the bytes are no JSON.
    """
    content = body.removeprefix(_BOM)
    if not content.strip():
        raise Undecodable("内容为空")
    try:
        return cast("JsonValue", _decoder.decode(content)), []
    except RecursionError:
        raise Undecodable("嵌套过深") from None
    except (msgspec.MsgspecError, ValueError):
        text, problems = _text(content)
        return _loose(text), [*problems, *_not_strict(text)]


def decode_text(text: str) -> JsonValue:
    """The JSON value written in a text, e.g. an ``output`` that was encoded twice.

    Raises:
        Undecodable: when the text is no JSON.
    """
    try:
        return cast("JsonValue", _decoder.decode(text.strip()))
    except RecursionError:
        raise Undecodable("嵌套过深") from None
    except (msgspec.MsgspecError, ValueError):
        return _loose(text)


def _exact(digits: str) -> Decimal | str:
    try:
        return Decimal(digits)
    except InvalidOperation:
        # An exponent beyond what Decimal can hold; kept as text, like any other unusable number.
        return digits


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_INT else digits


_decoder = msgspec.json.Decoder(float_hook=_exact)
_loose_decoder = json.JSONDecoder(strict=False, parse_float=_exact, parse_int=_whole, parse_constant=str)


def _text(content: bytes) -> tuple[str, list[Problem]]:
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        raise Undecodable("不是 UTF-8 文本") from None
    return text, [Problem(path="", field="", message="答复不是 UTF-8，已按 GBK 解码", rule="charset")]


def _loose(text: str) -> JsonValue:
    """Also takes raw line breaks inside texts and lone surrogates, which real gateways let slip into messages."""
    try:
        return _without_surrogates(cast("JsonValue", _loose_decoder.decode(text.strip())))
    except RecursionError:
        raise Undecodable("嵌套过深") from None
    except ValueError:
        if text.lstrip().startswith("<"):
            raise Undecodable("是网页（HTML/XML），不是 JSON") from None
        raise Undecodable("不是完整的 JSON") from None


def _not_strict(text: str) -> list[Problem]:
    try:
        _decoder.decode(text)
    except (msgspec.MsgspecError, ValueError):
        return [Problem(path="", field="", message="答复不是严格的 JSON，已尽量读取", rule="json")]
    return []


def _without_surrogates(value: JsonValue) -> JsonValue:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {cast(str, _without_surrogates(key)): _without_surrogates(item) for key, item in value.items()}
    return value
