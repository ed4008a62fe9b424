"""The walk over a Word body: every printed text, also of caption fields, insertions and content controls."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree

from gdyb_generator.importing.archive import document_parts
from gdyb_generator.importing.blocks import Block, Cell, ImportFailed, Paragraph, Source, Table

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DROPPED = frozenset(
    "del moveFrom instrText delText delInstrText fldChar rPr pPr tblPr trPr tcPr sectPr sdtPr sdtEndPr footnoteReference "
    "endnoteReference commentReference annotationRef proofErr bookmarkStart bookmarkEnd rt tblGrid".split()
)
_CONTROLS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\ufffe\uffff\ud800-\udfff]"
)
_DEEPEST = 40
Progress = Callable[[int, int], None]


def read_word(path: Path, progress: Progress = lambda done, total: None) -> Source:
    """The blocks of a .docx in reading order, with the text dump that their lines count."""
    body, styles = document_parts(path)
    root = next((e for e in body if _name(e) == "body"), None)
    if root is None:
        raise ImportFailed(f"{path.name} 没有正文：不是 Word 文档，或已损坏")
    walk = _Walk(_heading_levels(styles))
    total = len(root)
    for i, element in enumerate(root):
        walk.block(element, 0)
        if i % 50 == 0:
            progress(i, total)
    progress(total, total)
    return Source(walk.blocks, walk.lines)


def _name(element: etree._Element) -> str:
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    if tag.startswith((_W, _STRICT)):
        return tag.rpartition("}")[2]
    return "AlternateContent" if tag == f"{_MC}AlternateContent" else ""


def _attribute(element: etree._Element | None, name: str) -> str:
    if element is None:
        return ""
    return str(element.get(f"{_W}{name}") or element.get(f"{_STRICT}{name}") or "")


def _child(element: etree._Element | None, *names: str) -> etree._Element | None:
    for name in names:
        if element is None:
            return None
        element = next((child for child in element if _name(child) == name), None)
    return element


def _heading_levels(styles: etree._Element | None) -> dict[str, int]:
    levels: dict[str, int] = {}
    for style in styles if styles is not None else ():
        if _name(style) != "style":
            continue
        named = _attribute(_child(style, "name"), "val").lower()
        outline = _attribute(_child(style, "pPr", "outlineLvl"), "val")
        found = re.fullmatch(r"(?:heading|标题)\s*([1-9])", named)
        if found or outline.isdigit():
            levels[_attribute(style, "styleId")] = int(found[1]) if found else int(outline) + 1
        elif named.startswith("toc"):
            levels[_attribute(style, "styleId")] = -1
    return levels


class _Walk:
    def __init__(self, levels: dict[str, int]) -> None:
        self.levels = levels
        self.blocks: list[Block] = []
        self.lines: list[str] = []

    def block(self, element: etree._Element, depth: int) -> None:
        """A paragraph, a table, or something that wraps them."""
        name = _name(element)
        if depth > _DEEPEST or name in _DROPPED:
            return
        if name == "p":
            self._paragraph(element)
        elif name == "tbl":
            self._table(element, "", depth)
        elif name == "AlternateContent":
            if len(element):
                self._all(element[0], depth)
        elif name:
            self._all(element, depth)

    def _all(self, element: etree._Element, depth: int) -> None:
        for child in element:
            self.block(child, depth + 1)

    def _paragraph(self, element: etree._Element) -> None:
        level = self._level(element)
        if level >= 0:
            for part in paragraph_text(element).split("\n"):
                self.blocks.append(Paragraph(part, self._line(part), level))
        for box in text_boxes(element):
            self._all(box, 1)

    def _level(self, element: etree._Element) -> int:
        own = _attribute(_child(element, "pPr", "outlineLvl"), "val")
        if own.isdigit() and int(own) < 9:
            return int(own) + 1
        return self.levels.get(_attribute(_child(element, "pPr", "pStyle"), "val"), 0)

    def _line(self, text: str, before: str = "") -> int:
        number = len(self.lines) + 1
        for i, part in enumerate(text.split("\n")):
            self.lines += [part if i else before + part, ""]
        return number

    def _table(self, element: etree._Element, inside: str, depth: int) -> None:
        table = Table(inside=inside)
        self.blocks.append(table)
        above: dict[int, Cell] = {}
        nested: list[tuple[etree._Element, str]] = []
        for row in _rows(element, depth):
            cells = self._row(row, above, nested)
            table.rows.append(cells)
            self.lines += ["", ""]
        self.lines += ["", ""]
        for inner, place in nested:
            if depth < _DEEPEST:
                self._table(inner, place, depth + 1)

    def _row(self, row: etree._Element, above: dict[int, Cell], nested: list[tuple[etree._Element, str]]) -> list[Cell]:
        column = _number(_attribute(_child(row, "trPr", "gridBefore"), "val"), 0)
        cells: list[Cell] = []
        for element in _cells(row, 0):
            properties = _child(element, "tcPr")
            width = max(1, _number(_attribute(_child(properties, "gridSpan"), "val"), 1))
            across = _child(properties, "hMerge")
            if across is not None and _attribute(across, "val") != "restart" and cells:
                column += width
                cells[-1].end = column
                continue
            down = _child(properties, "vMerge")
            continues = down is not None and _attribute(down, "val") != "restart"
            cells.append(self._cell(element, column, width, above.get(column) if continues else None, nested))
            if down is not None and not continues:
                above[column] = cells[-1]
            elif down is None:
                above.pop(column, None)
            column += width
        return cells

    def _cell(
        self,
        element: etree._Element,
        column: int,
        width: int,
        origin: Cell | None,
        nested: list[tuple[etree._Element, str]],
    ) -> Cell:
        text = cell_text(element)
        inner = list(_nested(element, 0))
        if origin is not None and not text:
            text = origin.text
        line = self._line(text, "\t\t")
        nested += [(table, f"第 {line} 行的单元格") for table in inner]
        return Cell(text, line, column, column + width, merged=origin is not None, nested=bool(inner))


def _number(text: str, default: int) -> int:
    return min(int(text), 200) if text.isdigit() else default


def _through(element: etree._Element, wanted: str, depth: int) -> Iterator[etree._Element]:
    for child in element:
        name = _name(child)
        if name == wanted:
            yield child
        elif name in {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"} and depth < _DEEPEST:
            yield from _through(child, wanted, depth + 1)


def _rows(table: etree._Element, depth: int) -> Iterator[etree._Element]:
    for row in _through(table, "tr", depth):
        if _child(row, "trPr", "del") is None:
            yield row


def _cells(row: etree._Element, depth: int) -> Iterator[etree._Element]:
    yield from _through(row, "tc", depth)


def _nested(cell: etree._Element, depth: int) -> Iterator[etree._Element]:
    yield from _through(cell, "tbl", depth)


def cell_text(cell: etree._Element) -> str:
    """The paragraphs of a cell, one per line; blank ones at its ends are layout."""
    return "\n".join(line.rstrip(" \u3000\xa0") for line in _cell_lines(cell)).strip(" \n\u3000\xa0")


def _cell_lines(cell: etree._Element) -> list[str]:
    lines = [line for p in _through(cell, "p", 0) for line in paragraph_text(p).split("\n")]
    return [line for line in lines if line.strip()]


def paragraph_text(paragraph: etree._Element) -> str:
    """All printed text of a paragraph: results of fields too, deleted text and field codes not."""
    pieces: list[str] = []
    _collect(paragraph, pieces, 0)
    return "\n".join(_CONTROLS.sub("", line) for line in "".join(pieces).split("\n"))


def _collect(element: etree._Element, pieces: list[str], depth: int) -> None:
    for child in element:
        name = _name(child)
        if name in {"t", "delText"}:
            pieces.append((child.text or "").replace("\t", " ").replace("\n", " ") if name == "t" else "")
        elif name in {"br", "cr"}:
            pieces.append("\n")
        elif name in {"tab", "ptab"}:
            pieces.append(" ")
        elif name == "noBreakHyphen":
            pieces.append("-")
        elif name == "sym":
            pieces.append(_symbol(_attribute(child, "char")))
        elif name == "AlternateContent":
            if len(child) and depth < _DEEPEST:
                _collect(child[0], pieces, depth + 1)
        elif (
            name
            and name not in _DROPPED
            and name not in {"drawing", "pict", "object", "txbxContent", "tbl"}
            and depth < _DEEPEST
        ):
            _collect(child, pieces, depth + 1)


def _symbol(code: str) -> str:
    # Wingdings: F0FC is a tick, F0FB a cross, F052 and F0FE boxes with a tick.
    ticks = {"F0FC": "√", "F052": "√", "F0FE": "√", "F050": "√", "F0FB": "×"}
    try:
        return ticks.get(code.upper()) or chr(int(code, 16))
    except ValueError:
        return ""


def text_boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Text boxes drawn at a paragraph, each once although Word writes it in two notations."""
    seen: set[str] = set()
    for tag in (f"{_W}txbxContent", f"{_STRICT}txbxContent"):
        for box in paragraph.iter(tag):
            text = "".join(box.itertext())
            if text not in seen:
                seen.add(text)
                yield box
