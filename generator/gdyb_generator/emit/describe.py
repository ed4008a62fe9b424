"""Descriptions of fields, nodes and interfaces for docstrings and schemas, in one line each."""

from __future__ import annotations

from collections.abc import Iterable

from gdyb_generator import ir
from gdyb_generator.spec.names import ROWS
from gdyb_generator.spec.walk import effective
from gdyb_generator.spec.words import ROW_CELLS

_FEW_CODES = 3
_OF_COMMANDS = (
    "改变平台上的数据：没有收到应答时不会自动重发，抛出的 TransportFailed 的 outcome 为 unknown（是否办成不明）。"
)
_RAISES = (
    "抛出 RequestInvalid（不符合接口表格，没有发送）、GatewayRefused（网关拒绝）、BusinessError（平台答复失败）、"
    "TransportFailed（没有收到应答）或 ReplyUnreadable（应答读不懂）；都是 GdybError，outcome 说明平台是否可能已经办理。"
)


def field_text(field: ir.Field, table: str) -> str:
    """Label · type and length · required · dictionary or remark · errata · source or confidence."""
    row = field.row
    length = effective(row, "length")
    parts = [row.label, f"{effective(row, 'type') or '类型不详'} {length}".strip(), required_text(field)]
    if field.dictionary is not None:
        parts.append(_codes(field.dictionary))
    elif row.remark:
        parts.append(row.remark)
    if row.effective is not None:
        parts += [f"勘误 {e.id}：{e.decision}" for e in field.errata]
    if row.spellings:
        parts.append(f"也见写作 {'、'.join(row.spellings)}")
    if field.confidence_label:
        parts.append(field.confidence_label)
    if row.line is not None:
        parts.append(f"{table} 第 {row.line} 行")
    parts += city_texts(field_notes(field))
    return docstring_safe(" · ".join(one_line(part) for part in parts))


def _codes(dictionary: ir.Dictionary) -> str:
    """The class that has the codes; the codes, too, where they are few."""
    name = f"codes.{dictionary.class_name}"
    if len(dictionary.values) > _FEW_CODES:
        return name
    return f"{name}：{'，'.join(f'{v.code}-{v.label}' for v in dictionary.values)}"


def node_text(interface: ir.Interface, node: ir.Node, side: str) -> str:
    """Interface, side, node, table, how many rows, and the lines or the evidence."""
    most = "" if node.limit is None else f"，每次不超过 {node.limit} 行"
    rows = (f"多行{most}" if node.many else "单行") + ("" if node.required else "，可省略")
    where = f"{side} {'.'.join(part for part in (node.inside, node.wire) if part)}".strip()
    table = f"{node.table} {node.caption}".strip()
    details = "，".join(part for part in (table, rows) if part)
    parts = [f"{interface.infno} {interface.title}", f"{where}（{details}）", _source(node), *city_texts(node.notes)]
    return docstring_safe(" · ".join(parts))


def city_texts(notes: Iterable[ir.CityNote]) -> list[str]:
    """What a city changed, as parts of a line."""
    return [f"地市改动 {note.text}" for note in notes]


def field_notes(field: ir.Field) -> tuple[ir.CityNote, ...]:
    """What a city changed in a field or in its dictionary."""
    of_dictionary = dictionary_notes(field.dictionary) if field.dictionary else ()
    return (*field.notes, *of_dictionary)


def dictionary_notes(dictionary: ir.Dictionary) -> tuple[ir.CityNote, ...]:
    """What a city changed in a dictionary and its values."""
    return (*dictionary.notes, *(note for value in dictionary.values for note in value.notes))


def dictionary_text(dictionary: ir.Dictionary) -> str:
    """Label, name, source, whether other values may come, and where sources differ."""
    about = f"{dictionary.id}{'，平台可能返回其他值' if dictionary.open else ''}"
    source = f"文档第 {dictionary.line} 行" if dictionary.line is not None else f"依据：{dictionary.evidence}"
    single = [value.code for value in dictionary.values if value.is_single]
    parts = [f"{dictionary.label}（{about}）", source, *(f"说法不一：{text}" for text in dictionary.disagreements)]
    if single:
        parts.append(f"只见于一处的代码：{'、'.join(single)}")
    parts += city_texts(dictionary_notes(dictionary))
    return docstring_safe(" · ".join(parts))


def layout_lines(layout: ir.Layout) -> list[str]:
    """The description of a layout: file and use, then its columns, and the evidence."""
    record = layout.record
    use = "随请求上传" if record.direction == "request" else "下载的结果"
    columns = "，".join(f"{column.row.name} {column.row.label}" for column in layout.columns)
    lines = [
        f"{record.label}：{layout.infno} {layout.title}{use}，{record.entry}，{len(layout.columns)} 列。",
        f"各列：{columns}。",
    ]
    unsure = [column.row.name for column in layout.columns if column.row.confidence is not None]
    if unsure:
        lines.append(f"把握较小的列：{'、'.join(unsure)}。")
    if record.evidence:
        lines.append(f"依据：{record.evidence}。")
    lines += [f"{column.row.name}：{text}。" for column in layout.columns for text in city_texts(column.notes)]
    return [docstring_safe(line) for line in lines]


def required_text(field: ir.Field) -> str:
    """Whether a field must be sent, as far as anybody knows."""
    is_unknown = field.row.line is None and not effective(field.row, "required")
    return "必填" if field.required else "是否必填不详，按可空处理" if is_unknown else "可空"


def _source(node: ir.Node) -> str:
    if not node.evidence:
        return f"文档第 {node.lines} 行"
    confidence = f" · {ROW_CELLS['confidence']}：{node.confidence_label}" if node.confidence else ""
    return f"依据：{node.evidence}{confidence}"


def operation_lines(interface: ir.Interface, operation: ir.Operation) -> list[str]:
    """The docstring of a client method, in Chinese: title first, then what types can't say."""
    nodes = [docstring_safe(f"{node.wire}: {node_text(interface, node, '输入')}") for node in operation.parameters]
    paragraphs = [
        [docstring_safe(f"{operation.title}（{interface.infno}）。")],
        [docstring_safe(operation.summary)] if operation.summary else [],
        nodes,
        [docstring_safe(f"各实现说法不一：{text}") for text in interface.disagreements],
        _outcome(interface),
        [_OF_COMMANDS] if interface.effect == "command" else [],
        [_RAISES, docstring_safe(_document(interface))],
    ]
    return [line for paragraph in paragraphs if paragraph for line in ("", *paragraph)][1:]


def _outcome(interface: ir.Interface) -> list[str]:
    if interface.replies_with_file:
        return ["成功时返回文件，内容在 reply.file；output 为空。"]
    if any(node.is_whole_output for node in interface.output):
        return [f"输出是数组，各行在 reply.output.{ROWS}。"]
    return []


def _document(interface: ir.Interface) -> str:
    lines = f"第 {interface.lines} 行" if interface.lines else "没有印出"
    return f"出处：文档 {interface.document.id}，{lines}。"


def one_line(text: str) -> str:
    """Printed line breaks inside a cell become a semicolon."""
    return "；".join(part.strip() for part in text.splitlines() if part.strip())


def docstring_safe(text: str) -> str:
    """Text on one line, safe inside triple quotes."""
    return one_line(text).replace("\\", "＼").replace('"""', "”””")


def whole_docstring(text: str) -> str:
    """Text that can be all that stands between triple quotes; a quote at its end needs a space behind it."""
    safe = docstring_safe(text)
    return f"{safe} " if safe.endswith('"') else safe
