"""Rules about tables that no document at hand prints: what they rest on, and the spellings that were seen."""

from __future__ import annotations

from collections.abc import Iterator

from gdyb_generator.lint.rule import Rule
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.load import Spec
from gdyb_generator.spec.read import Steps
from gdyb_generator.spec.walk import evidence_documents, fields, in_documents, tables

_OF_EVIDENCE = ("evidence", "confidence", "derived_from", "spellings")
_OF_PRINT = ("table", "lines", "limit_line", "line")


def misplaced(spec: Spec) -> Iterator[Finding]:
    """A key of printed tables where nothing is printed, or the other way round."""
    unprinted = evidence_documents(spec)
    for table in tables(spec):
        is_printed = not in_documents(table, unprinted)
        message = "文档印出的表不写 {}" if is_printed else "文档没有印出的表不写 {}"
        keys = _OF_EVIDENCE if is_printed else _OF_PRINT
        source = table.node or table.layout
        for key in keys:
            if source is not None and getattr(source, key, None):
                yield table.finding((key,), "EVIDENCE_MISPLACED", message.format(key), "删掉它")
        for i, row in enumerate(table.fields):
            for key in keys:
                if getattr(row, key, None):
                    yield table.finding(("fields", i, key), "EVIDENCE_MISPLACED", message.format(key), "删掉它")


def derivation(spec: Spec) -> Iterator[Finding]:
    """A row that is derived and does not say from what, or says it without being derived."""
    for at in fields(spec):
        is_derived = at.row.confidence in {"derived", "derived-single"}
        if is_derived and not at.row.derived_from:
            yield at.finding("DERIVED_FROM", "没有写明照哪张表推定", "写 derived_from: 2207 data", "confidence")
        elif at.row.derived_from and not is_derived:
            hint = "写 confidence: derived 或 derived-single"
            yield at.finding("DERIVED_FROM", "有 derived_from，却不是推定的", hint, "derived_from")


def spellings(spec: Spec) -> Iterator[Finding]:
    """Another spelling that is empty, repeated, or a name of the same table."""
    for table in tables(spec):
        seen = {row.name for row in table.fields}
        for i, row in enumerate(table.fields):
            for j, spelling in enumerate(row.spellings):
                if spelling in seen or not spelling:
                    message = f"{row.name}：同一张表里已有 {spelling}" if spelling else f"{row.name}：写法是空的"
                    yield table.finding(("fields", i, "spellings", j), "SPELLING_TAKEN", message)
                seen.add(spelling)


def confidence_labels(spec: Spec) -> Iterator[Finding]:
    """A table or row whose confidence the vocabulary has no words for."""
    file = spec.files.get("vocabulary.yaml")
    if file is None or file.record is None:
        return
    known = {(word.of, word.confidence) for word in spec.vocabulary.confidence}
    for table in tables(spec):
        of_table = table.node.confidence if table.node is not None else None
        marks: list[tuple[str, str | None, Steps]] = [("table", of_table, ("confidence",))]
        marks += [("row", row.confidence, ("fields", i, "confidence")) for i, row in enumerate(table.fields)]
        for of, mark, path in marks:
            if mark is not None and (of, mark) not in known:
                hint = f"在 vocabulary.yaml 的 confidence 中写 of: {of}, confidence: {mark}"
                yield table.finding(path, "CONFIDENCE_UNNAMED", f"没有 {mark} 的叫法", hint)


RULES = (
    Rule(id="EVIDENCE_MISPLACED", purpose="What is printed and what rests on evidence stay apart.", check=misplaced),
    Rule(id="DERIVED_FROM", purpose="A derived row names the table it follows.", check=derivation),
    Rule(id="SPELLING_TAKEN", purpose="Another spelling of a name belongs to one field only.", check=spellings),
    Rule(id="CONFIDENCE_UNNAMED", purpose="Every confidence has its words in the vocabulary.", check=confidence_labels),
)
