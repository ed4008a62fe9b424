"""A text dump, one cell per line after tabs, read back into paragraphs and tables."""

from __future__ import annotations

import re
from pathlib import Path

from gdyb_generator.importing.blocks import Block, Cell, ImportFailed, Paragraph, Source, Table

_BOOKMARK = re.compile(r"\[bookmark: [^\]]*\]")
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad]")
_DOUBLE_GAP, _SINGLE_GAP = 3, 1


def read_dump(path: Path) -> Source:
    """The blocks of a text dump; its own lines are what `line` counts."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportFailed(f"{path.name} 不是 UTF-8 文本（第 {error.start + 1} 字节）：另存为 UTF-8") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    return Source(_Reader(lines).blocks(), lines)


def clean(line: str) -> str:
    """A line without bookmark marks and invisible characters; blanks at its ends are layout."""
    return _INVISIBLE.sub("", _BOOKMARK.sub("", line)).strip(" \t\u3000\xa0")


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.at = 0

    def blocks(self) -> list[Block]:
        """All blocks in order."""
        blocks: list[Block] = []
        while self.at < len(self.lines):
            if self.lines[self.at].startswith("\t"):
                table = self._table()
                lone = len(table.rows) == 1 and len(table.rows[0]) == 1
                blocks.append(Paragraph(table.rows[0][0].text, table.line) if lone else table)
            else:
                if text := clean(self.lines[self.at]):
                    blocks.append(Paragraph(text, self.at + 1))
                self.at += 1
        return blocks

    def _table(self) -> Table:
        depth = _depth(self.lines[self.at])
        row_gap = _DOUBLE_GAP if depth > 1 else _SINGLE_GAP
        table, row, gap = Table(), list[Cell](), 0
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if not line.strip(" \t\u3000\xa0") and not line.startswith("\t"):
                gap += 1
            elif line.startswith("\t"):
                if gap > row_gap:
                    break
                if gap == row_gap and row:
                    table.rows.append(row)
                    row = []
                row.append(Cell(clean(line), self.at + 1, len(row), len(row) + 1))
                gap = 0
            elif row and gap == row_gap // 2 and self._continues(depth):
                row[-1].text = f"{row[-1].text}\n{clean(line)}".strip("\n")
                gap = 0
            else:
                break
            self.at += 1
        if row:
            table.rows.append(row)
        return table

    def _continues(self, depth: int) -> bool:
        """Whether a line without tabs is a further paragraph of the cell above: cells or a row gap follow it."""
        if depth == 1 and self.lines[self.at].startswith(" "):
            return False
        gap = 0
        for line in self.lines[self.at + 1 : self.at + 40]:
            if not line.strip(" \u3000\xa0"):
                gap += 1
            elif line.startswith("\t"):
                return _depth(line) == depth
            elif gap != (1 if depth > 1 else 0):
                return gap >= (_DOUBLE_GAP if depth > 1 else _SINGLE_GAP)
            else:
                gap = 0
        return False


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip("\t"))
