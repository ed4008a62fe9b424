"""The walk over a Word body: every printed text, also of caption fields, insertions and content controls."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from lxml import etree

from gdyb_generator.importing.archive import document_parts
from gdyb_generator.importing.blocks import Block, Cell, ImportFailed, Paragraph, Source, Table
from gdyb_generator.importing.numbering import Label, Numbering
from gdyb_generator.importing.wordxml import STRICT, TRANSITIONAL, attribute, child, local_name, whole

_DROPPED = frozenset(
    "del moveFrom instrText delText delInstrText fldChar rPr pPr tblPr trPr tcPr sectPr sdtPr sdtEndPr footnoteReference "
    "endnoteReference commentReference annotationRef proofErr bookmarkStart bookmarkEnd rt tblGrid".split()
)
_CONTROLS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\ufffe\uffff\ud800-\udfff]"
)
_DEEPEST = 40
_HEADING_LEVELS = 9
_MOST_COLUMNS = 200
_SHOWN = 20
"""Characters of what cannot be read."""
Progress = Callable[[int, int], None]


def read_word(path: Path, progress: Progress = lambda done, total: None) -> Source:
    """The blocks of a .docx in reading order, with the text dump that their lines count."""
    body, styles, numbering = document_parts(path)
    root = next((e for e in body if local_name(e) == "body"), None)
    if root is None:
        raise ImportFailed(f"{path.name} 没有正文：不是 Word 文档，或已损坏")
    walk = _Walk(_heading_levels(styles), Numbering(numbering, styles), has_marks=_mark_runs(body))
    total = len(root)
    for i, element in enumerate(root):
        walk.block(element, 0)
        if i % 50 == 0:
            progress(i, total)
    progress(total, total)
    return Source(walk.blocks, walk.lines, walk.doubts)


def _heading_levels(styles: etree._Element | None) -> dict[str, int]:
    levels: dict[str, int] = {}
    for style in styles if styles is not None else ():
        if local_name(style) != "style":
            continue
        named = attribute(child(style, "name"), "val").lower()
        outline = attribute(child(style, "pPr", "outlineLvl"), "val")
        match = re.fullmatch(r"(?:heading|标题)\s*([1-9])", named)
        level = int(match[1]) - 1 if match else whole(outline)
        if level is not None:
            levels[attribute(style, "styleId")] = level + 1
        elif named.startswith("toc"):
            levels[attribute(style, "styleId")] = -1
    return levels


class _Walk:
    def __init__(self, levels: dict[str, int], numbering: Numbering, *, has_marks: bool) -> None:
        self.levels = levels
        self.has_marks = has_marks
        self.numbering = numbering
        self.doubts: list[tuple[str, int, str]] = []
        self.blocks: list[Block] = []
        self.lines: list[str] = []

    def block(self, element: etree._Element, depth: int) -> None:
        """A paragraph, a table, or something that wraps them."""
        name = local_name(element)
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
        for inner in element:
            self.block(inner, depth + 1)

    def _paragraph(self, element: etree._Element) -> None:
        level = self._level(element)
        label = self.numbering.label(element)
        if level >= 0:
            for i, part in enumerate(paragraph_text(element).split("\n")):
                printed = part if i else label.before(part)
                # The number of a caption says which table it is; that of a heading or a sentence says nothing.
                text = printed if "表" in label.text else part
                self.blocks.append(Paragraph(text, self._line(printed), level))
        for box in text_boxes(element):
            self._all(box, 1)

    def _level(self, element: etree._Element) -> int:
        own = whole(attribute(child(element, "pPr", "outlineLvl"), "val"))
        if own is not None and own < _HEADING_LEVELS:
            return own + 1
        return self.levels.get(attribute(child(element, "pPr", "pStyle"), "val"), 0)

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
        if next(_rows(element, depth), None) is None:
            self.blocks.pop()
        for row in _rows(element, depth):
            cells = self._row(row, above, nested)
            table.rows.append(cells)
            self.lines += ["", ""]
        self.lines += ["", ""]
        for inner, place in nested:
            if depth < _DEEPEST:
                self._table(inner, place, depth + 1)

    def _row(self, row: etree._Element, above: dict[int, Cell], nested: list[tuple[etree._Element, str]]) -> list[Cell]:
        column = self._span(child(row, "trPr", "gridBefore"), 0)
        cells: list[Cell] = []
        for element in _cells(row, 0):
            properties = child(element, "tcPr")
            width = max(1, self._span(child(properties, "gridSpan"), 1))
            across = child(properties, "hMerge")
            if across is not None and attribute(across, "val") != "restart" and cells:
                column += width
                cells[-1].end = column
                continue
            down = child(properties, "vMerge")
            continues = down is not None and attribute(down, "val") != "restart"
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
        unknown: list[str] = []
        text = cell_text(element, lambda p: self._label(p, unknown)) if origin is None else cell_text(element)
        inner = list(_nested(element, 0))
        if origin is not None and not text:
            text = origin.text
        line = self._line(text, "\t\t")
        self.doubts += [("NUMBER_UNKNOWN", line, reason) for reason in unknown]
        self.doubts += [("TEXT_STRUCK", line, struck) for p in self._marked(element) for struck in struck_texts(p)]
        nested += [(table, f"第 {line} 行的单元格") for table in inner]
        return Cell(text, line, column, column + width, merged=origin is not None, nested=bool(inner))

    def _span(self, element: etree._Element | None, default: int) -> int:
        """How many columns a cell covers, or a row leaves free."""
        printed = attribute(element, "val")
        span = whole(printed)
        if span is not None and span <= _MOST_COLUMNS:
            return span
        if printed:
            self.doubts.append(("SPAN_UNREADABLE", len(self.lines), printed[:_SHOWN]))
        return default

    def _marked(self, cell: etree._Element) -> Iterator[etree._Element]:
        return _through(cell, "p", 0) if self.has_marks else iter(())

    def _label(self, paragraph: etree._Element, unknown: list[str]) -> Label:
        label = self.numbering.label(paragraph)
        if label.unknown:
            unknown.append(label.unknown)
        return label


def _through(element: etree._Element, tag: str, depth: int) -> Iterator[etree._Element]:
    for inner in element:
        name = local_name(inner)
        if name == tag:
            yield inner
        elif name in {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"} and depth < _DEEPEST:
            yield from _through(inner, tag, depth + 1)


def _rows(table: etree._Element, depth: int) -> Iterator[etree._Element]:
    for row in _through(table, "tr", depth):
        if child(row, "trPr", "del") is None:
            yield row


def _cells(row: etree._Element, depth: int) -> Iterator[etree._Element]:
    yield from _through(row, "tc", depth)


def _nested(cell: etree._Element, depth: int) -> Iterator[etree._Element]:
    yield from _through(cell, "tbl", depth)


def cell_text(cell: etree._Element, label: Callable[[etree._Element], Label] = lambda paragraph: Label()) -> str:
    """The paragraphs of a cell with their numbers, one per line; blank ones at its ends are layout."""
    lines = [
        line for p in _through(cell, "p", 0) for line in label(p).before(paragraph_text(p)).split("\n") if line.strip()
    ]
    return "\n".join(line.rstrip(" \u3000\xa0") for line in lines).strip(" \n\u3000\xa0")


def paragraph_text(paragraph: etree._Element) -> str:
    """All printed text of a paragraph: results of fields too, deleted text and field codes not."""
    pieces: list[str] = []
    _collect(paragraph, pieces, 0)
    return "\n".join(_CONTROLS.sub("", line) for line in "".join(pieces).split("\n"))


def _collect(element: etree._Element, pieces: list[str], depth: int) -> None:
    for inner in element:
        name = local_name(inner)
        if inner.get(_MARK):
            continue
        if name in {"t", "delText"}:
            pieces.append((inner.text or "").replace("\t", " ").replace("\n", " ") if name == "t" else "")
        elif name in {"br", "cr"}:
            pieces.append("\n")
        elif name in {"tab", "ptab"}:
            pieces.append(" ")
        elif name == "noBreakHyphen":
            pieces.append("-")
        elif name == "sym":
            pieces.append(_symbol(attribute(inner, "char")))
        elif name == "AlternateContent":
            if len(inner) and depth < _DEEPEST:
                _collect(inner[0], pieces, depth + 1)
        elif (
            name
            and name not in _DROPPED
            and name not in {"drawing", "pict", "object", "txbxContent", "tbl"}
            and depth < _DEEPEST
        ):
            _collect(inner, pieces, depth + 1)


_MARK = "mark"
_HIDDEN, _STRUCK = "hidden", "struck"


def _mark_runs(body: etree._Element) -> bool:
    """Marks the runs that are not printed or are printed with a line through them; whether there are any."""
    any_marked = False
    for name, mark in (("strike", _STRUCK), ("dstrike", _STRUCK), ("vanish", _HIDDEN)):
        for space in (TRANSITIONAL, STRICT):
            for element in body.iter(f"{space}{name}"):
                run = element.getparent()
                run = run.getparent() if run is not None and local_name(run) == "rPr" else None
                if (
                    run is not None
                    and local_name(run) == "r"
                    and attribute(element, "val") not in {"0", "false", "off"}
                ):
                    run.set(_MARK, mark)
                    any_marked = True
    return any_marked


def struck_texts(element: etree._Element) -> Iterator[str]:
    """Texts that are printed with a line through them: somebody took them back by hand."""
    for run in element.iterfind(f".//*[@{_MARK}='{_STRUCK}']"):
        if text := "".join(part.text or "" for part in run if local_name(part) == "t").strip():
            yield text


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
    for tag in (f"{TRANSITIONAL}txbxContent", f"{STRICT}txbxContent"):
        for box in paragraph.iter(tag):
            text = "".join(box.itertext())
            if text not in seen:
                seen.add(text)
                yield box
