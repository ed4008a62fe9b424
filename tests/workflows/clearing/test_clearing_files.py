"""Differences and decisions as files: exact, harmless in a spreadsheet, without people; what comes back is checked whole."""

import csv
import tempfile
import time
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from gdyb.codes import CnfmFlag
from gdyb_workflows.clearing.matching.comparison import Matching, MatchKind
from gdyb_workflows.clearing.matching.decision_file import Decision, DecisionsUnusable, read_decisions, write_decisions
from gdyb_workflows.clearing.matching.differences import differences, totals_sheet, write_differences
from support.clearing.rows import PlatformRow, matched, platform_frame, platform_row, platform_rows, record_of

ROWS = [
    *platform_rows(4),
    platform_row(5, medfee_cents=99_999_999_999_999_99, optins_cents=-1),
    platform_row(6, setl_sn="=1+1", mdtrt_id="-S1"),
    platform_row(7, setl_sn="=1+1", mdtrt_id="-S1", occurrence=2),
    platform_row(8, setl_sn="44030020121500000017"),
]
RECORDS = [
    record_of(ROWS[0]),
    record_of(ROWS[1], medfee_sumamt="0.01"),
    record_of(ROWS[4]),
    record_of(ROWS[5]),
    record_of(ROWS[7]),
    record_of(platform_row(9)),
]
FLAG, NOTE = "cnfm_flag 确认标志", "note 备注"
SETL_SN, MEDFEE = "setl_sn 结算流水号", "medfee_sumamt 总费用"
Table = list[dict[str, Any]]


@pytest.fixture(scope="module")
def matching() -> Matching:
    return matched(ROWS, RECORDS)


def read_xlsx(path: Path, sheet: int = 0) -> Table:
    headings, *rows = load_workbook(path).get_sheet_by_index(sheet).to_python()
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def read_csv(path: Path) -> Table:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def save_xlsx(path: Path, table: Table) -> Path:
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(table[0]))
        for number, row in enumerate(table, 1):
            sheet.write_row(number, 0, list(row.values()))
    return path


def save_csv(path: Path, table: Table, *, encoding: str = "gbk") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)
    return path


FORMS: list[Any] = [
    pytest.param(".xlsx", read_xlsx, save_xlsx, id="xlsx"),
    pytest.param(".csv", read_csv, save_csv, id="csv"),
]
by_form = pytest.mark.parametrize(("suffix", "read", "save"), FORMS)
Read, Save = Callable[[Path], Table], Callable[[Path, Table], Path]


def edited(
    folder: Path, matching: Matching, suffix: str, read: Read, save: Save, change: Callable[[Table], Any]
) -> Path:
    """The file as it is after somebody changed it and saved it."""
    write_decisions(matching, folder / f"a{suffix}")
    table = read(folder / f"a{suffix}")
    change(table)
    return save(folder / f"b{suffix}", table)


def problems(path: Path, rows: list[PlatformRow] = ROWS) -> list[str]:
    with pytest.raises(DecisionsUnusable) as caught:
        read_decisions(path, platform_frame(rows))
    assert "清分决定文件有" in str(caught.value)
    return [str(problem) for problem in caught.value.problems]


def test_the_differences_are_everything_that_is_not_proposed(matching: Matching) -> None:
    frame = differences(matching)
    assert frame["核对结果"].to_list() == ["金额不一致", "仅平台有", "仅平台有", "平台重复", "平台重复", "仅本地有"]
    assert frame.columns[:4] == ["核对结果", SETL_SN, "mdtrt_id 就诊登记号", "occurrence 第几次出现"]
    assert {"平台 medfee_sumamt 总费用", "本地 optins_pay_sumamt 经办机构支付总额"} < set(frame.columns)
    known = frame.filter(pl.col("核对结果") != "平台重复")
    expected = sum(
        (
            matching.totals[MatchKind(kind)].difference.medfee_sumamt
            for kind in ("amount_differs", "missing_locally", "missing_on_platform")
        ),
        Decimal(0),
    )
    assert known["差额 medfee_sumamt 总费用"].sum() == expected


def test_differences_as_files_say_the_same(matching: Matching, tmp_path: Path) -> None:
    for suffix in (".csv", ".xlsx", ".parquet"):
        write_differences(matching, tmp_path / f"a{suffix}")
    frame = differences(matching)
    assert pl.read_parquet(tmp_path / "a.parquet").equals(frame)
    assert [row[SETL_SN] for row in read_csv(tmp_path / "a.csv")] == [
        f"'{text}" if text.startswith("=") else text for text in frame[SETL_SN]
    ]
    assert [row[SETL_SN] for row in read_xlsx(tmp_path / "a.xlsx", 1)] == frame[SETL_SN].to_list()
    totals = read_xlsx(tmp_path / "a.xlsx")
    assert [row["核对结果"] for row in totals] == [*(kind.label for kind in MatchKind), "合计"]
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with pytest.raises(ValueError, match=r"\.parquet"):
        write_differences(matching, tmp_path / "a.txt")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.parquet", "a.xlsx"]


