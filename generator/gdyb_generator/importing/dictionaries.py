"""Dictionaries: printed as tables, inside a remark, or known from the existing spec; and which row uses which."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from gdyb_generator.importing.blocks import Cell
from gdyb_generator.importing.columns import align
from gdyb_generator.importing.doubts import Report
from gdyb_generator.importing.extracted import Extracted, ExtractedTable
from gdyb_generator.importing.known import Known
from gdyb_generator.importing.proposals import english
from gdyb_generator.importing.rows import ASSUMED, Row
from gdyb_generator.importing.tables import filled, row_text
from gdyb_generator.importing.words import WIRE_NAME, squeeze
from gdyb_generator.spec.datatypes import datatype, is_type_stem
from gdyb_generator.spec.names import constant_of_code, pascal
from gdyb_generator.spec.walk import as_length

Dictionary: TypeAlias = dict[str, Any]
_IDENT = re.compile(r"[（(\[【]\s*([A-Za-z][A-Za-z0-9_]*)\s*[)）\]】]")
_INLINE = re.compile(
    r"(?:^|[；;，,、。\n\s（(：:])\s*([0-9A-Za-z]{1,6})\s*[-—–－:：=、.]\s*([\u4e00-\u9fffA-Za-z][^；;\n。]*?)(?=\s*(?:[；;，,、。\n]|\s)\s*[0-9A-Za-z]{1,6}\s*[-—–－:：=、.]|[；;\n。]|$)"
)
_TAIL = re.compile(r"(?:代码表|字典表|代码|字典|编码表|取值表|取值|说明|规格|如下|表|[:：])+$")


@dataclass(slots=True)
class Dictionaries:
    """Dictionaries by name, and by the Chinese label they are printed under."""

    files: dict[str, Dictionary] = field(default_factory=dict)
    by_label: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    places: dict[str, ExtractedTable] = field(default_factory=dict)


def read_dictionaries(extracted: Extracted, known: Known, report: Report) -> Dictionaries:
    """All dictionaries printed as tables."""
    result = Dictionaries()
    for table, group, group_label in (part for table in extracted.dictionaries for part in _groups(table)):
        name, label = _title(table)
        if group:
            name, label = (group.lower() if WIRE_NAME.fullmatch(group) else ""), group_label or group
        code_at = table.columns.where("code")[0]
        first = next(
            (c.line for row in table.rows if (c := align(table.columns.cells, row)[0][code_at])), table.first_line
        )
        number = table.caption.table if table.caption else ""
        printed = {"table": number, "line": first}
        name = _name_for(name, label, known, number)
        content = result.files.setdefault(
            name, {"dictionary": name, "label": label, **printed, "open": True, "values": []}
        )
        _values(table, content["values"], known.dictionary(name), report)
        result.by_label.setdefault(label, name)
        result.places[name] = table
    return result


def _groups(table: ExtractedTable) -> list[tuple[ExtractedTable, str, str]]:
    """One dictionary, or several where a column says which one a row belongs to."""
    at, labels = table.columns.where("group"), table.columns.where("group_label")
    if not at and not labels:
        return [(table, "", "")]
    groups: dict[str, tuple[ExtractedTable, str, str]] = {}
    group = label = ""
    for row in table.rows:
        cells = align(table.columns.cells, row)[0]
        texts = [_text(cells[places[0]]) if places else "" for places in (at, labels)]
        if any(texts):
            group, label = texts[0] or texts[1], texts[1]
        groups.setdefault(group, (replace(table, rows=[], place=f"{table.place} {group}"), group, label))[
            0
        ].rows.append(row)
    return list(groups.values())


def _title(table: ExtractedTable) -> tuple[str, str]:
    """The identifier and the Chinese label a dictionary is printed under."""
    texts = [table.caption.title or table.caption.text] if table.caption else []
    texts += [text for text in reversed(table.context) if len(text) <= 60]
    idents = [_IDENT.search(text) for text in texts[:3]]
    ident = next((match[1] for match in idents if match and squeeze(match[1]).lower() not in {"json", "xml"}), "")
    label = texts[0] if texts else f"第 {table.table.line} 行的字典"
    label = _IDENT.sub("", label)
    label = re.sub(r"^\s*(?:\d+(?:\.\d+)*[、.\s]*|附?表\s*[A-Z]?[\d.]+\s*)", "", label)
    return ident.lower(), _TAIL.sub("", label).strip(" 　:：") or label


def _name_for(ident: str, label: str, known: Known, table: str) -> str:
    for name, content in known.files.items():
        if name.startswith("dictionaries/") and (
            content.get("label") == label or (table and content.get("table") == table)
        ):
            if not ident or ident == content["dictionary"]:
                return str(content["dictionary"])
    if ident and is_type_stem(ident):
        return ident
    name = english(label)
    return name if is_type_stem(name) else f"list_{hashlib.sha256(label.encode()).hexdigest()[:6]}"


def _values(table: ExtractedTable, values: list[dict[str, Any]], known: Dictionary | None, report: Report) -> None:
    codes = {value["code"] for value in values}
    pairs = list(zip(table.columns.where("code"), table.columns.where("label"), strict=False))
    for number, row in enumerate(table.rows, 1):
        cells = align(table.columns.cells, row)[0]
        for code_at, label_at in pairs:
            code, label = _text(cells[code_at]), _text(cells[label_at])
            if not code and not label:
                continue
            report.counts.rows += 1
            line = (cells[code_at] or row[0]).line
            if not code or code in codes or re.search(r"\s", code):
                report.drop_row("DICTIONARY_VALUE", table.place, line=line, row=str(number), read=f"{code} | {label}")
                continue
            codes.add(code)
            values.append({"code": code, "label": label})
            report.counts.written += 1
        if not any(cells[a] for pair in pairs for a in pair) and filled(row):
            report.counts.rows += 1
            report.drop_row("DICTIONARY_VALUE", table.place, line=row[0].line, row=str(number), read=row_text(row))
    _name_values(values, known)


def _text(cell: Cell | None) -> str:
    return cell.text.strip() if cell is not None else ""


def _name_values(values: Iterable[dict[str, Any]], known: Dictionary | None) -> None:
    names = {str(v["code"]): str(v["name"]) for v in (known or {}).get("values", []) if "name" in v}
    taken: set[str] = set()
    for value in values:
        code = str(value["code"])
        name = given = names.get(code) or constant_of_code(code)
        while name in taken:
            name += "_X"
        taken.add(name)
        if code in names or name != given:
            value["name"] = name


def inline_values(remark: str) -> list[dict[str, Any]]:
    """Values printed in a remark: `0-否；1-是`; empty where it does not read like a list."""
    values: dict[str, str] = {}
    for match in _INLINE.finditer(remark):
        values.setdefault(match[1], match[2].strip(" ，,、；;（）()"))
    return [{"code": code, "label": label} for code, label in values.items() if label] if len(values) >= 2 else []


class Chooser:
    """Gives every row with a code flag its dictionary, or a doubt."""

    def __init__(self, dictionaries: Dictionaries, known: Known, report: Report) -> None:
        self.all, self.known, self.report = dictionaries, known, report
        self.line = 0
        self.guessed: set[str] = set()

    def choose(self, row: Row, infno: str, place: str) -> None:
        """Fills `dictionary` of a row whose code flag says that it has one."""
        code = row["effective"].get("code", row.get("code", ""))
        hint, self.line = row.pop("dictionary", ""), row.pop("remark_line", row["line"])
        if code != "Y":
            return
        name = self._find(row, hint, infno)
        if not name:
            self._without(row, "CODE_WITHOUT_DICTIONARY", place, row.get("code", ""))
        elif misfit := self._misfit(row, name):
            self._without(row, "DICTIONARY_MISFIT", place, f"{name}：{misfit}")
        else:
            row["dictionary"] = name
            self.all.used.add(name)
            if name in self.guessed:
                row["draft"].append("dictionary")

    def _find(self, row: Row, hint: str, infno: str) -> str:
        wire = row["name"].lower()
        for name in (hint, wire):
            if name in self.all.files and name in self.all.places:
                return name
        if row["label"] in self.all.by_label:
            return self.all.by_label[row["label"]]
        if values := inline_values(row.get("remark", "")):
            return self._inline(row, wire, values, infno)
        for name in (hint, self.known.dictionary_of.get(wire, ""), wire):
            if name and (content := self.known.dictionary(name)):
                if name not in self.all.files:
                    # The document prints no such list: it is that of the existing spec, for a person to confirm.
                    self.guessed.add(name)
                    self.all.files[name] = content
                return name
        return wire if wire in self.all.files else ""

    def _inline(self, row: Row, wire: str, values: list[dict[str, Any]], infno: str) -> str:
        for name in (wire, f"{wire}_{infno.lower()}"):
            if not is_type_stem(name):
                name = f"code_{name.strip('_')}"
            if not is_type_stem(name):
                continue
            old = self.all.files.get(name)
            if old is None:
                _name_values(values, self.known.dictionary(name))
                self.all.files[name] = {
                    "dictionary": name, "label": row["label"], "line": self.line, "open": True, "values": values
                }  # fmt: skip
                return name
            if {v["code"] for v in values} <= {v["code"] for v in old["values"]}:
                return name
        return ""

    def _misfit(self, row: Row, name: str) -> str:
        content = self.all.files[name]
        longest = max((len(str(v["code"])) for v in content["values"]), default=0)
        kind = row["effective"].get("type", row.get("type", ""))
        size = row["effective"].get("length", row.get("length", ""))
        if not longest:
            return "没有值"
        is_text = datatype(kind).is_text
        fits = as_length(size)
        if is_text and fits is not None and fits < longest:
            return f"长度 {size} 装不下 {longest} 个字符的代码"
        if not is_text and not content.get("open", False):
            return f"{kind}不检查字典"
        return ""

    def _without(self, row: Row, rule: str, place: str, read: str) -> None:
        self.report.add(
            rule, place, line=row["line"], row=row["name"], cell="代码标识", read=read, assumed="不检查取值"
        )
        row["effective"]["code"] = ""
        row["draft"].append("code")
        if ASSUMED not in row["errata"]:
            row["errata"].append(ASSUMED)


def finish(dictionaries: Dictionaries, report: Report) -> dict[str, Dictionary]:
    """The dictionaries to write: those no row uses say so, those without values are left out."""
    result: dict[str, Dictionary] = {}
    classes: set[str] = {"Code"}
    for name, content in dictionaries.files.items():
        place = dictionaries.places[name].place if name in dictionaries.places else name
        if name not in dictionaries.used and name in dictionaries.places:
            read = str(content["label"])
            report.add(
                "DICTIONARY_UNMATCHED", place, line=content["line"], read=read, assumed=f"字典 {name}，没有字段使用"
            )
            content["used_in"] = "没有字段使用"
        if content["values"] and pascal(name) not in classes:
            classes.add(pascal(name))
            result[name] = content
    return result
