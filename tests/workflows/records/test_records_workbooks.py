"""Workbooks as hospitals keep them: what a spreadsheet did to a value is named, row by row, and never guessed."""

import datetime
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from gdyb_workflows.clearing.matching.records import ClearingMapping
from gdyb_workflows.reconciliation import Records, RecordsUnusable
from gdyb_workflows.records.workbooks import open_workbook
from support.reconciliation.rows import LABELS, expected, rows_of
from support.reconciliation.settlements import HEADINGS, Row, settlement, settlements

MONEY = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay", "cash_payamt")
ROWS = settlements(25)


def write_workbook(
    path: Path,
    rows: Sequence[Mapping[str, Any]],
    *,
    headings: Sequence[str] = HEADINGS,
    top: int = 0,
    left: int = 0,
    change: Callable[[Any, Any], None] | None = None,
) -> Path:
    """Texts as text, numbers as numbers, days as Excel keeps them; `change` may do what it likes with the sheet."""
    with xlsxwriter.Workbook(path) as book:
        day, clock = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy/m/d h:mm"})
        sheet = book.add_worksheet("结算")
        sheet.write_row(top, left, headings)
        for number, row in enumerate(rows, top + 1):
            for column, name in enumerate(HEADINGS, left):
                cell = row[name]
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                elif isinstance(cell, datetime.datetime):
                    sheet.write_datetime(number, column, cell, clock)
                elif isinstance(cell, datetime.date):
                    sheet.write_datetime(number, column, cell, day)
                else:
                    sheet.write(number, column, cell)
        if change:
            change(book, sheet)
    return path


def as_numbers(row: Row) -> dict[str, Any]:
    """Amounts, codes and days as Excel keeps what a person types."""
    numbers = {name: Decimal(row[name]) for name in MONEY} | {
        name: int(row[name]) for name in ("refd_setl_flag", "insutype", "clr_type", "setl_optins")
    }
    return row | numbers | {"setl_time": datetime.datetime.fromisoformat(row["setl_time"])}


def problems(path: Path) -> list[str]:
    with pytest.raises(RecordsUnusable) as caught:
        Records.from_file(path)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(("top", "left"), [(0, 0), (3, 2)])
@pytest.mark.parametrize("headings", [HEADINGS, LABELS])
@pytest.mark.parametrize("form", [dict, as_numbers])
def test_a_workbook_gives_the_same_records(
    form: Callable[[Row], dict[str, Any]], headings: Sequence[str], top: int, left: int, tmp_path: Path
) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [form(row) for row in ROWS], headings=headings, top=top, left=left)
    with Records.from_file(path) as records:
        assert rows_of(records) == expected(ROWS)
        assert records.frame.collect()["row"].to_list() == list(range(top + 2, top + 2 + len(ROWS)))


def test_a_day_alone_and_empty_rows_and_columns(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [dict(row) for row in ROWS[:2]]
    rows[0]["setl_time"] = datetime.date(2026, 1, 5)
    blank = dict.fromkeys(HEADINGS, " ")

    def add_a_remark(book: Any, sheet: Any) -> None:
        sheet.write_string(1, len(HEADINGS) + 1, "没有列名的一列")

    path = write_workbook(tmp_path / "a.xlsx", [rows[0], blank, rows[1]], change=add_a_remark)
    with Records.from_file(path) as records:
        assert records.frame.collect()["row"].to_list() == [2, 4]
        assert rows_of(records)[0]["day"] == datetime.date(2026, 1, 5)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"setl_id": 4401002026010500001}, "setl_id 结算ID：是超过 15 位有效数字的数值"),
        ({"setl_id": 7}, "setl_id 结算ID：是数值或日期单元格，开头的 0 可能已丢失：编号列先设为文本"),
        ({"setl_id": datetime.date(2026, 1, 5)}, "setl_id 结算ID：是数值或日期单元格"),
        ({"medfee_sumamt": 0.1 + 0.2 + 1e-12}, "medfee_sumamt 医疗费总额：最多两位小数"),
        ({"medfee_sumamt": 1.005}, "medfee_sumamt 医疗费总额：最多两位小数"),
        ({"medfee_sumamt": 99999999999999.99}, "medfee_sumamt 医疗费总额：是超过 15 位有效数字的数值"),
        ({"medfee_sumamt": datetime.date(2026, 1, 5)}, "medfee_sumamt 医疗费总额：不是数值"),
        ({"clr_type": 11.5}, "clr_type 清算类别：应为代码"),
        ({"refd_setl_flag": 2}, "refd_setl_flag 退费结算标志：只能是"),
        ({"setl_time": 46027}, "setl_time 结算时间：不是日期"),
        ({"medfee_sumamt": ""}, "medfee_sumamt 医疗费总额：必填"),
    ],
)
def test_what_excel_did_to_a_value_is_named(change: dict[str, Any], message: str, tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [settlement(1), settlement(2) | change, settlement(3)])  # type: ignore[list-item]
    (problem,) = problems(path)
    assert problem.startswith(f"第 3 行 {message}")


