"""Rules about single rows: type, length, duplicates, personal data, shapes."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator

from gdyb_generator.findings import Finding
from gdyb_generator.lint.rule import Rule
from gdyb_generator.lint.walk import FieldAt, effective, fields, tables
from gdyb_generator.load import Spec

TEXT_TYPE = "字符型"
NUMBER_TYPE = "数值型"
DATE_TYPE = "日期型"
DATETIME_TYPE = "日期时间型"
JSON_TYPE = "JSON"
BYTES_TYPE = "字节数组"
TYPES = (TEXT_TYPE, NUMBER_TYPE, DATE_TYPE, DATETIME_TYPE)
PERSONAL = ("certno", "*_certno", "psn_no", "*_name", "card*", "*_card*", "*tel", "*phone*", "*mob*", "*photo*")
_PERSONAL = re.compile("|".join(fnmatch.translate(pattern) for pattern in PERSONAL))


def unknown_type(spec: Spec) -> Iterator[Finding]:
    """A row whose effective type is none of the document's; where no document prints it, a type may be unknown."""
    for at in fields(spec):
        kind = effective(at.row, "type")
        if kind not in _types_of(at):
            text = f"类型 {kind} 不认识" if kind else "没有类型"
            yield at.finding(
                "FIELD_TYPE_UNKNOWN", text, f"可用：{'、'.join(TYPES)}；印刷有误时写 effective 与 errata", "type"
            )


def _types_of(at: FieldAt) -> tuple[str, ...]:
    if at.table.layout is not None:
        return TYPES
    if at.table.node is None:
        return (*TYPES, JSON_TYPE)
    unknown = ("",) if at.table.is_evidence else ()
    return (*TYPES, BYTES_TYPE, *unknown) if at.table.direction == "request" else (*TYPES, *unknown)


def length_missing(spec: Spec) -> Iterator[Finding]:
    """A text or number without a length; `effective: {length: ""}` says that it has no limit."""
    for at in fields(spec):
        kind = effective(at.row, "type")
        is_column_of_numbers = at.table.layout is not None and kind == NUMBER_TYPE
        if at.table.is_evidence and not is_column_of_numbers:
            continue
        may_be_unlimited = kind == TEXT_TYPE or at.table.node is not None
        unlimited = may_be_unlimited and at.row.effective is not None and at.row.effective.length == ""
        if kind in {TEXT_TYPE, NUMBER_TYPE} and not effective(at.row, "length") and not unlimited:
            yield at.finding("FIELD_LENGTH_MISSING", f"{kind}字段缺少长度", '写 length: "30"', "length")


def length_malformed(spec: Spec) -> Iterator[Finding]:
    """A length that can't be read."""
    for at in fields(spec):
        text = effective(at.row, "length")
        if text and not _is_length(effective(at.row, "type"), text):
            yield at.finding("FIELD_LENGTH_MALFORMED", f"长度 {text} 读不懂", '写成 "30"，小数写成 "16,2"', "length")


def _is_length(kind: str, text: str) -> bool:
    if kind != NUMBER_TYPE:
        return re.fullmatch(r"[1-9][0-9]{0,6}", text) is not None
    found = re.fullmatch(r"([1-9][0-9]?)(?:,([0-9]{1,2}))?", text)
    return found is not None and int(found[2] or 0) <= int(found[1])


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
        if at.row.sensitive is None and _PERSONAL.match(at.row.name.lower()):
            yield at.finding("SENSITIVE_MISSING", "像是个人信息，却没有 sensitive",
                             "写 sensitive: id|name|card|phone|photo|secret；不是个人信息写 public")  # fmt: skip


RULES = (
    Rule(id="FIELD_TYPE_UNKNOWN", purpose="Every row has one of the document's types.", check=unknown_type),
    Rule(id="FIELD_LENGTH_MISSING", purpose="Texts and numbers have a length.", check=length_missing),
    Rule(id="FIELD_LENGTH_MALFORMED", purpose="A length can be read.", check=length_malformed),
    Rule(id="FIELD_DUPLICATE", purpose="A wire name stands once in a table.", check=duplicate_field),
    Rule(id="SENSITIVE_MISSING", purpose="Personal data is marked, so that it stays out of logs.", check=personal_data),
)
