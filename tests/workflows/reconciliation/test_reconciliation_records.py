"""Local records: every way in gives the same exact records, and whatever is wrong is named all at once."""

import datetime
import sqlite3
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
import sqlalchemy

from gdyb_workflows.reconciliation.records import ColumnMapping, Records
from gdyb_workflows.records import RecordsUnusable
from support.reconciliation.rows import LABELS, expected, rows_of
from support.reconciliation.settlements import HEADINGS, Row, settlement, settlements, write_csv

ROWS = settlements(25)


def from_csv(folder: Path) -> Records:
    return Records.from_file(write_csv(folder / "a.csv", ROWS))


def from_parquet(folder: Path) -> Records:
    frame = pl.DataFrame(ROWS).with_columns(
        pl.col("medfee_sumamt", "acct_pay").cast(pl.Decimal(18, 4)),
        pl.col("setl_time").str.to_datetime().dt.replace_time_zone("Asia/Shanghai").dt.convert_time_zone("UTC"),
        pl.col("refd_setl_flag").cast(pl.Int32).cast(pl.Boolean),
        pl.col("insutype").cast(pl.Categorical),
        pl.col("clr_type").cast(pl.Int64),
    )
    frame.write_parquet(folder / "a.parquet")
    return Records.from_file(folder / "a.parquet")


def from_polars(folder: Path) -> Records:
    return Records.from_frame(pl.DataFrame(ROWS).with_columns(pl.col("setl_time").str.to_datetime().dt.date()))


def from_pandas(folder: Path) -> Records:
    frame = pd.DataFrame(ROWS)
    frame["medfee_sumamt"] = [Decimal(row["medfee_sumamt"]) for row in ROWS]
    frame["setl_time"] = pd.to_datetime(frame["setl_time"])
    frame["clr_type"] = frame["clr_type"].astype(int)
    return Records.from_frame(frame)


def database(folder: Path) -> Path:
    path = folder / "a.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE settlement ({', '.join(f'{name} TEXT' for name in HEADINGS)})")
        marks = ", ".join("?" * len(HEADINGS))
        connection.executemany(f"INSERT INTO settlement VALUES ({marks})", [[row[n] for n in HEADINGS] for row in ROWS])
    connection.close()
    return path


def from_url(folder: Path) -> Records:
    return Records.from_database(f"sqlite:///{database(folder)}", table="settlement")


def from_engine(folder: Path) -> Records:
    engine = sqlalchemy.create_engine(f"sqlite:///{database(folder)}")
    query = "SELECT *, '10:30' AS unused FROM settlement ORDER BY setl_id"
    return Records.from_database(engine, query=query)


def from_dbapi(folder: Path) -> Records:
    connection = sqlite3.connect(database(folder))
    try:
        return Records.from_database(connection, query="SELECT * FROM settlement ORDER BY setl_id")
    finally:
        connection.close()


@pytest.mark.parametrize(
    "source", [from_csv, from_parquet, from_polars, from_pandas, from_url, from_engine, from_dbapi]
)
def test_every_way_in_gives_the_same_records(source: Callable[[Path], Records], tmp_path: Path) -> None:
    with source(tmp_path) as records:
        assert rows_of(records) == expected(ROWS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_a_csv_of_excel_is_read_in_any_encoding_under_chinese_headings(encoding: str, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "结算.csv", ROWS, encoding=encoding, headings=LABELS)
    with Records.from_file(path) as records:
        assert rows_of(records) == expected(ROWS)


def test_a_given_encoding_is_used_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ROWS, encoding="gbk", headings=LABELS)
    Records.from_file(path, encoding="gbk").close()
    for wrong in ("ascii", "utf-16", "no-such"):
        with pytest.raises(RecordsUnusable, match=wrong):
            Records.from_file(path, encoding=wrong)