def test_numbers_of_one_width_are_ids_and_others_may_have_lost_zeros(tmp_path: Path) -> None:
    even = [row | {"setl_id": 100_000 + number} for number, row in enumerate(ROWS)]
    with Records.from_file(write_workbook(tmp_path / "a.xlsx", even)) as records:
        assert rows_of(records)[3]["setl_id"] == "100003"
    uneven = [*even[:-1], even[-1] | {"setl_id": 99_999}]
    found = problems(write_workbook(tmp_path / "b.xlsx", uneven))
    assert len(found) == 20
    assert all("编号列先设为文本" in problem for problem in found)


def test_formulas_have_the_value_that_was_saved_with_them(tmp_path: Path) -> None:
    column = HEADINGS.index("medfee_sumamt")

    def calculated(book: Any, sheet: Any) -> None:
        sheet.write_formula(1, column, "=1+1.5", None, 2.5)
        sheet.write_formula(2, 0, '="S"&1', None, "S1")

    with Records.from_file(write_workbook(tmp_path / "a.xlsx", list(ROWS[:3]), change=calculated)) as records:
        assert rows_of(records)[0]["medfee_sumamt"] == Decimal("2.50")
        assert rows_of(records)[1]["setl_id"] == "S1"


def test_errors_and_formulas_never_calculated_are_named_even_below_the_last_value(tmp_path: Path) -> None:
    column = HEADINGS.index("medfee_sumamt")

    def broken(book: Any, sheet: Any) -> None:
        sheet.write_formula(1, column, "=1+1", None, "")
        sheet.write_formula(2, column, "=1/0", None, "#DIV/0!")
        for number in range(len(HEADINGS)):
            sheet.write_formula(6, number, "=A2", None, "")

    found = problems(write_workbook(tmp_path / "a.xlsx", list(ROWS[:3]), change=broken))
    assert "第 2 行 medfee_sumamt 医疗费总额：是没有算出结果的公式" in found[0]
    assert "第 3 行 medfee_sumamt 医疗费总额：是错误值" in found[1]
    assert len(found) == 2 + len(HEADINGS)
    assert all(problem.startswith("第 7 行") for problem in found[2:])


def test_merged_cells_are_named_in_every_row_but_the_first(tmp_path: Path) -> None:
    column = HEADINGS.index("clr_type")

    def merged(book: Any, sheet: Any) -> None:
        sheet.merge_range(1, column, 3, column, "11")

    found = problems(write_workbook(tmp_path / "a.xlsx", list(ROWS[:3]), change=merged))
    assert [problem[:5] for problem in found] == ["第 3 行", "第 4 行"]
    assert all("合并" in problem for problem in found)


def test_a_sheet_by_name_and_the_first_one_that_is_seen(tmp_path: Path) -> None:
    def more_sheets(book: Any, sheet: Any) -> None:
        sheet.hide()
        other = book.add_worksheet("说明")
        other.write_string(0, 0, "没有数据")
        other.activate()

    path = write_workbook(tmp_path / "a.xlsx", ROWS, change=more_sheets)
    with Records.from_file(path, sheet="结算") as records:
        assert rows_of(records) == expected(ROWS)
        assert "结算" in records.name
    with pytest.raises(RecordsUnusable, match="数据里没有这一列"):
        Records.from_file(path)
    with pytest.raises(RecordsUnusable, match="没有工作表 无；现有 结算、说明"):
        Records.from_file(path, sheet="无")
    with pytest.raises(RecordsUnusable, match="才有工作表"):
        Records.from_file(tmp_path / "a.csv", sheet="结算")


def test_headings_that_cannot_be_used(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", ROWS, headings=("setl_id", *HEADINGS[:-1]))
    with pytest.raises(RecordsUnusable, match="列名 setl_id 重复"):
        Records.from_file(path)
    with xlsxwriter.Workbook(tmp_path / "b.xlsx") as book:
        book.add_worksheet()
    with pytest.raises(RecordsUnusable, match="工作表是空的"):
        Records.from_file(tmp_path / "b.xlsx")
    with pytest.raises(RecordsUnusable, match="没有一行结算记录"):
        Records.from_file(write_workbook(tmp_path / "c.xlsx", []))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xlsx", b"<html><table>", "不是 .xlsx 工作簿"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "不是 .xlsx 工作簿"),
        ("a.xls", b"", "不读取 .xls：请用 Excel 或 WPS 另存为 .xlsx"),
        ("a.ET", b"", "不读取 .et：请用 Excel 或 WPS 另存为 .xlsx"),
    ],
)
def test_other_files_are_refused_with_a_way_out(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RecordsUnusable, match=message):
        Records.from_file(tmp_path / name)