def test_the_totals_are_those_of_the_matching(matching: Matching) -> None:
    *kinds, total = totals_sheet(matching).rows
    assert total[1:] == tuple(sum(column) for column in zip(*(row[1:] for row in kinds), strict=True))


@by_form
def test_an_unchanged_file_decides_as_was_proposed(
    suffix: str, read: Read, save: Save, matching: Matching, tmp_path: Path
) -> None:
    write_decisions(matching, tmp_path / f"a{suffix}")
    decisions = read_decisions(tmp_path / f"a{suffix}", platform_frame(ROWS))
    assert list(decisions) == [row["row_id"] for row in ROWS]
    assert {row_id for row_id, lease in decisions.items() if lease.flag is CnfmFlag.CONFIRMED} == {1, 5, 8}
    assert decisions[1] == Decision(flag=CnfmFlag.CONFIRMED, note="", row=2)


@by_form
def test_what_a_person_changed_comes_back_in_any_order(
    suffix: str, read: Read, save: Save, matching: Matching, tmp_path: Path
) -> None:
    def change(table: Table) -> None:
        table[0] |= {FLAG: 0, NOTE: "先不清分"}
        table[6] |= {FLAG: 1, NOTE: "=已电话核实"}
        table.reverse()

    path = edited(tmp_path, matching, suffix, read, save, change)
    decisions = read_decisions(path, platform_frame(ROWS))
    assert (decisions[1].flag, decisions[1].note) == (CnfmFlag.NOT_CONFIRMED, "先不清分")
    assert (decisions[7].flag, decisions[7].note) == (CnfmFlag.CONFIRMED, "=已电话核实")
    assert decisions[8].flag is CnfmFlag.CONFIRMED
    assert decisions[8].row == 2


@by_form
def test_every_problem_is_told_at_once(suffix: str, read: Read, save: Save, matching: Matching, tmp_path: Path) -> None:
    def change(table: Table) -> None:
        table[0][FLAG] = 2
        table[1][FLAG] = ""
        table[2][MEDFEE] = "1.00"
        table[3][SETL_SN] = "A4403002012019999999"
        table.append(dict(table[4]))

    found = problems(edited(tmp_path, matching, suffix, read, save, change))
    assert [problem.partition("：")[0] for problem in found[:5]] == [
        f"第 2 行 {FLAG}",
        f"第 3 行 {FLAG}",
        f"第 4 行 {MEDFEE}",
        f"第 5 行 {SETL_SN}",
        f"第 10 行 {SETL_SN}",
    ]
    for problem, message in zip(
        found,
        ("只能是 0", "必填", "与平台现在的金额", "平台现在没有这一行", "与第 6 行是平台的同一行", ROWS[3]["setl_sn"]),
        strict=True,
    ):
        assert message in problem
    assert "文件里没有这一行" in found[-1]


@by_form
def test_a_file_of_another_extraction_is_refused(
    suffix: str, read: Read, save: Save, matching: Matching, tmp_path: Path
) -> None:
    write_decisions(matching, tmp_path / f"a{suffix}")
    now = [ROWS[0] | {"optins_cents": 1}, ROWS[1] | {"medfee_cents": None}, *ROWS[2:7], platform_row(77)]
    found = problems(tmp_path / f"a{suffix}", now)
    assert len(found) == 4
    assert "现在的金额（0.01）" in found[0]
    assert "现在的金额（没有）" in found[1]
    assert "第 9 行" in found[2]
    assert platform_row(77)["setl_sn"] in found[3]


@pytest.mark.parametrize("spoilt", ["4.40300E+19", "44030020121500000000"])
def test_ids_that_excel_made_numbers_of_are_told_as_that(spoilt: str, matching: Matching, tmp_path: Path) -> None:
    path = edited(tmp_path, matching, ".csv", read_csv, save_csv, lambda table: table[7].update({SETL_SN: spoilt}))
    found = problems(path)
    assert found[0].startswith(f"第 9 行 {SETL_SN}：")
    assert "Excel" in found[0]


def test_zeros_that_went_from_the_start_are_told_as_that(tmp_path: Path) -> None:
    rows = [platform_row(1, setl_sn="0012"), platform_row(2, setl_sn="0345")]
    matching = matched(rows, [record_of(row) for row in rows])

    def change(table: Table) -> None:
        for row in table:
            row[SETL_SN] = str(int(row[SETL_SN]))

    found = problems(edited(tmp_path, matching, ".csv", read_csv, save_csv, change), rows)
    assert ["Excel" in problem for problem in found] == [True, True, False, False]

    def as_numbers(table: Table) -> None:
        for row in table:
            row[SETL_SN] = int(row[SETL_SN])

    found = problems(edited(tmp_path, matching, ".xlsx", read_xlsx, save_xlsx, as_numbers), rows)
    assert ["Excel" in problem for problem in found] == [True, True, False, False]


