"""Configuration of the site builder and the pages' order."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape

from gdyb_generator import ir
from gdyb_generator.emit.site.page import render
from gdyb_generator.emit.site.procedures import Procedure

SHIM = "javascripts/iframe-worker.js"
"""Lets the search run from file://, where browsers refuse workers."""
MERMAID = "javascripts/mermaid.js"
CHINESE = "javascripts/chinese.js"
"""Gives the search window Chinese texts."""


def configuration(package: ir.Package, procedures: list[Procedure]) -> str:
    """The configuration, which zensical and mkdocs-material both take."""
    interfaces = sorted(package.interfaces, key=lambda interface: interface.infno)
    pages = {
        "流程": [(p.title, f"procedures/{p.id}.md") for p in procedures],
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
    sections = [f"  - {_quoted(name)}:\n{_items(items)}" for name, items in pages.items() if items]
    edition = next((city.label for city in package.cities if city.id == package.edition), "")
    return render(
        "mkdocs.yml.j2",
        name=_quoted(f"gdyb 接口参考（{escape(edition)}）" if edition else "gdyb 接口参考"),
        sections="".join(sections),
        has_cities=bool(package.cities),
        shim=SHIM,
        chinese=CHINESE,
    )


def _reader_pages(library: ir.ReaderLibrary | None) -> list[tuple[str, str]]:
    if library is None:
        return []
    functions = [(f"{f.name} {f.label}", f"readers/{f.name}.md") for f in library.record.functions]
    records = [(f"{r.record.record} {r.record.label}", f"readers/{r.record.record}.md") for r in library.records]
    return [(library.record.label, "readers/index.md"), *functions, *records]


def _items(items: Iterable[tuple[str, str]]) -> str:
    # The theme writes a title as HTML.
    return "".join(f"      - {_quoted(escape(title))}: {_quoted(path)}\n" for title, path in items)


def _quoted(text: str) -> str:
    """A text as YAML, which takes quoted JSON."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
