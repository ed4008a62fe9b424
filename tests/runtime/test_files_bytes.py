"""Byte arrays: signed on the wire, both signs read, nothing else taken for bytes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdyb_runtime.client.core import Core
from gdyb_runtime.errors import ReplyFieldUnreadable, RequestInvalid
from gdyb_runtime.local.msgid import SqliteMsgidStore
from gdyb_runtime.model import _byte_array as byte_array
from gdyb_runtime.model._byte_array import bytes_of, decode_array, encode_array
from gdyb_runtime.wire._encode import encode_input
from gdyb_runtime.wire._lenient import read_output
from support.mini import PROTOCOL, UPLOAD, i9905, settings


@given(st.binary())
def test_round_trip(data: bytes) -> None:
    signed = [value - 256 if value > 127 else value for value in data]
    assert json.loads(encode_array(data)) == signed
    assert decode_array(encode_array(data)) == data
    assert decode_array(json.dumps(list(data))) == data
    assert bytes_of(signed) == data


def test_without_numpy_in_several_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytes(range(256)) * 10
    fast = encode_array(data)
    monkeypatch.setattr(byte_array, "_fast", lambda: None)
    monkeypatch.setattr(byte_array, "_PIECE", 100)
    assert encode_array(data) == fast
    assert encode_array(b"") == b"[]"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "[1",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[256]",
        "[-129]",
        "[1.0]",
        "[true]",
        '["1"]',
        "[null]",
        "{}",
        "1,2",
        "[1]x",
        "[0x1]",
    ],
)
def test_garbage(text: str) -> None:
    with pytest.raises(ValueError, match="-128"):
        decode_array(text)


@pytest.mark.parametrize("values", [[256], [-129], [True], [1.0], ["1"], [None]])
def test_garbage_that_is_decoded_already(values: list[object]) -> None:
    with pytest.raises(ValueError, match="-128"):
        bytes_of(values)


@pytest.mark.parametrize("data", [b"PK\xff", bytearray(b"PK\xff"), memoryview(b"PK\xff")])
@pytest.mark.parametrize("options", [{}, {"numbers": "string"}, {"escaping": "printed"}])
def test_a_request_holds_signed_numbers(data: object, options: dict[str, str]) -> None:
    model = i9905.Input.model_validate({"fsUploadIn": {"in": data, "filename": "up.zip"}})
    assert model.fsUploadIn.in_ == b"PK\xff"
    content = encode_input(model, **options)  # type: ignore[arg-type]
    assert content == b'{"fsUploadIn":{"in":[80,75,-1],"filename":"up.zip"}}'
    assert "in=<3 bytes>" in repr(model) and "PK" not in repr(model)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("PK", "应为文件内容（bytes），不接受文本、列表或路径"),
        ([80, 75], "应为文件内容（bytes），不接受文本、列表或路径"),
        (b"", "文件内容为空"),
        (memoryview(bytes(8)).cast("I"), "memoryview 的元素应为单个字节"),
        (None, "必填，没有给值"),
    ],
)
def test_what_is_no_file(data: object, message: str) -> None:
    with pytest.raises(RequestInvalid) as caught:
        i9905.InputFsUploadIn(**{"in": data, "filename": "up.zip"})
    assert [problem.message for problem in caught.value.problems] == [message]


def test_a_file_is_not_held_to_the_printed_length(tmp_path: object) -> None:
    core = Core(PROTOCOL, settings(), msgids=SqliteMsgidStore(f"{tmp_path}/msgid.sqlite3"))
    prepared = core.prepare(UPLOAD, {"fsUploadIn": {"in": bytes(100_000), "filename": "up.zip"}})
    assert len(prepared.input) > PROTOCOL.input_limit
    assert "<100000 bytes>" not in repr(prepared) and "0,0" not in repr(prepared)


@pytest.mark.parametrize(
    ("value", "expected", "odd"),
    [([80, -1, 255], b"P\xff\xff", 0), ("[80, 75]", b"PK", 1), ([300], None, 1), ("UEs=", None, 1), ([], b"", 0)],
)
def test_a_reply_may_hold_either_sign(value: object, expected: bytes | None, odd: int) -> None:
    output, problems = read_output(i9905.Output, {"file_no": "1", "copy": value})  # type: ignore[dict-item]
    if expected is None:
        with pytest.raises(ReplyFieldUnreadable):
            _ = output.copy_
    else:
        assert output.copy_ == expected
    assert len(problems) == odd
