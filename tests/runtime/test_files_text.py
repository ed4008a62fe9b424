"""TXT files: what is written comes back as it was; what must not be written is refused; what is odd is reported."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas
import polars
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gdyb_runtime.errors import FileInvalid
from gdyb_runtime.files import _text as text_module
from gdyb_runtime.files._cells import OTHER_EMPTY
from gdyb_runtime.files._tables import empty_table
from gdyb_runtime.files._text import Row, RowReader, text_chunks, zip_rows
from gdyb_runtime.files.archive import open_zip
from gdyb_runtime.files.layout import Layout
from support.mini.layouts import RESULT, UP

ROW: Row = {
    "setl_id": "S1",
    "psn_name": '测试"甲"\\乙',
    "total": Decimal("12345678901234.56"),
    "fund": None,
    "times": 3,
    "day": date(2026, 1, 31),
    "moment": datetime(2026, 1, 31, 23, 59, 59),  # noqa: DTZ001
    "flag": "0",
}


def written(rows: Any, layout: Layout = UP) -> bytes:
    return b"".join(text_chunks(rows, layout))


def refused(rows: Any, layout: Layout = UP) -> list[str]:
    with pytest.raises(FileInvalid) as caught:
        written(rows, layout)
    assert "测试" not in str(caught.value)
    return [str(problem) for problem in caught.value.problems]


# Writing.


def test_a_row_as_the_platform_wants_it() -> None:
    line = 'S1\t测试"甲"\\乙\t12345678901234.56\tnull\t3\t2026-01-31\t2026-01-31 23:59:59\t0\n'
    assert written([ROW]) == line.encode()
    assert written([tuple(ROW.values())]) == line.encode()
    assert written(iter([iter(ROW.values())])) == line.encode()
    assert written(polars.DataFrame([ROW])) == line.encode()
    assert written(pandas.DataFrame([ROW])) == line.encode()
    assert written([]) == b""


@pytest.mark.parametrize(
    ("value", "text"),
    [("1", "1.00"), (7, "7.00"), (Decimal("-0.5"), "-0.50"), (Decimal("1E+3"), "1000.00"), ("-0", "0.00")],
)
def test_amounts_are_written_with_their_scale(value: object, text: str) -> None:
    assert written([{"setl_id": "S", "total": value}]).split(b"\t")[2] == text.encode()
    series = (
        polars.Series([value])
        if not isinstance(value, Decimal)
        else polars.Series([value], dtype=polars.Decimal(20, 4))
    )
    frame = polars.DataFrame({"setl_id": ["S"], "total": series})
    assert written(frame).split(b"\t")[2] == text.encode()


CASES = [
    ({"psn_name": "测试\t乙"}, "第 1 行 psn_name 姓名：含有制表符（TAB），会破坏文件的行列"),
    ({"psn_name": "测试\r"}, "第 1 行 psn_name 姓名：含有回车（CR），会破坏文件的行列"),
    ({"psn_name": "\n测试"}, "第 1 行 psn_name 姓名：含有换行（LF），会破坏文件的行列"),
    ({"psn_name": "\ufeff测试"}, "第 1 行 psn_name 姓名：含有字节顺序标记（BOM），会破坏文件的行列"),
    ({"psn_name": "null"}, "第 1 行 psn_name 姓名：文本 null 在文件里表示空值，不能作为内容"),
    ({"psn_name": "测" * 51}, "第 1 行 psn_name 姓名：最长 50 个字符，给了 51 个"),
    ({"setl_id": ""}, "第 1 行 setl_id 结算ID：必填，没有给值"),
    ({"total": None}, "第 1 行 total 金额：必填，没有给值"),
    ({"total": "1.005"}, "第 1 行 total 金额：最多 2 位小数（数值型 16,2）"),
    ({"total": "123456789012345"}, "第 1 行 total 金额：整数部分最多 14 位（数值型 16,2）"),
    ({"total": "一"}, "第 1 行 total 金额：应为数字，如 12.30"),
    ({"flag": "2"}, "第 1 行 flag 标志：只能是 0（正常）、1（退费）"),
]


@pytest.mark.parametrize(("change", "problem"), CASES)
def test_what_must_not_be_written(change: Row, problem: str) -> None:
    row = ROW | change
    assert refused([row]) == [problem]
    assert refused(polars.DataFrame([row], infer_schema_length=None)) == [problem]


def test_floats_are_no_money() -> None:
    assert "float" in refused([ROW | {"total": 1.5}])[0]
    assert refused(polars.DataFrame({"setl_id": ["S"], "total": [1.5]})) == [
        "total 金额：是浮点数列（会丢失精度），请改用 Decimal 或文本"
    ]
    assert "浮点数列" in refused(pandas.DataFrame({"setl_id": ["S"], "total": [1.5]}))[0]


def test_every_departure_has_row_and_column_and_the_list_ends() -> None:
    rows = [ROW, ROW | {"flag": "9", "total": None}, {"setl_id": "S3", "totl": 1}, ("S4",), "S5", ROW]
    assert refused(rows) == [
        "第 2 行 total 金额：必填，没有给值",
        "第 2 行 flag 标志：只能是 0（正常）、1（退费）",
        "第 3 行：格式里没有 totl 这一列，是不是 total？",
        "第 3 行 total 金额：必填，没有给值",
        "第 4 行：应有 8 列，给了 1 列",
        "第 5 行：应为一行数据（字典或按列顺序的值）",
    ]
    assert len(refused([{"setl_id": "S"}] * 100_000)) == 100


def test_the_row_number_counts_over_blocks() -> None:
    rows: list[Row] = [ROW] * 25_000 + [ROW | {"flag": "9"}]
    assert refused(iter(rows)) == ["第 25001 行 flag 标志：只能是 0（正常）、1（退费）"]


def test_what_a_table_says_by_other_means() -> None:
    frame = polars.DataFrame(
        {
            "setl_id": polars.Series(["S"], dtype=polars.Categorical),
            "total": ["007.5"],
            "day": ["2026-01-31"],
            "moment": polars.Series([datetime(2026, 1, 31, 1, 2, 3)], dtype=polars.Datetime("ms", "UTC")),  # noqa: DTZ001
            "psn_name": [""],
        }
    )
    assert written(frame) == b"S\tnull\t7.50\tnull\tnull\t2026-01-31\t2026-01-31 09:02:03\tnull\n"
    assert written(frame.lazy()) == written(frame)
    with_gaps = pandas.DataFrame(
        {"setl_id": ["S"], "total": [Decimal(1)], "psn_name": [float("nan")], "fund": [pandas.NA]}
    )
    assert written(with_gaps) == b"S\tnull\t1.00\tnull\tnull\tnull\tnull\tnull\n"


# Reading back.

SAFE = st.characters(exclude_categories=["Cs"], exclude_characters="\t\r\n\ufeff")
TEXT = st.text(SAFE | st.sampled_from("测试\"\\' \x00\x0b\x1c\x85\u2028,"), min_size=1, max_size=30).filter(
    lambda text: text not in ("null", *OTHER_EMPTY)
)
AMOUNT = st.decimals(min_value=Decimal("-99999999999999.99"), max_value=Decimal("99999999999999.99"), places=2)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "setl_id": TEXT,
            "psn_name": TEXT | st.none(),
            "total": AMOUNT,
            "fund": AMOUNT | st.none(),
            "times": st.integers(-9999, 9999) | st.none(),
            "day": st.dates(date(1900, 1, 1)) | st.none(),
            "moment": st.datetimes(datetime(1900, 1, 1)).map(lambda moment: moment.replace(microsecond=0)) | st.none(),  # noqa: DTZ001
            "flag": st.sampled_from(["0", "1"]) | st.none(),
        }
    ),
    max_size=6,
)


@given(ROWS)
def test_round_trip(rows: list[Row]) -> None:
    packed = zip_rows(rows, UP)
    for has_polars in (True, False):
        reader = RowReader(open_zip(packed), UP)
        got = reader.rows() if has_polars else plainly(reader)
        assert got == rows
        assert not len(reader.oddities) and not reader.unreadable
    table = RowReader(open_zip(packed), UP).table()
    assert written(table) == written(rows)


def plainly(reader: RowReader) -> list[Row]:
    """The rows as read without polars."""
    lines = text_module._LineReader(reader.layout, reader.oddities, reader._fitter)
    return [row for block, first in reader._blocks() for row in lines.read(block, first)]


def read(content: bytes, layout: Layout = RESULT) -> tuple[list[Row], list[str], list[tuple[int, bytes]]]:
    """Rows, oddities and unreadable rows, the same with and without polars."""
    outcomes = []
    for read_rows in (RowReader.rows, plainly):
        reader = RowReader(content, layout)
        rows = read_rows(reader)
        odd = [f"{odd.row} {odd.column} {odd.kind}".replace("  ", " ") for odd in reader.oddities]
        assert all(str(oddity) for oddity in reader.oddities)
        outcomes.append((rows, odd, [(raw.row, raw.content) for raw in reader.unreadable]))
        blanks = sum(odd.kind == "blank_row" for odd in reader.oddities)
        lines = content.count(b"\n") + (not content.endswith(b"\n") and content != b"")
        assert len(rows) + len(reader.unreadable) + blanks == lines
    assert outcomes[0] == outcomes[1]
    return outcomes[0]


FULL = "P1\tM1\tS1\tH1\t0\tnull\t一致310\t10.00\t8.00\t2.00"
VALUES = ("P1", "M1", "S1", "H1", "0", None, "一致310", Decimal("10.00"), Decimal("8.00"), Decimal("2.00"))
SHIFTED = "P1\tM1\tS1\tH1\t0\t0\tx\t一致310\t10.00\t8.00\t2.00"


def test_a_regular_result() -> None:
    rows, odd, unreadable = read((FULL + "\n").encode() * 3)
    assert [tuple(row.values()) for row in rows] == [VALUES] * 3
    assert not odd and not unreadable


@pytest.mark.parametrize(
    ("content", "oddities"),
    [
        ("\ufeff" + FULL + "\n", ["1 bom"]),
        (FULL, ["1 final_newline"]),
        (FULL + "\r\n" + FULL + "\r\n", ["1 crlf", "2 crlf"]),
        (FULL + "\n" + FULL + "\r\n", ["2 crlf"]),
        (FULL + "\t\n" + FULL + "\t\r\n", ["1 trailing_tab", "2 crlf", "2 trailing_tab"]),
        (FULL + "\n\n" + FULL + "\n", ["2 blank_row"]),
        (FULL + "\t多余\n", ["1 extra_column"]),
        (FULL + "\t9.99\n", ["1 unreadable_shift"]),
        (FULL.replace("10.00", "1,010.5"), ["1 final_newline", "1 total converted"]),
        (FULL.replace("10.00", " 10.00"), ["1 final_newline", "1 total converted"]),
        (FULL.replace("10.00", "10.001") + "\n", ["1 total unreadable_value"]),
        (FULL.replace("10.00", "1.2345678E7") + "\n", ["1 total converted"]),
        (FULL.replace("10.00", "100.1234") + "\n", ["1 total unreadable_value"]),
        (FULL.replace("10.00", "100.1200") + "\n", ["1 total converted"]),
        (FULL.replace("10.00", "１００.００") + "\n", ["1 total unreadable_value"]),
        (FULL.replace("10.00", "1_0.00") + "\n", ["1 total unreadable_value"]),
        (FULL.replace("10.00", "٣") + "\n", ["1 total unreadable_value"]),
        (FULL.replace("10.00", "") + "\n", ["1 total empty_text"]),
        (FULL.replace("P1", "null") + "\n", ["1 psn_no required"]),
        (FULL.replace("H1", "H" * 31) + "\n", ["1 msgid max_length"]),
        (FULL.replace("\t0\t", "\t7\t") + "\n", ["1 stmt_rslt one_of"]),
        (FULL.replace("10.00", "123456789012345.00") + "\n", ["1 total number_digits"]),
        (FULL.rpartition("\t")[0] + "\n", ["1 unreadable_width"]),
        ("一行文字\n", ["1 unreadable_width"]),
    ],
)
def test_oddities(content: str, oddities: list[str]) -> None:
    _, odd, unreadable = read(content.encode())
    assert sorted(odd) == oddities
    assert len(unreadable) == sum("unreadable" in text for text in oddities)


def test_rows_of_seven_columns_lack_amounts() -> None:
    short = "\t".join(FULL.split("\t")[:7])
    rows, odd, _ = read(f"{short}\n{short}\n".encode())
    assert [tuple(row.values()) for row in rows] == [(*VALUES[:7], None, None, None)] * 2
    assert odd == ["1 short_row", "2 short_row"]
    mixed, odd, _ = read(f"{FULL}\n{short}\n{SHIFTED}\n{short}\t\n".encode())
    assert [row["total"] for row in mixed] == [Decimal(10), None, Decimal(10), None]
    assert odd == ["2 short_row", "3 shifted_row", "4 short_row", "4 trailing_tab"]


def test_a_shifted_memo_is_put_right() -> None:
    rows, odd, _ = read(f"{FULL}\n{SHIFTED}\n{SHIFTED}\t\n{FULL}\n".encode())
    assert [row["memo"] for row in rows] == ["一致310"] * 4
    assert [row["acct"] for row in rows] == [Decimal(2)] * 4
    assert odd == ["2 shifted_row", "3 shifted_row"]
    # Nothing but the remark is filled: whatever stands there is the remark.
    bare, _, _ = read(b"P1\tM1\tS1\tH1\t0\t0\tnull\t\xe4\xb8\x80\tnull\tnull\tnull\n")
    assert bare[0]["memo"] == "一"
    # Four numbers can be read in two ways, and money is not guessed.
    _, odd, unreadable = read(b"P1\tM1\tS1\tH1\t0\t0\t\xe4\xb8\x80\t1\t2\t3\t4\n")
    assert odd == ["1 unreadable_shift"]
    assert unreadable == [(1, b"P1\tM1\tS1\tH1\t0\t0\t\xe4\xb8\x80\t1\t2\t3\t4")]


@pytest.mark.parametrize("mark", ["|", "^", ";", ",", "\x01"])
def test_a_file_with_another_separator(mark: str) -> None:
    content = f"{FULL}\n{FULL}\n\n".replace("\t", mark)
    rows, odd, unreadable = read(content.encode())
    assert [tuple(row.values()) for row in rows] == [VALUES] * 2
    assert odd == ["1 separator", "3 blank_row"] and not unreadable
    # One file has one separator; a row is kept as it stands there.
    bad = FULL.replace("10.00", "x").replace("\t", mark)
    _, odd, unreadable = read(f"{content}{bad}\n{FULL}\n".encode())
    assert unreadable == [(4, bad.encode()), (5, FULL.encode())]


def test_a_bar_inside_a_cell_separates_nothing() -> None:
    rows, odd, _ = read((FULL.replace("一致310", "a|b|c|d|e|f|g|h|i|j") + "\n").encode())
    assert rows[0]["memo"] == "a|b|c|d|e|f|g|h|i|j" and not odd
    # Nine commas and nine bars: nobody knows which of them separate.
    assert read(b"1|2|3|4|5|6|7|8|9,,,,,,,,,|10\n")[1] == ["1 unreadable_width"]


def test_other_words_for_no_value() -> None:
    line = FULL.replace("M1", r"\N").replace("一致310", "NULL").replace("8.00", "(null)")
    for content in (f"{line}\n{FULL}\n", f"{line}\r\n{FULL}\n"):
        rows, odd, unreadable = read(content.encode())
        assert [rows[0][name] for name in ("mdtrt_id", "memo", "fund")] == [None] * 3
        assert tuple(rows[1].values()) == VALUES and not unreadable
        kinds = [text for text in odd if "other_empty" in text]
        assert kinds == [f"1 {name} other_empty" for name in ("fund", "mdtrt_id", "memo")]
    assert "1 psn_no required" in read((FULL.replace("P1", "NULL") + "\n").encode())[1]


def test_an_unreadable_cell_is_told_by_shape_and_never_rounded() -> None:
    def reasons(text: str) -> set[str]:
        readers = [RowReader((FULL.replace("10.00", text) + "\n").encode(), RESULT) for _ in range(2)]
        readers[0].rows()
        plainly(readers[1])
        return {raw.reason for reader in readers for raw in reader.unreadable}

    assert reasons("100.1234") == {"total 金额：4 位小数，格式最多 2 位；不舍入"}
    assert reasons("１００.00") == {"total 金额：全角数字不作为金额"}
    assert reasons("张三") == {"total 金额：无法识别（形如 文文）"}


def test_a_file_in_gbk() -> None:
    rows, odd, _ = read(f"{FULL}\n".encode("gbk") + f"{FULL}\n".encode())
    assert [row["memo"] for row in rows] == ["一致310"] * 2
    assert odd == ["1 charset"]
    _, odd, unreadable = read(b"\xff\xff\n")
    assert odd == ["1 unreadable_charset"] and unreadable == [(1, b"\xff\xff")]


def test_the_upload_layout_tolerates_the_trailing_tab_only() -> None:
    line = written([ROW]).decode().rstrip("\n")
    rows, odd, _ = read(f"{line}\t\n".encode() * 2, UP)
    assert rows == [ROW, ROW] and odd == ["1 trailing_tab", "2 trailing_tab"]
    assert read(f"{line}\tx\n".encode(), UP)[1] == ["1 unreadable_width"]
    slashed = line.replace("2026-01-31\t", "2026/01/31\t").replace("23:59:59", "24:59:59")
    assert read(f"{slashed}\n".encode(), UP)[1] == ["1 day converted", "1 moment unreadable_value"]


def test_a_year_zero_is_no_date() -> None:
    line = written([ROW]).decode()
    zero = line.replace("2026-01-31\t", "0000-01-01\t")
    rows, odd, unreadable = read((line + zero).encode(), UP)
    assert rows == [ROW] and odd == ["2 day unreadable_value"] and len(unreadable) == 1


def test_an_unreadable_row_is_kept_without_its_line_end() -> None:
    bad = FULL.replace("10.00", "1x3")
    _, _, unreadable = read(f"{bad}\r\n{FULL}\n".encode())
    assert unreadable == [(1, bad.encode())]


def test_a_mark_inside_the_file_belongs_to_its_cell() -> None:
    for first in (f"{FULL}\t\n", f"{FULL}\r\n"):
        rows, _, _ = read(f"{first}\ufeff{FULL}\n{FULL}\n".encode())
        assert [row["psn_no"] for row in rows] == ["P1", "\ufeffP1", "P1"]


NUMBERS = ["0", "1", "12.5", "-3.25", "1,000.00", "1.005", "+5", ".5", "-0"]
CELLS = st.sampled_from(["", "null", *NUMBERS, "x", "一致310", '"', "\r", "\ufeff", "\0", "2026-01-01", "0000-01-01"])
LINES = st.lists(CELLS, min_size=0, max_size=13).map("\t".join)


@given(st.lists(LINES | st.just(FULL) | st.just(SHIFTED), max_size=6).map("\n".join), st.sampled_from([RESULT, UP]))
@example("\n\t\t\t\t\t\t0\t\r", UP)
def test_both_readers_agree_and_no_row_is_lost(content: str, layout: Layout) -> None:
    read(content.encode(), layout)


@given(st.binary(max_size=80))
def test_any_bytes_are_accounted_for(content: bytes) -> None:
    read(content)


def test_a_reader_shows_no_content_and_reads_once() -> None:
    reader = RowReader(b"\xe5\xa7\x93\xe5\x90\x8d\n", RESULT)
    assert reader.rows() == []
    assert "姓名" not in repr(reader.unreadable) + repr(reader.oddities)
    assert "第 1 行：列数不符" in str(next(iter(reader.oddities)))
    with pytest.raises(RuntimeError):
        reader.rows()


def test_empty_files_have_empty_tables() -> None:
    assert RowReader(b"", RESULT).table().equals(empty_table(RESULT))
    assert read(b"") == ([], [], [])


def test_blocks_do_not_cut_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_module, "_BLOCK", 50)
    content = "".join(FULL.replace("P1", f"P{number}") + "\n" for number in range(200)) + SHIFTED
    for source in (content.encode(), [content.encode()[i : i + 7] for i in range(0, len(content.encode()), 7)]):
        reader = RowReader(source, RESULT)
        table = reader.table()
        assert table["psn_no"].to_list()[:-1] == [f"P{number}" for number in range(200)]
        assert [(odd.row, odd.kind) for odd in reader.oddities] == [(201, "final_newline"), (201, "shifted_row")]


def test_a_million_rows_come_back_as_they_were() -> None:
    count = 1_000_000
    number = polars.int_range(0, count, eager=True)
    cents = (number * 7919) % 10**15
    table = polars.DataFrame(
        {
            "setl_id": polars.select(polars.format("S{}", number)).to_series(),
            "psn_name": polars.select(polars.when(number % 3 > 0).then(polars.format('测试"{}\\', number))).to_series(),
            "total": cents.cast(polars.Decimal(38, 2)) / 100,
            "fund": polars.select(polars.when(number % 2 > 0).then(cents.cast(polars.Decimal(38, 2)))).to_series(),
            "flag": polars.select(
                polars.when(number % 5 > 0).then(polars.lit("0")).otherwise(polars.lit("1"))
            ).to_series(),
        }
    )
    table = table.with_columns(polars.col("total", "fund").cast(polars.Decimal(38, 2)))
    reader = RowReader(open_zip(zip_rows(table, UP)), UP)
    back = reader.table()
    assert back.select(table.columns).equals(table)
    assert len(reader.oddities) == 0 and not reader.unreadable


WITHOUT = """
import sys
from importlib.abc import MetaPathFinder
class Missing(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"polars", "numpy", "orjson", "isal", "zlib_ng", "pandas"}:
            raise ImportError(name)
