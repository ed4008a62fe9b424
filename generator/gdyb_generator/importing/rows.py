"""Cells → rows of the spec: the printed cells stay as printed, what they mean stands in `effective`, a guess in a doubt."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from gdyb_generator.importing.blocks import Cell
from gdyb_generator.importing.columns import align
from gdyb_generator.importing.doubts import Report
from gdyb_generator.importing.extracted import ExtractedTable
from gdyb_generator.importing.tables import filled, row_text
from gdyb_generator.importing.words import (
    WIRE_NAME,
    class_of_rows,
    flag,
    is_node_type,
    length,
    squeeze,
    turned_flag,
    type_and_length,
)
from gdyb_generator.spec.datatypes import TEXT, DataType, Stand, datatype
from gdyb_generator.spec.walk import as_length
from gdyb_generator.spec.words import CELLS, ROW_CELLS

Row: TypeAlias = dict[str, Any]
NOTATION, ASSUMED = "IM01", "IM02"
PRINTED = ("label", "type", "length", "code", "required", "remark")
_TITLES = {
    **{key: ROW_CELLS[key] for key in ("name", *PRINTED)},
    "nullable": ROW_CELLS["required"],
    "scale": CELLS["@scale"],
    "node": CELLS["node"],
    "side": CELLS["direction"],
}


@dataclass(slots=True)
class Pointer:
    """A row that stands for a node (类型 列表)."""

    name: str
    many: bool
    required: bool
    row_class: str
    line: int
    row: str
    read: str


@dataclass(slots=True)
class ReadTable:
    """The rows of one field table that can be written, the nodes it points to, and the names of fields that can't be."""

    rows: list[Row] = field(default_factory=list)
    pointers: list[Pointer] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def read_rows(table: ExtractedTable, report: Report, names: re.Pattern[str] = WIRE_NAME) -> ReadTable:
    """All rows of a field table; each is in the result or in the report."""
    return _Rows(table, report, names).read()


_NOTE = re.compile(r"[(（\[【][^()（）\[\]【】]*[\u4e00-\u9fff*][^()（）\[\]【】]*[)）\]】]$")


_SHAPE = re.compile(r"yyyy[年/.\-]?mm(?:[月/.\-]?dd日?)?(?:hh24|hh)?(?::?mi|:?mm)?(?::?ss)?|yyyy")


def _other_shape(kind: DataType, row: Row) -> str:
    """The length or the pattern of a row that a type of time with the usual shape does not have."""
    size, pattern = kind.usual_length, kind.usual_shape
    remark = squeeze(row.get("remark", "")).lower()
    shapes = _SHAPE.findall(remark)
    if shapes and not any(pattern.startswith(shape) and len(shape) >= len("yyyy-mm-dd") for shape in shapes):
        return str(shapes[0])
    remarked = length(row.get("length", ""))
    return remarked if remarked and remarked != size else ""


_NAME_FIRST = re.compile(r"([A-Za-z][A-Za-z0-9_]*)[\s(（\-—:：/]+([\u4e00-\u9fff][^\n()（）]*)[)）]?")
_LABEL_FIRST = re.compile(r"([\u4e00-\u9fff][^\n()（）A-Za-z]*?)[\s(（\-—:：/]*([A-Za-z][A-Za-z0-9_]*)[)）]?")


def _name_and_label(printed: str, label: str, wire: re.Pattern[str]) -> tuple[str, str]:
    """The two halves of a cell that holds both, where the row has no label of its own."""
    if label.strip() or wire.fullmatch(squeeze(printed)):
        return "", ""
    if match := _NAME_FIRST.fullmatch(printed.strip()):
        return match[1], match[2].strip()
    match = _LABEL_FIRST.fullmatch(printed.strip())
    return (match[2], match[1].strip()) if match else ("", "")


def _like_a_field(cells: dict[str, str]) -> bool:
    return sum(1 for key in ("label", "type", "length", "required") if cells.get(key, "").strip()) >= 2


