"""The pages of a reader library: one per function and one per record."""

from __future__ import annotations

from gdyb_generator import ir
from gdyb_generator.emit.python.readers import TYPES, arrangement_text, profile_text
from gdyb_generator.emit.site.markdown import code, errata_links, link, table, text
from gdyb_generator.emit.site.page import render
from gdyb_generator.spec import format as form
from gdyb_generator.spec.format import readers as reader_format

ROOT = "../"
_KINDS = {"text": "文字", "number": "数", "buffer": "动态库写入的缓冲区", "size": "前一个缓冲区的大小"}


def reader_pages(library: ir.ReaderLibrary, errata: dict[str, form.Erratum]) -> dict[str, str]:
    """Every page by its path."""
    record = library.record
    pages = {"readers/index.md": _index(library, errata)}
    for function in record.functions:
        returned = next((r.record for r in library.records if r.record.function == function.name), None)
        pages[f"readers/{function.name}.md"] = _function(library, function, returned, errata)
    for item in library.records:
        pages[f"readers/{item.record.record}.md"] = _record(item, errata)
    return pages


def _index(library: ir.ReaderLibrary, errata: dict[str, form.Erratum]) -> str:
    record = library.record
    functions = [[link(code(f.name), f"{f.name}.md"), text(f.label), f.lines] for f in record.functions]
    records = [
        [link(code(r.record.record), f"{r.record.record}.md"), text(r.record.label), code(r.record.function)]
        for r in library.records
    ]
    addresses = [
        [code(a.environment), code(a.url), str(a.line), _links(a.errata, errata)] for a in record.init_addresses
    ]
    return render(
        "readers.md.j2",
        record=record,
        label=text(record.label),
        functions=table(["函数", "用途", "原文行"], functions),
        records=table(["记录", "内容", "由何函数读出"], records),
        addresses=table(["环境", "初始化地址", "原文行", "勘误"], addresses),
        profiles=[text(profile_text(profile)) for profile in record.profiles],
        errata=_links(record.errata, errata),
    )


def _function(
    library: ir.ReaderLibrary,
    function: reader_format.Function,
    returned: reader_format.Record | None,
    errata: dict[str, form.Erratum],
) -> str:
    rows = [
        [code(p.name), code(p.type), p.direction, _KINDS[p.kind], p.length, str(p.line), _links(p.errata, errata)]
        for p in function.parameters
    ]
    editions = [
        f"{text(profile.label)}：函数名为 `{symbol.symbol}`"
        for profile in library.record.profiles
        for symbol in profile.symbols
        if symbol.function == function.name
    ]
    missing = [
        f"{text(profile.label)}：不可用。{text(item.reason)}"
        for profile in library.record.profiles
        for item in profile.unsupported
        if item.function == function.name
    ]
    return render(
        "reader_function.md.j2",
        function=function,
        label=text(function.label),
        parameters=table(["参数", "类型", "方向", "含义", "建议长度", "原文行", "勘误"], rows),
        returned=returned,
        editions=[*editions, *missing],
        errata=[errata[name] for name in function.errata],
    )


def _record(item: ir.ReaderRecord, errata: dict[str, form.Erratum]) -> str:
    record = item.record
    rows = [
        [
            str(number),
            code(entry.record.name),
            text(entry.record.label),
            code(TYPES[entry.record.kind]),
            code(entry.record.pattern),
            "" if entry.record.sensitive == "public" else entry.record.sensitive,
            str(entry.record.line),
            errata_links(entry.errata, ROOT),
        ]
        for number, entry in enumerate(item.items, 1)
    ]
    return render(
        "reader_record.md.j2",
        record=record,
        label=text(record.label),
        items=table(["序号", "属性", "名称", "类型", "格式", "个人信息", "原文行", "勘误"], rows),
        arrangements=[text(arrangement_text(arrangement)) for arrangement in record.arrangements],
        errata=[errata[name] for name in record.errata],
    )


def _links(names: list[str], errata: dict[str, form.Erratum]) -> str:
    return errata_links((errata[name] for name in names), ROOT)
