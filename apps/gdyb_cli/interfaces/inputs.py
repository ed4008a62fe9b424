"""The input of a call as people write it: `node.key=value`, JSON and CSV files, files to be uploaded."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias, cast

import msgspec

from gdyb_runtime.local.text_files import TextUnusable, decode_text
from gdyb_runtime.model.tables import NodeTable
from gdyb_runtime.problems import did_you_mean

__all__ = ["InputUnusable", "Nodes", "collect_nodes", "main_node", "read_object", "read_rows"]

Nodes: TypeAlias = dict[str, object]

_FILE_MARK = "@"
_DECODER = msgspec.json.Decoder(float_hook=Decimal)


class InputUnusable(ValueError):
    """The input as written cannot be understood; the text says which part and why, never a value."""


def collect_nodes(tables: Sequence[NodeTable], *, whole: Path | None = None, assignments: Iterable[str] = ()) -> Nodes:
    """The nodes of a call: those of a JSON file, then each `node.key=value` or `node=@file` on top of them.

    Values stay text where they are written as text; their types are the business of the operation's models. Only a
    field for the bytes of a file is given as `@file`, wherever it is written.

    Raises:
        InputUnusable: for what cannot be read; whether it satisfies the tables is checked by the call.
    """
    nodes: Nodes = {}
    if whole is not None:
        nodes |= _known_nodes(whole, read_object(whole), tables)
    for text in assignments:
        _assign(nodes, tables, text)
    for table in tables:
        row = nodes.get(table.name)
        if isinstance(row, dict):
            nodes[table.name] = _with_files(table, row)
    return nodes


def main_node(tables: Sequence[NodeTable]) -> str:
    """The node that a field belongs to unless said otherwise: `data`, or the only one with a single row."""
    single = [table.name for table in tables if table.name and not table.many]
    return single[0] if len(single) == 1 else "data"


def read_object(path: Path) -> Nodes:
    """The whole input of a call from a JSON file, numbers exact.

    Raises:
        InputUnusable: for what is no JSON object.
    """
    content = _read_json(path)
    if not isinstance(content, dict):
        raise InputUnusable(f"{path}：应为一个 JSON 对象，键是节点名")
    return content


def read_rows(path: Path, table: NodeTable) -> list[Mapping[str, object]]:
    """The rows of a node from a JSON file (a list of objects) or a CSV file headed by wire names or Chinese labels."""
    if path.suffix.lower() == ".csv":
        return _read_csv(path, table)
    content = _read_json(path)
    if isinstance(content, dict) and set(content) == {table.name}:
        content = content[table.name]
    if not isinstance(content, list) or not all(isinstance(row, dict) for row in content):
        raise InputUnusable(f"{path}：应为 JSON 数组，每行一个对象")
    return cast("list[Mapping[str, object]]", content)


def _known_nodes(path: Path, content: Nodes, tables: Sequence[NodeTable]) -> Nodes:
    known = [name for table in tables for name in ([table.name] if table.name else [f.name for f in table.fields])]
    for name in content:
        if name not in known:
            raise InputUnusable(f"{path}：没有输入节点 {name}{did_you_mean(name, known)}；现有 {_names(tables)}")
    return content


def _assign(nodes: Nodes, tables: Sequence[NodeTable], text: str) -> None:
    target, equals, value = text.partition("=")
    name, dot, key = target.strip().partition(".")
    if not equals or not name or (dot and not key):
        raise InputUnusable("应写成 节点.字段=值，或 节点=@文件（.json 或 .csv）")
    table = next((table for table in tables if table.name == name), None)
    if table is None:
        if not dot and any(not table.name and table.field(name) for table in tables):
            nodes[name] = value
            return
        raise InputUnusable(f"没有输入节点 {name}{did_you_mean(name, [t.name for t in tables])}；现有 {_names(tables)}")
    if not dot:
        nodes[name] = _from_file(table, value)
        return
    row = nodes.setdefault(name, {})
    if table.many or not isinstance(row, dict):
        raise InputUnusable(f"{name} 是多行节点，请用文件给出：{name}=@文件（.json 或 .csv）")
    row[key] = value


def _with_files(table: NodeTable, row: Mapping[str, object]) -> dict[str, object]:
    values = dict(row)
    for field in table.fields:
        value = values.get(field.name)
        if not field.is_file or not isinstance(value, str):
            continue
        if not value.startswith(_FILE_MARK):
            raise InputUnusable(f"{table.name}.{field.name} {field.label}是文件的内容，应写成 {field.name}=@文件")
        values[field.name] = _read_bytes(Path(value.removeprefix(_FILE_MARK)))
    return values


def _from_file(table: NodeTable, value: str) -> object:
    if not value.startswith(_FILE_MARK):
        raise InputUnusable(f"{table.name} 是节点，应写成 {table.name}.字段=值 或 {table.name}=@文件")
    path = Path(value.removeprefix(_FILE_MARK))
    if table.many:
        return read_rows(path, table)
    content = _read_json(path)
    if not isinstance(content, dict):
        raise InputUnusable(f"{path}：应为一个 JSON 对象")
    return content


def _read_json(path: Path) -> object:
    try:
        return _DECODER.decode(decode_text(_read_bytes(path)))
    except TextUnusable as error:
        raise InputUnusable(f"{path}：{error}") from None
    except (msgspec.DecodeError, RecursionError) as error:
        # msgspec tells only the kind of mistake and the byte, not the text around it.
        where = f"（{error}）" if isinstance(error, msgspec.DecodeError) else ""
        raise InputUnusable(f"{path}：不是 UTF-8 编码的有效 JSON{where}") from None


def _read_csv(path: Path, table: NodeTable) -> list[Mapping[str, object]]:
    reader = csv.reader(io.StringIO(_decode(path), newline=""), strict=True)
    names = {field.label: field.name for field in table.fields}
    try:
        heads = [names.get(cell.strip(), cell.strip()) for cell in next(reader, [])]
        if len(set(heads)) != len(heads) or not any(table.field(head) for head in heads):
            raise InputUnusable(f"{path}：第一行应为不重复的字段名或中文名称，例如 {_examples(table)}")
        return [_csv_row(path, reader.line_num, heads, cells) for cells in reader if any(cells)]
    except csv.Error:
        raise InputUnusable(f"{path}：第 {reader.line_num} 行不是有效的 CSV") from None


def _csv_row(path: Path, line: int, heads: Sequence[str], cells: Sequence[str]) -> Mapping[str, object]:
    if len(cells) != len(heads):
        raise InputUnusable(f"{path}：第 {line} 行有 {len(cells)} 列，表头有 {len(heads)} 列")
    return dict(zip(heads, cells, strict=True))


def _decode(path: Path) -> str:
    content = _read_bytes(path)
    for encoding in ("utf-8-sig", "gb18030"):  # Excel on a Chinese Windows writes the latter.
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputUnusable(f"{path}：既不是 UTF-8 也不是 GBK 编码的文本；请另存为“CSV UTF-8”")


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputUnusable(f"{path}：无法读取（{error.strerror}）") from None


def _names(tables: Sequence[NodeTable]) -> str:
    return "、".join(table.name for table in tables if table.name)


def _examples(table: NodeTable) -> str:
    return ",".join(field.name for field in table.fields[:3])
