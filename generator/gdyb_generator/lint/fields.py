"""Rules about single rows: type, length, duplicates, personal data, shapes."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator

from gdyb_generator.lint.rule import Rule
from gdyb_generator.spec import datatypes
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.load import Spec
from gdyb_generator.spec.walk import FieldAt, effective, fields, tables


def unknown_type(spec: Spec) -> Iterator[Finding]:
    """A row whose effective type is none of the document's; where no document prints it, a type may be unknown."""
    for at in fields(spec):
        kind = effective(at.row, "type")
        if not kind:
            may_be_blank = at.table.node is not None and at.table.is_evidence
            text = "" if may_be_blank else "没有类型"
        else:
            known = datatypes.find(kind)
            text = "" if known is not None and _stand(at) in known.stands_in else f"类型 {kind} 不认识"
        if text:
            hint = f"可用：{'、'.join(datatypes.usual())}；印刷有误时写 effective 与 errata"
            yield at.finding("FIELD_TYPE_UNKNOWN", text, hint, "type")


def _stand(at: FieldAt) -> datatypes.Stand:
    if at.table.layout is not None:
        return "file"
    return "envelope" if at.table.node is None else at.table.direction


def length_missing(spec: Spec) -> Iterator[Finding]:
    """A text or number without a length; `effective: {length: ""}` says that it has no limit."""
    for at in fields(spec):
        kind = datatypes.find(effective(at.row, "type"))
        if kind is None or not effective(at.row, "type") or not kind.needs_length or effective(at.row, "length"):
            continue
        is_column_of_numbers = at.table.layout is not None and kind.is_number
        if at.table.is_evidence and not is_column_of_numbers:
            continue
        may_be_unlimited = kind.is_text or at.table.node is not None
        unlimited = may_be_unlimited and at.row.effective is not None and at.row.effective.length == ""
        if not unlimited:
            yield at.finding("FIELD_LENGTH_MISSING", f"{kind.printed}字段缺少长度", '写 length: "30"', "length")


def length_malformed(spec: Spec) -> Iterator[Finding]:
    """A length that can't be read."""
    for at in fields(spec):
        text = effective(at.row, "length")
        # Of a type that is not known, only the type is reported.
        kind = datatypes.find(effective(at.row, "type"))
        if text and kind is not None and not kind.is_length(text):
            yield at.finding("FIELD_LENGTH_MALFORMED", f"长度 {text} 读不懂", '写成 "30"，小数写成 "16,2"', "length")


def duplicate_field(spec: Spec) -> Iterator[Finding]:
    """A repeated wire name in one table."""
    for table in tables(spec):
        seen: set[str] = set()
        for i, row in enumerate(table.fields):
            if row.name in seen:
                yield table.finding(("fields", i, "name"), "FIELD_DUPLICATE", f"{row.name} 在同一张表里出现两次")
            seen.add(row.name)


def personal_data(spec: Spec) -> Iterator[Finding]:
    """A row that looks like personal data and has no sensitivity mark."""
    personal = spec.vocabulary.personal
    for at in fields(spec):
        if at.row.sensitive is None and any(fnmatch.fnmatchcase(at.row.name.lower(), one) for one in personal):
            yield at.finding("SENSITIVE_MISSING", "像是个人信息，却没有 sensitive",
                             "写 sensitive: id|name|card|phone|photo|secret；不是个人信息写 public")  # fmt: skip


RULES = (
    Rule(id="FIELD_TYPE_UNKNOWN", purpose="Every row has one of the document's types.", check=unknown_type),
    Rule(id="FIELD_LENGTH_MISSING", purpose="Texts and numbers have a length.", check=length_missing),
    Rule(id="FIELD_LENGTH_MALFORMED", purpose="A length can be read.", check=length_malformed),
    Rule(id="FIELD_DUPLICATE", purpose="A wire name stands once in a table.", check=duplicate_field),
    Rule(id="SENSITIVE_MISSING", purpose="Personal data is marked, so that it stays out of logs.", check=personal_data),
)
