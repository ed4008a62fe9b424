"""Tables of fields as Markdown: what is printed, and what holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gdyb_generator import ir
from gdyb_generator.emit.describe import field_notes, required_text
from gdyb_generator.emit.site.markdown import code, errata_links, link, table, text
from gdyb_generator.spec import format as form
from gdyb_generator.spec.walk import effective
from gdyb_generator.spec.words import ROW_CELLS

_COLUMNS = ("name", "label", "type", "length", "code", "required", "remark", "errata", "line", "confidence")
_HEADS = (*(ROW_CELLS[key] for key in _COLUMNS), "地市改动")
_NEEDED = 6
"""How many columns stand even when they are empty."""


def field_table(fields: Sequence[ir.Field], root: str) -> str:
    """The rows of a node; columns that no row fills are left out."""
    return _without_empty(
        [
            [
                *_cells(f.row, f.dictionary, f.errata, required_text(f), root, confidence=f.confidence_label),
                city_cell(field_notes(f)),
            ]
            for f in fields
        ]
    )


def column_table(columns: Sequence[ir.Column], root: str) -> str:
    """The columns of a file."""
    return _without_empty(
        [
            [
                *_cells(
                    c.row,
                    c.dictionary,
                    (),
                    "必填" if c.required else "可空",
                    root,
                    c.row.errata,
                    c.confidence_label,
                ),
                city_cell(c.notes),
            ]
            for c in columns
        ]
    )


def printed_table(rows: Sequence[form.FieldRow], root: str, notes: Sequence[tuple[str, ir.CityNote]] = ()) -> str:
    """A printed table that is no node, such as the one of the request headers."""
    return _without_empty(
        [
            [
                *_cells(r, None, (), _required(r), root, r.errata),
                city_cell([note for name, note in notes if name == r.name]),
            ]
            for r in rows
        ]
    )


def city_cell(notes: Iterable[ir.CityNote]) -> str:
    """What a city changed, each with reason and source."""
    lines = "<br>".join(
        f"**{text(n.city)}**：{text(n.what)}。{text(n.reason)}（依据：{text(n.source)}）" for n in notes
    )
    return f'<span class="remark">{lines}</span>' if lines else ""


def _required(row: form.FieldRow) -> str:
    return "必填" if effective(row, "required") == "Y" else "可空"


def _without_empty(rows: list[list[str]]) -> str:
    kept = [n for n in range(len(_HEADS)) if n < _NEEDED or any(row[n] for row in rows)]
    kept = [n for n in kept if n != _COLUMNS.index("code") or any(row[n] for row in rows)]
    return table([_HEADS[n] for n in kept], [[row[n] for n in kept] for row in rows])


def _cells(
    row: form.FieldRow,
    dictionary: ir.Dictionary | None,
    errata: Iterable[form.Erratum],
    required: str,
    root: str,
    errata_ids: Iterable[str] = (),
    confidence: str = "",
) -> list[str]:
    personal = "" if row.sensitive in {None, "public"} else f"<br>个人信息 {row.sensitive}"
    links = [errata_links(errata, root), *(link(name, f"{root}errata.md#{name.lower()}") for name in errata_ids)]
    return [
        code(row.name),
        text(row.label) + personal,
        _printed(row, "type", effective(row, "type") or "不详"),
        _printed(row, "length", effective(row, "length")),
        _printed(row, "code", effective(row, "code")),
        _required_cell(row, required),
        _remark(row, dictionary, root),
        " ".join(part for part in links if part),
        "" if row.line is None else str(row.line),
        text(confidence),
    ]


def _printed(row: form.FieldRow, key: str, holds: str) -> str:
    """What holds, and what is printed where it differs."""
    printed: str = getattr(row, key)
    if row.effective is None or getattr(row.effective, key) is None or printed == holds:
        return text(holds)
    return f"**{text(holds) or '空'}**<br>原文：{text(printed) or '空'}"


def _required_cell(row: form.FieldRow, required: str) -> str:
    if row.required_when is not None:
        values = text("、".join(row.required_when.values))
        required = f"`{row.required_when.field}` 为 {values} 时必填"
    elif row.required_when_input_has:
        required = f"输入含 `{row.required_when_input_has}` 时必填"
    if row.effective is None or row.effective.required is None:
        return required
    return f"**{required}**<br>原文：{row.required or '空'}"


def _remark(row: form.FieldRow, dictionary: ir.Dictionary | None, root: str) -> str:
    parts = [text(row.remark)]
    if dictionary is not None:
        parts.append(
            f"字典 {link(f'{text(dictionary.label)} `{dictionary.id}`', f'{root}dictionaries/{dictionary.id}.md')}"
        )
    if row.spellings:
        parts.append(f"也见写作 {'、'.join(map(code, row.spellings))}")
    lines = "<br>".join(part for part in parts if part)
    return f'<span class="remark">{lines}</span>' if lines else ""
