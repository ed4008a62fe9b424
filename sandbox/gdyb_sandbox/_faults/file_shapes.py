"""Shapes of downloaded files seen in the field, or feared: each is one function on the TXT or on the zip around it."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from gdyb.layouts import RECONCILIATION_RESULT
from gdyb_runtime.files.archive import pack, unzip
from gdyb_sandbox._faults.reply_shapes import Shape
from gdyb_sandbox._month.settled import NORMAL

_NULL = RECONCILIATION_RESULT.empty
_ENTRY = RECONCILIATION_RESULT.entry
_OLDEST_WIDTH = 7
_MEMO = RECONCILIATION_RESULT.names.index("memo")
_FLAG = RECONCILIATION_RESULT.names.index("refd_setl_flag")
_BOMB_BLOCKS = 4_000
_BLOCK = bytes(1 << 20)

_Cells = list[str]


def _each_row(change: Callable[[_Cells], _Cells]) -> Callable[[bytes], bytes]:
    def apply(text: bytes) -> bytes:
        lines = text.decode().splitlines()
        return "".join("\t".join(change(line.split("\t"))) + "\n" for line in lines).encode()

    return apply


def _shifted(cells: _Cells) -> _Cells:
    return [*cells[:_MEMO], _NULL, *cells[_MEMO:]] if cells[_FLAG] == NORMAL else cells


FileShape: TypeAlias = "Shape[Callable[[bytes], bytes]]"
TEXT_SHAPES: Mapping[str, FileShape] = {
    "rows-of-7": Shape("下载的对账结果每行只有前 7 列", _each_row(lambda cells: cells[:_OLDEST_WIDTH])),
    "rows-of-11": Shape("下载的对账结果每行末尾多一列", _each_row(lambda cells: [*cells, _NULL])),
    "rows-shifted": Shape("退费标志为 0 的行，备注及其后各列右移一列（共 11 列）", _each_row(_shifted)),
    "rows-trailing-tab": Shape("下载的 TXT 每行末尾多一个 Tab", _each_row(lambda cells: [*cells, ""])),
    "rows-crlf": Shape("下载的 TXT 以 CRLF 换行", lambda text: text.replace(b"\n", b"\r\n")),
    "rows-no-end": Shape("下载的 TXT 最后一行没有换行", lambda text: text.removesuffix(b"\n")),
    "rows-bom": Shape("下载的 TXT 以 BOM 开头", lambda text: b"\xef\xbb\xbf" + text),
}
"""Applied to the TXT in a downloaded zip, in this order."""


def _path_entry(content: bytes) -> bytes:
    return _zip([(f"../{_ENTRY}", unzip(content))])


def _two_entries(content: bytes) -> bytes:
    return _zip([(_ENTRY, unzip(content)), (f"2-{_ENTRY}", b"")])


def _zip(entries: Sequence[tuple[str, bytes]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries:
            archive.writestr(zipfile.ZipInfo(name), text)
    return target.getvalue()


def _encrypted(content: bytes) -> bytes:
    """The zip with both flags that say that its content is encrypted."""
    return _patched(content, 6, 8, "<H", 1)


def _bomb(_: bytes) -> bytes:
    """A zip of about four megabytes that unfolds to four gigabytes of nothing."""
    # After a full flush the compressor starts anew, so that the same bytes can be repeated.
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = compressor.compress(_BLOCK) + compressor.flush(zlib.Z_FULL_FLUSH)
    packed = block * _BOMB_BLOCKS + compressor.flush()
    empty = _zip([(_ENTRY, b"")])
    name = _ENTRY.encode()
    directory = empty.index(b"PK\x01\x02")
    # Only sizes are right: nobody should get as far as the check sum.
    head = bytearray(empty[: 30 + len(name)])
    tail = bytearray(empty[directory:])
    for part, place in ((head, 14), (tail, 16)):
        struct.pack_into("<III", part, place, 0, len(packed), _BOMB_BLOCKS * len(_BLOCK))
    for part, place in ((head, 8), (tail, 10)):
        struct.pack_into("<H", part, place, zipfile.ZIP_DEFLATED)
    struct.pack_into("<I", tail, len(tail) - 6, len(head) + len(packed))
    return bytes(head) + packed + bytes(tail)


def _small_claim(content: bytes) -> bytes:
    """A bomb that declares to hold a hundred bytes."""
    return _patched(_bomb(content), 22, 24, "<I", 100)


def _patched(content: bytes, local: int, central: int, form: str, value: int) -> bytes:
    """The zip with one number in its local header and in its directory replaced."""
    patched = bytearray(content)
    struct.pack_into(form, patched, local, value)
    struct.pack_into(form, patched, content.rindex(b"PK\x01\x02") + central, value)
    return bytes(patched)


ZIP_SHAPES: Mapping[str, FileShape] = {
    "zip-truncated": Shape("下载的 zip 只有前一半", lambda content: content[: len(content) // 2]),
    "zip-path": Shape("下载的 zip 里的文件名带 ../", _path_entry),
    "zip-two": Shape("下载的 zip 里有两个文件", _two_entries),
    "zip-encrypted": Shape("下载的 zip 标为已加密", _encrypted),
    "zip-bomb": Shape("下载的 zip 只有几兆，解开后约 4 GB", _bomb),
    "zip-small-claim": Shape("同 zip-bomb，但声明只有 100 字节", _small_claim),
}
"""Applied to a downloaded zip, in this order, after its TXT."""

DOWNLOADS: Mapping[str, str] = {
    "download-error": "下载失败的 JSON 报文，Content-Type 却是 application/octet-stream",
    "download-as-json": "下载的 zip，Content-Type 却是 application/json",
}
"""What else can be odd about the answer of a download."""


def apply_file_shapes(content: bytes, text_shapes: Sequence[str], zip_shapes: Sequence[str]) -> bytes:
    """The zip in these shapes."""
    if text_shapes:
        text = unzip(content)
        for name in text_shapes:
            text = TEXT_SHAPES[name].apply(text)
        content = pack([text], _ENTRY)
    for name in zip_shapes:
        content = ZIP_SHAPES[name].apply(content)
    return content