def test_own_headings_constants_and_codes(tmp_path: Path) -> None:
    rows = [row | {"insutype": "职工", "setl_optins": ""} for row in ROWS]
    path = write_csv(tmp_path / "a.csv", rows, headings=("结算号", *HEADINGS[1:]))
    mapping_file = tmp_path / "map.toml"
    mapping_file.write_text('[columns]\nsetl_id = "结算号"\n[values.insutype]\n"职工" = "310"\n', encoding="utf-8-sig")
    mapping = ColumnMapping.from_file(mapping_file).changed(constants=["setl_optins=440300"])
    with Records.from_file(path, mapping) as records:
        assert rows_of(records) == expected([row | {"insutype": "310", "setl_optins": "440300"} for row in ROWS])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[column]\na = '1'", "是不是 columns"),
        ("[columns]\nsetl_idd = 'x'", "是不是 setl_id"),
        ("[constants]\ninsutype = 310", "加引号"),
        ("[columns", "TOML"),
        ("[columns]\nsetl_id = '结算号'".encode("gbk"), "像是 GBK.*另存为"),
        ("[columns]\nsetl_id = '结算号'".encode("utf-16"), "UTF-16 LE.*另存为"),
        ("[columns]\nsetl_id='a'\n[constants]\nsetl_id='b'", "不能既是列又是固定值"),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong(content: str | bytes, message: str, tmp_path: Path) -> None:
    file = tmp_path / "map.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(RecordsUnusable, match=message):
        ColumnMapping.from_file(file)


def test_headings_in_capitals_are_found() -> None:
    frame = pl.DataFrame(ROWS).rename(str.upper)
    with Records.from_frame(frame, ColumnMapping(columns={"setl_id": "Setl_Id"})) as records:
        assert rows_of(records) == expected(ROWS)


def test_all_missing_columns_are_named_at_once() -> None:
    frame = pl.DataFrame(ROWS).drop("setl_id", "cash_payamt").rename({"insutype": "insu_type"})
    with pytest.raises(RecordsUnusable) as caught:
        Records.from_frame(frame)
    assert [problem.field for problem in caught.value.problems] == ["setl_id", "insutype", "cash_payamt"]
    assert "是不是 insu_type" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"medfee_sumamt": ""}, "必填"),
        ({"medfee_sumamt": "1.005"}, "最多两位小数"),
        ({"medfee_sumamt": "1_0.00"}, "不是数值"),
        ({"medfee_sumamt": "٣"}, "不是数值"),
        ({"medfee_sumamt": "１００.00"}, "全角数字"),
        ({"medfee_sumamt": "100.1234"}, "最多两位小数"),
        ({"medfee_sumamt": "1.00001E2"}, "最多两位小数"),
        ({"medfee_sumamt": "12,34"}, "不是数值"),
        ({"medfee_sumamt": "123456789012345"}, "最多 14 位"),
        ({"fund_pay_sumamt": "NULL"}, "必填"),
        ({"setl_id": "4.40E+17"}, "科学计数法"),
        ({"setl_id": "x" * 31}, "最长 30 个字符"),
        ({"mdtrt_id": "a\tb"}, "制表符"),
        ({"refd_setl_flag": "2"}, "只能是 0"),
        ({"insutype": "310.0"}, "应为代码"),
        ({"insutype": "职工"}, "values"),
        ({"setl_time": "45000"}, "不是日期"),
        ({"setl_time": "2026-02-30"}, "不是日期"),
        ({"setl_time": "1/7/2026"}, "不是日期"),
        ({"setl_time": "07-JAN-26"}, "不是日期"),
        ({"setl_time": "1767749262"}, "不是日期"),
        ({"setl_time": "202601071200"}, "不是日期"),
        ({"setl_time": "20260131T2000Z"}, "不是日期"),
    ],
)
def test_a_problem_names_row_and_column_and_never_the_value(change: Row, message: str, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [settlement(1), settlement(2, **change), settlement(3)])
    with pytest.raises(RecordsUnusable) as caught:
        Records.from_file(path)
    (problem,) = caught.value.problems
    (name,) = change
    assert problem.path == f"第 3 行 {name}"
    assert message in problem.message
    assert len(change[name]) < 6 or change[name] not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-31T20:00:00Z", datetime.date(2026, 2, 1)),
        ("2026-01-08T09:27:42.000+0800", datetime.date(2026, 1, 8)),
        ("Wed Jan 07 09:27:42 CST 2026", datetime.date(2026, 1, 7)),
        ("1767749262000", datetime.date(2026, 1, 7)),
        # Thirteen digits that begin like a day are milliseconds all the same.
        ("1712010809000", datetime.date(2024, 4, 2)),
        ("/Date(1767749262000)/", datetime.date(2026, 1, 7)),
        ("2026/1/7 下午 9:27:42", datetime.date(2026, 1, 7)),
        ("05-JAN-2026", datetime.date(2026, 1, 5)),
    ],
)
def test_days_of_other_programs_are_read_and_noted(text: str, day: datetime.date, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [settlement(1), settlement(2, setl_time=text), settlement(3, setl_time=text)])
    with Records.from_file(path) as records:
        assert [row["day"] for row in rows_of(records)][1:] == [day] * 2
        (note,) = records.notes
        assert str(note).startswith("第 3 行 setl_time 结算时间：写法“")
        assert text not in str(note)
    with Records.from_file(write_csv(tmp_path / "b.csv", [settlement(1)])) as records:
        assert records.notes == ()


