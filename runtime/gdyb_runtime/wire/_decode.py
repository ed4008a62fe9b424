"""Bytes of a reply to JSON values, exact in numbers and patient with charsets."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import TypeAlias, cast

import msgspec

from gdyb_runtime.problems import Problem
from gdyb_runtime.redaction import mask_text

JsonValue: TypeAlias = "bool | int | Decimal | str | list[JsonValue] | dict[str, JsonValue] | None"

_BOM = b"\xef\xbb\xbf"
_PADDING = b"\0 \t\r\n"
_TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*+")|,(?=\s*+[}\]])', re.DOTALL)
_LONGEST_INT = 200
_KEY_END = re.compile(rb'"[ \t\r\n]*:')


class Undecodable(ValueError):
    """The bytes are no JSON; the text says why, in Chinese, without quoting them."""


def decode_body(body: bytes) -> tuple[JsonValue, list[Problem]]:
    """The JSON value of a reply, and what had to be tolerated to read it.

    Numbers become int or Decimal, never float. UTF-8 with or without byte order mark; GBK as last resort.

    Raises:
        Undecodable: when the bytes are no JSON.
    """
    content = body.removeprefix(_BOM)
    bare = content.rstrip(_PADDING)
    if not bare:
        raise Undecodable("内容为空")
    if b"\0" in content[len(bare) :]:
        value, problems = decode_body(bare)
        return value, [*problems, _tolerated("答复末尾有多余的空字符，已略去")]
    try:
        value = cast("JsonValue", _decoder.decode(content))
        return value, repeated_keys(content, value)
    except RecursionError:
        raise Undecodable("嵌套过深") from None
    except (msgspec.MsgspecError, ValueError):
        text, problems = _text(content)
        value = _loose(text)
        return value, [*problems, *_not_strict(text), *repeated_keys(text.encode("utf-8", "replace"), value)]


def repeated_keys(content: bytes, value: JsonValue) -> list[Problem]:
    """The keys that an object of the JSON in `content` has more than once; `value`, which it was read to, has the last.

    A problem's ``rule`` is ``contradictory_key`` where the values differ, else ``repeated_key``.
    """
    # Cheap for what is usual: each key ends in a quote and a colon, which a text may hold, too.
    if len(_KEY_END.findall(content)) <= _count_keys(value):
        return []
    found: dict[str, str] = {}

    def pairs(items: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
        together = dict(items)
        if len(together) != len(items):
            every = defaultdict[str, list[JsonValue]](list)
            for key, item in items:
                every[key].append(item)
            for key, values in every.items():
                if any(one != values[0] for one in values):
                    found[key] = "contradictory_key"
                elif len(values) > 1:
                    found.setdefault(key, "repeated_key")
        return together

    text = content.decode("utf-8", "replace").strip()
    json.JSONDecoder(strict=False, parse_float=_exact, parse_int=_whole, object_pairs_hook=pairs).decode(text)
    what = {"contradictory_key": "取值不同，按最后一个读取", "repeated_key": "取值相同"}
    return [
        Problem(path=name, field=name, message=f"在同一对象里出现多次，{what[rule]}", rule=rule)
        for name, rule in ((mask_text(key), rule) for key, rule in found.items())
    ]


def _count_keys(value: JsonValue) -> int:
    count, left = 0, [value]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            count += len(one)
            left += one.values()
        elif isinstance(one, list):
            left += one
    return count


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
    """Also takes what gateways let slip: raw line breaks inside texts, lone surrogates, commas behind the last item."""
    try:
        try:
            value = _loose_decoder.decode(text.strip())
        except ValueError:
            value = _loose_decoder.decode(_TRAILING_COMMA.sub(lambda match: match[1] or "", text.strip()))
        return _without_surrogates(cast("JsonValue", value))
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
        return [_tolerated("答复不是严格的 JSON，已尽量读取")]
    return []


def _tolerated(message: str) -> Problem:
    return Problem(path="", field="", message=message, rule="json")


def _without_surrogates(value: JsonValue) -> JsonValue:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {cast(str, _without_surrogates(key)): _without_surrogates(item) for key, item in value.items()}
    return value
