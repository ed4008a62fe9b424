"""Doubts: where the importer could not simply copy what is printed, what it read and what it assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

RULES = {
    "HEADING_ASSUMED": "接口标题没有【】，按标题样式认出",
    "HEADING_WITHOUT_TABLE": "接口标题下没有任何表，也没有写“无”",
    "SECTION_TWICE": "输出之后又有输入：也许没有认出下一个接口的标题",
    "HEADING_TWICE": "同一个接口编号有两处标题",
    "SIDE_MISSING": "接口的输入或输出既没有表也没有写“无”",
    "DIRECTION_MISSING": "不知道表属于输入还是输出",
    "DIRECTION_CONFLICT": "表题与所在小节的方向不一致",
    "TABLE_HOMELESS": "字段表不在任何接口之下",
    "TABLE_UNREADABLE": "表头读不懂，整张表没有写入",
    "TABLE_OTHER": "不是字段表、字典或接口列表，没有写入",
    "TABLE_TWICE": "同一接口、方向、节点有两张表，后一张没有写入",
    "TABLE_CONTINUED": "没有表题、紧接上一张表，当作它的续表",
    "TABLE_SIDE_BY_SIDE": "一行里并排几个字段，拆成几行读",
    "TABLE_NESTED": "单元格里的嵌套表，当作单独的表读",
    "TABLE_MISSING": "有表题却没有表，也许是图片",
    "TABLE_EMPTY": "表里没有字段行",
    "CAPTION_MISSING": "表没有表题",
    "CAPTION_AMBIGUOUS": "表题在上还是在下分不清",
    "NODE_MISSING": "没有写节点标识",
    "NODE_ASSUMED": "节点标识不是按“节点标识：”写的",
    "NODE_NESTED": "类型为列表或对象的行：它代表一个节点，不是字段；没有找到这个节点自己的表",
    "ROWS_ASSUMED": "没有写节点是单行还是多行",
    "LIMIT_MISSING": "多行节点没有写行数上限",
    "PAGING_UNKNOWN": "按页码翻页的查询",
    "HEADER_MISSING": "表头的格是空的，按内容认出",
    "HEADER_ASSUMED": "表头的词可以有两种意思，按内容认出",
    "HEADER_TWICE": "两列表头相同，内容用换行接在一起",
    "ROW_NOT_WRITTEN": "这一行没有写入",
    "ROW_TWICE": "同一张表里字段名重复，后一行没有写入",
    "ROW_CELLS": "这一行的格数与表头不符",
    "ROW_CONTINUED": "没有字段名的行：说明接在上一行之后",
    "CELL_MERGED": "横向合并的格盖住几列",
    "SPAN_UNREADABLE": "格子跨几列读不懂，按一列读",
    "NUMBER_UNKNOWN": "自动编号算不出来",
    "TEXT_STRUCK": "划了删除线的文字",
    "NAME_BROKEN": "字段名中间有空白、换行、全角字母或星号，已去掉",
    "TYPE_MISSING": "没有类型",
    "TYPE_UNKNOWN": "类型不认识",
    "DATE_WITH_TIME": "日期型的说明里却有时分秒",
    "DATE_FORMAT": "日期的长度或格式不是 yyyy-MM-dd（HH:mm:ss）",
    "LENGTH_MISSING": "没有长度",
    "LENGTH_UNREADABLE": "长度读不懂",
    "FLAG_UNREADABLE": "既不是“是”也不是“否”",
    "CODE_WITHOUT_DICTIONARY": "代码标识为是，却找不到字典",
    "DICTIONARY_MISFIT": "字典与这一行不相称，没有采用",
    "DICTIONARY_UNMATCHED": "字典表对不上任何字段",
    "DICTIONARY_VALUE": "字典的值空白或重复，没有写入",
    "LIST_DISAGREES": "接口列表与接口标题不一致",
    "PRINT_CHANGED": "印刷值变了，原来的 effective 是否还成立",
    "ROW_GONE": "新版不再印出这一行，仍留在 spec 中",
    "TABLE_GONE": "新版不再印出这张表，仍留在 spec 中",
    "INTERFACE_GONE": "新版不再印出这个接口，仍留在 spec 中",
    "VALUE_GONE": "新版不再印出字典的这个值，仍留在 spec 中",
    "HELD_BACK": "接口通不过 lint，或输入不完整，没有写进 interfaces/",
    "LINT": "lint 的问题",
}
"""Every rule of the importer and what it says."""
HELD = "见 held_back/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One doubt: in which table, row and cell, what was read, what was assumed."""

    rule: str
    table: str
    line: int = 0
    row: str = ""
    cell: str = ""
    read: str = ""
    assumed: str = ""

    @property
    def message(self) -> str:
        """What the rule says."""
        return RULES[self.rule]


@dataclass(slots=True)
class Counts:
    """Counts of rows read and written; every row read is either written or listed in a doubt."""

    tables: int = 0
    rows: int = 0
    written: int = 0
    in_doubts: int = 0
    interfaces: int = 0
    dictionaries: int = 0

    @property
    def lost(self) -> int:
        """Rows neither written nor named: always 0, or the importer has a fault."""
        return self.rows - self.written - self.in_doubts


