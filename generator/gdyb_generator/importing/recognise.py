"""Blocks → interfaces, sections and tables: the text between the tables says what each table is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from gdyb_generator.importing.blocks import Block, Cell, Paragraph, Source, Table
from gdyb_generator.importing.captions import Item, assign
from gdyb_generator.importing.doubts import Report
from gdyb_generator.importing.extracted import Extracted, ExtractedInterface
from gdyb_generator.importing.headings import (
    Caption,
    Heading,
    caption,
    heading,
    infno,
    name_line,
    section,
    weak_caption,
    without_number,
)
from gdyb_generator.importing.said import said
from gdyb_generator.importing.tables import TableSorter, begins_fields
from gdyb_generator.importing.words import says_nothing, word

_PART = re.compile(
    r"^(?:交易|接口|业务|功能|重点|注意|使用|参数|报文|调用)?(?:说明|对象|描述|事项|概述|流程|要求|规则|功能|示例|样例|场景|时机|备注|简介|定义)"
)
_CARD = dict.fromkeys(
    (
        "交易编号",
        "接口编号",
        "交易代码",
        "接口代码",
        "服务编号",
        "接口编码",
        "交易码",
        "功能号",
        "功能编号",
        "服务代码",
    ),
    "infno",
)
_CARD |= dict.fromkeys(("交易名称", "接口名称", "服务名称", "功能名称", "交易中文名"), "name")
_SENDER = re.compile(r"(?:交易|接口|报文)?(发送方|接收方|发起方|调用方)\s*[:：]\s*(\S.*)")
_LIMIT = re.compile(
    r"(?:不(?:能|得|可以?|允许)?(?:超过|大于|多于|超出)|最多|最大|上限为?|限制?)[^\d。；;]{0,8}(\d{1,5})\s*(?:条|行|笔|个)"
)
_EACH = re.compile(
    r"每(?:次|页|批次?)(?:最多|只|可)?(?:返回|上传|查询|提取|下载|传输)?[^\d。；;]{0,4}(\d{1,5})\s*(?:条|行|笔)"
)
_UPLOADED = re.compile(r"上传|输入|入参|批次|提交|明细数量")
_RETURNED = re.compile(r"返回|查询|输出|出参|提取|下载")


@dataclass(slots=True)
class _State:
    """Where in the document we are."""

    interface: ExtractedInterface | None = None
    side: str = ""
    items: list[Item] = field(default_factory=list)
    recent: list[Paragraph] = field(default_factory=list)
    fresh: bool = False
    seen: set[str] = field(default_factory=set)
    second: Paragraph | None = None


def recognise(source: Source, report: Report) -> Extracted:
    """The interfaces, tables, dictionaries and lists of a document."""
    reader = _Reader(source, report)
    reader.run()
    return reader.extracted


class _Reader:
    def __init__(self, source: Source, report: Report) -> None:
        self.blocks = [b for b in source.blocks if isinstance(b, Table) or b.text.strip()]
        self.end = 0
        paragraphs = (b for b in self.blocks if isinstance(b, Paragraph) and b.level)
        self.styled = {h.infno for b in paragraphs if (h := heading(b.text.strip(), b.level))}
        self.report = report
        self.extracted = Extracted()
        self.sorter = TableSorter(self.extracted, report)
        self.state = _State()

    def run(self) -> None:
        """Goes through all blocks once."""
        for i, block in enumerate(self.blocks):
            if isinstance(block, Table):
                self._table(block, i)
                self.end = block.last_filled_line
            else:
                self._paragraph(block, self.blocks[i + 1] if i + 1 < len(self.blocks) else None)
        self._flush()
        self._close()
        self._headings_without_tables()

    def _paragraph(self, block: Paragraph, following: Block | None) -> None:
        text = block.text.strip()
        begun = self._heading(block)
        if begun is not None and not self._is_same(begun):
            self._begin(begun, block)
        elif side := section(text):
            self._flush()
            self._section(side, block)
        elif current := caption(text, block.line) or (
            weak_caption(text, block.line)
            if (isinstance(following, Table) or block.level) and self.state.interface
            else None
        ):
            self._caption(current)
        elif self._nothing(text):
            pass
        elif self._ends_interface(block):
            self._flush()
            self._close()
            self.state = _State()
        else:
            self._statement(text, block.line)
        self.state.recent = [*self.state.recent[-3:], block]
        self.end = block.line

    def _section(self, side: str, block: Paragraph) -> None:
        """A section 输入 or 输出; an input after an output is that of an interface whose heading was not recognised."""
        if side == "input" and "output" in self.state.seen and self.state.interface is not None:
            self._close()
            self.state = _State(second=block, recent=self.state.recent)
        self.state.side, self.state.fresh = side, True
        self.state.seen.add(side)

    _level = 0

    def _ends_interface(self, block: Paragraph) -> bool:
        """Whether a heading of another kind ends the interface: a higher one, or an equal one after its tables."""
        interface = self.state.interface
        if not block.level or interface is None or _PART.search(without_number(block.text)):
            return bool(block.level) and interface is None
        has_tables = bool(interface.tables or self.state.items)
        return block.level < self._level or (block.level == self._level and has_tables)

    def _heading(self, block: Paragraph) -> Heading | None:
        """The heading of an interface; a plain line is none where a heading with a style has the same number."""
        begun = heading(block.text.strip(), block.level)
        if begun is None or block.level or not self.styled:
            return begun
        return None if begun.infno in self.styled else replace(begun, assumed=True)

    def _is_same(self, begun: Heading) -> bool:
        current = self.state.interface
        return current is not None and current.infno == begun.infno and not current.tables and not self.state.items

    def _begin(self, begun: Heading, block: Paragraph) -> None:
        self._flush()
        self._close()
        last = self.state.recent[-1] if self.state.recent else None
        if not begun.name:
            # The number stands alone in a line; the name is what the heading above says.
            above = without_number(last.text) if last is not None else ""
            begun = replace(begun, name=above or begun.infno)
            block = replace(block, level=block.level or (last.level if last is not None else 0))
        known = self.extracted.interfaces.get(begun.infno)
        interface = ExtractedInterface(begun.infno, begun.name, block.line, assumed=begun.assumed)
        if known is not None and (known.tables or known.nothing):
            place = f"{begun.infno} {begun.name}"
            self.report.add(
                "HEADING_TWICE", place, line=block.line, read=block.text, assumed=f"并入第 {known.line} 行的接口"
            )
            interface = known
        else:
            self.extracted.interfaces[begun.infno] = interface
        self._level = block.level
        self.state = _State(interface=interface)

    def _close(self) -> None:
        if self.state.interface is not None:
            self.state.interface.last_line = max(self.state.interface.last_line, self.end)

    def _caption(self, current: Caption) -> None:
        opens = current.weak or (current.title and section(current.title))
        if current.side and not current.table and opens and current.side != self.state.side:
            self._flush()
            self.state.side = current.side
        last = self.state.items[-1] if self.state.items else None
        if isinstance(last, Caption) and (joined := _joined(last, current)):
            self.state.items[-1] = joined
        else:
            self.state.items.append(current)
        self.state.fresh = False

    def _nothing(self, text: str) -> bool:
        interface, side = self.state.interface, self.state.side
        combined = re.match(r"^(.{2,8}?)\s*[:：]\s*(\S{1,8})$", without_number(text))
        if combined and interface and section(combined[1]) and says_nothing(combined[2]):
            self._flush()
            self.state.side = section(combined[1])
            interface.nothing[self.state.side] = combined[2].rstrip("。.")
            return True
        if interface is None or not side or not self.state.fresh or self.state.items or not says_nothing(text):
            return False
        interface.nothing[side] = text.strip().rstrip("。.")
        return True

    def _statement(self, text: str, line: int) -> None:
        interface = self.state.interface
        if interface is None:
            return
        if name := name_line(text):
            interface.name = name
        if match := _SENDER.search(text):
            who = match[2].strip().rstrip("。；;.")
            if match[1] == "接收方":
                interface.receiver = interface.receiver or who
            else:
                interface.sender = interface.sender or who
        interface.said_rows += said(text)
        for sentence in re.split(r"[。；;，,]", text):
            if match := _LIMIT.search(sentence) or _EACH.search(sentence):
                self._limit(interface, text, int(match[1]), line)

    def _limit(self, interface: ExtractedInterface, text: str, limit: int, line: int) -> None:
        into, out = _UPLOADED.search(text), _RETURNED.search(text)
        sides = ["input"] if into and not out else ["output"] if out and not into else ["input", "output"]
        for side in sides:
            if limit > 1:
                interface.limits.setdefault(side, (limit, line))

    def _card(self, table: Table) -> Table | None:
        """What follows the card of an interface (交易编号 | 2201) in a table; the card begins the interface."""
        below = next((i for i in range(len(table.rows)) if begins_fields(table.rows[i:])), len(table.rows))
        cells = [cell for row in table.rows[:below][:12] for cell in _card_cells(row)]
        pairs = [(word(a), b.strip()) for a, b in pairwise(cells)]
        card = {key: value for key, value in reversed(pairs) if key in _CARD}
        number = next((n for key, value in card.items() if _CARD[key] == "infno" and (n := infno(value))), "")
        if not number:
            return table
        name = next((value for key, value in card.items() if _CARD[key] == "name"), "")
        current = self.state.interface
        if current is None or current.infno != number:
            last = self.state.recent[-1] if self.state.recent else None
            self._begin(Heading(number, name), Paragraph("", table.line, last.level if last else 0))
        for row in table.rows[:below]:
            self._statement(" ".join(dict.fromkeys(cell.text for cell in row)), row[0].line if row else table.line)
        if below < len(table.rows):
            return replace(table, rows=table.rows[below:])
        self.report.counts.tables += 1
        return None

    def _table(self, table: Table, index: int) -> None:
        rest = self._card(table)
        if rest is None:
            return
        table = rest
        if self.state.second is not None:
            second, self.state.second = self.state.second, None
            self.report.add(
                "SECTION_TWICE", "接口之外", line=second.line, read=second.text, assumed="其后的表不归入上一个接口"
            )
        last = self.state.items[-1] if self.state.items else None
        if isinstance(last, Caption) and last.weak and table.inside:
            self.state.items.pop()
        self.state.items.append(table)
        self.state.fresh = False
        self.sorter.remember(table, [p.text for p in self.state.recent], index)

    def _flush(self) -> None:
        interface = self.state.interface
        assigned, without = assign(self.state.items, self.report, self._place())
        for lonely in without:
            if interface is not None and lonely.node and not lonely.weak:
                interface.incomplete.setdefault(lonely.side or self.state.side, f"{lonely.text} 之下没有表")
        for table, above, ambiguous in assigned:
            self.sorter.sort(table, above, ambiguous, self.state.interface, self.state.side)
        self.state.items = []
        self.sorter.end_of_section()

    def _place(self) -> str:
        interface = self.state.interface
        return f"{interface.infno} {interface.name}" if interface else "接口之外"

    def _headings_without_tables(self) -> None:
        for number, interface in list(self.extracted.interfaces.items()):
            place = f"{number} {interface.name}"
            if not interface.tables and not interface.nothing:
                self.report.add(
                    "HEADING_WITHOUT_TABLE",
                    place,
                    line=interface.line,
                    read=interface.name,
                    assumed="不是接口，没有写入",
                )
                del self.extracted.interfaces[number]
                continue
            if interface.assumed:
                self.report.add(
                    "HEADING_ASSUMED", place, line=interface.line, read=interface.name, assumed=f"接口 {number}"
                )


def _card_cells(row: Sequence[Cell]) -> list[str]:
    """The texts of a row; `交易编号：2201` in one cell is two."""
    return [part for cell in row for part in re.split(r"[:：]", cell.text, maxsplit=1) if part.strip()]


def _joined(first: Caption, second: Caption) -> Caption | None:
    """Two lines that are one caption: one with the number, the other with the node."""
    if bool(first.table) == bool(second.table) or (first.has_node is None) == (second.has_node is None):
        return None
    numbered, named = (first, second) if first.table else (second, first)
    if named.has_node is None:
        return None
    title = numbered.title or named.title
    return replace(
        named,
        table=numbered.table,
        title=title,
        side=numbered.side or named.side,
        text=f"{first.text} {second.text}",
        line=first.line,
    )
