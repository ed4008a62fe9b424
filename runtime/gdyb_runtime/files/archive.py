"""The zip around a TXT file: one entry, packed from a stream, and unpacked with suspicion."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import BinaryIO

from gdyb_runtime.errors import FileInvalid, FileUnreadable
from gdyb_runtime.problems import Problem

from ._deflate import Engine, compressor

__all__ = ["ZipLimits", "open_zip", "pack", "pack_into", "unzip"]

_STAMP = (0, 0x0021)
"""1980-01-01 00:00, the earliest time a zip knows: the same rows give the same bytes, whenever they are packed."""

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION, _UTF8_NAME, _DEFLATED = 20, 0x800, 8
_LARGEST = 0xFFFF_FFFF - 1

_PIECE = 1 << 20
_AHEAD = 2
"""Chunks made but not yet packed."""
_ENCRYPTED = 0x1
_PLAIN_NAME = re.compile(r"[^/\\:\x00-\x1f]+")
_FOLDER_MARKS = re.compile(r"[/\\]")
_ASIDE = "__MACOSX/"
"""Where macOS puts what it knows of the files beside them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipLimits:
    """What a zip may unfold to; checked against what it declares and against what really comes out."""

    size: int = 1 << 30
    """Bytes of the unpacked file."""
    ratio: int = 200
    """Unpacked bytes for one packed byte, counted once a file is larger than ``ratio_from``."""
    ratio_from: int = 16 << 20


def pack(chunks: Iterable[bytes], entry: str, *, engine: Engine | None = None) -> bytes:
    """A zip in memory that holds the chunks as one file; raises what the chunks raise."""
    target = io.BytesIO()
    pack_into(target, chunks, entry, engine=engine)
    return target.getvalue()


def pack_into(target: BinaryIO, chunks: Iterable[bytes], entry: str, *, engine: Engine | None = None) -> None:
    """Writes the zip into a seekable binary file, in bounded memory.

    Raises:
        FileInvalid: when the file is too large for a plain zip (4 GiB).
    """
    name = entry.encode("utf-8")
    start = target.tell()
    target.write(_local(name, 0, 0, 0))
    stream = _Stream(engine)
    # Packing runs beside the making of the next chunk; rows are read and bytes written in the caller's own thread.
    with ThreadPoolExecutor(1) as beside:
        waiting: deque[Future[bytes]] = deque()
        for chunk in chunks:
            waiting.append(beside.submit(stream.add, chunk))
            if len(waiting) > _AHEAD:
                target.write(waiting.popleft().result())
        for done in waiting:
            target.write(done.result())
    target.write(stream.end())
    checksum, size, packed = stream.checksum, stream.size, stream.packed
    if max(size, packed) > _LARGEST:
        problem = Problem(path="", field="", message="内容超过 4 GiB，请分成几个文件", rule="zip_size")
        raise FileInvalid(problems=(problem,))
    directory = target.tell()
    facts = (_VERSION, _UTF8_NAME, _DEFLATED, *_STAMP, checksum, packed, size, len(name), 0)
    target.write(_CENTRAL.pack(b"PK\1\2", _VERSION, *facts, 0, 0, 0, 0, 0) + name)
    length = target.tell() - directory
    target.write(_END.pack(b"PK\5\6", 0, 0, 1, 1, length, directory - start, 0))
    end = target.tell()
    target.seek(start)
    target.write(_local(name, checksum, packed, size))
    target.seek(end)


class _Stream:
    """A deflate stream that counts."""

    def __init__(self, engine: Engine | None) -> None:
        self._compressor = compressor(engine)
        self.checksum = self.size = self.packed = 0

    def add(self, chunk: bytes) -> bytes:
        self.checksum = zlib.crc32(chunk, self.checksum)
        self.size += len(chunk)
        return self._counted(self._compressor.compress(chunk))

    def end(self) -> bytes:
        return self._counted(self._compressor.flush())

    def _counted(self, content: bytes) -> bytes:
        self.packed += len(content)
        return content


def unzip(content: bytes, limits: ZipLimits | None = None) -> bytes:
    """The one file inside a zip.

    Raises:
        FileUnreadable: when it is no zip with exactly one file, is broken, encrypted or beyond the limits.
    """
    return b"".join(open_zip(content, limits))


def open_zip(source: bytes | BinaryIO, limits: ZipLimits | None = None) -> Iterator[bytes]:
    """The one file inside a zip, piece by piece; the zip's directory is checked at once, its content while reading.

    Raises:
        FileUnreadable: see ``unzip``.
    """
    limits = limits or ZipLimits()
    if source == b"":
        raise FileUnreadable(reason="内容为空，不是 zip")
    try:
        archive = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    except _BROKEN as error:
        raise FileUnreadable(reason=_why(source)) from error
    info = _only_entry(archive)
    _check_size(info.file_size, info.compress_size, limits, "声明")
    return _pieces(archive, info, limits)


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: ZipLimits) -> Iterator[bytes]:
    size = 0
    try:
        with archive, archive.open(info) as file:
            while piece := file.read(_PIECE):
                size += len(piece)
                _check_size(size, info.compress_size, limits, "实际")
                yield piece
    except FileUnreadable:
        raise
    except _BROKEN as error:
        raise FileUnreadable(reason="zip 已损坏或不完整（校验不符）") from error
    if size != info.file_size:
        raise FileUnreadable(reason=f"zip 已损坏：声明 {info.file_size} 字节，实际 {size} 字节")


def _only_entry(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    entries = [info for info in archive.infolist() if not _is_aside(info)]
    if len(entries) != 1:
        contents = f"有 {len(entries)} 个文件" if entries else "没有文件"
        raise FileUnreadable(reason=f"zip 里{contents}，应恰好有一个")
    info = entries[0]
    # The name is never used as a path; one that leads out of its folder does not come from the platform.
    names = _FOLDER_MARKS.split(info.orig_filename)
    if not all(_PLAIN_NAME.fullmatch(name) and name not in (".", "..") for name in names):
        raise FileUnreadable(reason="zip 里的文件名带有路径，可能是恶意文件")
    if info.flag_bits & _ENCRYPTED:
        raise FileUnreadable(reason="zip 已加密，无法解开")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FileUnreadable(reason=f"zip 用了不支持的压缩方式 {info.compress_type}")
    return info


def _is_aside(info: zipfile.ZipInfo) -> bool:
    """Whether an entry is a folder, or what a system put beside the file."""
    is_folder = info.orig_filename.endswith(("/", "\\")) and not info.file_size
    return is_folder or info.orig_filename.startswith(_ASIDE)


def _check_size(size: int, packed: int, limits: ZipLimits, kind: str) -> None:
    if size > limits.size:
        raise FileUnreadable(reason=f"解压后的大小（{kind}）超过上限 {limits.size} 字节，可能是压缩炸弹")
    if size > limits.ratio_from and size > packed * limits.ratio:
        raise FileUnreadable(reason=f"压缩比（{kind}）超过上限 {limits.ratio} 倍，可能是压缩炸弹")


def _why(source: bytes | BinaryIO) -> str:
    start = source[:64] if isinstance(source, bytes) else b""
    if start.startswith(b"PK"):
        return "zip 不完整，可能没有下载完"
    if start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        return "是 JSON 文本，不是 zip"
    return "不是 zip"


def _local(name: bytes, checksum: int, packed: int, size: int) -> bytes:
    facts = (_VERSION, _UTF8_NAME, _DEFLATED, *_STAMP, checksum, packed, size, len(name), 0)
    return _LOCAL.pack(b"PK\3\4", *facts) + name


_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    struct.error,
)
