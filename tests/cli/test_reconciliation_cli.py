"""`gdyb reconcile`: exit codes, what is shown, and what a wrong command line is told."""

import json
import re
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from gdyb_sandbox._options import Options
from support.command_line import Gdyb
from support.reconciliation.settlements import HEADINGS, settlement, settlements, write_csv
from support.reconciliation.small_centre import Centre, running_centre

OURS = settlements(40)


@pytest.fixture
def centre() -> Iterator[Centre]:
    with running_centre([dict(row) for row in OURS]) as running:
        yield running


@pytest.fixture
def env(centre: Centre, tmp_path: Path) -> Path:
    values = {**Options().settings(centre.url), "msgid_file": str(tmp_path / "msgid.sqlite3"), "attempts": "1"}
    path = tmp_path / "centre.env"
    path.write_text("".join(f"GDYB_{name.upper()}={value}\n" for name, value in values.items()), encoding="utf-8")
    return path


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    return write_csv(tmp_path / "结算.csv", OURS, encoding="gbk", headings=("结算号", *HEADINGS[1:]))


def broken(centre: Centre) -> None:
    rows = [row for row in centre.ledger if row["clr_type"] == "21"]
    centre.ledger.remove(rows[0])
    rows[1]["acct_pay"] = "0.01"
    centre.ledger.append(settlement(999, clr_type="21", insutype="310"))


def test_a_balanced_month_ends_with_0(gdyb: Gdyb, env: Path, csv_file: Path) -> None:
    result = gdyb("reconcile", csv_file, "--period", "2026-01", "--column", "setl_id=结算号", "--env-file", env)
    assert result.exit_code == 0, result.output
    assert "对账结果：平" in result.stdout


def test_differences_end_with_1_and_are_shown_without_people(
    gdyb: Gdyb, env: Path, csv_file: Path, centre: Centre, tmp_path: Path
) -> None:
    broken(centre)
    reports = [tmp_path / name for name in ("a.html", "a.xlsx", "a.csv")]
    options = [part for path in reports for part in ("--report", path)]
    result = gdyb(
        "reconcile", csv_file, "--period", "2026-01", "--column", "setl_id=结算号", "--env-file", env, *options
    )
    assert result.exit_code == 1, result.output
    for wanted in ("不平", "仅本机构有", "仅中心有", "金额不一致", "差异合计"):
        assert wanted in result.stdout
    assert all(path.stat().st_size for path in reports)
    assert not any(row["psn_no"] in result.output for row in OURS)


def test_json_holds_everything(gdyb: Gdyb, env: Path, csv_file: Path, centre: Centre) -> None:
    broken(centre)
    arguments = (
        "reconcile",
        csv_file,
        "--period",
        "2026-01",
        "--column",
        "setl_id=结算号",
        "--env-file",
        env,
        "--json",
    )
    result = gdyb(*arguments, "--show")
    assert result.exit_code == 1
    record = json.loads(result.stdout)
    assert not record["ok"]
    assert {row["kind"] for row in record["differences"]} == {"ours_only", "centre_only", "amounts_differ"}
    assert any(row["psn_no"].startswith("P0") for row in record["differences"])
    assert [step["name"] for step in record["steps"]].count("upload_file") == 1
    assert re.search(r'"medfee_sumamt": -?\d+\.\d\d\b', result.stdout)


def test_records_of_a_database_and_a_mapping_file(
    gdyb: Gdyb, env: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "his.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE js ({', '.join(f'{name} TEXT' for name in HEADINGS)})")
        marks = ", ".join("?" * len(HEADINGS))
        connection.executemany(f"INSERT INTO js VALUES ({marks})", [[row[name] for name in HEADINGS] for row in OURS])
    connection.close()
    mapping = tmp_path / "map.toml"
    mapping.write_text('[constants]\nsetl_optins = "440100"\n', encoding="utf-8")
    monkeypatch.setenv("GDYB_RECONCILE_DATABASE", f"sqlite:///{path}")
    result = gdyb("reconcile", "--table", "js", "--map", mapping, "--period", "2026-01", "--env-file", env)
    assert result.exit_code == 0, result.output


