"""What a reader of code or schema is told about a field, a node or an interface, in one line."""

from __future__ import annotations

from gdyb_generator import ir
from gdyb_generator.lint.walk import effective


def field_text(field: ir.Field, table: str) -> str:
    """Label · type and length · required · codes · remark · errata · source."""
    row = field.row
    length = effective(row, "length")
    parts = [row.label, f"{effective(row, 'type')} {length}".strip(), "必填" if field.required else "可空"]
    if field.scalar.dictionary is not None:
        parts.append("，".join(f"{v.code}-{v.label}" for v in field.scalar.dictionary.values))
    elif row.remark:
        parts.append(row.remark)
    if row.effective is not None:
        parts += [f"勘误 {e.id}：{e.decision}" for e in field.errata]
    parts.append(f"{table} 第 {row.line} 行")
    return docstring_safe(" · ".join(one_line(part) for part in parts))


def node_text(interface: ir.Interface, node: ir.Node, side: str) -> str:
    """Interface, side, node, table, lines and how many rows."""
    rows = f"多行，每次不超过 {node.limit} 行" if node.many else "单行"
    where = f"{side} {node.wire}".strip()
    return docstring_safe(
        f"{interface.infno} {interface.title} · {where}（{node.table} {node.caption}，{rows}） · 文档第 {node.lines} 行"
    )


def operation_lines(interface: ir.Interface, operation: ir.Operation) -> list[str]:
    """The docstring of a client method: title first, then what types can't say."""
    nodes = [docstring_safe(f"{node.wire}: {node_text(interface, node, '输入')}") for node in operation.nodes]
    warning = "Changes something: a lost answer raises TransportFailed with outcome unknown and is not re-sent."
    paragraphs = [
        [docstring_safe(f"{operation.title}（{interface.infno}）。")],
        [docstring_safe(operation.summary)] if operation.summary else [],
        nodes,
        [warning] if interface.effect == "command" else [],
        [
            "Raises RequestInvalid, GatewayRefused, BusinessError, TransportFailed or ReplyUnreadable.",
            docstring_safe(f"Source: document {interface.document}, lines {interface.lines}."),
        ],
    ]
    return [line for paragraph in paragraphs if paragraph for line in ("", *paragraph)][1:]


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