class _Rows:
    def __init__(self, table: ExtractedTable, report: Report, wire: re.Pattern[str]) -> None:
        self.table, self.report, self.wire = table, report, wire
        self.result = ReadTable()
        self.names: set[str] = set()
        self.number = 0
        self.flag_of = {"code": flag, "required": turned_flag if table.columns.where("nullable") else flag}
        self.header_doubts()

    def header_doubts(self) -> None:
        """What was assumed about the header."""
        columns, line = self.table.columns, self.table.table.line
        for i, role in columns.missing:
            self.report.add(
                "HEADER_MISSING",
                self.table.place,
                line=line,
                cell=f"第 {i + 1} 列",
                read="（空）",
                assumed=_TITLES.get(role, role),
            )
        for i, role in columns.assumed:
            cell = columns.cells[i].text
            self.report.add(
                "HEADER_ASSUMED", self.table.place, line=line, cell=cell, read=cell, assumed=_TITLES.get(role, role)
            )
        for role in _TITLES:
            if len(columns.where(role)) > 1:
                cells = "、".join(columns.cells[i].text for i in columns.where(role))
                self.report.add(
                    "HEADER_TWICE", self.table.place, line=line, cell=cells, read=cells, assumed=_TITLES[role]
                )

    def read(self) -> ReadTable:
        """Goes through the rows in order."""
        for row in self.table.rows:
            if not filled(row):
                continue
            self.number += 1
            self.report.counts.rows += 1
            self._row(row)
        if not self.result.rows and not self.number:
            self.report.add("TABLE_EMPTY", self.table.place, line=self.table.table.line)
        return self.result

    def _row(self, row: list[Cell]) -> None:
        aligned, left = align(self.table.columns.cells, row)
        cells = self._by_role(aligned)
        printed = cells.get("name", "")
        at = self.table.columns.where("name")
        cell = aligned[at[0]] if at else None
        line = cell.line if cell is not None else row[0].line
        name, printed_label = _name_and_label(printed, cells.get("label", ""), self.wire)
        if printed_label:
            cells["label"] = printed_label
            self._doubt("NAME_BROKEN", name, line, "name", printed, f"{name}，名称 {printed_label}")
        else:
            name = self._name(printed, line)
        if len({c.text for c in filled(row)}) == 1 and len(filled(row)) < 2 or cell is None or not squeeze(printed):
            self._drop("ROW_NOT_WRITTEN", row, line)
        elif not self.wire.fullmatch(name):
            self._drop("ROW_NOT_WRITTEN", row, line)
            if _like_a_field(cells):
                self.result.lost.append(squeeze(printed))
        elif name in self.names:
            self._drop("ROW_TWICE", row, line)
        elif is_node_type(cells.get("type", "")):
            many = "对象" not in cells["type"] and "object" != squeeze(cells["type"]).lower()
            required = flag(cells.get("required", "")) == "Y"
            row_class = class_of_rows(cells.get("remark", ""))
            pointer = Pointer(name, many, required, row_class, line, str(self.number), row_text(row))
            self.result.pointers.append(pointer)
        else:
            self._cells(row, aligned, left, line, name)
            self.names.add(name)
            self.result.rows.append(self._written(name, cells, line))
            at = self.table.columns.where("remark")
            remark = aligned[at[0]] if at else None
            self.result.rows[-1]["remark_line"] = remark.line if remark is not None else line
            self.report.counts.written += 1

    def _drop(self, rule: str, row: list[Cell], line: int) -> None:
        self.report.drop_row(rule, self.table.place, line=line, row=str(self.number), read=row_text(row))

    def _by_role(self, aligned: list[Cell | None]) -> dict[str, str]:
        cells: dict[str, str] = {}
        for role, cell in zip(self.table.columns.roles, aligned, strict=True):
            if cell is None or not cell.text:
                continue
            if role == "node" and not WIRE_NAME.fullmatch(squeeze(cell.text)):
                role = "remark"
            role = "required" if role == "nullable" else role
            cells[role] = f"{cells[role]}\n{cell.text}" if cells.get(role) else cell.text
        return cells

    def _name(self, printed: str, line: int) -> str:
        name = _NOTE.sub("", squeeze(unicodedata.normalize("NFKC", printed)).strip("*＊"))
        if name != printed and self.wire.fullmatch(name):
            self._doubt("NAME_BROKEN", name, line, "name", printed, name)
        return name

    def _cells(self, row: list[Cell], aligned: list[Cell | None], left: list[Cell], line: int, name: str) -> None:
        columns = self.table.columns
        if extra := [cell for cell in left if cell.text.strip()]:
            self._doubt("ROW_CELLS", name, line, "", row_text(extra), "多出的格没有采用", place="多出的格")
        widths = [h.end - h.start for h in columns.cells]
        for i, cell in enumerate(aligned):
            covered = sum(
                1 for h in columns.cells if cell is not None and min(cell.end, h.end) > max(cell.start, h.start)
            )
            if cell is not None and covered > 1 and len(row) != len(columns.cells) and cell.text.strip():
                role = columns.roles[i]
                self._doubt("CELL_MERGED", name, line, role, cell.text, f"属于“{_TITLES.get(role, role)}”")
        absent = [
            columns.roles[i]
            for i, cell in enumerate(aligned)
            if cell is None and widths[i] and columns.roles[i] not in {"seq", "blank", "remark"}
        ]
        if absent:
            self._doubt(
                "ROW_CELLS",
                name,
                line,
                "",
                f"{len(row)} 格",
                "缺的格当作空白：" + "、".join(_TITLES.get(r, r) for r in absent),
            )

    def _doubt(self, rule: str, name: str, line: int, role: str, read: str, assumed: str, place: str = "") -> None:
        self.report.add(
            rule,
            self.table.place,
            line=line,
            row=f"{self.number} {name}",
            cell=place or _TITLES.get(role, role),
            read=read,
            assumed=assumed,
        )

    def _written(self, name: str, cells: dict[str, str], line: int) -> Row:
        row: Row = {"name": name, "label": cells.get("label", "")}
        row |= {key: cells[key] for key in PRINTED[1:] if cells.get(key)}
        row["line"] = line
        effective: dict[str, str] = {}
        drafts: list[str] = []
        self._type(row, effective, drafts)
        self._length(row, effective, drafts)
        self._scale(row, effective, cells.get("scale", ""))
        for key in ("code", "required"):
            self._flag(row, key, effective, drafts)
        row["effective"] = {
            key: value
            for key, value in effective.items()
            if value != row.get(key, "") or (key, value) == ("length", "")
        }
        row["draft"] = drafts
        row["errata"] = ([ASSUMED] if drafts else []) + ([NOTATION] if row["effective"].keys() - set(drafts) else [])
        return row

    def _type(self, row: Row, effective: dict[str, str], drafts: list[str]) -> None:
        printed = row.get("type", "")
        kind, inner = type_and_length(printed)
        name, line = row["name"], row["line"]
        stand: Stand = "reply" if self.table.side == "output" else "request"
        known = datatype(kind) if kind else None
        if known is None or stand not in known.stands_in:
            self._doubt("TYPE_UNKNOWN" if printed else "TYPE_MISSING", name, line, "type", printed, TEXT.printed)
            known = TEXT
            drafts.append("type")
        meant = next((meant for words, meant in known.meant_with.items() if words in row.get("remark", "")), "")
        if meant:
            self._doubt("DATE_WITH_TIME", name, line, "type", printed, meant)
            known = datatype(meant)
            drafts.append("type")
            effective["length"] = known.usual_length
        elif known.usual_shape and (written := _other_shape(known, row)):
            # 20201201 is not what a date of the spec looks like on the wire.
            self._doubt("DATE_FORMAT", name, line, "type", f"{printed} {written}", TEXT.printed)
            known = TEXT
            drafts.append("type")
        effective["type"] = known.printed
        if inner and not row.get("length"):
            effective["length"] = inner

    def _length(self, row: Row, effective: dict[str, str], drafts: list[str]) -> None:
        kind, printed = datatype(effective["type"]), row.get("length", "")
        name, line = row["name"], row["line"]
        if "length" in effective:
            return
        normalized = length(printed)
        if normalized and not kind.is_length(normalized):
            normalized, is_certain = kind.without_scale(normalized)
            if not normalized or ("," in printed and not is_certain):
                self._doubt("LENGTH_UNREADABLE", name, line, "length", printed, normalized or "不限")
                drafts.append("length")
            effective["length"] = normalized
            return
        if normalized is None:
            self._doubt("LENGTH_UNREADABLE", name, line, "length", printed, "不限")
            drafts.append("length")
            effective["length"] = ""
        elif not normalized and kind.needs_length:
            self._doubt("LENGTH_MISSING", name, line, "length", printed, "不限")
            drafts.append("length")
            effective["length"] = ""
        elif normalized != printed:
            effective["length"] = normalized

    def _scale(self, row: Row, effective: dict[str, str], printed: str) -> None:
        """Decimal places that stand in a column of their own belong to the length."""
        size: str = effective.get("length") or row.get("length", "")
        kind = datatype(effective["type"])
        if not printed or not kind.is_number:
            return
        places = squeeze(printed).removesuffix("位")
        if re.fullmatch(r"[0-9]{1,2}", places) and as_length(size) and kind.is_length(f"{size},{places}"):
            effective["length"] = f"{size},{int(places)}" if int(places) else size
        elif "," not in size:
            self._doubt("LENGTH_UNREADABLE", row["name"], row["line"], "scale", printed, "不限")

    def _flag(self, row: Row, key: str, effective: dict[str, str], drafts: list[str]) -> None:
        printed = row.get(key, "")
        normalized = self.flag_of[key](printed)
        if normalized is None and key == "code" and WIRE_NAME.fullmatch(squeeze(printed)):
            row["dictionary"] = squeeze(printed).lower()
            normalized = "Y"
        if normalized is None:
            self._doubt("FLAG_UNREADABLE", row["name"], row["line"], key, printed, "空白")
            drafts.append(key)
            normalized = ""
        if normalized != printed:
            effective[key] = normalized
