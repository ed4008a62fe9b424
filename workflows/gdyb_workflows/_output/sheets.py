"""Tables for people: the same on the screen and in files, exact, and harmless in a spreadsheet."""

import csv
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeAlias
from uuid import uuid4

from gdyb_runtime.local.file_names import check_output
from gdyb_runtime.local.private import private_file

__all__ = ["FORMULA_STARTS", "Cell", "Sheet", "cell_text", "harmless", "replacing", "write_csv", "write_xlsx"]

Cell: TypeAlias = str | int | Decimal | date | None

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet take a text of a CSV file for a formula."""

_XLSX_ROWS = 1_000_000
_EXACT_IN_EXCEL = Decimal("9999999999999.99")
"""Excel keeps 15 digits of a number; anything larger is written as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table."""

    title: str
    headings: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]
    """Read once."""
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Headings of columns that a person fills in, with what may be chosen there; anything where nothing is named."""


def cell_text(cell: Cell) -> str:
    """A cell for people: amounts with thousands separated, nothing for nothing."""
    if isinstance(cell, Decimal):
        return f"{cell:,.2f}"
    return "" if cell is None else str(cell)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file beside `path` to be written instead, which takes its place once everything went well; raises OSError.

    It is for its owner alone: tables like these name people.
    """
    check_output(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}-{uuid4().hex[:8]}.part")
    try:
        yield private_file(temporary)
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink()


def write_csv(sheet: Sheet, path: Path) -> None:
    """Writes a table that Excel takes for UTF-8 and in which nothing is a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(sheet.headings)
        writer.writerows([harmless(cell) for cell in row] for row in sheet.rows)


def write_xlsx(sheets: Iterable[Sheet], path: Path) -> None:
    """Writes a workbook with one sheet for each table, more for a very long one; texts are never formulas."""
    import xlsxwriter  # type: ignore[import-untyped]
    import xlsxwriter.exceptions  # type: ignore[import-untyped]

    try:
        with xlsxwriter.Workbook(os.fspath(path), {"constant_memory": True}) as book:
            formats = {name: book.add_format(how) for name, how in _FORMATS.items()}
            for sheet in sheets:
                for number, page in enumerate(_pages(sheet.rows), 1):
                    title = sheet.title if number == 1 else f"{sheet.title} {number}"
                    _write_page(book.add_worksheet(title), sheet, page, formats)
    except xlsxwriter.exceptions.FileCreateError as error:
        # It stands for the system's own error, which it holds.
        raise next((cause for cause in error.args if isinstance(cause, OSError)), OSError(str(error))) from error


def harmless(cell: Cell) -> str:
    """A cell that no spreadsheet takes for a formula; numbers keep their sign."""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


_FORMATS = {
    "head": {"bold": True},
    "money": {"num_format": "#,##0.00"},
    # As text, so that what a person types there stays what it is.
    "open": {"num_format": "@", "bg_color": "#FFF8DC", "border": 1, "border_color": "#C8B070"},
}
_NARROW, _WIDE = 8, 42
"""Characters that fit across a column at least and at most."""
_MEASURED = 100
"""Rows that a column's width is taken from."""
_FIRST_WIDE_CHARACTER = "\u2e80"


def _pages(rows: Iterable[tuple[Cell, ...]]) -> Iterator[Iterable[tuple[Cell, ...]]]:
    """Rows as many as fit on a sheet; at least one page."""
    source = iter(rows)
    yield islice(source, _XLSX_ROWS)
    for first in source:
        yield chain([first], islice(source, _XLSX_ROWS - 1))


def _write_page(page: Any, sheet: Sheet, rows: Iterable[tuple[Cell, ...]], formats: Mapping[str, Any]) -> None:
    for column, heading in enumerate(sheet.headings):
        page.write_string(0, column, heading, formats["head"])
    page.freeze_panes(1, 0)
    styles = [formats["open"] if heading in sheet.choices else None for heading in sheet.headings]
    widths = [_width(heading) for heading in sheet.headings]
    last = 0
    for last, row in enumerate(rows, 1):
        if last <= _MEASURED:
            widths = [max(width, _width(cell_text(cell))) for width, cell in zip(widths, row, strict=True)]
        for column, cell in enumerate(row):
            _write_cell(page, last, column, cell, formats, styles[column])
    for column, width in enumerate(widths):
        page.set_column(column, column, min(max(width, _NARROW), _WIDE))
    if sheet.choices:
        page.autofilter(0, 0, last, len(sheet.headings) - 1)
    for column, heading in enumerate(sheet.headings):
        if last and (choices := sheet.choices.get(heading)):
            page.data_validation(1, column, last, column, {"validate": "list", "source": list(choices)})


def _width(text: str) -> int:
    """How many narrow characters take as much room, and a little more."""
    return len(text) + sum(character >= _FIRST_WIDE_CHARACTER for character in text) + 2


def _write_cell(page: Any, row: int, column: int, cell: Cell, formats: Mapping[str, Any], style: Any) -> None:
    if isinstance(cell, Decimal) and cell.copy_abs() <= _EXACT_IN_EXCEL:
        page.write_number(row, column, cell, formats["money"])
    elif isinstance(cell, int):
        page.write_number(row, column, cell)
    elif cell is not None:
        page.write_string(row, column, f"{cell:f}" if isinstance(cell, Decimal) else str(cell), style)
