"""Workbooks (.xlsx): every cell as the text that a person would have to type, or a mark that says what was lost."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain, islice, product, repeat
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from gdyb_workflows.records.marks import BROKEN_CELL, EMPTY_FORMULA, LOST_DIGITS, MARK, MERGED, NOT_TEXT
from gdyb_workflows.records.problems import RecordsUnusable
from gdyb_workflows.records.sources import ROW, Cell, Keep, Source, staged
from gdyb_workflows.records.void_cells import Place, find_void_cells

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

__all__ = ["open_workbook"]

_BATCH = 50_000
_DIGITS = 15
"""Significant digits that Excel keeps of a number."""


def open_workbook(path: Path, *, folder: Path, keep: Keep, sheet: str | None = None) -> Source:
    """A sheet of a workbook, by name or the first one that is seen; its first row that is not empty is the heading.

    Text stays as it is. A number is the shortest decimal that gives its double. Rows have the numbers that Excel shows.

    Raises:
        RecordsUnusable: when there is no such workbook, sheet or heading.
    """
    from python_calamine import CalamineError, PasswordError, load_workbook

    try:
        # Opened here, so that a file that is locked or forbidden says so.
        with path.open("rb") as file, load_workbook(file) as book:
            name = _sheet(path, book, sheet)
            voids = find_void_cells(path, name)
            rows = _Rows(book.get_sheet_by_name(name), voids)
            frame = staged(rows.frames(path), folder, keep)
    except PasswordError:
        raise RecordsUnusable.because(path, "设有打开密码：请去掉密码后另存") from None
    except CalamineError:
        message = "不是 .xlsx 工作簿（可能是改了扩展名的网页、.xls 或 CSV）：请用 Excel 或 WPS 另存为 .xlsx"
        raise RecordsUnusable.because(path, message) from None
    marks = (LOST_DIGITS, EMPTY_FORMULA, BROKEN_CELL, MERGED)
    return Source(frame=_numbers_told_apart(frame), name=f"{path} 工作表 {name}", marks=marks)


def _sheet(path: Path, book: "CalamineWorkbook", name: str | None) -> str:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    tables = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    if name is None:
        seen = [sheet.name for sheet in tables if sheet.visible == SheetVisibleEnum.Visible]
        if not seen:
            raise RecordsUnusable.because(path, "没有可见的工作表")
        return seen[0]
    if name not in (sheet.name for sheet in tables):
        have = "、".join(sheet.name for sheet in tables)
        raise RecordsUnusable.because(path, f"没有工作表 {name}；现有 {have}")
    return name


class _Rows:
    """The rows of a sheet below its heading."""

    def __init__(self, sheet: "CalamineSheet", voids: Mapping[Place, str]) -> None:
        self._left = sheet.start[1] if sheet.start else 0
        self._bottom, self._right = sheet.end or (-1, -1)
        self._voids = {(row, column - self._left): mark for (row, column), mark in voids.items()}
        self._void_rows = {row for row, _ in voids}
        # What has no value is not read, so that the last rows may be missing.
        missing = max(self._void_rows, default=-1) - self._bottom
        empty: list[Cell] = [""] * sheet.width
        self._rows: Iterator[tuple[int, Sequence[Cell]]] = enumerate(
            chain[Sequence[Cell]](sheet.iter_rows(), repeat(empty, max(missing, 0)))
        )
        self._merged = sheet.merged_cell_ranges or []

    def frames(self, path: Path) -> Iterator[pl.DataFrame]:
        """The rows in portions, with ROW; columns without a heading are left out."""
        number, columns = self._heading(path)
        self._merge(below=number)
        filled = ((row, cells) for row, cells in self._rows if row in self._void_rows or any(map(_is_filled, cells)))
        while batch := list(islice(filled, _BATCH)):
            yield self._frame(batch, columns)
        yield self._frame([], columns)

    def _heading(self, path: Path) -> tuple[int, Mapping[str, int]]:
        number, cells = next(((row, cells) for row, cells in self._rows if any(map(_is_filled, cells))), (0, []))
        names = [_as_text(cell).removeprefix(NOT_TEXT).strip() for cell in cells]
        columns = {name: column for column, name in enumerate(names) if name}
        if not columns:
            raise RecordsUnusable.because(path, "工作表是空的，第一个非空行应为列名")
        for name in columns:
            if names.count(name) > 1:
                raise RecordsUnusable.because(path, f"列名 {name} 重复")
        return number, columns

    def _merge(self, *, below: int) -> None:
        """Every cell but the first of what is merged has no value of its own."""
        for (top, left), (bottom, right) in self._merged:
            # Whole columns may be merged, far beyond what is filled.
            rows = range(max(top, below + 1), min(bottom, self._bottom) + 1)
            for row, column in product(rows, range(left, min(right, self._right) + 1)):
                if (row, column) != (top, left):
                    self._voids.setdefault((row, column - self._left), MERGED.text)

    def _frame(self, batch: Sequence[tuple[int, Sequence[Cell]]], columns: Mapping[str, int]) -> pl.DataFrame:
        voids = self._voids
        texts = {
            name: [voids.get((row, column)) or _as_text(cells[column]) for row, cells in batch]
            if voids
            else [_as_text(cells[column]) for _, cells in batch]
            for name, column in columns.items()
        }
        schema = {ROW: pl.UInt32, **dict.fromkeys(columns, pl.String)}
        return pl.DataFrame({ROW: [row + 1 for row, _ in batch], **texts}, schema=schema)


def _is_filled(cell: Cell) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else True


def _as_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return f"{NOT_TEXT}{int(cell)}"
    if isinstance(cell, float | int):
        return _number(cell)
    if isinstance(cell, datetime):
        return NOT_TEXT + cell.isoformat(" ")
    if isinstance(cell, date | time | timedelta):
        return f"{NOT_TEXT}{cell}"
    return str(cell)


def _number(value: float | int) -> str:
    # repr gives the shortest decimal that is this double, which is what was typed as long as it had no more digits.
    plain = format(Decimal(repr(value)), "f").removesuffix(".0")
    digits = plain.lstrip("-").replace(".", "").lstrip("0")
    return LOST_DIGITS.text if len(digits) > _DIGITS else NOT_TEXT + plain


def _numbers_told_apart(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Integers lose their NOT_TEXT where a whole column has one width: no zero can have gone from the start of some."""
    names = [name for name in frame.collect_schema().names() if name != ROW]
    widths = [_width(pl.col(name)).alias(name) for name in names]
    row = frame.select(widths).collect(engine="streaming").row(0, named=True)
    even = [name for name in names if row[name] == 1]
    return frame.with_columns(pl.col(even).str.replace(f"^{NOT_TEXT}([0-9]+)$", "$1")) if even else frame


def _width(text: pl.Expr) -> pl.Expr:
    value = text.str.strip_prefix(NOT_TEXT).str.strip_chars()
    return value.filter((value != "") & ~value.str.starts_with(MARK)).str.len_chars().n_unique()