def test_an_export_of_many_programs_is_refused_for_what_nobody_can_read(tmp_path: Path) -> None:
    changes: list[Row] = [
        {"medfee_sumamt": "￥1,234.50", "setl_time": "2026/1/7 9:27:42"},
        {"medfee_sumamt": "100.0000", "setl_time": "2026-01-08T09:27:42.000+0800"},
        {
            "medfee_sumamt": "1E+2",
            "setl_time": "Wed Jan 07 09:27:42 CST 2026",
            "psn_no": "null",
            "refd_setl_flag": "NULL",
        },
        {"medfee_sumamt": "１００.００", "setl_time": "1767749262000"},
        {"medfee_sumamt": "(100.00)", "fund_pay_sumamt": "-60.00", "refd_setl_flag": "1", "setl_time": "2026.01.09"},
    ]
    path = write_csv(tmp_path / "a.csv", [settlement(n, **change) for n, change in enumerate(changes, 1)])
    with pytest.raises(RecordsUnusable) as caught:
        Records.from_file(path)
    assert {(problem.path, problem.rule) for problem in caught.value.problems} == {
        ("第 4 行 psn_no", "required"),
        ("第 4 行 refd_setl_flag", "required"),
        ("第 5 行 medfee_sumamt", "full_width"),
    }


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,234,567.80", "1234567.80"),
        (" 12 ", "12.00"),
        ("￥1,234.50", "1234.50"),
        ("1E+2", "100.00"),
        ("1.2345678E7", "12345678.00"),
        ("(100.00)", "-100.00"),
        ("100.0000", "100.00"),
        ("-0.5", "-0.50"),
        ("+7.1000", "7.10"),
        ("99999999999999.99",) * 2,
    ],
)
def test_amounts_are_exact_however_they_are_written(text: str, amount: str, tmp_path: Path) -> None:
    with Records.from_file(write_csv(tmp_path / "a.csv", [settlement(1, medfee_sumamt=text)])) as records:
        assert str(rows_of(records)[0]["medfee_sumamt"]) == amount


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-05",
        "2026-01-05 23:59:59",
        "2026/1/5",
        "2026/1/5 8:03",
        "20260105",
        "20260105235959",
        "20260105235959000",
        "2026年1月5日",
        "2026-01-05T08:00:00+08:00",
    ],
)
def test_days_are_read_as_hospitals_write_them(text: str, tmp_path: Path) -> None:
    with Records.from_file(write_csv(tmp_path / "a.csv", [settlement(1, setl_time=text)])) as records:
        assert rows_of(records)[0]["day"] == datetime.date(2026, 1, 5)


