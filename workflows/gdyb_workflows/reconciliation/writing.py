"""Reports as files: CSV for programs, XLSX for people who go on working, HTML to read, print and send."""

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal
from importlib.resources import files
from itertools import chain, islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from gdyb_workflows.reconciliation.chart import days_chart
from gdyb_workflows.reconciliation.result import Reconciliation
from gdyb_workflows.reconciliation.sheets import Cell, Sheet, all_sheets, cell_text, differences_sheet

__all__ = ["SUFFIXES", "html_report", "write_report"]

_HTML_ROWS = 2_000
_LONG = 16
"""Characters of a text that may be broken into lines; dates, codes and amounts never are."""
_XLSX_ROWS = 1_000_000
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_EXACT_IN_EXCEL = Decimal("9999999999999.99")
"""Excel keeps 15 digits of a number; anything larger is written as text."""


def write_report(result: Reconciliation, path: Path, *, show_people: bool = False) -> None:
    """Writes the report whose kind the suffix says (SUFFIXES), whole or not at all; replaces a file of that name.

    Raises:
        ValueError: for any other suffix.
        OSError: when the file cannot be written.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise ValueError(f"报告文件应以 {'、'.join(SUFFIXES)} 结尾")
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}-{uuid4().hex[:8]}.part")
    try:
        write(result, temporary, show_people)
        temporary.replace(path)
    finally:
        with suppress(OSError):
            temporary.unlink()


def html_report(result: Reconciliation, *, show_people: bool = False) -> str:
    """One page without any other file, script or request."""
    import jinja2

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"text": cell_text, "kind": _kind}
    template = environment.from_string(
        files("gdyb_workflows.reconciliation").joinpath("report.html.j2").read_text(encoding="utf-8")
    )
    sheets = [_cut(sheet) for sheet in all_sheets(result, show_people=show_people)]
    return template.render(result=result, sheets=sheets, chart=days_chart(result), most=_HTML_ROWS)


def _kind(cell: Cell) -> str:
    """The CSS class of a cell: how it is aligned and whether it may be broken."""
    if isinstance(cell, int | Decimal):
        return "number"
    return "long" if isinstance(cell, str) and len(cell) > _LONG else ""


def _write_html(result: Reconciliation, path: Path, show_people: bool) -> None:
    path.write_text(html_report(result, show_people=show_people), encoding="utf-8", newline="\n")


def _write_csv(result: Reconciliation, path: Path, show_people: bool) -> None:
    sheet = differences_sheet(result, show_people=show_people)
    # With a byte order mark Excel takes it for UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(sheet.headings)
        writer.writerows([_harmless(cell) for cell in row] for row in sheet.rows)


def _write_xlsx(result: Reconciliation, path: Path, show_people: bool) -> None:
    import xlsxwriter  # type: ignore[import-untyped]
    import xlsxwriter.exceptions  # type: ignore[import-untyped]

    try:
        with xlsxwriter.Workbook(os.fspath(path), {"constant_memory": True}) as book:
            formats = {"head": book.add_format({"bold": True}), "money": book.add_format({"num_format": "#,##0.00"})}
            for sheet in all_sheets(result, show_people=show_people):
                for number, page in enumerate(_pages(sheet.rows), 1):
                    title = sheet.title if number == 1 else f"{sheet.title} {number}"
                    _write_page(book.add_worksheet(title), sheet.headings, page, formats)
    except xlsxwriter.exceptions.FileCreateError as error:
        # It stands for the system's own error, which it holds.
        raise next((cause for cause in error.args if isinstance(cause, OSError)), OSError(str(error))) from error


def _pages(rows: Iterable[tuple[Cell, ...]]) -> Iterator[Iterable[tuple[Cell, ...]]]:
    """Rows as many as fit on a sheet; at least one page."""
    source = iter(rows)
    yield islice(source, _XLSX_ROWS)
    for first in source:
        yield chain([first], islice(source, _XLSX_ROWS - 1))


def _write_page(
    page: Any, headings: Iterable[str], rows: Iterable[tuple[Cell, ...]], formats: Mapping[str, Any]
) -> None:
    for column, heading in enumerate(headings):
        page.write_string(0, column, heading, formats["head"])
        page.set_column(column, column, 18)
    page.freeze_panes(1, 0)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, Decimal) and abs(cell) <= _EXACT_IN_EXCEL:
                page.write_number(number, column, cell, formats["money"])
            elif isinstance(cell, int):
                page.write_number(number, column, cell)
            elif cell is not None:
                page.write_string(number, column, f"{cell:f}" if isinstance(cell, Decimal) else str(cell))


def _cut(sheet: Sheet) -> tuple[Sheet, int]:
    """The first rows of a table, and how many there are."""
    rows = iter(sheet.rows)
    first = list(islice(rows, _HTML_ROWS))
    return Sheet(title=sheet.title, headings=sheet.headings, rows=first), len(first) + sum(1 for _ in rows)


def _harmless(cell: Cell) -> str:
    """A cell that no spreadsheet takes for a formula; numbers keep their sign."""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


_WRITERS: Mapping[str, Callable[[Reconciliation, Path, bool], None]] = {
    ".html": _write_html,
    ".xlsx": _write_xlsx,
    ".csv": _write_csv,
}
SUFFIXES = tuple(_WRITERS)
"""The kinds of report there are."""
