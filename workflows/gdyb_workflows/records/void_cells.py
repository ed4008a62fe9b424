"""Cells of a workbook that show something and have no value: errors, and formulas that were never calculated."""

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import IO, TypeAlias
from xml.etree import ElementTree
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from gdyb_workflows.records.marks import BROKEN_CELL, EMPTY_FORMULA
from gdyb_workflows.records.problems import RecordsUnusable

__all__ = ["Place", "find_void_cells"]

Place: TypeAlias = tuple[int, int]
"""Row and column, counted from 0."""

_CHUNK = 1 << 20
_SUSPICIOUS = re.compile(rb"""<(?:\w+:)?f[\s/>]|\st=["']e["']""")
_OVERLAP = 64
_REFERENCE = re.compile(r"([A-Z]+)([0-9]+)")
_BOOK = PurePosixPath("xl/workbook.xml")


def find_void_cells(path: Path, sheet: str) -> Mapping[Place, str]:
    """The marks of all such cells of a sheet, by place.

    Raises:
        RecordsUnusable: when the parts of the workbook do not lie where they always do.
    """
    try:
        return _find(path, sheet)
    except (BadZipFile, ElementTree.ParseError, expat.ExpatError, LookupError, StopIteration, ValueError):
        raise RecordsUnusable.because(path, "工作簿的结构不寻常：请用 Excel 或 WPS 打开后另存为 .xlsx") from None


def _find(path: Path, sheet: str) -> Mapping[Place, str]:
    with ZipFile(path) as archive:
        part = _part(archive, sheet)
        with archive.open(part) as content:
            if not _is_suspicious(content):
                return {}
        with archive.open(part) as content:
            return _Cells(content).found


def _part(archive: ZipFile, sheet: str) -> str:
    book = ElementTree.fromstring(archive.read(str(_BOOK)))
    links = ElementTree.fromstring(archive.read(str(_BOOK.parent / "_rels" / f"{_BOOK.name}.rels")))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    held = next(element for element in book.iter() if element.get("name") == sheet and _local(element.tag) == "sheet")
    link = next(value for name, value in held.items() if _local(name) == "id" and name != "id")
    target = targets[link]
    return target.lstrip("/") if target.startswith("/") else str(_BOOK.parent / target)


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]


def _is_suspicious(content: IO[bytes]) -> bool:
    # Most sheets have neither, and looking at every cell takes longer than reading them all.
    tail = b""
    while chunk := content.read(_CHUNK):
        if _SUSPICIOUS.search(tail + chunk):
            return True
        tail = chunk[-_OVERLAP:]
    return False


class _Cells:
    """Walks through the cells of a sheet."""

    def __init__(self, content: IO[bytes]) -> None:
        self.found: dict[Place, str] = {}
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
            self._column = _column(attributes["r"]) if "r" in attributes else self._column + 1
            self._type = attributes.get("t", "")
            self._is_formula = self._has_value = False
        elif name == "f":
            self._is_formula = True
        elif name == "v":
            self._is_value = True

    def _text(self, text: str) -> None:
        self._has_value = self._has_value or self._is_value

    def _end(self, tag: str) -> None:
        name = _local(tag)
        if name == "v":
            self._is_value = False
        elif name == "c" and self._type == "e":
            self.found[self._row, self._column] = BROKEN_CELL.text
        # A formula may give an empty text.
        elif name == "c" and self._is_formula and not self._has_value and self._type != "str":
            self.found[self._row, self._column] = EMPTY_FORMULA.text


def _column(reference: str) -> int:
    match = _REFERENCE.fullmatch(reference)
    number = 0
    for letter in match[1] if match else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