@pytest.mark.parametrize("text", ["202611", "2026115", "2026-0105", "202601", "2026-02-30", "46027"])
def test_what_could_be_another_day_is_none(text: str, tmp_path: Path) -> None:
    with pytest.raises(RecordsUnusable, match="第 2 行 setl_time 结算时间：不是日期"):
        Records.from_file(write_csv(tmp_path / "a.csv", [settlement(1, setl_time=text)]))


def with_floats(kind: str) -> Any:
    frame = pd.DataFrame(ROWS)
    frame["acct_pay"] = frame["acct_pay"].astype(float)
    frame["clr_type"] = frame["clr_type"].astype(float)
    return frame if kind == "pandas" else pl.DataFrame(frame.to_dict("list"))


@pytest.mark.parametrize("kind", ["pandas", "polars"])
def test_floats_are_refused(kind: str) -> None:
    with pytest.raises(RecordsUnusable, match="浮点数") as caught:
        Records.from_frame(with_floats(kind))
    assert caught.value.count == 2 * len(ROWS)
    assert {problem.field for problem in caught.value.problems} == {"acct_pay", "clr_type"}


def test_floats_of_a_database_are_refused_even_in_one_row(tmp_path: Path) -> None:
    path = database(tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE VIEW real AS SELECT * FROM settlement UNION ALL SELECT 'T', mdtrt_id, psn_no, 0.1 + 0.2, fund_pay_sumamt, acct_pay, '0', '310', '11', '440100', '1', '2026-01-01' FROM (SELECT * FROM settlement LIMIT 1)"
        )
    connection.close()
    with pytest.raises(RecordsUnusable, match="第 26 行 medfee_sumamt 医疗费总额：是浮点数"):
        Records.from_database(f"sqlite:///{path}", table="real")


@pytest.mark.parametrize("name", ["medfee_sumamt", "setl_time"])
def test_digits_of_other_scripts_are_named_by_row(name: str, tmp_path: Path) -> None:
    text = ROWS[0][name].translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    with pytest.raises(RecordsUnusable, match=f"第 2 行 {name}") as caught:
        Records.from_file(write_csv(tmp_path / "a.csv", [ROWS[0] | {name: text}]))
    assert caught.value.count == 1


def test_a_missing_day_is_one_problem(tmp_path: Path) -> None:
    with pytest.raises(RecordsUnusable, match="必填") as caught:
        Records.from_file(write_csv(tmp_path / "a.csv", [ROWS[0] | {"setl_time": ""}]))
    assert caught.value.count == 1


def test_many_problems_are_counted_and_the_first_ones_shown(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [row | {"medfee_sumamt": "x", "insutype": ""} for row in settlements(400)])
    with pytest.raises(RecordsUnusable) as caught:
        Records.from_file(path)
    assert caught.value.count == 800
    assert caught.value.problems[0].path.startswith("第 2 行")
    assert "另有" in str(caught.value)


def test_the_same_settlement_twice_is_refused_but_its_refund_is_not(tmp_path: Path) -> None:
    twice = [*ROWS, settlement(3), settlement(4, refd_setl_flag="1")]
    with pytest.raises(RecordsUnusable) as caught:
        Records.from_file(write_csv(tmp_path / "a.csv", twice))
    (problem,) = caught.value.problems
    assert problem.path == "第 27 行 setl_id"
    assert "第 4 行" in problem.message


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"", "第一行应为列名"),
        ("a.csv", (",".join(HEADINGS) + "\n").encode(), "没有一行结算记录"),
        ("a.csv", (",".join(HEADINGS) + "\n" + "1," * 20 + "\n").encode(), "比表头的列多"),
        ("a.csv", (",".join((*HEADINGS, "setl_id")) + "\n" + "1," * 12 + "1\n").encode(), "列名 setl_id 重复"),
        ("a.csv", (",".join(HEADINGS) + "\r" + "1," * 11 + "1\r").encode(), "单独的 CR"),
        ("a.csv", b"\xff\x81\x20\xff\xff", "GBK"),
        ("a.parquet", b"PAR1 no", "无法读取"),
        ("a.xlsx", b"PK", "另存为"),
    ],
)
def test_a_file_that_is_none_says_why(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RecordsUnusable, match=message):
        Records.from_file(tmp_path / name)


