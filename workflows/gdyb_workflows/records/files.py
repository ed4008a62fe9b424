"""Records in files: the suffix says of which kind."""

import re
from pathlib import Path

import polars as pl

from gdyb_workflows.records.csv_files import open_csv
from gdyb_workflows.records.problems import RecordsUnusable
from gdyb_workflows.records.sources import Keep, Source
from gdyb_workflows.records.workbooks import open_workbook

__all__ = ["broken", "open_file"]

_SYSTEM = re.compile(r"(\w[\w ]*) \(os error [0-9]+\)")
_PARQUET = (".parquet", ".pq")
_WORKBOOKS = (".xlsx", ".xlsm")
_OTHER_WORKBOOKS = (".xls", ".xlsb", ".et", ".ods", ".numbers")


def open_file(path: Path, *, folder: Path, keep: Keep, encoding: str | None = None, sheet: str | None = None) -> Source:
    """A .parquet or .xlsx file, or any other file as CSV with a heading.

    `folder` takes the columns that `keep` chooses where the file has to be rewritten.

    `encoding` is for CSV; `sheet` names the sheet of a workbook, else its first one is read.

    Raises:
        RecordsUnusable: when the file cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix in _OTHER_WORKBOOKS:
        raise RecordsUnusable.because(path, f"不读取 {suffix}：请用 Excel 或 WPS 另存为 .xlsx，编号列保持文本格式")
    if sheet is not None and suffix not in _WORKBOOKS:
        raise RecordsUnusable.because(path, "只有 .xlsx 才有工作表可选")
    try:
        if not path.is_file():
            raise RecordsUnusable.because(path, "没有这个文件")
        if suffix in _WORKBOOKS:
            return open_workbook(path, folder=folder, keep=keep, sheet=sheet)
        if suffix in _PARQUET:
            frame = pl.scan_parquet(path, glob=False)
            frame.collect_schema()
            return Source(frame=frame, name=str(path))
        return open_csv(path, folder=folder, keep=keep, encoding=encoding)
    except OSError as error:
        raise RecordsUnusable.because(path, f"无法读取（{error.strerror or type(error).__name__}）") from None
    except pl.exceptions.PolarsError as error:
        raise RecordsUnusable.because(path, f"无法读取：{broken(error)}") from None


def broken(error: pl.exceptions.PolarsError) -> str:
    """Why a file cannot be read or written; what polars itself says may quote the data."""
    if "found more fields" in str(error):
        return "有的行比表头的列多；含逗号的文本要加双引号"
    if system := _SYSTEM.search(str(error)):
        return f"{system[1]}，请检查权限、磁盘空间和临时文件夹"
    return f"格式不正确（{type(error).__name__}）"
