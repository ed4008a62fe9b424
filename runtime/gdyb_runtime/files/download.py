"""A file that came down: told apart from a message, and kept on disk under a name that cannot lead elsewhere."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .archive import ZipLimits
    from .layout import Layout
    from .text import RowReader

_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_FILE_TYPES = ("application/octet-stream", "application/zip", "application/x-zip-compressed")

_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(?:\.|$)", re.IGNORECASE
)
_LONGEST_STEM = 50
"""Characters; even of four bytes each, with suffix and mark they keep to the 255 bytes of common file systems."""


class DownloadedFile:
    """The bytes of a downloaded file; its repr shows only how many there are."""

    def __init__(self, content: bytes, *, name: str) -> None:
        self.content = content
        self.name = name
        """Name under which ``save`` keeps it unless told otherwise."""

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
        """The TXT inside the zip.

        Raises:
            FileUnreadable: when it is no zip with exactly one file, is broken, encrypted or beyond the limits.
        """
        from .archive import unzip

        return unzip(self.content, limits)

    def rows(self, layout: Layout, *, limits: ZipLimits | None = None) -> RowReader:
        """The rows of the TXT inside the zip, read block by block.

        Raises:
            FileUnreadable: at once or while reading, as ``text`` does.
        """
        from .archive import open_zip
        from .text import RowReader

        return RowReader(open_zip(self.content, limits), layout)


def looks_like_zip(body: bytes) -> bool:
    """Whether the bytes begin like a zip."""
    return body.startswith(_ZIP_STARTS)


def is_octet_stream(content_type: str | None) -> bool:
    """Whether a Content-Type stands for a file."""
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
    if _RESERVED.match(stem + dot):
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