sys.meta_path.insert(0, Missing())
from decimal import Decimal
from support.mini.layouts import RESULT, UP
from gdyb_runtime.files.archive import open_zip
from gdyb_runtime.model._byte_array import decode_array, encode_array
from gdyb_runtime.files._deflate import fastest
from gdyb_runtime.files._text import RowReader, zip_rows
assert fastest() == "zlib"
rows = [{"setl_id": f"S{n}", "total": Decimal(n) / 100} for n in range(50_000)]
packed = zip_rows(iter(rows), UP)
reader = RowReader(open_zip(packed), UP)
back = reader.rows()
assert [(row["setl_id"], row["total"]) for row in back] == [(row["setl_id"], row["total"]) for row in rows]
assert not len(reader.oddities)
data = bytes(range(256)) * 3000
assert encode_array(data).startswith(b"[0,1,2,") and decode_array(encode_array(data)) == data
try:
    RowReader(b"", RESULT).table()
except ImportError:
    print("ok")
"""


def test_without_polars_numpy_and_fast_deflate() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT], env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("ok", "")


def test_rows_may_come_from_a_generator_without_being_held() -> None:
    alive = 0

    def rows() -> Iterator[Row]:
        nonlocal alive
        for _ in range(60_000):
            alive += 1
            yield ROW

    chunks = text_chunks(rows(), UP)
    next(chunks)
    assert alive < 60_000
