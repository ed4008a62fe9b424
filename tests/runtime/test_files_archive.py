"""Zips: what we pack opens anywhere; what is broken, hostile or no zip at all is refused in clear words."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdyb_runtime.errors import FileUnreadable
from gdyb_runtime.files._deflate import Engine
from gdyb_runtime.files.archive import ZipLimits, open_zip, pack, pack_into, unzip

CONTENT = "一\tnull\t1.00\n".encode() * 5000


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return target.getvalue()


def reason(content: bytes, limits: ZipLimits | None = None) -> str:
    with pytest.raises(FileUnreadable) as caught:
        unzip(content, limits)
    assert caught.value.outcome == "accepted"
    return caught.value.reason


@pytest.mark.parametrize("engine", ["zlib", "zlib_ng", "isal", None])
@given(chunks=st.lists(st.binary(max_size=200), max_size=8))
def test_what_is_packed_opens_anywhere(engine: Engine | None, chunks: list[bytes]) -> None:
    packed = pack(chunks, "结果.txt", engine=engine)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["结果.txt"]
        assert archive.read("结果.txt") == b"".join(chunks)
    assert unzip(packed) == b"".join(chunks)
    assert pack(chunks, "结果.txt", engine=engine) == packed


def test_packing_into_a_file_and_reading_from_it(tmp_path: Path) -> None:
    path = tmp_path / "up.zip"
    with path.open("wb") as target:
        pack_into(target, (CONTENT for _ in range(50)), "up.txt")
    with path.open("rb") as source:
        assert b"".join(open_zip(source)) == CONTENT * 50


@pytest.mark.parametrize("folder", ["20261129/", "a/b/", "20261129\\"])
def test_a_folder_around_the_file(folder: str) -> None:
    assert unzip(zipped((folder, b""), (folder + "result.txt", CONTENT))) == CONTENT
    assert unzip(zipped((folder + "result.txt", CONTENT), ("__MACOSX/._result.txt", b"x"))) == CONTENT
    assert "没有文件" in reason(zipped((folder, b"")))
    assert "有 2 个文件" in reason(zipped((folder + "1.txt", CONTENT), (folder + "2.txt", CONTENT)))


def test_an_error_of_the_rows_reaches_the_caller() -> None:
    def chunks() -> object:
        yield CONTENT
        raise LookupError("rows")

    with pytest.raises(LookupError):
        pack(chunks(), "x.txt")  # type: ignore[arg-type]


def test_stored_entries_are_read() -> None:
    assert unzip(zipped(("result.txt", CONTENT), method=zipfile.ZIP_STORED)) == CONTENT


@pytest.mark.parametrize(
    "name",
    [
        "../result.txt",
        "..\\result.txt",
        "/etc/result.txt",
        "\\\\host\\share\\r.txt",
        "C:\\r.txt",
        "C:r.txt",
        "a//b.txt",
        "a/../b.txt",
        "a/",
        "..",
        ".",
    ],
)
def test_names_that_are_paths(name: str) -> None:
    assert "路径" in reason(zipped((name, CONTENT)))


def test_number_of_entries() -> None:
    assert reason(zipped()) == "zip 里没有文件，应恰好有一个"
    assert reason(zipped(("a.txt", b"a"), ("b.txt", b"b"))) == "zip 里有 2 个文件，应恰好有一个"


def test_what_is_no_zip() -> None:
    assert reason(b"") == "内容为空，不是 zip"
    assert reason('{"infcode":-1,"err_msg":"文件不存在"}'.encode()) == "是 JSON 文本，不是 zip"
    assert reason(b"<html>") == "不是 zip"


def test_truncated_everywhere() -> None:
    packed = pack([CONTENT], "result.txt")
    for end in range(1, len(packed)):
        assert "zip" in reason(packed[:end])


def test_broken_content() -> None:
    packed = bytearray(pack([CONTENT], "result.txt"))
    packed[60] ^= 0xFF
    assert "已损坏" in reason(bytes(packed))


def test_encrypted_and_unknown_methods() -> None:
    packed = bytearray(zipped(("result.txt", CONTENT)))
    directory = packed.rindex(b"PK\1\2")
    encrypted = bytearray(packed)
    for place in (6, directory + 8):
        encrypted[place] |= 1
    assert reason(bytes(encrypted)) == "zip 已加密，无法解开"
    packed[directory + 10] = 9
    assert reason(bytes(packed)) == "zip 用了不支持的压缩方式 9"


def test_bombs() -> None:
    bomb = pack([bytes(1 << 20)] * 64, "result.txt", engine="zlib")
    assert "声明" in reason(bomb) and "压缩比" in reason(bomb)
    assert "上限 1000 字节" in reason(pack([CONTENT], "result.txt"), ZipLimits(size=1000))
    # Declared small: the real size decides, and the checksum of what was declared does not hold.
    directory = bomb.rindex(b"PK\1\2")
    liar = bytearray(bomb)
    struct.pack_into("<I", liar, directory + 24, 100)
    assert reason(bytes(liar))


@given(st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    for hostile in (content, b"PK\x03\x04" + content, b"PK\x05\x06" + content):
        with pytest.raises(FileUnreadable):
            unzip(hostile)


@given(st.integers(0, 200), st.integers(0, 255))
def test_any_changed_byte(place: int, value: int) -> None:
    packed = bytearray(pack([b"S1\t1.00\n"] * 9, "result.txt"))
    packed[place % len(packed)] = value
    try:
        assert unzip(bytes(packed)) == b"S1\t1.00\n" * 9
    except FileUnreadable as error:
        assert error.reason
