"""Configuration of the site builder and the pages' order."""

from __future__ import annotations

import json
from collections.abc import Iterable

from gdyb_generator import ir
from gdyb_generator.emit.site.page import render
from gdyb_generator.emit.site.procedures import Procedure

SHIM = "javascripts/iframe-worker.js"
"""Lets the search run from file://, where browsers refuse workers."""
MERMAID = "javascripts/mermaid.js"


def zensical_toml(package: ir.Package, found: list[Procedure]) -> str:
    """The configuration; mkdocs-material takes the same keys."""
    interfaces = sorted(package.interfaces, key=lambda interface: interface.infno)
    pages = {
        "流程": [(p.title, f"procedures/{p.id}.md") for p in found],
        "接口": [
            ("按编号", "interfaces/index.md"),
            ("按中文名称", "interfaces/names.md"),
            *((f"{i.infno} {i.title}", f"interfaces/{i.infno}.md") for i in interfaces),
        ],
        "字典": [
            ("全部字典", "dictionaries/index.md"),
            *((d.label, f"dictionaries/{d.id}.md") for d in sorted(package.dictionaries, key=lambda d: d.id)),
        ],
        "读卡": _reader_pages(package.readers),
    }
    sections = [
        f"  {{ {json.dumps(name, ensure_ascii=False)} = [\n{_items(items)}  ] }},\n"
        for name, items in pages.items()
        if items
    ]
    return render("zensical.toml.j2", sections="".join(sections), shim=SHIM)


def _reader_pages(library: ir.ReaderLibrary | None) -> list[tuple[str, str]]:
    if library is None:
        return []
    functions = [(f"{f.name} {f.label}", f"readers/{f.name}.md") for f in library.record.functions]
    records = [(f"{r.record.record} {r.record.label}", f"readers/{r.record.record}.md") for r in library.records]
    return [(library.record.label, "readers/index.md"), *functions, *records]


def _items(items: Iterable[tuple[str, str]]) -> str:
    return "".join(
        f"    {{ {json.dumps(title, ensure_ascii=False)} = {json.dumps(path)} }},\n" for title, path in items
    )
