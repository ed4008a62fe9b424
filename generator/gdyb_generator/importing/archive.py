"""Opens a .docx: limits against zip bombs, and a parser that resolves no entity, loads no DTD and no network."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from lxml import etree

from gdyb_generator.importing.blocks import ImportFailed

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MIB = 1 << 20
MOST_FILE = 200 * _MIB
MOST_ENTRIES = 20_000
MOST_PART = 96 * _MIB
MOST_RATIO = 200
MOST_TREE = 56 * _MIB
_LARGE = 24 * _MIB
_FORMAT_CHANGE = re.compile(rb"<w:rPrChange\b[^>]*[^/>]>.*?</w:rPrChange>", re.DOTALL)
_FORMAT = re.compile(rb"<w:rPr>.*?</w:rPr>", re.DOTALL)
_HOW_TO_CONVERT = "请先另存为 .docx：用 Word 打开后“另存为 → Word 文档 (*.docx)”，或运行 soffice --headless --convert-to docx 文件.doc"


def document_parts(path: Path) -> tuple[etree._Element, etree._Element | None, etree._Element | None]:
    """The parsed body and, where there are any, the styles and the numbering of a Word file."""
    with path.open("rb") as file:
        start = file.read(8)
    if start == _OLE:
        raise ImportFailed(
            f"{path.name} 是旧的 .doc 格式，或是加了密码的文件。{_HOW_TO_CONVERT}；有密码时先在 Word 中取消密码"
        )
    if path.stat().st_size > MOST_FILE:
        raise ImportFailed(f"{path.name} 超过 {MOST_FILE // _MIB} MiB，不像接口文档，不打开")
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive, path.name)
            body = _part(archive, _main_part(archive, path.name))
            names = archive.namelist()
            styles, numbering = (
                _part(archive, name) if name in names else None for name in ("word/styles.xml", "word/numbering.xml")
            )
            return body, styles, numbering
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise ImportFailed(f"{path.name} 不是完好的 .docx（{error}）。请重新下载，或在 Word 中打开后另存") from error


def _check(archive: zipfile.ZipFile, name: str) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise ImportFailed(f"{name} 里有 {len(entries)} 个条目，超过 {MOST_ENTRIES}：像是压缩炸弹，不打开")
    for entry in entries:
        if entry.flag_bits & 1:
            raise ImportFailed(f"{name} 加了密码：先在 Word 中取消密码")


def _main_part(archive: zipfile.ZipFile, name: str) -> str:
    names = archive.namelist()
    for candidate in ("word/document.xml", "word/document2.xml"):
        if candidate in names:
            return candidate
    raise ImportFailed(f"{name} 里没有 word/document.xml：不是 Word 文档，或已损坏")


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element:
    entry = archive.getinfo(name)
    ratio = entry.file_size / max(entry.compress_size, 1)
    if entry.file_size > MOST_PART or (ratio > MOST_RATIO and entry.file_size > 16 * _MIB):
        size = f"{entry.file_size / _MIB:.0f} MiB，压缩比 {ratio:.0f}"
        raise ImportFailed(f"{name} 解压后 {size}：像是压缩炸弹，不打开")
    with archive.open(entry) as stream:
        data = stream.read(MOST_PART + 1)
    if len(data) > MOST_PART:
        raise ImportFailed(f"{name} 解压后超过 {MOST_PART // _MIB} MiB：像是压缩炸弹，不打开")
    if len(data) > _LARGE:
        # Fonts and colours are most of a large file and hold no text; a tree of them would not fit in memory.
        data = _FORMAT.sub(_without_format, _FORMAT_CHANGE.sub(b"", data))
        if len(data) > MOST_TREE:
            raise ImportFailed(f"{name} 的正文超过 {MOST_TREE // _MIB} MiB：请分成几个文件导入")
    return parse(data, name)


def _without_format(match: re.Match[bytes]) -> bytes:
    # Struck and hidden texts are told by their format.
    return match[0] if b"trike" in match[0] or b"<w:vanish" in match[0] else b""


def parse(data: bytes, name: str) -> etree._Element:
    """The root of an XML part; a DTD, which Word never writes, is refused before anything is expanded."""
    # A DTD could also hide in UTF-16; Word writes UTF-8.
    head = data[: 4 * _MIB].replace(b"\0", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise ImportFailed(f"{name} 带有 DTD 或实体声明：Word 不会写这些，像是 XML 炸弹，不打开")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ImportFailed(f"{name} 已损坏，不是完好的 XML（{error}）。在 Word 中打开并修复后另存") from error
    if root.getroottree().docinfo.doctype:
        raise ImportFailed(f"{name} 带有 DTD：像是 XML 炸弹，不打开")
    return root
