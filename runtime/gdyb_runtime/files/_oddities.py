"""A file's departures from its layout, row by row, in a few bytes each."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

KINDS: Mapping[str, str] = {
    "bom": "文件以 BOM 开头，已去掉",
    "crlf": "行尾是 CRLF，已按 LF 读取",
    "final_newline": "最后一行没有换行",
    "trailing_tab": "行末多一个 TAB，已去掉",
    "blank_row": "空行，没有数据",
    "short_row": "列数少于格式规定，后面的列按空值读取",
    "extra_column": "行末多出未知的列，已略去",
    "shifted_row": "中间多出一列，后面的列已按内容对齐",
    "empty_text": "空值写成了空文本",
    "other_empty": "空值写成了 NULL 或 \\N，已按空值读取",
    "separator": "整个文件用别的字符分隔，不是 TAB，已按它读取",
    "charset": "不是 UTF-8，已按 GBK 解码",
    "required": "必填，是空值",
    "max_length": "超过规定的长度，原样保留",
    "one_of": "不在代码表内，原样保留",
    "number_digits": "超过规定的位数，原样保留",
    "converted": "写法不规范，已转换",
    "unreadable_width": "列数不符，整行原样保留在 unreadable 中",
    "unreadable_shift": "多出一列且无法判断位置，整行原样保留在 unreadable 中",
    "unreadable_value": "无法识别，整行原样保留在 unreadable 中",
    "unreadable_charset": "既不是 UTF-8 也不是 GBK，整行原样保留在 unreadable 中",
}
"""Kinds of oddity and what they mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddity:
    """One departure of one row; it never holds the value."""

    row: int
    """Counted from 1, blank rows included, as an editor counts."""
    column: str
    """Wire name, empty when the whole row is meant."""
    kind: str
    """Stable id, a key of ``KINDS``."""

    def __str__(self) -> str:
        place = f"第 {self.row} 行 {self.column}".rstrip()
        return f"{place}：{KINDS[self.kind]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OddityCount:
    """How often one kind of departure occurs."""

    kind: str
    column: str
    rows: int
    first: int
    """The first row that has it."""

    def __str__(self) -> str:
        place = f"{self.column} " if self.column else ""
        return f"{place}{KINDS[self.kind]}：{self.rows} 行，首先在第 {self.first} 行"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """The raw text of a row that could not be read; it may name persons, so its repr does not show it."""

    row: int
    content: bytes
    reason: str
    """In Chinese, with the column where one is to blame."""

    def __repr__(self) -> str:
        return f"RawRow(row={self.row}, reason={self.reason!r}, <{len(self.content)} bytes>)"


class Oddities:
    """All departures of a file, ordered by row; counting them is cheap, whatever their number."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], array[int]] = {}

    def add(self, row: int, kind: str, column: str = "") -> None:
        """Notes one departure."""
        self.add_all((row,), kind, column)

    def add_all(self, rows: Iterable[int], kind: str, column: str = "") -> None:
        """Notes the same departure of many rows."""
        added = array("q", rows)
        if added:
            self._rows.setdefault((kind, column), array("q")).extend(added)

    def __len__(self) -> int:
        return sum(len(rows) for rows in self._rows.values())

    def __iter__(self) -> Iterator[Oddity]:
        entries = [(row, kind, column) for (kind, column), rows in self._rows.items() for row in rows]
        for row, kind, column in sorted(entries):
            yield Oddity(row=row, column=column, kind=kind)

    def __repr__(self) -> str:
        return f"Oddities({', '.join(str(count) for count in self.counts())})"

    def counts(self) -> list[OddityCount]:
        """One entry a kind and column, by first row."""
        counts = [
            OddityCount(kind=kind, column=column, rows=len(rows), first=min(rows))
            for (kind, column), rows in self._rows.items()
        ]
        return sorted(counts, key=lambda count: (count.first, count.kind, count.column))
