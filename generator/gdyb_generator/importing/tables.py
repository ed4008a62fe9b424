"""What each table is: fields of a node, the envelope, a dictionary, the interface list, or something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from gdyb_generator.importing.blocks import Cell, Table
from gdyb_generator.importing.columns import (
    Columns,
    align,
    find_columns,
    repeats,
    repeats_header,
    side_by_side,
)
from gdyb_generator.importing.doubts import Report
from gdyb_generator.importing.extracted import SIDES, Extracted, ExtractedInterface, ExtractedTable
from gdyb_generator.importing.headings import Caption, caption, section, side_of, weak_caption
from gdyb_generator.importing.words import WIRE_NAME, squeeze, type_and_length

_ENVELOPE = (("request", {"infno", "msgid"}), ("reply", {"infcode", "inf_refmsgid"}), ("headers", {"x-tif-paasid"}))


def filled(row: Sequence[Cell]) -> list[Cell]:
    """The cells of a row that hold something; a merged cell counts where it begins."""
    return [cell for cell in row if cell.text.strip()]


def row_text(row: Sequence[Cell]) -> str:
    """A row as one line, for the report."""
    return " | ".join(cell.text.replace("\n", " / ") for cell in row)


def begins_fields(rows: list[list[Cell]]) -> bool:
    """Whether a table of fields begins with the first of these rows: its header, or the name of its side or node."""
    title = title_row(rows[0]) if rows else None
    if title is not None and (title.side or title.node):
        return find_columns(Table(rows[1:])) is not None
    columns = find_columns(Table(rows[:1]))
    return columns is not None and columns.kind == "headers"


class TableSorter:
    """Puts each table where it belongs; what can't be read is listed row by row."""

    def __init__(self, extracted: Extracted, report: Report) -> None:
        self.extracted = extracted
        self.report = report
        self.context: dict[int, tuple[list[str], int]] = {}
        self.previous: ExtractedTable | None = None
        self.index = -9

    def remember(self, table: Table, texts: list[str], index: int) -> None:
        """Remembers the texts above a table and its index among the blocks."""
        self.context[id(table)] = (texts, index)

    def end_of_section(self) -> None:
        """No table continues one of another section."""
        self.previous = None

    def sort(
        self, table: Table, above: Caption | None, ambiguous: bool, interface: ExtractedInterface | None, side: str
    ) -> None:
        """Recognises one table."""
        self.report.counts.tables += 1
        texts, index = self.context.get(id(table), ([], 0))
        adjacent, self.index = index == self.index + 1, index
        columns = find_columns(table)
        place = self._place(interface, above, side, table)
        if columns is not None and columns.kind == "headers" and (count := repeats(columns.cells)) > 1:
            self.report.add(
                "TABLE_SIDE_BY_SIDE",
                place,
                line=table.line,
                read=row_text(columns.cells),
                assumed=f"一行 {count} 个字段",
            )
            table = side_by_side(table, columns.index, count)
            columns = find_columns(table)
        if table.inside:
            self.report.add(
                "TABLE_NESTED",
                place,
                line=table.line,
                cell=table.inside,
                read=row_text(table.rows[0]) if table.rows else "",
                assumed="单独的表",
            )
        if self._continues(table, above, columns, adjacent):
            return
        if columns is None or columns.unknown:
            self._unreadable(table, columns, place, interface, side)
            return
        above = _completed(above, self._caption_row(table, columns))
        place = self._place(interface, above, side, table)
        body = [row for row in table.rows[columns.index + 1 :] if not repeats_header(columns, row)]
        entry = ExtractedTable(columns.kind, table, columns, [], place, above, side, "", texts, interface)
        for part in self._parts(entry, body):
            self._file(part, ambiguous)
            self.previous = part

    def _parts(self, entry: ExtractedTable, body: list[list[Cell]]) -> list[ExtractedTable]:
        """One table, or several where a row over the whole width or a column of its own names another side or node."""
        parts = [entry]
        for row in body:
            if entry.kind != "headers":
                entry.rows.append(row)
            elif title := title_row(row):
                parts = self._begin_part(parts, title)
            else:
                named = _named_by_cells(parts[-1], row, entry.caption)
                known = [
                    p for p in parts if named and p.caption and (p.caption.node, p.side) == (named.node, named.side)
                ]
                if named is not None and not known:
                    parts = self._begin_part(parts, named)
                (known or parts)[-1].rows.append(row)
        return parts

    def _begin_part(self, parts: list[ExtractedTable], title: Caption) -> list[ExtractedTable]:
        last = parts[-1]
        part = replace(last, rows=[], caption=title, side=title.side or last.side)
        part.place = self._place(last.interface, title, part.side, last.table)
        return [*parts, part] if last.rows else [*parts[:-1], part]

    def _place(self, interface: ExtractedInterface | None, above: Caption | None, side: str, table: Table) -> str:
        what = (
            f"{interface.infno} {interface.name} {SIDES[(above.side if above else '') or side]}"
            if interface
            else "接口之外"
        )
        return f"{what} {above.text if above else f'第 {table.line} 行的表'}"

    def _caption_row(self, table: Table, columns: Columns) -> Caption | None:
        """A caption printed as the first row of the table itself."""
        for row in table.rows[: columns.index]:
            texts = list(dict.fromkeys(cell.text.strip() for cell in filled(row)))
            if above := title_row(row):
                return above
            # 节点标识：x | 节点名称：y, or the same as pairs of cells.
            for text in [*texts, *(f"{a}：{b}" for a, b in pairwise(texts))]:
                if (named := caption(text, row[0].line)) and named.node:
                    return named
        return None

    def _continues(self, table: Table, above: Caption | None, columns: Columns | None, adjacent: bool) -> bool:
        last = self.previous
        if last is None or table.inside or (above is not None and not above.continued):
            return False
        width = max((len(row) for row in table.rows), default=0)
        body = table.rows
        if columns is not None:
            if columns.kind != last.kind or len(columns.cells) != len(last.columns.cells):
                return False
            body = table.rows[columns.index + 1 :]
            if above is None and not (
                adjacent and _number(body[:1], columns) == _number(last.rows[-1:], last.columns) + 1
            ):
                return False
        elif width != len(last.columns.cells) or not adjacent:
            return False
        if above is None:
            self.report.add(
                "TABLE_CONTINUED", last.place, line=table.line, read=row_text(body[0]) if body else "", assumed="续表"
            )
        further = [row for row in body if not repeats_header(last.columns, row)]
        last.rows += further
        if last.dropped:
            drop_all(replace(last, rows=further), self.report)
        return True

    def _unreadable(
        self, table: Table, columns: Columns | None, place: str, interface: ExtractedInterface | None, side: str
    ) -> None:
        self.previous = None
        header = columns.cells if columns else table.rows[0] if table.rows else []
        read = row_text(header)
        if columns is None and not _has_fields(table) and not (interface and side and _has_names(table)):
            self.report.add("TABLE_OTHER", place, line=table.line, read=read, assumed="没有写入")
            return
        cell = "、".join(columns.unknown) if columns else ""
        self.report.add("TABLE_UNREADABLE", place, line=table.line, cell=cell, read=read, assumed="整张表没有写入")
        for number, row in enumerate(table.rows[columns.index + 1 if columns else 0 :], 1):
            if filled(row):
                self.report.counts.rows += 1
                self.report.drop_row("ROW_NOT_WRITTEN", place, line=row[0].line, row=str(number), read=row_text(row))
        if interface is not None:
            interface.incomplete.setdefault(side, read)

    def _file(self, entry: ExtractedTable, ambiguous: bool) -> None:
        if entry.kind == "dictionary":
            entry.place = f"字典 {entry.caption.text}" if entry.caption else entry.place
            self.extracted.dictionaries.append(entry)
        elif entry.kind == "list":
            self.extracted.lists.append(entry)
        elif part := self._envelope(entry):
            entry.place = entry.caption.text if entry.caption else entry.place
            self.extracted.envelope[part] = entry
        elif entry.interface is None:
            self.report.add(
                "TABLE_HOMELESS",
                entry.place,
                line=entry.table.line,
                read=row_text(entry.columns.cells),
                assumed="整张表没有写入",
            )
            drop_all(entry, self.report)
            entry.dropped = True
        else:
            self._side(entry, ambiguous)
            self.extracted.fields.append(entry)
            entry.interface.tables.append(entry)

    def _envelope(self, entry: ExtractedTable) -> str:
        at = entry.columns.where("name")
        cells = [align(entry.columns.cells, row)[0][at[0]] for row in entry.rows] if at else []
        names = {squeeze(cell.text) for cell in cells if cell is not None}
        part = next((part for part, needed in _ENVELOPE if needed <= names), "")
        return part if part not in self.extracted.envelope else ""

    def _side(self, entry: ExtractedTable, ambiguous: bool) -> None:
        above, line = entry.caption, entry.table.line
        if above is None:
            rule = "CAPTION_AMBIGUOUS" if ambiguous else "CAPTION_MISSING"
            self.report.add(rule, entry.place, line=line, read="", assumed=f"{SIDES[entry.side]}的表")
        elif above.side and entry.side and above.side != entry.side:
            self.report.add("DIRECTION_CONFLICT", entry.place, line=line, read=above.text, assumed=SIDES[above.side])
        entry.side = (above.side if above else "") or entry.side


