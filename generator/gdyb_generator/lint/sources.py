"""Rules about the sources of facts and about printed values that are corrected."""

from __future__ import annotations

from collections.abc import Iterator

from gdyb_generator.lint.rule import Rule
from gdyb_generator.spec import format as form
from gdyb_generator.spec.datatypes import find
from gdyb_generator.spec.findings import Finding
from gdyb_generator.spec.load import Spec
from gdyb_generator.spec.walk import (
    FieldAt,
    TableAt,
    effective,
    errata_lists,
    evidence_documents,
    fields,
    in_documents,
    tables,
    text_length,
)

_CELLS = ("type", "length", "code", "required")


def missing_source(spec: Spec) -> Iterator[Finding]:
    """A document that can't be told from another edition, a table, row or dictionary that can't be found in one."""
    document = spec.single("document.yaml")
    for i, item in enumerate(document.documents if isinstance(document, form.DocumentFile) else ()):
        if item.kind == "printed" and not (item.text_lines and item.text_sha256):
            message = f"文档 {item.id} 没有写明是哪一份文本"
            hint = "写 text_lines 与 text_sha256；没有文本时写 kind: evidence"
            yield spec.files["document.yaml"].finding(("documents", i), "SOURCE_MISSING", message, hint)
    unprinted = evidence_documents(spec)
    for table in tables(spec):
        yield from _table_source(table, unprinted)
    for at in fields(spec):
        if at.is_of_city:
            continue
        if at.row.line is None and not at.table.is_evidence and not in_documents(at.table, unprinted):
            yield at.finding("SOURCE_MISSING", "没有写明出自第几行", "写 line: 962")
    for file, dictionary in spec.dictionaries():
        if dictionary.line is None and not dictionary.evidence:
            message = f"字典 {dictionary.dictionary} 没有写明出自第几行"
            yield file.finding((), "SOURCE_MISSING", message, "写 line: 962；文档没有印出时写 evidence")
    yield from _reader_sources(spec)


def _reader_sources(spec: Spec) -> Iterator[Finding]:
    hint = "写明在文档的哪一行；文档没有印出时写 evidence"
    for file, library in spec.readers():
        for i, record in enumerate(library.records):
            for j, arrangement in enumerate(record.arrangements):
                if arrangement.line is None and not arrangement.evidence:
                    message = f"{record.record} 的排列“{arrangement.note}”没有写明出处"
                    yield file.finding(("records", i, "arrangements", j), "SOURCE_MISSING", message, hint)
        for i, profile in enumerate(library.profiles[:1]):
            if not profile.lines and not profile.evidence:
                message = f"函数名表 {profile.id} 没有写明出处"
                yield file.finding(("profiles", i), "SOURCE_MISSING", message, hint)


def _table_source(table: TableAt, unprinted: set[str]) -> Iterator[Finding]:
    if (table.node is None and table.layout is None) or table.is_evidence:
        return
    if in_documents(table, unprinted):
        yield table.finding(
            (), "SOURCE_MISSING", "没有写明以什么为依据", "写 evidence: 公开客户端代码，两个以上实现一致"
        )
    elif table.node is not None and not (table.node.table and table.node.lines):
        yield table.finding((), "SOURCE_MISSING", "没有写明出自哪张表、哪几行", '写 table: 表 5 与 lines: "940-1010"')


def unknown_document(spec: Spec) -> Iterator[Finding]:
    """An interface read from a document that document.yaml does not have."""
    file = spec.single("document.yaml")
    if not isinstance(file, form.DocumentFile):
        return
    known = sorted(document.id for document in file.documents)
    for place, interface in spec.interfaces():
        if interface.document not in known:
            hint = f"写 document: {'、'.join(known)}，或先在 document.yaml 里登记"
            yield place.finding(("document",), "DOCUMENT_UNKNOWN", f"没有文档 {interface.document}", hint)


def unknown_erratum(spec: Spec) -> Iterator[Finding]:
    """A reference to an erratum that errata.yaml does not have."""
    file = spec.single("errata.yaml")
    if not isinstance(file, form.ErrataFile):
        return
    known = {item.id for item in file.errata}
    for place, path, name in errata_lists(spec):
        if name not in known:
            yield place.finding(path, "ERRATUM_UNKNOWN", f"errata.yaml 里没有 {name}", "先在 errata.yaml 里登记")


