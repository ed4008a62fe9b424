"""A downloaded file: distinguished from a message, and saved under a safe file name."""

from __future__ import annotations

import codecs
import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from gdyb_runtime.local.file_names import is_reserved

from .layout import SEPARATORS

if TYPE_CHECKING:
    from ._text import RowReader
    from .archive import ZipLimits
    from .layout import Layout

__all__ = ["DownloadedFile", "is_octet_stream", "looks_like_rows", "looks_like_zip", "safe_name", "save"]

_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_FILE_TYPES = ("application/octet-stream", "application/zip", "application/x-zip-compressed")

_FEWEST_MARKS = 3
_START = 1 << 16
_LONGEST_STEM = 50
"""Characters; even of four bytes each, with suffix and mark they keep to the 255 bytes of common file systems."""


class DownloadedFile:
    """The bytes of a downloaded file; its repr shows only how many there are."""

    def __init__(self, content: bytes, *, name: str) -> None:
        self.content = content
        self.name = name
        """Default file name of ``save``."""

    def __repr__(self) -> str:
        return f"<{len(self.content)} bytes>"

    def save(self, folder: str | os.PathLike[str], name: str | None = None) -> Path:
        """Keeps the file as it came in ``folder``, whole or not at all, and gives its path.

        ``name`` may be any text, e.g. a file_qury_no with slashes; ``safe_name`` makes it a plain file name. A file of
        that name is replaced.

        Raises:
            OSError: when the folder cannot be written.
        """
        return save(self.content, folder, name or self.name)

    def text(self, *, limits: ZipLimits | None = None) -> bytes:
        """The TXT inside the zip, or the content itself where it is a TXT that nobody packed.

        Raises:
            FileUnreadable: when it is no zip with exactly one file, is broken, encrypted or beyond the limits.
        """
        return b"".join(self._pieces(limits))

    def rows(self, layout: Layout, *, limits: ZipLimits | None = None) -> RowReader:
        """The rows of the TXT, see ``text``, read block by block.

        Raises:
            FileUnreadable: at once or while reading, as ``text`` does.
        """
        from ._text import RowReader

        return RowReader(self._pieces(limits), layout)

    def _pieces(self, limits: ZipLimits | None) -> Iterable[bytes]:
        from .archive import open_zip

        return (self.content,) if looks_like_rows(self.content) else open_zip(self.content, limits)


def looks_like_zip(body: bytes) -> bool:
    """Whether the bytes begin like a zip."""
    return body.startswith(_ZIP_STARTS)


def looks_like_rows(body: bytes) -> bool:
    """Whether the bytes begin like a TXT of rows: text whose first line has cells, no message and no web page."""
    start = body[:_START]
    if looks_like_zip(start) or start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"", b"{", b"[", b"<"):
        return False
    line = next((line for line in start.splitlines() if line), b"")
    if not any(line.count(mark) >= _FEWEST_MARKS for mark in (b"\t", *SEPARATORS)):
        return False
    return b"\0" not in start and any(map(_decodes, (start, start), ("utf-8", "gb18030")))


def _decodes(start: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(start)
    except UnicodeDecodeError:
        return False
    return True


def is_octet_stream(content_type: str | None) -> bool:
    """Whether a Content-Type denotes a file."""
    return (content_type or "").lower().partition(";")[0].strip() in _FILE_TYPES


def safe_name(name: str) -> str:
    """A plain file name that keeps what is readable of any text, valid on Windows and Linux.

    A name that had to be changed gets a few digits of its own, so that two different names stay different.
    """
    text = unicodedata.normalize("NFC", name)
    plain = "".join(char if char.isalnum() or char in "-_." else "_" for char in text).strip(". ")
    stem, dot, suffix = plain.rpartition(".")
    if not dot or len(suffix) > 10:
        stem, dot, suffix = plain, "", ""
    stem = stem[:_LONGEST_STEM].rstrip(". ") or "file"
    if is_reserved(stem + dot):
        stem = "_" + stem
    result = stem + dot + suffix
    if result == name:
        return result
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{stem}-{mark}{dot}{suffix}"


def save(content: bytes, folder: str | os.PathLike[str], name: str) -> Path:
    """Writes a file into a folder, whole or not at all; see ``DownloadedFile.save``."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    # Beside the target, because a file moves in one step only within one file system.
    descriptor, temporary = tempfile.mkstemp(dir=target, prefix=".gdyb-", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path = target / safe_name(name)
        Path(temporary).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(temporary).unlink()
        raise
    return path