def title_row(row: Sequence[Cell]) -> Caption | None:
    """A row whose only text is a caption or the name of a section."""
    texts = {cell.text for cell in filled(row)}
    if len(texts) != 1:
        return None
    text, line = texts.pop(), row[0].line
    if title := caption(text, line):
        return title
    if side := section(text):
        return Caption(text, line, title=text, side=side)
    weak = weak_caption(text, line) if len(row) == 1 or len(filled(row)) > 1 else None
    return weak if weak and re.search(r"(?:信息|节点|列表|明细|数据|参数|输入|输出)$", weak.title) else None


def _named_by_cells(last: ExtractedTable, row: Sequence[Cell], above: Caption | None) -> Caption | None:
    """The node or the side that columns of their own name for a row, where it is not that of the row above."""
    cells = align(last.columns.cells, row)[0]
    node, direction = squeeze(_cell_of(last.columns, cells, "node")), _cell_of(last.columns, cells, "side").lower()
    node = node if WIRE_NAME.fullmatch(node) else ""
    side = {"in": "input", "out": "output"}.get(direction) or section(direction) or side_of(direction)
    before = last.caption.node if last.caption else ""
    if (not node or node == before) and (not side or side == last.side):
        return None
    node, side = node or before, side or last.side
    return Caption(
        text=f"{above.text if above else ''}（{node or SIDES[side]}）",
        line=row[0].line,
        table=above.table if above else "",
        title=above.title if above else "",
        node=node,
        has_node=True if node else None,
        side=side,
    )


