"""Reports as files: CSV for programs, XLSX for people who go on working, HTML to read, print and send."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from importlib.resources import files
from itertools import islice
from pathlib import Path

from gdyb_workflows._output.sheets import Cell, Sheet, cell_text, replacing, write_csv, write_xlsx
from gdyb_workflows.reconciliation.chart import days_chart
from gdyb_workflows.reconciliation.result import Reconciliation
from gdyb_workflows.reconciliation.sheets import all_sheets, differences_sheet

__all__ = ["SUFFIXES", "html_report", "write_report"]

_HTML_ROWS = 2_000
_LONG = 16
"""Characters of a text that may be broken into lines; dates, codes and amounts never are."""


def write_report(result: Reconciliation, path: Path, *, show_people: bool = False) -> None:
    """Writes the report whose kind the suffix says (SUFFIXES), whole or not at all; replaces a file of that name.

    Raises:
        ValueError: for any other suffix.
        OSError: when the file cannot be written.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise ValueError(f"报告文件应以 {'、'.join(SUFFIXES)} 结尾")
    with replacing(path) as temporary:
        write(result, temporary, show_people)


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
    write_csv(differences_sheet(result, show_people=show_people), path)


def _write_xlsx(result: Reconciliation, path: Path, show_people: bool) -> None:
    write_xlsx(all_sheets(result, show_people=show_people), path)


def _cut(sheet: Sheet) -> tuple[Sheet, int]:
    """The first rows of a table, and how many there are."""
    rows = iter(sheet.rows)
    first = list(islice(rows, _HTML_ROWS))
    return Sheet(title=sheet.title, headings=sheet.headings, rows=first), len(first) + sum(1 for _ in rows)


_WRITERS: Mapping[str, Callable[[Reconciliation, Path, bool], None]] = {
    ".html": _write_html,
    ".xlsx": _write_xlsx,
    ".csv": _write_csv,
}
SUFFIXES = tuple(_WRITERS)
"""The kinds of report there are."""
