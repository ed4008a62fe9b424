"""A month of the ledger as files: XLSX for the finance office, CSV and Parquet for programs."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from gdyb_runtime.local.private import working_folder
from gdyb_workflows._output.sheets import Sheet, replacing, write_csv, write_xlsx
from gdyb_workflows.clearing.ledger.ledger import Ledger
from gdyb_workflows.clearing.ledger.steps import NextStep
from gdyb_workflows.clearing.overview import MonthOverview, audit_trail, changes
from gdyb_workflows.clearing.reporting.settlements import by_day, by_decision
from gdyb_workflows.clearing.reporting.sheets import (
    DETAIL_COLUMNS,
    about_sheet,
    attempts_sheet,
    audit_sheet,
    batches_sheet,
    changes_sheet,
    days_sheet,
    decisions_sheet,
    details_sheet,
    epochs_sheet,
    revocations_sheet,
    totals_sheet,
)

__all__ = ["SUFFIXES", "Export", "export"]

_PORTION = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What is to be exported; `ledger` had better be a snapshot, so that the tables add up."""

    ledger: Ledger
    month_id: int
    month: MonthOverview
    maker: str
    now: float
    wording: Callable[[NextStep], str] = str
    """The wording of the next steps."""
    show_people: bool = False
    """With 证件号码 and free notes as they are; of a ledger without a key there are only masks."""


def export(order: Export, path: Path) -> None:
    """Writes the month as the suffix says (SUFFIXES), whole or not at all; replaces a file of that name.

    A workbook has everything, the others have the settlements.

    Raises:
        ValueError: for any other suffix.
        OSError: when the file cannot be written.
        LedgerError: when the ledger cannot be read.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise ValueError(f"导出的文件应以 {'、'.join(SUFFIXES)} 结尾")
    with replacing(path) as temporary:
        write(order, temporary)


def _write_csv(order: Export, path: Path) -> None:
    write_csv(_details(order), path)


def _write_xlsx(order: Export, path: Path) -> None:
    write_xlsx(_all_sheets(order), path)


def _details(order: Export) -> Sheet:
    return details_sheet(order.ledger, order.month_id, show_people=order.show_people)


def _all_sheets(order: Export) -> Iterator[Sheet]:
    ledger, month_id, month = order.ledger, order.month_id, order.month
    yield totals_sheet(ledger, month_id)
    yield days_sheet(by_day(ledger, month_id))
    yield _details(order)
    yield decisions_sheet(by_decision(ledger, month_id))
    yield batches_sheet(month)
    yield attempts_sheet(month.batches)
    yield epochs_sheet(month)
    yield revocations_sheet(month)
    yield changes_sheet(changes(ledger, month_id))
    yield audit_sheet(audit_trail(ledger, month_id))
    yield about_sheet(ledger, month, maker=order.maker, now=order.now, wording=order.wording)


def _write_parquet(order: Export, path: Path) -> None:
    columns = [column for column in DETAIL_COLUMNS if order.show_people or not column.is_personal]
    # Wide enough for the sum of any number of amounts.
    kinds = {
        column.name: pl.Decimal(38, 2) if column.is_money else pl.Int64() if column.is_count else pl.String()
        for column in columns
    }
    rows = iter(_details(order).rows)
    # A frame of the whole month would be the one thing here that grows with it.
    with working_folder() as folder:
        parts = [Path(folder, "0.parquet")]
        pl.DataFrame(schema=kinds).write_parquet(parts[0])
        while portion := list(islice(rows, _PORTION)):
            parts.append(Path(folder, f"{len(parts)}.parquet"))
            pl.DataFrame(portion, schema=kinds, orient="row").write_parquet(parts[-1])
        pl.scan_parquet(parts).sink_parquet(path)


_WRITERS: Mapping[str, Callable[[Export, Path], None]] = {
    ".xlsx": _write_xlsx,
    ".csv": _write_csv,
    ".parquet": _write_parquet,
}
SUFFIXES = tuple(_WRITERS)
"""The kinds of file there are."""
