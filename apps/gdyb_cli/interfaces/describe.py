"""`gdyb describe`: the printed tables, with what the errata made of them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated

import typer

from gdyb import operations
from gdyb_cli.options import AsJson, unknown_name
from gdyb_cli.screen import print_json, print_table, say
from gdyb_runtime.model.tables import ENVELOPE, Erratum, Evidence, FieldRow, FileTable, InterfaceTables, NodeTable
from gdyb_workflows.tables import TABLES

__all__ = ["describe"]

_COLUMNS = ("name", "label", "type", "length", "required", "dictionary", "remark", "errata")


def describe(
    interface: Annotated[
        str | None, typer.Argument(metavar="接口", help=f"接口编号、操作的英文名，或 {ENVELOPE}（公共报文）。")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """查接口的输入输出表。

    名称、类型、长度、必填、字典、说明、勘误和出处；文档没有印出的表还有依据、可信程度和各处说法的不一致。不给接口则列出全部接口。
    """
    if interface is None:
        _list_interfaces(as_json=as_json)
        return
    name = _find(interface)
    if as_json:
        print_json(TABLES.schema(name).bundled())
        return
    tables = TABLES.interface(name)
    for line in _heading(tables):
        say(line)
    for side, node in _distinct_nodes(tables):
        say()
        _print_node(side, node)
    for file in tables.files:
        say()
        _print_file(file)
    say()
    _print_disagreements(tables)
    _print_errata(tables)


def _list_interfaces(*, as_json: bool) -> None:
    interfaces = [TABLES.interface(infno) for infno in TABLES.infnos()]
    if as_json:
        print_json(
            [
                {"infno": i.infno, "title": i.title, "effect": i.effect, "operations": list(i.operations)}
                for i in interfaces
            ]
        )
        return
    rows = [
        (i.infno, i.title, TABLES.words("effect").get(i.effect, i.effect), "、".join(i.operations)) for i in interfaces
    ]
    print_table(("编号", "名称", "类型", "操作"), rows)
    say(f"另有公共报文：gdyb describe {ENVELOPE}")


def _find(text: str) -> str:
    if text == ENVELOPE or text in TABLES.infnos():
        return text
    by_operation = {name: infno for infno in TABLES.infnos() for name in TABLES.interface(infno).operations}
    if text in by_operation:
        return by_operation[text]
    known = [*TABLES.infnos(), ENVELOPE, *by_operation]
    raise unknown_name("接口", text, known)


def _heading(tables: InterfaceTables) -> Iterator[str]:
    yield f"{tables.infno} {tables.title}".strip()
    facts = [
        ("类型", TABLES.words("effect").get(tables.effect, "")),
        ("发送方", tables.sender),
        ("接收方", tables.receiver),
        ("出处", tables.source),
    ]
    if any(value for _, value in facts):
        yield "；".join(f"{name}：{value}" for name, value in facts if value)
    for name, nodes in tables.operations.items():
        if name:
            yield f"操作：{name}({', '.join(f'{node.name}=' for node in nodes)})" + _paging(name) + _fixed(name)
    if tables.replies_with_file:
        yield "成功时返回文件，不是报文；在 reply.file 中"


def _paging(name: str) -> str:
    paging = getattr(operations, name).paging
    if paging is None:
        return ""
    start = f"{paging.field} 从 {paging.first} 起，每页最多 {paging.size} 行"
    return f"；分页：{start}，行在 {paging.rows}，以 {paging.key} 区分"


def _fixed(name: str) -> str:
    """What the SDK itself puts on the wire for an operation that stands beside the ordinary one."""
    fixed = getattr(operations, name).fixed
    values = "、".join(f"{node}.{field}={value}" for node, row in fixed.items() for field, value in row.items())
    return f"；由 SDK 固定填写 {values}，只能用操作名调用" if values else ""


def _distinct_nodes(tables: InterfaceTables) -> Iterator[tuple[str, NodeTable]]:
    """Every table once; a further operation whose fields all stand in the table already shown adds none."""
    shown: list[NodeTable] = []
    for nodes in tables.operations.values():
        for node in nodes:
            if not any(node.table == other.table and _names(node) <= _names(other) for other in shown):
                shown.append(node)
                yield from _with_held("输入", node)
    for node in tables.output:
        yield from _with_held("输出", node)


def _with_held(side: str, node: NodeTable) -> Iterator[tuple[str, NodeTable]]:
    """A table, then those of the nodes inside it, whose side names what holds them."""
    yield side, node
    for inner in node.nodes:
        yield from _with_held(f"{side} {node.name} 的", inner)


def _names(node: NodeTable) -> set[str]:
    return {field.name for field in node.fields}


def _print_node(side: str, node: NodeTable) -> None:
    parts = (side, node.name, _caption(node), _rows(node), _lines(node), _basis(node.evidence))
    title = " · ".join(part for part in parts if part)
    if not node.fields:
        say(f"{title}：没有字段")
        return
    say(title)
    _print_fields(node.fields)


def _print_file(file: FileTable) -> None:
    use = "下载的文件" if file.is_reply else "上传的文件"
    basis = _basis(file.evidence)
    say(" · ".join(part for part in (use, file.name, file.label, file.entry, f"{len(file.columns)} 列", basis) if part))
    _print_fields(file.columns)


def _print_fields(fields: Sequence[FieldRow]) -> None:
    """The rows of a table; how far each can be trusted is a column only where one of them says so."""
    heads = TABLES.words("cell")
    columns = [heads[name] for name in _COLUMNS]
    rows = [list(_cells(field)) for field in fields]
    if any(field.evidence.confidence for field in fields):
        columns.append(heads["confidence"])
        for cells, field in zip(rows, fields, strict=True):
            cells.append(_confidence(field.evidence, "row"))
    print_table(columns, rows)


def _confidence(evidence: Evidence, of: str) -> str:
    if not evidence.confidence:
        return ""
    return TABLES.words(f"{of}_confidence")[evidence.confidence].replace("{}", evidence.derived_from)


def _basis(evidence: Evidence) -> str:
    """What a table rests on, empty where a document prints it."""
    if not evidence.source:
        return ""
    confidence = _confidence(evidence, "table")
    return f"依据：{evidence.source}" + (f" · {TABLES.words('cell')['confidence']}：{confidence}" if confidence else "")


def _print_disagreements(tables: InterfaceTables) -> None:
    if tables.disagreements:
        say("各处说法不一")
        for text in tables.disagreements:
            say(f"  {text}")
        say()


def _caption(node: NodeTable) -> str:
    return node.title if node.table and node.title.startswith(node.table) else f"{node.table} {node.title}".strip()


def _rows(node: NodeTable) -> str:
    rows = "多行" if node.many else "单行"
    limit = "" if node.limit is None else f"，每次不超过 {node.limit} 行"
    return rows + limit + ("" if node.required else "，可省略")


def _lines(node: NodeTable) -> str:
    return f"第 {node.lines} 行" if node.lines else ""


def _cells(field: FieldRow) -> Sequence[str]:
    required = "必填" if field.required else "可空" if field.is_required_known else "不详"
    if field.required_when:
        required = f"输入含 {field.required_when} 时必填"
    codes = " ".join(f"{code}={label}" for code, label in field.labels.items())
    spellings = field.spellings and f"也见写作 {'、'.join(field.spellings)}"
    hint = field.hint and f"要求：{field.hint}"
    remark = "；".join(part for part in (*field.remark.splitlines(), hint, spellings) if part)
    return (
        field.name,
        field.label + (f"（个人信息 {field.sensitive}）" if field.sensitive else ""),
        _printed(field, "type", field.type or "不详"),
        _printed(field, "length", field.length),
        _printed(field, "required", required),
        f"{field.dictionary}：{codes}" if field.dictionary else "",
        remark,
        " ".join(erratum.id for erratum in field.errata),
    )


def _printed(field: FieldRow, column: str, value: str) -> str:
    """What is in force, and what the document prints instead where they differ."""
    if column not in field.printed or field.printed[column] == value:
        return value
    return f"{value}（原文 {field.printed[column] or '空'}）"


def _print_errata(tables: InterfaceTables) -> None:
    concerned: dict[str, tuple[Erratum, list[str]]] = {}
    for erratum in tables.errata:
        concerned.setdefault(erratum.id, (erratum, []))[1].append("整个接口")
    for node in tables.nodes:
        for field in node.fields:
            for erratum in field.errata:
                places = concerned.setdefault(erratum.id, (erratum, []))[1]
                if field.name not in places:
                    places.append(field.name)
    if not concerned:
        return
    say("勘误")
    for erratum, places in concerned.values():
        say(f"  {erratum.id}（{'、'.join(places)}）")
        for name, text in (("发现", erratum.finding), ("决定", erratum.decision), ("理由", erratum.reason)):
            if text:
                say(f"      {name}：{_one_line(text.splitlines())}")


def _one_line(lines: Iterable[str]) -> str:
    return " ".join(line.strip() for line in lines)
