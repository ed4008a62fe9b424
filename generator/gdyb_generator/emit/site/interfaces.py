"""The page of an interface: its tables, errata, example messages and Python examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gdyb_generator import ir
from gdyb_generator.emit.describe import node_text
from gdyb_generator.emit.site.fields import column_table, field_table
from gdyb_generator.emit.site.markdown import text
from gdyb_generator.emit.site.messages import reply_json, request_json
from gdyb_generator.emit.site.page import render
from gdyb_generator.emit.site.python_example import python_example
from gdyb_generator.emit.site.values import Examples
from gdyb_generator.spec import format as form
from gdyb_generator.spec.words import EFFECTS

ROOT = "../"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table under its heading."""

    heading: str
    about: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """How one operation is called."""

    title: str
    name: str
    fixed: str
    request: str
    python: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """An erratum and what of the interface it concerns."""

    id: str
    places: str
    record: form.Erratum


def interface_page(package: ir.Package, interface: ir.Interface, examples: Examples) -> str:
    """The page as Markdown."""
    return render(
        "interface.md.j2",
        interface=interface,
        title=text(interface.title),
        facts=list(facts(interface)),
        inputs=[_table(interface, node, "输入") for node in interface.input],
        outputs=[_table(interface, node, "输出") for node in interface.output],
        files=[_file(layout) for layout in interface.layouts],
        examples=[_example(package, interface, operation, examples) for operation in interface.operations],
        reply="" if interface.replies_with_file else reply_json(package, interface, examples),
        disagreements=[text(line) for line in interface.disagreements],
        errata=[_noted(noted) for noted in noted_errata(interface)],
    )


def facts(interface: ir.Interface) -> Iterator[tuple[str, str]]:
    """What is known of an interface as a whole."""
    yield "类型", EFFECTS[interface.effect]
    if interface.sender:
        yield "发送方 → 接收方", f"{text(interface.sender)} → {text(interface.receiver)}"
    yield "操作", "、".join(f"`{operation.name}`" for operation in interface.operations)
    if interface.paging is not None:
        paging = interface.paging
        yield "分页", f"`{paging.field}` 从 {paging.first} 起，每页最多 {paging.size} 行，以 `{paging.key}` 区分各行"
    if not any(node.fields for node in interface.input):
        yield "输入", "没有字段"
    if interface.replies_with_file:
        yield "应答", "成功时返回文件，不是报文"
    elif not interface.output:
        yield "输出", "没有字段"
    yield "出处", text(interface.document.title) + (f" 第 {interface.lines} 行" if interface.lines else "")


def _table(interface: ir.Interface, node: ir.Node, side: str) -> Table:
    name = f"`{node.wire}`" if node.wire else "无节点"
    heading = " ".join(part for part in (side, name, text(node.caption if node.caption != side else "")) if part)
    about = node_text(interface, node, side).split(" · ", 1)[1]
    return Table(heading=heading, about=text(about), body=field_table(node.fields, ROOT))


def _file(layout: ir.Layout) -> Table:
    record = layout.record
    use = "随请求上传" if record.direction == "request" else "下载的结果"
    evidence = f"依据：{record.evidence}" if record.evidence else ""
    about = f"{use}，{record.entry}，{len(layout.columns)} 列，Tab 分隔，UTF-8。{evidence}"
    return Table(heading=f"文件 {text(record.label)}", about=text(about), body=column_table(layout.columns, ROOT))


def _example(package: ir.Package, interface: ir.Interface, operation: ir.Operation, examples: Examples) -> Example:
    return Example(
        title=text(operation.title),
        name=operation.name,
        fixed="、".join(f"`{node}.{field}` = `{value}`" for node, field, value in operation.fixed),
        request=request_json(package, interface, operation, examples),
        python=python_example(interface, operation, examples),
    )


def noted_errata(interface: ir.Interface) -> list[tuple[form.Erratum, list[str]]]:
    """Every erratum that concerns an interface, with the fields it concerns; none means the whole interface."""
    errata: dict[str, tuple[form.Erratum, list[str]]] = {e.id: (e, []) for e in interface.errata}
    for node in (*interface.input, *interface.output):
        for item in node.fields:
            for erratum in item.errata:
                places = errata.setdefault(erratum.id, (erratum, []))[1]
                if item.wire not in places:
                    places.append(item.wire)
    return list(errata.values())


def _noted(noted: tuple[form.Erratum, list[str]]) -> Noted:
    erratum, places = noted
    return Noted(id=erratum.id, places="、".join(f"`{p}`" for p in places) or "整个接口", record=erratum)