def test_a_missing_file_and_a_wrong_object() -> None:
    with pytest.raises(RecordsUnusable, match="没有这个文件"):
        Records.from_file(Path("nowhere.csv"))
    with pytest.raises(RecordsUnusable, match=r"无法读取|没有这个文件"):
        Records.from_file(Path("x" * 5000))
    with pytest.raises(RecordsUnusable, match="DataFrame"):
        Records.from_frame([1, 2])


@pytest.mark.parametrize(
    ("url", "options", "message"),
    [
        ("sqlite:///{folder}/a.sqlite3", {"query": "SELECT nothing FROM nowhere"}, "OperationalError"),
        ("postgresql+psycopg://u:geheim@127.0.0.1:1/x", {"table": "t"}, "OperationalError|ModuleNotFoundError"),
        ("no url", {"table": "t"}, "ArgumentError"),
        ("postgresql+psycopg://u:x@h:geheim/x", {"table": "t"}, "端口不是数字"),
        ("sqlite://", {}, "查询或表名之一"),
    ],
)
def test_a_database_that_cannot_be_read_is_named_without_its_password(
    url: str, options: dict[str, str], message: str, tmp_path: Path
) -> None:
    with pytest.raises(RecordsUnusable, match=message) as caught:
        Records.from_database(url.format(folder=tmp_path), **options)  # type: ignore[arg-type]
    assert "geheim" not in str(caught.value)


def test_the_working_folder_goes_away(tmp_path: Path) -> None:
    with Records.from_file(write_csv(tmp_path / "a.csv", ROWS)) as records:
        folder = records.folder
        assert folder.is_dir()
    assert not folder.exists()


def test_a_row_with_too_many_cells_is_refused_even_where_no_column_is_wanted(tmp_path: Path) -> None:
    lines = write_csv(tmp_path / "a.csv", ROWS[:2], headings=HEADINGS).read_text(encoding="utf-8").splitlines()
    path = tmp_path / "b.csv"
    # An amount with a bare comma in a column of no interest would move all amounts behind it.
    path.write_text(f"other,{lines[0]},more\n1,755.16,{lines[1]},x\n1,{lines[2]},x\n", encoding="utf-8")
    with pytest.raises(RecordsUnusable, match="有的行比表头的列多"):
        Records.from_file(path)


def test_empty_rows_are_no_records_and_do_not_change_the_numbers_of_others(tmp_path: Path) -> None:
    lines = write_csv(tmp_path / "a.csv", ROWS).read_text(encoding="utf-8").splitlines()
    path = tmp_path / "b.csv"
    path.write_text("\n\n".join(lines) + "\n" + "," * (len(HEADINGS) - 1) + "\n\n", encoding="utf-8")
    with Records.from_file(path) as records:
        assert rows_of(records) == expected(ROWS)
        assert records.frame.collect()["row"].to_list() == list(range(3, 3 + 2 * len(ROWS), 2))


def test_a_heading_may_be_the_name_that_settling_interfaces_use(tmp_path: Path) -> None:
    labels = ["险种类型" if label == "险种" else label for label in LABELS]
    with Records.from_file(write_csv(tmp_path / "a.csv", ROWS, headings=labels)) as records:
        assert rows_of(records) == expected(ROWS)
