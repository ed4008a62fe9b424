"""Pages and files of a month, as a test asks for them."""

from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from gdyb_workflows.clearing import new_key
from gdyb_workflows.clearing.reporting.exporting import Export, export
from gdyb_workflows.clearing.reporting.report import MonthReport, html_report
from support.clearing.months import Seen

KEY = new_key()


def page(month: Seen, **options: Any) -> str:
    """The page of a month."""
    return html_report(
        MonthReport(
            ledger=month.ledger,
            month_id=month.month_id,
            month=month.month,
            maker="0001（测试）",
            now=1_700_000_000,
            **options,
        )
    )


def write(month: Seen, path: Path, *, show_people: bool = False) -> Path:
    """A file of a month; its suffix says which kind."""
    asked = Export(
        ledger=month.ledger,
        month_id=month.month_id,
        month=month.month,
        maker="0001（测试）",
        now=1_700_000_000,
        show_people=show_people,
    )
    export(asked, path)
    return path


def sheets(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of each sheet by their headings."""
    book = CalamineWorkbook.from_path(path)
    found = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    return {name: [dict(zip(lines[0], line, strict=True)) for line in lines[1:]] for name, lines in found.items()}
