"""The page of a dictionary: its codes and who uses it."""

from __future__ import annotations

from gdyb_generator import ir
from gdyb_generator.emit.site.fields import city_cell
from gdyb_generator.emit.site.markdown import code, errata_links, link, table, text
from gdyb_generator.emit.site.page import render

ROOT = "../"


def dictionary_page(package: ir.Package, dictionary: ir.Dictionary) -> str:
    """The page as Markdown."""
    is_unsure = any(value.is_single for value in dictionary.values)
    is_changed = any(value.notes for value in dictionary.values)
    heads = ["代码", "含义", "Python"] + (["可信程度"] if is_unsure else []) + (["地市改动"] if is_changed else [])
    rows = [
        [code(v.code), text(v.label), code(f"codes.{dictionary.class_name}.{v.name}")]
        + ([("只见于一处" if v.is_single else "")] if is_unsure else [])
        + ([city_cell(v.notes)] if is_changed else [])
        for v in dictionary.values
    ]
    return render(
        "dictionary.md.j2",
        dictionary=dictionary,
        label=text(dictionary.label),
        source=f"文档第 {dictionary.line} 行" if dictionary.line is not None else text(f"依据：{dictionary.evidence}"),
        values=table(heads, rows),
        uses=_uses(package, dictionary),
        disagreements=[text(line) for line in dictionary.disagreements],
        errata=errata_links(dictionary.errata, ROOT),
        city=city_cell(dictionary.notes),
    )


def _uses(package: ir.Package, dictionary: ir.Dictionary) -> list[str]:
    """Interfaces that use it, each with its fields."""
    lines = []
    for interface in package.interfaces:
        nodes = (*interface.input, *interface.output)
        names = [f.wire for node in nodes for f in node.fields if f.dictionary == dictionary]
        names += [c.row.name for layout in interface.layouts for c in layout.columns if c.dictionary == dictionary]
        if names:
            page = link(f"{interface.infno} {text(interface.title)}", f"{ROOT}interfaces/{interface.infno}.md")
            lines.append(f"{page}：{'、'.join(map(code, dict.fromkeys(names)))}")
    return lines
