"""The pages that lead to the others: home, lists, dictionaries, procedures, errata, envelope and gateway."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from gdyb_generator import ir
from gdyb_generator.emit.site.fields import field_table, printed_table
from gdyb_generator.emit.site.interfaces import noted_errata
from gdyb_generator.emit.site.markdown import code, link, table, text
from gdyb_generator.emit.site.page import render
from gdyb_generator.emit.site.procedures import Procedure
from gdyb_generator.spec.words import EFFECTS


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A city on the page of cities."""

    id: str
    label: str
    is_edition: bool
    changes_tables: bool
    changes: str


_KINDS = {"contradiction": "矛盾", "gap": "缺漏", "typo": "笔误", "artefact": "转换残留", "field": "字段"}


def home_page(package: ir.Package, procedures: list[Procedure]) -> str:
    """The first page."""
    printed = [i for i in package.interfaces if i.document.kind == "printed"]
    return render(
        "index.md.j2",
        package=package,
        printed=[_interface_link(interface, "interfaces/") for interface in printed],
        procedures=procedures,
        evidence=len(package.interfaces) - len(printed),
        edition=next((city.label for city in package.cities if city.id == package.edition), ""),
    )


def by_number(package: ir.Package) -> str:
    """All interfaces in the order of their numbers."""
    return _interface_list("按编号", sorted(package.interfaces, key=lambda interface: interface.infno))


def by_name(package: ir.Package) -> str:
    """All interfaces in the order that Chinese dictionaries of characters have: that of GB 2312, which is by sound."""
    return _interface_list("按中文名称", sorted(package.interfaces, key=lambda i: (_sound(i.title), i.infno)))


def _sound(title: str) -> bytes:
    return title.encode("gb18030")


def _interface_list(title: str, interfaces: Iterable[ir.Interface]) -> str:
    rows = [
        [
            _interface_link(i, ""),
            EFFECTS[i.effect][:2],
            "、".join(code(operation.name) for operation in i.operations),
            "印出" if i.document.kind == "printed" else "取自公开代码",
        ]
        for i in interfaces
    ]
    return f"# 接口：{title}\n\n{table(['接口', '类型', '操作', '表的来源'], rows)}"


def _interface_link(interface: ir.Interface, folder: str) -> str:
    return link(f"{interface.infno} {text(interface.title)}", f"{folder}{interface.infno}.md")


def dictionary_list(package: ir.Package) -> str:
    """All dictionaries."""
    rows = [
        [link(text(d.label), f"{d.id}.md"), code(d.id), str(len(d.values)), "可能有其他值" if d.open else ""]
        for d in sorted(package.dictionaries, key=lambda d: d.id)
    ]
    return f"# 字典\n\n{table(['字典', '名称', '值', '开放'], rows)}"


def procedure_page(package: ir.Package, procedure: Procedure) -> str:
    """A procedure with its diagram."""
    known = {interface.infno: interface for interface in package.interfaces}
    links = [_interface_link(known[infno], "../interfaces/") for infno in procedure.infnos]
    functions = [link(code(name), f"../readers/{name}.md") for name in procedure.functions]
    return render("procedure.md.j2", procedure=procedure, interfaces=links, functions=functions)


def errata_page(package: ir.Package) -> str:
    """Every erratum with the interfaces it concerns."""
    concerned: dict[str, list[str]] = {}
    for interface in package.interfaces:
        for erratum, _ in noted_errata(interface):
            concerned.setdefault(erratum.id, []).append(link(interface.infno, f"interfaces/{interface.infno}.md"))
    families = [(letter, list(group)) for letter, group in groupby(package.errata, key=lambda e: e.id[0])]
    return render("errata.md.j2", families=families, kinds=_KINDS, concerned=concerned)


def cities_page(package: ir.Package) -> str:
    """What every city does otherwise, with reason and source."""
    cities = [
        City(
            id=city.id,
            label=text(city.label),
            is_edition=city.id == package.edition,
            changes_tables=city.changes_tables,
            changes=table(
                ["何处", "改动", "原因", "依据"],
                [[code(n.place), text(n.what), text(n.reason), text(n.source)] for n in city.changes],
            ),
        )
        for city in package.cities
    ]
    return render("cities.md.j2", cities=cities)


def message_page(package: ir.Package) -> str:
    """Envelope, request headers and the errors of the gateway."""
    gateway = package.gateway
    errors = [[code(str(e.errcode)), text(e.message), text(e.advice), str(e.line or "")] for e in gateway.errors.texts]
    return render(
        "message.md.j2",
        request=field_table(package.request.fields, ""),
        reply=field_table(package.reply.fields, ""),
        headers=printed_table(gateway.headers.fields, "", package.header_notes),
        signature=" + ".join(code(part) for part in gateway.signature.parts),
        gateway=gateway,
        errors=table(["errcode", "文字", "怎么办", "原文行"], errors),
    )
