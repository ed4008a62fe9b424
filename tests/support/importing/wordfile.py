"""Word files for tests: the XML that Word writes, typed by hand, so that every trap is really in the file."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
STYLES = (
    f"<w:styles {NAMESPACES}>"
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{n}"><w:name w:val="heading {n}"/><w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr></w:style>'
        for n in range(1, 5)
    )
    + '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style></w:styles>'
)


def run(text: str) -> str:
    """A run of text."""
    return f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def runs(text: str) -> str:
    """A text in two runs, with w:br for line breaks."""
    half = len(text) // 2
    parts = [p for piece in (text[:half], text[half:]) for p in [piece]]
    return "".join("<w:r><w:br/></w:r>".join(run(line) for line in part.split("\n")) for part in parts)


def p(inner: str, style: str = "") -> str:
    """A paragraph of runs."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{inner}</w:p>"


def text(value: str, style: str = "") -> str:
    """A paragraph of plain text."""
    return p(run(value), style)


def field_caption(before: str, number: str, after: str) -> str:
    """A caption whose number is a SEQ field: w:fldChar with the result in a run of its own."""
    code = '<w:r><w:instrText xml:space="preserve"> SEQ 表 \\* ARABIC </w:instrText></w:r>'
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return p(run(before) + marks[0] + code + marks[1] + run(number) + marks[2] + run(after))


def simple_field_caption(before: str, number: str, after: str) -> str:
    """A caption whose number is a w:fldSimple."""
    return p(run(before) + f'<w:fldSimple w:instr=" SEQ 表 ">{run(number)}</w:fldSimple>' + run(after))


def numbered(value: str = "", number: int = 1, level: int = 0, style: str = "") -> str:
    """A paragraph that Word numbers by itself."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{named}{place}</w:pPr>{run(value) if value else ''}</w:p>"


def level(place: int, text: str, kind: str = "decimal", start: int = 1, more: str = "") -> str:
    """A level of a list in numbering.xml."""
    inner = f'<w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{place}">{inner}</w:lvl>'


def lists(*levels: str, more: str = "") -> str:
    """numbering.xml with one list for each argument, numbered from 1; `more` stands behind them."""
    kinds = "".join(f'<w:abstractNum w:abstractNumId="{i}">{one}</w:abstractNum>' for i, one in enumerate(levels, 1))
    numbers = "".join(f'<w:num w:numId="{i}"><w:abstractNumId w:val="{i}"/></w:num>' for i in range(1, len(levels) + 1))
    return kinds + numbers + more


def cell(value: str = "", *, span: int = 1, down: str = "", across: str = "", inner: str = "") -> str:
    """A table cell; `down` is restart or continue, `inner` replaces its paragraphs."""
    marks = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if down:
        marks += "<w:vMerge/>" if down == "continue" else '<w:vMerge w:val="restart"/>'
    if across:
        marks += f'<w:hMerge w:val="{across}"/>'
    body = inner or "".join(text(line) for line in value.split("\n"))
    return f"<w:tc><w:tcPr>{marks}</w:tcPr>{body}</w:tc>"


def row(*cells: str, before: int = 0, after: int = 0) -> str:
    """A table row; plain texts become cells."""
    marks = (f'<w:gridBefore w:val="{before}"/>' if before else "") + (
        f'<w:gridAfter w:val="{after}"/>' if after else ""
    )
    body = "".join(c if c.startswith("<w:") else cell(c) for c in cells)
    return f"<w:tr><w:trPr>{marks}</w:trPr>{body}</w:tr>"


def table(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def plain_table(header: list[str], body: list[list[str]]) -> str:
    """A table without merges."""
    return table(row(*header), *(row(*line) for line in body))


@dataclass
class WordFile:
    """The body of a document, piece by piece."""

    pieces: list[str] = field(default_factory=list)
    numbering: str = ""

    def add(self, *pieces: str) -> WordFile:
        """Appends XML; a piece that is no XML becomes a paragraph."""
        self.pieces += [piece if piece.startswith("<") else text(piece) for piece in pieces]
        return self

    def save(self, path: Path) -> Path:
        """Writes the .docx."""
        body = f'<?xml version="1.0" encoding="UTF-8"?><w:document {NAMESPACES}><w:body>{"".join(self.pieces)}<w:sectPr/></w:body></w:document>'
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("word/document.xml", body)
            archive.writestr("word/styles.xml", STYLES)
            if self.numbering:
                archive.writestr("word/numbering.xml", f"<w:numbering {NAMESPACES}>{self.numbering}</w:numbering>")
        return path
