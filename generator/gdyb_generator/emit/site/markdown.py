"""Texts of a spec as Markdown: cells, tables, links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gdyb_generator.spec import format as form

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~^=$&!]")
"""Signs of Markdown, its extensions and HTML; a backslash before them means something before some of them only."""
_NO_CODE = re.compile(r"[`|\r\n]")


def text(value: str) -> str:
    """Text that is shown as it is, on one line; a printed line break stays one."""
    return "<br>".join(_plain(part.strip()) for part in value.splitlines() if part.strip())


def _plain(value: str) -> str:
    return _SPECIAL.sub(lambda m: "\\_" if m[0] == "_" else f"&#{ord(m[0])};", value)


def code(value: str) -> str:
    """A name or value in code style; nothing for an empty one."""
    if _NO_CODE.search(value):
        return f"<code>{_plain(' '.join(value.split()))}</code>"
    return f"`{value}`" if value else ""


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose cells are Markdown without a bar of their own: `text` and `code` leave none."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def link(label: str, target: str) -> str:
    """A link to a page, its label already Markdown."""
    return f"[{label}]({target})"


def errata_links(errata: Iterable[form.Erratum], root: str) -> str:
    """The ids of errata, each a link to its place on the page of errata."""
    return " ".join(link(erratum.id, f"{root}errata.md#{anchor(erratum.id)}") for erratum in errata)


def anchor(name: str) -> str:
    """The id of a place on a page."""
    return name.lower().replace(" ", "-")
