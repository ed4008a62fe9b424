"""CSV files as spreadsheets and databases write them, in whatever encoding."""

import codecs
import io
import re
from pathlib import Path

import polars as pl

from gdyb_workflows.records.problems import RecordsUnusable
from gdyb_workflows.records.shape import MOST_COLUMNS
from gdyb_workflows.records.sources import ROW, Keep, Source

__all__ = ["open_csv"]

_CHUNK = 1 << 20
_LONGEST_HEADING = 1 << 20
"""Bytes."""
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ENCODINGS = ("utf-8", "gb18030")
_SEPARATORS = (",", "\t", ";", "|")
_AGAIN = re.compile(r"(.+)_duplicated_[0-9]+")
"""What polars calls a repeated heading."""


def open_csv(path: Path, *, folder: Path, keep: Keep, encoding: str | None = None) -> Source:
    """A file with a heading; UTF-8 with or without byte order mark, UTF-16 with one, or GBK, unless `encoding` says so.

    Raises RecordsUnusable, OSError or PolarsError when it cannot be read.
    """
    content = _readable(path, encoding or _encoding_of(path))
    separator = max(_SEPARATORS, key=_heading(path, content).count)
    frame = pl.scan_csv(
        content, separator=separator, infer_schema=False, glob=False, encoding="utf8", raise_if_empty=True
    )
    names = frame.collect_schema().names()
    for name in names:
        if (again := _AGAIN.fullmatch(name)) and again[1] in names:
            raise RecordsUnusable.because(path, f"列名 {again[1]} 重复")
    # All columns are read once: of a row with too many cells polars says nothing unless it reads the last column.
    staged = folder / "records.parquet"
    filled = pl.any_horizontal(pl.col(names).is_not_null())
    frame.with_row_index(ROW, offset=2).filter(filled).select(ROW, *keep(names)).sink_parquet(staged)
    return Source(frame=pl.scan_parquet(staged, glob=False), name=str(path))


def _readable(path: Path, encoding: str) -> Path | bytes:
    """The file itself where it is UTF-8, else its text in UTF-8, in memory: no copy of it is left anywhere."""
    if encoding in ("utf-8", "utf-8-sig"):
        return path
    try:
        return path.read_bytes().decode(encoding).encode("utf-8")
    except LookupError:
        raise RecordsUnusable.because(path, f"不认识编码 {encoding}") from None
    except UnicodeError:
        raise RecordsUnusable.because(path, f"不是 {encoding} 编码的文本") from None


def _heading(path: Path, content: Path | bytes) -> str:
    with content.open("rb") if isinstance(content, Path) else io.BytesIO(content) as file:
        line = file.readline(_LONGEST_HEADING + 1)
    heading = line.decode("utf-8-sig", "replace")
    if "\r" in heading.rstrip("\r\n"):
        raise RecordsUnusable.because(path, "行尾是单独的 CR：请另存为以 CRLF 或 LF 换行的 CSV")
    if not heading.strip():
        raise RecordsUnusable.because(path, "第一行应为列名")
    columns = max(map(heading.count, _SEPARATORS)) + 1
    if columns > MOST_COLUMNS or len(line) > _LONGEST_HEADING:
        raise RecordsUnusable.because(path, f"第一行不像列名：多于 {MOST_COLUMNS} 列，或长得不是一行列名")
    return heading


def _encoding_of(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name
    for name in _ENCODINGS:
        if _decodes(path, name):
            return name
    raise RecordsUnusable.because(path, "既不是 UTF-8 也不是 GBK 编码；请另存为“CSV UTF-8”，或用 --encoding 指定编码")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
