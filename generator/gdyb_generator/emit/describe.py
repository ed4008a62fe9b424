"""What a reader of code or schema is told about a field, a node or an interface, in one line."""

from __future__ import annotations

from collections.abc import Iterable

from gdyb_generator import ir
from gdyb_generator.lint.walk import effective
from gdyb_generator.passes.name import ROWS

_CONFIDENCE = {
    "agreed": "两个以上实现一致",
    "partial": "部分字段只见于一个实现",
    "derived": "类型与长度多照同类接口推定",
}
FIELD_CONFIDENCE = {
    "name-agreed": "名称多处一致，其余只见于一个实现",
    "single": "只见于一个实现",
    "derived": "名称多处一致，其余照 {} 推定",
    "derived-single": "名称只见于一个实现，其余照 {} 推定",
}


def field_text(field: ir.Field, table: str) -> str:
    """Label · type and length · required · codes · remark · errata · source or confidence."""
    row = field.row
    length = effective(row, "length")
    parts = [row.label, f"{effective(row, 'type') or '类型不详'} {length}".strip(), required_text(field)]
    if field.scalar.dictionary is not None:
        parts.append("，".join(f"{v.code}-{v.label}" for v in field.scalar.dictionary.values))
    elif row.remark:
        parts.append(row.remark)
    if row.effective is not None:
        parts += [f"勘误 {e.id}：{e.decision}" for e in field.errata]
    if row.spellings:
        parts.append(f"也见写作 {'、'.join(row.spellings)}")
    if row.confidence is not None:
        parts.append(FIELD_CONFIDENCE[row.confidence].format(row.derived_from))
    if row.line is not None:
        parts.append(f"{table} 第 {row.line} 行")
    parts += city_texts(field_notes(field))
    return docstring_safe(" · ".join(one_line(part) for part in parts))


def node_text(interface: ir.Interface, node: ir.Node, side: str) -> str:
    """Interface, side, node, table, how many rows, and the lines or the evidence."""
    most = "" if node.limit is None else f"，每次不超过 {node.limit} 行"
    rows = (f"多行{most}" if node.many else "单行") + ("" if node.required else "，可省略")
    where = f"{side} {node.wire}".strip()
    table = f"{node.table} {node.caption}".strip()
    told = "，".join(part for part in (table, rows) if part)
    parts = [f"{interface.infno} {interface.title}", f"{where}（{told}）", _source(node), *city_texts(node.notes)]
    return docstring_safe(" · ".join(parts))


def city_texts(notes: Iterable[ir.CityNote]) -> list[str]:
    """What a city changed, as parts of a line."""
    return [f"地市改动 {note.text}" for note in notes]


def field_notes(field: ir.Field) -> tuple[ir.CityNote, ...]:
    """What a city changed in a field or in its dictionary."""
    of_dictionary = dictionary_notes(field.scalar.dictionary) if field.scalar.dictionary else ()
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
    """What a reader of a layout is told: file and use, then its columns, and the evidence."""
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
    confidence = f" · 可信程度：{_CONFIDENCE[node.confidence]}" if node.confidence else ""
    return f"依据：{node.evidence}{confidence}"


def operation_lines(interface: ir.Interface, operation: ir.Operation) -> list[str]:
    """The docstring of a client method: title first, then what types can't say."""
    nodes = [docstring_safe(f"{node.wire}: {node_text(interface, node, '输入')}") for node in operation.nodes]
    warning = "Changes something: a lost answer raises TransportFailed with outcome unknown and is not re-sent."
    paragraphs = [
        [docstring_safe(f"{operation.title}（{interface.infno}）。")],
        [docstring_safe(operation.summary)] if operation.summary else [],
        nodes,
        [docstring_safe(f"各实现说法不一：{text}") for text in interface.disagreements],
        _outcome(interface),
        [warning] if interface.effect == "command" else [],
        [
            "Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.",
            docstring_safe(_document(interface)),
        ],
    ]
    return [line for paragraph in paragraphs if paragraph for line in ("", *paragraph)][1:]


def _outcome(interface: ir.Interface) -> list[str]:
    if interface.replies_with_file:
        return ["Success is a file, in reply.file; the output is empty."]
    if any(node.is_whole_output for node in interface.output):
        return [f"The output is an array; its rows are in reply.output.{ROWS}."]
    return []


def _document(interface: ir.Interface) -> str:
    lines = f", lines {interface.lines}" if interface.lines else ""
    return f"Source: document {interface.document.id}{lines}."


def one_line(text: str) -> str:
    """Printed line breaks inside a cell become a semicolon."""
    return "；".join(part.strip() for part in text.splitlines() if part.strip())


def docstring_safe(text: str) -> str:
    """Text on one line that can stand inside triple quotes unchanged."""
    return one_line(text).replace("\\", "＼").replace('"""', "”””")


def whole_docstring(text: str) -> str:
    """Text that can be all that stands between triple quotes; a quote at its end needs a space behind it."""
    safe = docstring_safe(text)
    return f"{safe} " if safe.endswith('"') else safe
