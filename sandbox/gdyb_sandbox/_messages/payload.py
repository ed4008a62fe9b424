"""File bytes in a request: lifted out of the body before the rest is read, as they can be a hundred million numbers."""

import functools
from array import array
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from gdyb_sandbox._messages.interfaces import interface_numbers
from gdyb_sandbox._messages.tables import Table, load_table
from gdyb_sandbox._messages.wording import Problem

_SHAPE = "应为有符号字节（-128 至 127）组成的 JSON 数组，如 [80,75,3,4,-17]"
_PIECE = 1 << 20
_PLACEHOLDER = msgspec.Raw(b"[0]")

_Raws = dict[str, msgspec.Raw]


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """A body without its files: each of them is replaced by a short array."""

    body: bytes
    files: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()
    """What is wrong with the shape of a file."""


def lift_files(infno: str, body: bytes) -> Payload:
    """Extracts the files from a body; a body without files, or that is no message at all, is unchanged."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for node, field in file_fields(infno):
        try:
            envelope = msgspec.json.decode(body, type=_Raws)
            nodes = msgspec.json.decode(envelope["input"], type=_Raws)
            fields = msgspec.json.decode(nodes[node], type=_Raws)
            value = bytes(fields[field])
        except (msgspec.MsgspecError, KeyError, UnicodeDecodeError, RecursionError):
            continue
        if value == b'""' or value[:1] not in (b"[", b'"'):
            continue
        parsed = _parse(value)
        if isinstance(parsed, bytes):
            files[field] = parsed
        else:
            label = load_table(infno).label("Input", (node, field))
            problems.append(Problem(path=(node, field), label=label, message=parsed))
        nodes[node] = msgspec.Raw(msgspec.json.encode(fields | {field: _PLACEHOLDER}))
        body = msgspec.json.encode(envelope | {"input": msgspec.Raw(msgspec.json.encode(nodes))})
    return Payload(body=body, files=files, problems=tuple(problems))


@functools.lru_cache(maxsize=256)
def file_fields(infno: str) -> tuple[tuple[str, str], ...]:
    """Node and name of the fields that hold a file; none for an interface that is unknown."""
    # A path is the caller's text: only that of a known interface may become the name of a table.
    if infno not in interface_numbers():
        return ()
    table = load_table(infno)
    return tuple((node, name) for node in table.nodes("Input") for name in _named(table, node))


def _named(table: Table, node: str) -> list[str]:
    fields = table.node_fields("Input", node)
    return [name for name, schema in fields.items() if schema.get("type") == "array" and not table.row_of(schema)]


def _parse(value: bytes) -> bytes | str:
    """The bytes of a JSON array of signed bytes, piece by piece, or what is wrong with it."""
    if value.startswith(b'"'):
        return f"{_SHAPE}，不是文本（base64 也不行）"
    packed = array("b")
    start, end = 1, len(value) - 1
    while start < end:
        cut = value.find(b",", start + _PIECE, end)
        cut = end if cut < 0 else cut
        try:
            numbers = msgspec.json.decode(b"[" + value[start:cut] + b"]", type=list[int])
        except msgspec.MsgspecError:
            return f"{_SHAPE}，元素应全部为整数"
        try:
            packed.extend(numbers)
        except OverflowError:
            kind = (
                "出现 128 至 255 的无符号字节" if max(numbers) <= 255 and min(numbers) >= -128 else "数值超出一个字节"
            )
            return f"{_SHAPE}；{kind}"
        start = cut + 1
    return packed.tobytes()