def duplicate_erratum(spec: Spec) -> Iterator[Finding]:
    """A repeated id in errata.yaml."""
    file = spec.single("errata.yaml")
    if not isinstance(file, form.ErrataFile):
        return
    seen: set[str] = set()
    for i, item in enumerate(file.errata):
        if item.id in seen:
            yield spec.files["errata.yaml"].finding(("errata", i, "id"), "ERRATUM_DUPLICATE", f"勘误 {item.id} 重复")
        seen.add(item.id)


def erratum_reason(spec: Spec) -> Iterator[Finding]:
    """An erratum that does not say what is done instead, or why."""
    file = spec.single("errata.yaml")
    if not isinstance(file, form.ErrataFile):
        return
    for i, item in enumerate(file.errata):
        for key in ("decision", "reason"):
            if not getattr(item, key).strip():
                yield spec.files["errata.yaml"].finding(
                    ("errata", i, key), "ERRATUM_REASON_MISSING", f"勘误 {item.id} 没有 {key}", "写明怎么做、为什么"
                )


def contradiction(spec: Spec) -> Iterator[Finding]:
    """A printed cell that contradicts the rest of its row, without an erratum."""
    formats = spec.single("formats.yaml")
    shapes = {f.id: f for f in formats.formats} if isinstance(formats, form.FormatsFile) else {}
    dictionaries = {d.dictionary: d for _, d in spec.dictionaries()}
    for at in fields(spec):
        yield from _effective_without_erratum(at)
        yield from _impossible_row(at, shapes.get(at.row.format or ""), dictionaries.get(at.row.dictionary or ""))


def _effective_without_erratum(at: FieldAt) -> Iterator[Finding]:
    for cell in _CELLS:
        value = getattr(at.row.effective, cell, None) if at.row.effective else None
        # A blank length cell may mean that there is no limit: saying so is no repetition.
        if value is not None and value == getattr(at.row, cell) and (cell, value) != ("length", ""):
            yield at.finding("PRINTED_CONTRADICTION", f"effective 的 {cell} 与印刷值相同", "删掉它", "effective")
        elif value is not None and not at.row.errata:
            holds = value or ("不限" if cell == "length" else "空")
            message = f"{cell} 印作 {getattr(at.row, cell) or '空'}，实际 {holds}，却没有勘误"
            yield at.finding("PRINTED_CONTRADICTION", message, "写 errata: [编号]", "effective")


def _impossible_row(
    at: FieldAt, shape: form.Format | None, dictionary: form.DictionaryFile | None
) -> Iterator[Finding]:
    row, characters = at.row, text_length(at.row)
    hint = "写 effective 与 errata"
    if shape is not None and characters is not None and shape.length > characters:
        message = f"长度 {characters} 装不下 {shape.id}（{shape.length} 个字符）"
        yield at.finding("PRINTED_CONTRADICTION", message, hint, "length")
    kind = find(effective(row, "type"))
    for words in kind.meant_with if kind is not None else ():
        if words in row.remark:
            yield at.finding("PRINTED_CONTRADICTION", f"{effective(row, 'type')}的说明里却有 {words}", hint, "type")
    unknown_code = at.table.is_evidence and not row.code
    if dictionary is not None and effective(row, "code") != "Y" and not unknown_code:
        yield at.finding("PRINTED_CONTRADICTION", "有字典，代码标识却不是 Y", hint, "dictionary")
    if effective(row, "required") not in {"", "Y", "N"}:
        yield at.finding(
            "PRINTED_CONTRADICTION", f"是否必填 {effective(row, 'required')} 不是 Y 或空", hint, "required"
        )
    longest = max((len(v.code) for v in dictionary.values), default=0) if dictionary else 0
    if characters is not None and longest > characters:
        message = f"长度 {characters} 装不下字典中 {longest} 个字符的代码"
        yield at.finding("PRINTED_CONTRADICTION", message, hint, "length")


RULES = (
    Rule(id="SOURCE_MISSING", purpose="Every row can be found in the document.", check=missing_source),
    Rule(id="DOCUMENT_UNKNOWN", purpose="An interface names a document of document.yaml.", check=unknown_document),
    Rule(id="ERRATUM_UNKNOWN", purpose="A named erratum is registered.", check=unknown_erratum),
    Rule(id="ERRATUM_DUPLICATE", purpose="An erratum is registered once.", check=duplicate_erratum),
    Rule(id="ERRATUM_REASON_MISSING", purpose="An erratum says what is done instead and why.", check=erratum_reason),
    Rule(id="PRINTED_CONTRADICTION", purpose="A printed value that can't hold has an erratum.", check=contradiction),
)
