"""A file where one is expected: as the body itself, packed or not, or inside a message."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import TypeVar

from gdyb_runtime.files.download import DownloadedFile, is_octet_stream, looks_like_rows, looks_like_zip
from gdyb_runtime.model._byte_array import bytes_of
from gdyb_runtime.model.base import ReplyModel, RequestModel
from gdyb_runtime.model.operation import Operation
from gdyb_runtime.model.protocol import Protocol
from gdyb_runtime.problems import Problem, join_path
from gdyb_runtime.redaction import mask_text

from ._decode import JsonValue, Undecodable, decode_body
from ._incoming import ERR_MSG, INF_REFMSGID, Message, NoEnvelope, check_reply, read_envelope
from .messages import HttpResponse
from .reply import Reply

OutputT = TypeVar("OutputT", bound=ReplyModel)

_DEEPEST = 6
_FEWEST_BYTES = 20
_KEYS_SHOWN = 20


class NoFile(ValueError):
    """A message that holds no file, or more than one; the text says which keys there are, in Chinese."""


def is_file(protocol: Protocol, response: HttpResponse) -> bool:
    """Whether the body is a file: by its first bytes, or by its Content-Type when it is no message."""
    if looks_like_zip(response.body):
        return True
    if not (response.body and 200 <= response.status < 300):
        return False
    if looks_like_rows(response.body):
        return True
    if not is_octet_stream(response.header("content-type")):
        return False
    try:
        # A gateway may label its errors like the file they replace.
        read_envelope(protocol, decode_body(response.body)[0])
    except (Undecodable, NoEnvelope, RecursionError):
        return True
    return False


def file_reply(
    protocol: Protocol, operation: Operation[RequestModel, OutputT], response: HttpResponse, msgid: str
) -> Reply[OutputT]:
    """The reply of a body that is a file."""
    return Reply(
        output=operation.output_type.model_construct(),
        infcode=protocol.success,
        inf_refmsgid="",
        err_msg="",
        msgid=msgid,
        warnings=_not_packed(response.body, ""),
        raw=response.body,
        envelope={},
        download=_named(operation, response.body, msgid),
    )


def carried_reply(
    protocol: Protocol,
    operation: Operation[RequestModel, OutputT],
    message: Message,
    body: bytes,
    msgid: str,
) -> Reply[OutputT]:
    """The reply of a message that carries the file.

    Raises:
        NoFile: when it carries none, or more than one.
    """
    found = dict(_files(dict(message.envelope), ()))
    if len(found) != 1:
        raise NoFile(_which_keys(message, list(found)))
    (place, content), *_ = found.items()
    note = Problem(path=place, field=place, message="文件在报文里，应直接返回文件；已取出", rule="file_in_message")
    return Reply(
        output=operation.output_type.model_construct(),
        infcode=message.infcode,
        inf_refmsgid=message.text(INF_REFMSGID),
        err_msg=message.text(ERR_MSG),
        msgid=msgid,
        warnings=(*check_reply(protocol, message), note, *_not_packed(content, place)),
        trace_id=message.trace_id,
        raw=body,
        envelope=message.envelope,
        download=_named(operation, content, msgid),
    )


def _named(operation: Operation[RequestModel, ReplyModel], content: bytes, msgid: str) -> DownloadedFile:
    suffix = "txt" if looks_like_rows(content) else "zip"
    return DownloadedFile(content, name=f"{operation.infno}-{msgid}.{suffix}")


def _not_packed(content: bytes, place: str) -> tuple[Problem, ...]:
    if not looks_like_rows(content):
        return ()
    return (Problem(path=place, field=place, message="是 TXT，没有压缩成 zip；已直接读取", rule="not_packed"),)


def _files(value: JsonValue, path: tuple[str | int, ...]) -> Iterator[tuple[str, bytes]]:
    """Every file in a message and where it stands."""
    if len(path) > _DEEPEST:
        return
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _files(item, (*path, key))
    elif isinstance(value, str):
        for content in (_unbased(value), value.encode("utf-8", "replace")):
            if _is_file(content):
                yield join_path(path), content
                return
    elif isinstance(value, list):
        try:
            content = bytes_of(value)
        except ValueError:
            for index, item in enumerate(value):
                yield from _files(item, (*path, index))
        else:
            if _is_file(content):
                yield join_path(path), content


def _unbased(text: str) -> bytes:
    """The bytes of a base64 text, with or without line breaks, padding and ``data:…;base64,`` before it."""
    bare = "".join(text.rpartition("base64,")[2].split()).rstrip("=")
    if len(bare) < _FEWEST_BYTES:
        return b""
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _is_file(content: bytes) -> bool:
    return len(content) >= _FEWEST_BYTES and (looks_like_zip(content) or looks_like_rows(content))


def _which_keys(message: Message, places: list[str]) -> str:
    if places:
        return f"平台答复成功，报文里却不止一个文件（{'、'.join(places)}）"
    output = message.envelope.get("output")
    keys = [mask_text(key) for key in output][:_KEYS_SHOWN] if isinstance(output, dict) else []
    return "平台答复成功，却没有给文件" + (f"；output 里只有 {'、'.join(keys)}" if keys else "")
