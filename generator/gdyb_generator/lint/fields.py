"""Rules about single rows: type, length, duplicates, personal data, shapes."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator

from gdyb_generator import spec_format as form
from gdyb_generator.findings import Finding
from gdyb_generator.lint.registry import Rule
from gdyb_generator.lint.walk import effective, fields, tables
from gdyb_generator.load import Spec

TEXT_TYPE = "字符型"
NUMBER_TYPE = "数值型"
DATE_TYPE = "日期型"
DATETIME_TYPE = "日期时间型"
TYPES = (TEXT_TYPE, NUMBER_TYPE, DATE_TYPE, DATETIME_TYPE)
PERSONAL = ("certno", "*_certno", "psn_no", "*_name", "card*", "*_card*", "*tel", "*phone*", "*mob*", "*photo*")


def unknown_type(spec: Spec) -> Iterator[Finding]:
    """A row whose effective type is none of the document's."""
    for at in fields(spec):
        kind = effective(at.row, "type")
        if kind not in TYPES:
            text = f"类型 {kind} 不认识" if kind else "没有类型"
            yield at.finding(
                "FIELD_TYPE_UNKNOWN", text, f"可用：{'、'.join(TYPES)}；印刷有误时写 effective 与 errata", "type"
            )


def length(spec: Spec) -> Iterator[Finding]:
    """A text or number without a length, or with one that can't be read."""
    for at in fields(spec):
        kind, text = effective(at.row, "type"), effective(at.row, "length")
        unlimited = at.row.effective is not None and at.row.effective.length == ""
        if kind in {TEXT_TYPE, NUMBER_TYPE} and not text and not unlimited:
            yield at.finding("FIELD_LENGTH_MISSING", f"{kind}字段缺少长度", '写 length: "30"', "length")
        elif text and not _is_length(kind, text):
            yield at.finding("FIELD_LENGTH_MALFORMED", f"长度 {text} 读不懂", '写成 "30"，小数写成 "16,2"', "length")


def _is_length(kind: str, text: str) -> bool:
    if kind == NUMBER_TYPE and (found := re.fullmatch(r"([1-9][0-9]*),([0-9]+)", text)):
        return int(found[2]) <= int(found[1])
    return re.fullmatch(r"[1-9][0-9]*", text) is not None


def duplicate_field(spec: Spec) -> Iterator[Finding]:
    """A wire name that stands twice in one table."""
    for table in tables(spec):
        seen: set[str] = set()
        for i, row in enumerate(table.fields):
            if row.name in seen:
                yield table.finding(("fields", i, "name"), "FIELD_DUPLICATE", f"{row.name} 在同一张表里出现两次")
            seen.add(row.name)


def personal_data(spec: Spec) -> Iterator[Finding]:
    """A row that looks like personal data and says nothing about it."""
    for at in fields(spec):
        name = at.row.name.lower()
        if at.row.sensitive is None and any(fnmatch.fnmatchcase(name, pattern) for pattern in PERSONAL):
            yield at.finding("SENSITIVE_MISSING", "像是个人信息，却没有 sensitive",
                             "写 sensitive: id|name|card|phone|photo|secret；不是个人信息写 public")  # fmt: skip


def unknown_format(spec: Spec) -> Iterator[Finding]:
    """A row that names a shape formats.yaml does not have."""
    file = spec.single("formats.yaml")
    if not isinstance(file, form.FormatsFile):
        return
    known = {f.id for f in file.formats}
    for at in fields(spec):
        if at.row.format is not None and at.row.format not in known:
            yield at.finding(
                "FORMAT_UNKNOWN", f"formats.yaml 里没有 {at.row.format}", f"可用：{'、'.join(sorted(known))}", "format"
            )


def broken_pattern(spec: Spec) -> Iterator[Finding]:
    """A shape whose pattern is no regular expression."""
    file = spec.single("formats.yaml")
    if not isinstance(file, form.FormatsFile):
        return
    for i, item in enumerate(file.formats):
        try:
            re.compile(item.pattern)
        except re.error as error:
            yield spec.files["formats.yaml"].finding(
                ("formats", i, "pattern"), "FORMAT_PATTERN", f"{item.id} 的 pattern 不是正则表达式：{error}"
            )


RULES = (
    Rule(id="FIELD_TYPE_UNKNOWN", purpose="Every row has one of the document's types.", check=unknown_type),
    Rule(id="FIELD_LENGTH_MISSING", purpose="Texts and numbers have a readable length.", check=length),
    Rule(id="FIELD_DUPLICATE", purpose="A wire name stands once in a table.", check=duplicate_field),
    Rule(id="SENSITIVE_MISSING", purpose="Personal data is marked, so that it stays out of logs.", check=personal_data),
    Rule(id="FORMAT_UNKNOWN", purpose="A named shape exists.", check=unknown_format),
    Rule(id="FORMAT_PATTERN", purpose="A shape's pattern is a regular expression.", check=broken_pattern),
)
