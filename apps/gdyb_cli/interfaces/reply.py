"""A reply on the screen and as data; personal fields as `***` unless asked for."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from gdyb_cli.screen import as_json, print_table, problem_record, say
from gdyb_runtime.model.base import ReplyModel, RequestModel
from gdyb_runtime.model.operation import Operation
from gdyb_runtime.model.tables import FieldRow, NodeTable
from gdyb_runtime.redaction import MASK, mask_text
from gdyb_runtime.wire.reply import Reply
from gdyb_workflows.tables import TABLES

__all__ = ["print_reply", "print_warnings", "reply_record"]

_MOST_WARNINGS = 20

AnyOperation: TypeAlias = Operation[RequestModel, ReplyModel]
AnyReply: TypeAlias = Reply[ReplyModel]
Row: TypeAlias = Mapping[str, object]


def reply_record(
    operation: AnyOperation, reply: AnyReply, *, show: bool, saved: Path | None = None
) -> dict[str, object]:
    """A successful reply as data for programs; of a file its size and where it was saved."""
    record = {
        "ok": True,
        "infno": operation.infno,
        "operation": operation.name,
        "title": operation.title,
        "msgid": reply.msgid,
        "infcode": reply.infcode,
        "inf_refmsgid": reply.inf_refmsgid,
        "warnings": [problem_record(problem) for problem in reply.warnings],
        "output": _masked_output(operation, reply, show=show),
    }
    if reply.download is not None:
        record["file"] = {"bytes": len(reply.file.content), "path": None if saved is None else str(saved)}
    return record


def print_reply(operation: AnyOperation, reply: AnyReply, *, show: bool, saved: Path | None = None) -> None:
    """A successful reply for people: ids, a table for each node, departures from the printed tables."""
    say(f"{operation.infno} {operation.title}：成功")
    say(f"msgid={reply.msgid}")
    say(f"inf_refmsgid={reply.inf_refmsgid or '（平台没有返回）'}")
    if reply.download is not None:
        where = "没有保存；加上 --out 文件夹 保存" if saved is None else f"已存为 {saved}"
        say(f"文件 {len(reply.file.content)} 字节，{where}")
    output = _masked_output(operation, reply, show=show)
    for node in TABLES.interface(operation.infno).output:
        _print_node(node, output if not node.key else output.get(node.key))
    print_warnings(reply)


def print_warnings(reply: Reply[object]) -> None:
    """What departs from the printed tables, the first of it."""
    if reply.warnings:
        say(f"答复有 {len(reply.warnings)} 处与接口规范不一致：")
        for problem in reply.warnings[:_MOST_WARNINGS]:
            say(f"  {problem}")
        if len(reply.warnings) > _MOST_WARNINGS:
            say(f"  …另有 {len(reply.warnings) - _MOST_WARNINGS} 处，用 --json 查看全部")


def _masked_output(operation: AnyOperation, reply: AnyReply, *, show: bool) -> dict[str, object]:
    output = reply.output.model_dump(by_alias=True)
    if show:
        return output
    nodes = {node.key: node for node in TABLES.interface(operation.infno).output}
    plain = nodes.get("")
    masked: dict[str, object] = {}
    for name, value in output.items():
        if name in nodes:
            masked[name] = _masked_node(nodes[name], value)
        else:
            masked[name] = _masked_value(plain.field(name) if plain else None, value)
    return masked


def _masked_node(node: NodeTable, value: object) -> object:
    if isinstance(value, list):
        return [_masked_node(node, row) for row in value]
    if isinstance(value, dict):
        return {
            name: _masked_node(held, item) if (held := node.node(name)) else _masked_value(node.field(name), item)
            for name, item in value.items()
        }
    return value


def _masked_value(field: FieldRow | None, value: object) -> object:
    # Nobody knows what a key holds that the tables do not have.
    if value is None or (field is not None and not field.sensitive):
        return mask_text(value) if isinstance(value, str) else value
    return MASK


def _print_node(node: NodeTable, value: object) -> None:
    if not node.fields and not node.nodes:
        return
    if not isinstance(value, list):
        row = value if isinstance(value, dict) else {}
        _print_fields(node, row)
        _print_held(node, [row])
        return
    rows = [row for row in value if isinstance(row, dict)]
    say(f"{node.key} {len(value)} 行")
    if value:
        columns = [f"{field.label}\n{field.name}" for field in node.fields]
        numbers = [index for index, field in enumerate(node.fields) if _is_number(field.name, rows)]
        print_table(columns, [list(_cells(node.fields, row)) for row in rows], right=numbers)
        _print_unknown(node, rows)
        _print_held(node, rows)


def _print_held(node: NodeTable, rows: Sequence[Row]) -> None:
    """The nodes inside the rows of a node, of all rows together."""
    for inner in node.nodes:
        values = [row[inner.name] for row in rows if row.get(inner.name)]
        held = [item for value in values for item in (value if isinstance(value, list) else [value])]
        if held:
            _print_node(inner, held if inner.many or len(held) > 1 else held[0])


def _print_fields(node: NodeTable, row: Row) -> None:
    rows = [(field.name, field.label, _cell(field, row)) for field in node.fields]
    say(node.name)
    print_table(("字段", "名称", "值"), rows)
    _print_unknown(node, [row])


def _print_unknown(node: NodeTable, rows: Sequence[Row]) -> None:
    known = {*(field.name for field in node.fields), *(inner.name for inner in node.nodes)}
    unknown = dict.fromkeys(name for row in rows for name in row if name not in known)
    if unknown:
        say(f"规范以外的字段（用 --json --show 查看）：{'、'.join(unknown)}")


def _cells(fields: Sequence[FieldRow], row: Row) -> Iterator[str]:
    return (_cell(field, row) for field in fields)


def _cell(field: FieldRow, row: Row) -> str:
    value = row.get(field.name)
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date | datetime):
        return str(as_json(value))
    label = field.labels.get(str(value))
    return f"{value} {label}" if label else str(value)


def _is_number(name: str, rows: Sequence[Row]) -> bool:
    return any(isinstance(row.get(name), int | Decimal) for row in rows)
