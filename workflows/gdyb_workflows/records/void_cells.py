"""Cells of a workbook that show something and have no value: errors, and formulas that were never calculated.

Also how far its cells reach: what reads them makes room for every cell in between.
"""

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import IO, TypeAlias
from xml.etree import ElementTree
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from gdyb_workflows.records.marks import BROKEN_CELL, EMPTY_FORMULA
from gdyb_workflows.records.problems import RecordsUnusable
from gdyb_workflows.records.shape import MOST_COLUMNS

__all__ = ["Place", "find_void_cells"]

Place: TypeAlias = tuple[int, int]
"""Row and column, counted from 0."""

_CHUNK = 1 << 20
_SUSPICIOUS = re.compile(rb"""<(?:\w+:)?f[\s/>]|\st=["']e["']""")
_FAR = re.compile(
    rb' r="(?:[A-Za-z]{3}|[B-Zb-z][A-Za-z]|[Aa][V-Zv-z]'
    rb"|[A-Za-z]+(?:[0-9]{8}|[2-9][0-9]{6}|1[1-9][0-9]{5}|10[5-9][0-9]{4}|1049[0-9]{3}|1048[6-9][0-9]{2}|10485[89][0-9]"
    rb"|104857[7-9]))"
)
"""A cell right of column AU, or below the last row of Excel; without any a sheet keeps to _MOST_CELLS."""
_OVERLAP = 64
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_MOST_CELLS = 50_000_000
"""In the rectangle around everything that has a value: a million rows of 50 columns."""
_MOST_ROWS = 1_048_576
_BOOK = PurePosixPath("xl/workbook.xml")


def find_void_cells(path: Path, sheet: str) -> Mapping[Place, str]:
    """The marks of all such cells of a sheet, by place.

    Raises:
        RecordsUnusable: when the parts of the workbook do not lie where they always do, or its cells lie too far apart.
    """
    try:
        return _find(path, sheet)
    except _TooFar as error:
        raise RecordsUnusable.because(path, str(error)) from None
    except (BadZipFile, ElementTree.ParseError, expat.ExpatError, LookupError, StopIteration, ValueError):
        raise RecordsUnusable.because(path, "工作簿的结构不寻常：请用 Excel 或 WPS 打开后另存为 .xlsx") from None


def _find(path: Path, sheet: str) -> Mapping[Place, str]:
    with ZipFile(path) as archive:
        part = _part(archive, sheet)
        with archive.open(part) as content:
            if not _is_suspicious(content):
                return {}
        with archive.open(part) as content:
            return _Cells(content).texts


def _part(archive: ZipFile, sheet: str) -> str:
    book = ElementTree.fromstring(archive.read(str(_BOOK)))
    links = ElementTree.fromstring(archive.read(str(_BOOK.parent / "_rels" / f"{_BOOK.name}.rels")))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    sheet_element = next(
        element for element in book.iter() if element.get("name") == sheet and _local(element.tag) == "sheet"
    )
    link = next(value for name, value in sheet_element.items() if _local(name) == "id" and name != "id")
    target = targets[link]
    return target.lstrip("/") if target.startswith("/") else str(_BOOK.parent / target)


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]


def _is_suspicious(content: IO[bytes]) -> bool:
    # Most sheets have nothing of it, and looking at every cell takes longer than reading them all.
    tail, cells, places = b"", 0, 0
    while chunk := content.read(_CHUNK):
        # What a place in the file is counted by ends in the chunk.
        both = tail + chunk
        if _SUSPICIOUS.search(both) or _FAR.search(both):
            return True
        cells += sum(both.count(start) - tail.count(start) for start in _STARTS)
        places += both.count(b' r="') - tail.count(b' r="')
        tail = both[-_OVERLAP:]
    # A row or cell that does not say where it is stands beside the last one, wherever that is.
    return places < cells


_STARTS = (b"<c ", b"<c>", b"<c/", b"<row ", b"<row>", b"<row/", b":c ", b":c>", b":c/", b":row ", b":row>", b":row/")


class _TooFar(Exception):
    """Cells lie so far apart that the sheet cannot be read; the text says what to do."""


class _Cells:
    """Walks through the cells of a sheet."""

    def __init__(self, content: IO[bytes]) -> None:
        self.texts: dict[Place, str] = {}
        self._extent = _Extent()
        self._row = self._column = -1
        self._type = ""
        self._is_formula = self._is_value = self._has_value = False
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.ParseFile(content)

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = _local(tag)
        if name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 2)) - 1, -1
        elif name == "c":
            if "r" in attributes:
                self._row, self._column = _place(attributes["r"])
            else:
                self._column += 1
            self._type = attributes.get("t", "")
            self._is_formula = self._has_value = False
        elif name == "f":
            self._is_formula = True
        elif name in ("v", "is"):
            self._is_value = name == "v"
            self._extent.add(self._row, self._column)

    def _text(self, text: str) -> None:
        self._has_value = self._has_value or self._is_value

    def _end(self, tag: str) -> None:
        name = _local(tag)
        if name == "v":
            self._is_value = False
        elif name == "c" and self._type == "e":
            self.texts[self._row, self._column] = BROKEN_CELL.text
        # A formula may give an empty text.
        elif name == "c" and self._is_formula and not self._has_value and self._type != "str":
            self.texts[self._row, self._column] = EMPTY_FORMULA.text


class _Extent:
    """The rectangle around all cells that have a value."""

    def __init__(self) -> None:
        self._count = 0
        self._rows: tuple[int, int] | None = None
        self._columns = (0, 0)

    def add(self, row: int, column: int) -> None:
        top, bottom = self._rows or (row, row)
        left, right = self._columns if self._rows else (column, column)
        self._rows, self._columns = (min(top, row), max(bottom, row)), (min(left, column), max(right, column))
        self._count += 1
        (top, bottom), (left, right) = self._rows, self._columns
        is_outside = bottom >= _MOST_ROWS or right >= MOST_COLUMNS
        if is_outside or (bottom - top + 1) * (right - left + 1) > _MOST_CELLS:
            raise _TooFar(
                f"第 {bottom + 1} 行、第 {right + 1} 列以内应是一张表，却离得太远：请删去远离表格的多余内容"
                "（选中那些行和列，删除）后另存"
            )


def _place(reference: str) -> Place:
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise _TooFar(f"有单元格的位置超出了 Excel 的范围（{_MOST_ROWS} 行、{MOST_COLUMNS} 列）：请用 Excel 打开后另存")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1
