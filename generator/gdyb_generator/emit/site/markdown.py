"""Texts of a spec as Markdown: cells, tables, links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gdyb_generator import spec_format as form

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~^=$])")


def text(value: str) -> str:
    """Text that is shown as it is, on one line; a printed line break stays one."""
    lines = [_SPECIAL.sub(r"\\\1", part.strip()) for part in value.splitlines() if part.strip()]
    return "<br>".join(line.replace("\\<", "&lt;").replace("\\>", "&gt;") for line in lines)


def code(value: str) -> str:
    """A name or value in code style; nothing for an empty one."""
    return f"`{value}`" if value else ""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose cells are Markdown; bars inside code would end a cell and are replaced by their entity."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(map(_cell, cells))} |\n" for cells in lines)


def _cell(value: str) -> str:
    """A bar inside code can't be escaped there; code becomes an element of its own."""
    return re.sub(r"`([^`]*\|[^`]*)`", lambda m: f"<code>{m[1].replace('|', '&#124;')}</code>", value)


def link(label: str, target: str) -> str:
    """A link to a page, its label already Markdown."""
    return f"[{label}]({target})"


def errata_links(errata: Iterable[form.Erratum], root: str) -> str:
    """The ids of errata, each a link to its place on the page of errata."""
    return " ".join(link(erratum.id, f"{root}errata.md#{anchor(erratum.id)}") for erratum in errata)


def anchor(name: str) -> str:
    """The id of a place on a page."""
    return name.lower().replace(" ", "-")