def test_rows_without_number_or_amount_can_be_decided_too(tmp_path: Path) -> None:
    rows = [platform_row(1, setl_sn=None), platform_row(2, medfee_cents=None), platform_row(3)]
    matching = matched(rows, [record_of(rows[2])])
    for suffix in (".xlsx", ".csv"):
        write_decisions(matching, tmp_path / f"a{suffix}")
        assert len(read_decisions(tmp_path / f"a{suffix}", platform_frame(rows))) == 3


def test_ids_that_only_look_spoilt_are_taken_as_they_are(tmp_path: Path) -> None:
    rows = [platform_row(1, setl_sn="12", mdtrt_id="4E10"), platform_row(2, setl_sn="345", mdtrt_id="x" * 40)]
    matching = matched(rows, [record_of(rows[0])])

    def as_numbers(table: Table) -> None:
        for row in table:
            row[SETL_SN] = int(row[SETL_SN])

    path = edited(tmp_path, matching, ".xlsx", read_xlsx, save_xlsx, as_numbers)
    assert list(read_decisions(path, platform_frame(rows))) == [1, 2]


def test_a_workbook_offers_the_flags_and_lists_what_the_platform_lacks(matching: Matching, tmp_path: Path) -> None:
    write_decisions(matching, tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert '<formula1>"0,1"</formula1>' in sheet
    assert "<autoFilter" in sheet
    assert "<f>" not in sheet
    assert load_workbook(tmp_path / "a.xlsx").sheet_names == ["清分决定", "仅本地有"]
    assert [row[SETL_SN] for row in read_xlsx(tmp_path / "a.xlsx", 1)] == [platform_row(9)["setl_sn"]]


def test_no_text_of_a_csv_file_is_a_formula(matching: Matching, tmp_path: Path) -> None:
    write_decisions(matching, tmp_path / "a.csv")
    for row in read_csv(tmp_path / "a.csv"):
        for heading, text in row.items():
            assert not text.startswith(("=", "+", "@")), heading
            assert not text.startswith("-") or Decimal(text) < 0, heading


def test_files_that_are_none(tmp_path: Path, matching: Matching) -> None:
    with pytest.raises(ValueError, match=r"\.xlsx 或 \.csv"):
        write_decisions(matching, tmp_path / "a.parquet")
    with pytest.raises(DecisionsUnusable, match="没有这个文件"):
        read_decisions(tmp_path / "nowhere.xlsx", platform_frame(ROWS))
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    found = problems(tmp_path / "a.csv")
    assert [problem.split(" ")[0] for problem in found] == [
        "setl_sn",
        "mdtrt_id",
        "occurrence",
        "medfee_sumamt",
        "optins_pay_sumamt",
        "cnfm_flag",
    ]


texts = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20).map(
    str.strip
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(texts, texts, st.integers(-(10**13), 10**13)),
        min_size=1,
        max_size=5,
        unique_by=lambda row: tuple("" if text.lower() == "null" else text.lstrip("'") for text in row[:2]),
    )
)
def test_whatever_the_platform_calls_its_rows_they_come_back(rows: list[tuple[str, str, int]]) -> None:
    platform = [
        platform_row(number, setl_sn=setl_sn, mdtrt_id=mdtrt_id, medfee_cents=cents)
        for number, (setl_sn, mdtrt_id, cents) in enumerate(rows, 1)
    ]
    matching = matched(platform, [record_of(platform_row(1))])
    with tempfile.TemporaryDirectory() as folder:
        for suffix in (".csv", ".xlsx"):
            path = Path(folder) / f"a{suffix}"
            write_decisions(matching, path)
            assert list(read_decisions(path, platform_frame(platform))) == [row["row_id"] for row in platform]


def test_a_hundred_thousand_decisions_are_read_quickly(tmp_path: Path) -> None:
    rows = platform_frame([platform_row(number) for number in range(1, 1001)])
    platform = pl.concat([rows.with_columns(pl.col("row_id") + 1000 * n, occurrence=pl.lit(n + 1)) for n in range(100)])
    matching = matched(platform.to_dicts(), [record_of(ROWS[0])])
    write_decisions(matching, tmp_path / "a.csv")
    begin = time.perf_counter()
    assert len(read_decisions(tmp_path / "a.csv", platform)) == 100_000
    assert time.perf_counter() - begin < 10