def test_prefixed_and_unnumbered_cells_are_looked_at_too(tmp_path: Path) -> None:
    path = write_workbook(
        tmp_path / "a.xlsx", list(ROWS[:2]), change=lambda book, sheet: sheet.write_formula(1, 3, "=1+1", None, "")
    )
    other = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w") as copy:
        for part in source.namelist():
            text = source.read(part)
            if part == "xl/worksheets/sheet1.xml":
                for tag in (b"c", b"v", b"f", b"row"):
                    for start, end in ((b"<", b" "), (b"<", b">"), (b"</", b">")):
                        text = text.replace(start + tag + end, start + b"x:" + tag + end)
                text = text.replace(
                    b"<worksheet ", b'<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
                )
            copy.writestr(part, text)
    assert ["没有算出结果的公式" in problem for problem in problems(other)] == [True]


def test_a_workbook_of_an_unusual_build_is_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", ROWS)
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as copy:
        for part in source.namelist():
            if part != "xl/worksheets/sheet1.xml":
                copy.writestr(part, source.read(part))
    with pytest.raises(RecordsUnusable):
        Records.from_file(tmp_path / "b.xlsx")


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.integers(-(10**13) + 1, 10**13 - 1))
def test_every_amount_of_fifteen_digits_comes_back_exactly(cents: int) -> None:
    amount = Decimal(cents).scaleb(-2)
    with tempfile.TemporaryDirectory() as folder:
        path = write_workbook(Path(folder) / "a.xlsx", [settlement(1) | {"medfee_sumamt": float(amount)}])  # type: ignore[list-item]
        with Records.from_file(path) as records:
            assert rows_of(records)[0]["medfee_sumamt"] == amount


def test_a_hundred_thousand_rows_are_read_quickly(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    rows = [as_numbers(row) for row in settlements(200)]
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for number in range(1, 100_001):
            row = rows[number % len(rows)] | {"setl_id": f"S{number:029d}"}
            sheet.write_row(number, 0, [row[name] for name in HEADINGS])
    begin = time.perf_counter()
    with Records.from_file(path) as records:
        assert records.frame.collect().height == 100_000
    assert time.perf_counter() - begin < 30


def test_a_workbook_is_read_on_its_own_and_with_the_mapping_of_its_records(tmp_path: Path) -> None:
    source = open_workbook(write_workbook(tmp_path / "a.xlsx", ROWS), folder=tmp_path, keep=list)
    assert source.frame.collect().height == len(ROWS)
    with pytest.raises(TypeError, match="ColumnMapping"):
        Records.from_file(tmp_path / "a.xlsx", ClearingMapping())


def rewritten(path: Path, cells: str) -> Path:
    """A workbook whose first sheet holds these rows as XML."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    start, rest = parts["xl/worksheets/sheet1.xml"].decode().split("</sheetData>", 1)
    parts["xl/worksheets/sheet1.xml"] = f"{start}{cells}</sheetData>{rest}".encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c r="xfd1048576" t="inlineStr"><is><t>x</t></is></c></row>',
        '<row r="9"><c r="XFD1048576"><f>1+1</f><v>2</v></c></row>',
        '<row r="1048576"><c s="1" r="ABC1048576"><v>1</v></c></row>',
        '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
        '<row r="9"><c r="XFE9"><v>1</v></c></row>',
        '<row r="9"><c r="ZZZZZZZ9"><v>1</v></c></row>',
        f'<row r="9"><c r="A{"9" * 30}"><v>1</v></c></row>',
        '<row r="1048000"><c r="A1048000"><v>1</v></c>' + "<c><v>1</v></c>" * 60 + "</row>",
        '<row r="1048000"><c r="A1048000"><v>1</v></c>' + "<c ><v>1</v></c>" * 20_000 + "</row>",
    ],
    ids=lambda cells: cells[:40],
)
def test_a_cell_far_from_the_table_is_refused_in_words(tmp_path: Path, cells: str) -> None:
    path = rewritten(write_workbook(tmp_path / "a.xlsx", ROWS), cells)
    with pytest.raises(RecordsUnusable, match=r"离得太远|超出了 Excel 的范围"):
        Records.from_file(path)


def test_a_far_cell_without_a_value_disturbs_nobody(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", ROWS)
    rewritten(path, '<row r="1048576"><c r="XFD1048576" s="0"/></row>')
    with Records.from_file(path) as records:
        assert records.frame.collect().height == len(ROWS)


def test_a_wide_and_a_long_sheet_are_read(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", ROWS)
    rewritten(path, '<row r="1048576"><c r="A1048576"/><c r="AU1048576"/><c r="ZZ1048576"/></row>')
    with Records.from_file(path) as records:
        assert records.frame.collect().height == len(ROWS)