def _cell_of(columns: Columns, cells: Sequence[Cell | None], role: str) -> str:
    at = columns.where(role)
    cell = cells[at[0]] if at else None
    return cell.text.strip() if cell is not None else ""


def _number(rows: list[list[Cell]], columns: Columns) -> int:
    at = columns.where("seq")
    if not rows or not at:
        return -9
    cell = align(columns.cells, rows[0])[0][at[0]]
    match = re.fullmatch(r"\D{0,2}(\d{1,4})[.．、)）]?", cell.text.strip()) if cell else None
    return int(match[1]) if match else -9


def _completed(above: Caption | None, inside: Caption | None) -> Caption | None:
    """A caption, with what a row of the table itself says of side and node where the caption is silent."""
    if above is None or inside is None:
        return above or inside
    above = replace(above, side=above.side or inside.side)
    return above if above.node or not inside.node else replace(above, node=inside.node, has_node=True, weak=inside.weak)


def _has_names(table: Table) -> bool:
    """Whether a column of a table holds mostly wire names."""
    width = max((len(row) for row in table.rows), default=0)
    for i in range(width):
        texts = [squeeze(row[i].text) for row in table.rows[1:] or table.rows if i < len(row) and row[i].text.strip()]
        if texts and sum(1 for text in texts if WIRE_NAME.fullmatch(text)) * 2 >= len(texts):
            return True
    return False


def _has_fields(table: Table) -> bool:
    """Whether a table without a readable header still looks like one of fields."""
    like = 0
    for row in table.rows:
        texts = [squeeze(cell.text) for cell in row]
        like += any(WIRE_NAME.fullmatch(t) for t in texts) and any(type_and_length(t)[0] for t in texts if t)
    return like >= 1


def drop_all(table: ExtractedTable, report: Report) -> None:
    """Lists every row of a table that is not written."""
    for number, row in enumerate(table.rows, 1):
        if filled(row):
            report.counts.rows += 1
            report.drop_row("ROW_NOT_WRITTEN", table.place, line=row[0].line, row=str(number), read=row_text(row))