def test_unusable_records_end_with_2_and_every_problem(gdyb: Gdyb, env: Path, tmp_path: Path, centre: Centre) -> None:
    path = write_csv(tmp_path / "a.csv", [settlement(1, medfee_sumamt="x"), settlement(2, insutype="")])
    arguments = ("reconcile", path, "--period", "2026-01", "--env-file", env)
    result = gdyb(*arguments)
    assert result.exit_code == 2
    assert "第 2 行 medfee_sumamt 医疗费总额：不是数值" in result.stderr
    assert "第 3 行 insutype 险种" in result.stderr
    record = json.loads(gdyb(*arguments, "--json").stdout)
    assert (record["error"], record["count"]) == ("RecordsUnusable", 2)
    assert not centre.requests


def test_an_unknown_step_ends_with_2_and_says_how_to_go_on(
    gdyb: Gdyb, env: Path, csv_file: Path, centre: Centre
) -> None:
    broken(centre)
    centre.lose = lambda infno, number: infno == "3202" and number == 1
    arguments = ("reconcile", csv_file, "--period", "2026-01", "--column", "setl_id=结算号", "--env-file", env)
    first = gdyb(*arguments)
    assert first.exit_code == 2
    assert "--repeat-unknown 3202" in first.stderr
    assert "结果未知" in first.stderr
    assert json.loads(gdyb(*arguments, "--json").stdout)["outcome"] == "unknown"
    assert gdyb(*arguments, "--repeat-unknown", "3202").exit_code == 1


@pytest.fixture
def ctrl_c_counts() -> Iterator[None]:
    """A shell starts what runs in its background with Ctrl-C ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c_counts")
def test_ctrl_c_ends_with_2_and_the_run_can_go_on(gdyb: Gdyb, env: Path, csv_file: Path, centre: Centre) -> None:
    def interrupt(infno: str, number: int) -> bool:
        if number == 3:
            signal.raise_signal(signal.SIGINT)
        return number == 3

    centre.lose = interrupt
    arguments = ("reconcile", csv_file, "--period", "2026-01", "--column", "setl_id=结算号", "--env-file", env)
    result = gdyb(*arguments)
    assert result.exit_code == 2
    assert "用同样的命令可以接着做" in result.stderr
    centre.lose = lambda infno, number: False
    assert gdyb(*arguments).exit_code == 0
    assert len(centre.requests) == 5


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--period", "2026-01"), "请给出结算记录的文件"),
        (("a.csv",), "--period"),
        (("a.csv", "--period", "一月"), "应为月份"),
        (("a.csv", "--period", "2026-01", "--table", "t"), "只能给一种"),
        (("--database", "sqlite://", "--period", "2026-01"), "--query 或 --table"),
        (("a.csv", "--period", "2026-01", "--report", "a.pdf"), ".html、.xlsx、.csv"),
        (("a.csv", "--period", "2026-01", "--also", "440100"), "440100,11,310"),
        (("a.csv", "--period", "2026-01", "--repeat-unknown", "3201"), "9101 或 3202"),
    ],
)
def test_a_wrong_command_line_is_told_in_chinese(gdyb: Gdyb, arguments: tuple[str, ...], message: str) -> None:
    result = gdyb("reconcile", *arguments)
    assert result.exit_code == 2
    assert message in result.output


def test_a_workbook_with_its_sheet(gdyb: Gdyb, env: Path, tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "结算.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("说明").write(0, 0, "不是结算记录")
        sheet = workbook.add_worksheet("一月")
        sheet.write_row(0, 0, HEADINGS)
        for number, row in enumerate(OURS, 1):
            for column, name in enumerate(HEADINGS):
                sheet.write_string(number, column, str(row[name]))
    wanted = ("--period", "2026-01", "--env-file", env)
    assert gdyb("reconcile", path, *wanted, "--sheet", "一月").exit_code == 0
    failed = gdyb("reconcile", path, *wanted)
    assert failed.exit_code == 2
    assert "setl_id" in failed.stderr