@dataclass(slots=True)
class Report:
    """All doubts of one import, in the order in which they came up."""

    doubts: list[Doubt] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    notes: list[str] = field(default_factory=list)

    def add(
        self, rule: str, table: str, *, line: int = 0, row: str = "", cell: str = "", read: str = "", assumed: str = ""
    ) -> None:
        """Notes a doubt."""
        if rule not in RULES:
            raise KeyError(rule)
        self.doubts.append(Doubt(rule=rule, table=table, line=line, row=row, cell=cell, read=read, assumed=assumed))

    def drop_row(self, rule: str, table: str, *, line: int, row: str, read: str, assumed: str = "") -> None:
        """Notes a row that is not written, so that it is not lost."""
        self.add(rule, table, line=line, row=row, read=read, assumed=assumed or "没有写入")
        self.counts.in_doubts += 1


def as_json(report: Report) -> dict[str, object]:
    """The report as plain values."""
    counts = report.counts
    return {
        "counts": {
            "tables": counts.tables, "rows": counts.rows, "written": counts.written, "in_doubts": counts.in_doubts,
            "lost": counts.lost, "interfaces": counts.interfaces, "dictionaries": counts.dictionaries,
        },
        "notes": report.notes,
        "doubts": [
            {"rule": d.rule, "message": d.message, "table": d.table, "line": d.line, "row": d.row, "cell": d.cell,
             "read": d.read, "assumed": d.assumed}
            for d in report.doubts
        ],
    }  # fmt: skip


def as_markdown(report: Report, title: str) -> str:
    """The report for a maintainer, grouped by table."""
    return "\n".join(_markdown(report, title)) + "\n"


def summary(report: Report) -> list[str]:
    """A few lines for the screen: the counts, and how often each rule."""
    counts = report.counts
    lines = [
        f"接口 {counts.interfaces}，表 {counts.tables}，字典 {counts.dictionaries}",
        f"行 {counts.rows} = 写入 {counts.written} + 只在疑问中 {counts.in_doubts}，遗漏 {counts.lost}",
    ]
    rules = [doubt.rule for doubt in report.doubts]
    lines += [f"  {rules.count(rule):>6}  {rule}  {RULES[rule]}" for rule in RULES if rule in rules]
    return lines


def _markdown(report: Report, title: str) -> Iterator[str]:
    yield f"# 导入疑问：{title}"
    yield ""
    yield from (f"- {line.strip()}" for line in summary(report))
    for note in report.notes:
        yield f"- {note}"
    of_nodes = [doubt for doubt in report.doubts if doubt.rule in _OF_NODES]
    yield from _of_nodes(of_nodes)
    for table, doubts in _by_table([doubt for doubt in report.doubts if doubt.rule not in _OF_NODES]):
        yield ""
        yield f"## {table}"
        yield ""
        yield "| 行号 | 规则 | 行 | 格 | 读到 | 假定 | 含义 |"
        yield "| --- | --- | --- | --- | --- | --- | --- |"
        for alike in _alike(doubts):
            d = alike[0]
            lines, rows, read = (_listed(getattr(one, key) for one in alike) for key in ("line", "row", "read"))
            yield "| " + " | ".join(_cell(t) for t in (lines, d.rule, rows, d.cell, read, d.assumed, d.message)) + " |"


_OF_NODES = ("ROWS_ASSUMED", "LIMIT_MISSING")
"""Doubts that nearly every table of a document has: they are listed in one place instead of under each table."""


def _of_nodes(doubts: Sequence[Doubt]) -> Iterator[str]:
    groups: dict[tuple[str, str, str], list[Doubt]] = {}
    for doubt in doubts:
        groups.setdefault((doubt.rule, doubt.read, doubt.assumed), []).append(doubt)
    for (rule, read, assumed), alike in groups.items():
        yield ""
        yield f"## {RULES[rule]}：{f'读到{read}，' if read else ''}假定{assumed}（{len(alike)} 处，{rule}）"
        yield ""
        yield from (f"- 第 {d.line} 行 {_cell(d.table)} {d.cell}" for d in alike)


def _by_table(doubts: Sequence[Doubt]) -> list[tuple[str, list[Doubt]]]:
    groups: dict[str, list[Doubt]] = {}
    for doubt in doubts:
        groups.setdefault(doubt.table, []).append(doubt)
    return list(groups.items())


def _alike(doubts: Sequence[Doubt]) -> list[list[Doubt]]:
    """Groups identical doubts about several rows of one table."""
    groups: dict[tuple[str, str, str, str], list[Doubt]] = {}
    for doubt in doubts:
        # What a row holds differs from row to row; of rows that stand in a file of their own the names are enough.
        read = "" if doubt.assumed == HELD else doubt.read
        groups.setdefault((doubt.rule, doubt.cell, read, doubt.assumed), []).append(doubt)
    return list(groups.values())


def _listed(values: Iterable[object]) -> str:
    """Values once each, in their order; a long list of what rows hold is cut, for the JSON report has it whole."""
    texts = list(dict.fromkeys(str(value) for value in values if value))
    return (
        "、".join(texts)
        if len(texts) < 4 or all(len(text) < 40 for text in texts)
        else f"{texts[0]} 等 {len(texts)} 行"
    )


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>")
