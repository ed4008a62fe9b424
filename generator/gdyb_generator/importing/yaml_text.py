"""Plain values → YAML as the files of spec/ are written: rows one below the other, small things in one line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

_FLOW = frozenset(
    "errata draft effective required_when paging spellings applies_to parts widths timestamp_window nonce_window".split()
)
_PLAIN = re.compile("[A-Za-z_\u4e00-\u9fff（“‘【][^\\n\\t\xa0\ufeff\x85\u2028\u2029]*")
_LISTED = frozenset({"disagreements"})
_NOT_PLAIN = re.compile(r": |:$| #|[{}]")
_IN_FLOW = re.compile(r"[\[\]{},]")
_HASH = re.compile("[0-9a-f]*[a-d][0-9a-f]*")
_RESOLVER = yaml.resolver.Resolver()
_WIDEST = 118


def scalar(value: object, in_flow: bool = False) -> str:
    """One value: plain where nobody could misread it, else in double quotes."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = str(value)
    plain = _PLAIN.fullmatch(text) is not None or (len(text) == 64 and _HASH.fullmatch(text) is not None)
    plain = plain and text == text.strip() and text not in {"y", "Y", "n", "N"} and not _NOT_PLAIN.search(text)
    plain = plain and not (in_flow and _IN_FLOW.search(text))
    if plain and _RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) == "tag:yaml.org,2002:str":  # type: ignore[no-untyped-call]
        return text
    return json.dumps(text, ensure_ascii=False)


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return scalar(value, in_flow=True)


def dump(value: Mapping[str, Any], comment: str = "") -> str:
    """The text of a file; `comment` is what stood above its first key."""
    return comment + "\n".join(_mapping(value, "", ())) + "\n"


def _mapping(value: Mapping[str, Any], indent: str, path: tuple[str, ...]) -> Iterator[str]:
    for key, item in value.items():
        yield from _entry(f"{indent}{key}:", item, indent, (*path, key))


def _entry(start: str, item: object, indent: str, path: tuple[str, ...]) -> Iterator[str]:
    if isinstance(item, Mapping) and item:
        one = _flow(item)
        if path[-1] in _FLOW and len(one) + len(start) < _WIDEST:
            yield f"{start} {one}"
        else:
            yield start
            yield from _mapping(item, indent + "  ", path)
    elif (
        isinstance(item, list)
        and item
        and path[-1] not in _FLOW
        and (isinstance(item[0], Mapping) or path[-1] in _LISTED)
    ):
        yield start
        yield from _items(item, indent + "  ", path)
    elif isinstance(item, str) and "\n" in item and _can_be_block(item):
        yield f"{start} |-"
        yield from (f"{indent}  {line}" if line else "" for line in item.split("\n"))
    else:
        yield f"{start} {_flow(item) if isinstance(item, list | Mapping) else scalar(item)}"


def _items(items: list[Any], indent: str, path: tuple[str, ...]) -> Iterator[str]:
    for item in items:
        one = _flow(item)
        if not isinstance(item, Mapping):
            yield f"{indent}- {one if isinstance(item, list) else scalar(item)}"
        elif path[-1] == "values" and len(one) + len(indent) < _WIDEST:
            yield f"{indent}- {one}"
        else:
            lines = list(_mapping(item, indent + "  ", path))
            yield f"{indent}- {lines[0].lstrip(' ')}"
            yield from lines[1:]


def _can_be_block(text: str) -> bool:
    lines = text.split("\n")
    bad = re.compile("[\xa0\ufeff\x85\u2028\u2029\t]")
    return (
        not bad.search(text)
        and not lines[0].startswith(" ")
        and bool(lines[-1])
        and all(line == line.rstrip() for line in lines)
    )
