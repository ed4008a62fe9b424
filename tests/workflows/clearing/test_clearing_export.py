"""Files of a month: they add up to the cent, hold no person unless asked for, and nothing in them is a formula."""

import csv
import errno
import json
import os
import zipfile
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import sqlalchemy as sa

from gdyb_workflows.clearing import record_finding
from gdyb_workflows.clearing.ledger.schema import decision, row
from gdyb_workflows.clearing.reporting.settlements import by_day, by_fate
from gdyb_workflows.clearing.reporting.snapshot import snapshot
from support.clearing.months import differ_and_revoke, finish, lose_an_answer, opened, seen
from support.clearing.reports import KEY, sheets, write
from support.command_line import Gdyb

MONEY = ("medfee_sumamt", "optins_pay_sumamt")


@pytest.fixture(scope="module")
def unknown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """350 settlements: one batch confirmed, one unknown, two waiting."""
    folder = tmp_path_factory.mktemp("unknown")
    with opened(folder, rows=350, key=KEY) as (lease, sandbox):
        lose_an_answer(lease, sandbox)
    return folder


@pytest.fixture(scope="module")
def different(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """350 settlements, some left out, some changed after their confirmation, one batch taken back."""
    folder = tmp_path_factory.mktemp("different")
    with opened(folder, rows=350, key=KEY) as (lease, _):
        differ_and_revoke(lease)
    return folder


def written(folder: Path, path: Path, *, key: str = KEY, show_people: bool = False) -> Path:
    with seen(folder, key=key) as month:
        return write(month, path, show_people=show_people)


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def money(cells: Iterator[Any]) -> Decimal:
    return sum((Decimal(str(cell)) for cell in cells if cell != ""), Decimal())


def test_details_totals_and_days_add_up_to_what_the_platform_gives(unknown: Path, tmp_path: Path) -> None:
    found = sheets(written(unknown, tmp_path / "a.xlsx"))
    with seen(unknown, key=KEY) as month:
        current = month.month.current
    details, totals, days = found["明细"], found["汇总"], found["每日"]
    assert len(details) == current.rows == 350
    whole = next(line for line in totals if line["状态"] == "平台现有合计")
    for name in MONEY:
        heading = next(key for key in whole if key.startswith(name))
        expected = getattr(current, name)
        assert money(line[heading] for line in details) == expected
        assert money(line[heading] for line in days) == expected
        assert Decimal(str(whole[heading])) == expected
    assert sum(line["笔数"] for line in days) == whole["笔数"] == 350


def test_every_settlement_says_what_became_of_it(unknown: Path, tmp_path: Path) -> None:
    details = lines(written(unknown, tmp_path / "a.csv"))
    assert Counter(line["状态"] for line in details) == {"待发送": 150, "已确认": 100, "结果未知": 100}
    for line in details:
        is_confirmed, is_sent = line["状态"] == "已确认", line["状态"] != "待发送"
        assert bool(line["inf_refmsgid"]) == bool(line["确认时间"]) == is_confirmed
        assert bool(line["msgid"]) == is_sent
        assert line["cnfm_flag 确认标志"] == "1"
        assert line["批准人"] == "张会计"
    with seen(unknown, key=KEY) as month:
        by_number = {str(one.number): one for one in month.month.batches}
    assert all(line["msgid"] == by_number[line["批次"]].msgid for line in details)


def test_a_settlement_that_changed_stands_there_as_sent_and_as_it_is_now(different: Path, tmp_path: Path) -> None:
    details = lines(written(different, tmp_path / "a.csv"))
    states = Counter((line["状态"], line["平台"]) for line in details)
    assert states == {
        ("已确认", "现有"): 245,
        ("已确认", "已变或已没有"): 5,
        ("批次中是旧内容", "现有"): 3,
        ("未批准", "现有"): 102,
    }
    found = sheets(written(different, tmp_path / "a.xlsx"))
    sums = {line["状态"]: line["笔数"] for line in found["汇总"] if line["状态"].endswith("合计")}
    assert sums == {"平台现有合计": 350, "批次合计": 250}
    with seen(different, key=KEY) as month:
        given = sum(one.amounts.medfee_sumamt for one in by_fate(month.ledger, month.month_id) if one.is_current)
        assert given == month.month.current.medfee_sumamt
        batched = [one for one in month.month.batches if one.state == "confirmed"]
        confirmed = [one for one in by_fate(month.ledger, month.month_id) if one.fate == "confirmed"]
        assert sum(one.amounts.medfee_sumamt for one in confirmed) == sum(one.amounts.medfee_sumamt for one in batched)


def test_what_a_person_settled_is_confirmed_when_he_said_so(tmp_path: Path) -> None:
    with opened(tmp_path, rows=150, key=KEY) as (lease, sandbox):
        lose_an_answer(lease, sandbox)
        record_finding(lease, 2, "applied", actor="王科长", inf_refmsgid="9" * 30)
    found = sheets(written(tmp_path, tmp_path / "a.xlsx"))
    settled = [line for line in found["明细"] if line["inf_refmsgid"] == "9" * 30]
    assert len(settled) == 50
    assert {line["状态"] for line in settled} == {"已确认"}
    assert {line["确认时间"] for line in settled} == {found["批次"][1]["最后变动"]}
    assert found["批次"][1]["登记人"] == "王科长"
    assert [line["结果"] for line in found["发送记录"]] == ["已确认", "结果未知"]
    assert found["审计"][-1]["做了什么"] == "登记：已确认"


def test_the_workbook_has_everything(different: Path, tmp_path: Path) -> None:
    found = sheets(written(different, tmp_path / "a.xlsx"))
    assert list(found) == [
        "汇总",
        "每日",
        "明细",
        "核对与批准",
        "批次",
        "发送记录",
        "轮次",
        "回退",
        "变动",
        "审计",
        "说明",
    ]
    assert Counter(line["变动"] for line in found["变动"]) == {"已变": 3, "新增": 2, "已没有": 2}
    assert [line["状态"] for line in found["批次"]] == ["已确认", "已回退", "已确认", "已确认"]
    assert [(line["谁"], line["做了什么"]) for line in found["审计"]] == [("张会计", "批准"), ("李主任", "发送回退")]
    assert {line["核对结果"] for line in found["核对与批准"]} == {"一致", "金额不一致", "仅平台有", "还没有核对"}
    assert found["回退"][0]["otransid 原交易流水号"] == found["批次"][1]["inf_refmsgid"]
    about = {line["项目"]: line["内容"] for line in found["说明"]}
    assert about["期间"] == "2020-12"
    assert about["生成者"] == "0001（测试）"


def test_amounts_of_a_workbook_are_numbers(unknown: Path, tmp_path: Path) -> None:
    path = written(unknown, tmp_path / "a.xlsx")
    assert all(isinstance(line[key], float) for line in sheets(path)["明细"] for key in line if key.startswith(MONEY))
    with zipfile.ZipFile(path) as book:
        assert '"#,##0.00"' in book.read("xl/styles.xml").decode()


def test_no_cell_is_a_formula(different: Path, tmp_path: Path) -> None:
    path = written(different, tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as book:
        pages = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in page or b"<f " in page for page in pages)
    reasons = {line["说明"] for line in sheets(path)["明细"]}
    assert any(reason.startswith("=总费用") for reason in reasons)
    guarded = [cell for line in lines(written(different, tmp_path / "a.csv")) for cell in line.values()]
    assert any(cell.startswith("'=总费用") for cell in guarded)
    assert not any(cell.startswith("=") for cell in guarded)


def test_parquet_holds_exact_decimals(tmp_path: Path) -> None:
    with opened(tmp_path, rows=3, key=KEY, large_amount=True) as (lease, _):
        finish(lease)
    frame = pl.read_parquet(written(tmp_path, tmp_path / "a.parquet"))
    assert [frame.schema[name] for name in MONEY] == [pl.Decimal(38, 2)] * 2
    assert frame["medfee_sumamt"].max() == Decimal("99999999999999.99")
    with seen(tmp_path, key=KEY) as month:
        assert frame["medfee_sumamt"].sum() == month.month.current.medfee_sumamt
    # Excel would round it.
    assert "99999999999999.99" in {
        next(cell for key, cell in line.items() if key.startswith("medfee"))
        for line in sheets(written(tmp_path, tmp_path / "a.xlsx"))["明细"]
    }


def test_nothing_is_not_zero(tmp_path: Path) -> None:
    with opened(tmp_path, rows=3, key=KEY) as (lease, _):
        finish(lease)
        with lease.ledger.transaction() as connection:
            connection.execute(sa.update(row).where(row.c.seqno == 1).values(medfee=0))
            connection.execute(sa.update(row).where(row.c.seqno == 2).values(optins=None))
    first, second, _ = pl.read_parquet(written(tmp_path, tmp_path / "a.parquet")).to_dicts()
    assert first["medfee_sumamt"] == 0
    assert second["optins_pay_sumamt"] is None


def people(folder: Path) -> list[str]:
    with seen(folder, key=KEY) as month, month.ledger.reading() as connection:
        return [month.ledger.vault.open(kept) for kept in connection.execute(sa.select(row.c.certno)).scalars()]


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".parquet"])
def test_people_are_there_only_when_asked_for(unknown: Path, tmp_path: Path, suffix: str) -> None:
    hidden = content(written(unknown, tmp_path / f"hidden{suffix}"))
    shown = content(written(unknown, tmp_path / f"shown{suffix}", show_people=True))
    found = people(unknown)
    assert len(found) == 350
    assert not [one for one in found if one in hidden]
    assert all(one in shown for one in found)
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def content(path: Path) -> str:
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return "".join(book.read(name).decode() for name in book.namelist())
    return path.read_text(encoding="utf-8") if path.suffix == ".csv" else str(pl.read_parquet(path).to_dicts())


def test_a_masked_ledger_has_only_masks(tmp_path: Path) -> None:
    with opened(tmp_path, rows=3) as (lease, _):
        finish(lease)
    found = lines(written(tmp_path, tmp_path / "a.csv", key="", show_people=True))
    assert all(line["certno 证件号码"].count("*") >= 4 for line in found)


def test_a_note_is_masked_unless_people_are_shown(tmp_path: Path) -> None:
    with opened(tmp_path, rows=3, key=KEY) as (lease, _):
        finish(lease)
        with lease.ledger.transaction() as connection:
            note = lease.vault.seal_note("已电话核实 13812345678")
            connection.execute(sa.update(decision).values(note=note))
    assert {line["备注"] for line in lines(written(tmp_path, tmp_path / "a.csv"))} == {"已电话核实 ***"}
    shown = lines(written(tmp_path, tmp_path / "b.csv", show_people=True))
    assert {line["备注"] for line in shown} == {"已电话核实 13812345678"}


def test_another_window_goes_on_and_the_tables_still_add_up(tmp_path: Path) -> None:
    with opened(tmp_path, rows=150, key=KEY) as (lease, sandbox):
        lose_an_answer(lease, sandbox)
        with snapshot(lease.ledger) as then:
            before = by_fate(then, lease.id)
            with lease.ledger.transaction() as connection:
                connection.execute(sa.update(row).values(medfee=row.c.medfee + 1))
            assert by_fate(then, lease.id) == before
            assert sum(one.amounts.medfee_sumamt for one in by_day(then, lease.id)) == sum(
                one.amounts.medfee_sumamt for one in before
            )
        assert by_fate(lease.ledger, lease.id) != before


def test_the_command_writes_all_kinds(gdyb: Gdyb, unknown: Path, tmp_path: Path) -> None:
    paths = [tmp_path / f"a{suffix}" for suffix in (".xlsx", ".csv", ".parquet")]
    done = gdyb("clearing", "export", "2020-12", *paths, "--env-file", unknown / "gdyb.env", "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["files"] == [str(path) for path in paths]
    assert sorted(tmp_path.glob("[!d]*")) == sorted(paths)


def test_the_command_reads_while_another_window_works(gdyb: Gdyb, tmp_path: Path) -> None:
    with opened(tmp_path, rows=3, key=KEY) as (lease, _):
        finish(lease)
        done = gdyb("clearing", "export", "2020-12", tmp_path / "a.csv", "--env-file", tmp_path / "gdyb.env", "--show")
    assert done.exit_code == 0, done.output
    assert "请妥善保管" in done.stdout
    assert len(lines(tmp_path / "a.csv")) == 3


def test_a_month_that_is_not_there(gdyb: Gdyb, unknown: Path, tmp_path: Path) -> None:
    done = gdyb("clearing", "export", "2021-01", tmp_path / "a.csv", "--env-file", unknown / "gdyb.env")
    assert done.exit_code == 1
    assert "gdyb clearing extract 2021-01" in done.stderr
    assert not (tmp_path / "a.csv").exists()


def test_a_month_at_another_address_is_named(gdyb: Gdyb, unknown: Path, tmp_path: Path) -> None:
    text = (unknown / "gdyb.env").read_text(encoding="utf-8")
    (tmp_path / "other.env").write_text(text.replace("127.0.0.1", "127.0.0.2"), encoding="utf-8")
    done = gdyb("clearing", "export", "2020-12", tmp_path / "a.csv", "--env-file", tmp_path / "other.env")
    assert done.exit_code == 1
    assert "请核对 base_url" in done.stderr


def test_everything_wrong_with_the_files_is_said_at_once(gdyb: Gdyb, unknown: Path, tmp_path: Path) -> None:
    wrong = (tmp_path / "a.txt", tmp_path / "none" / "a.csv")
    done = gdyb("clearing", "export", "2020-12", *wrong, "--env-file", unknown / "gdyb.env")
    assert done.exit_code == 2
    assert "应以 .xlsx、.csv、.parquet 结尾" in done.stderr
    assert "没有这个文件夹" in done.stderr


@pytest.mark.parametrize("code, text", [(errno.EACCES, "Excel"), (errno.ENOSPC, "No space left")])
def test_a_file_that_cannot_be_replaced_stays(
    gdyb: Gdyb, unknown: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, text: str
) -> None:
    def refuse(path: Path, target: Path) -> None:
        raise OSError(code, "No space left" if code == errno.ENOSPC else "Permission denied")

    target = tmp_path / "a.csv"
    target.write_text("old")
    monkeypatch.setattr(Path, "replace", refuse)
    done = gdyb("clearing", "export", "2020-12", target, "--env-file", unknown / "gdyb.env")
    assert done.exit_code == 2
    assert text in done.stderr
    assert "原来的文件没有改动" in done.stderr
    assert target.read_text() == "old"
    assert not list(tmp_path.glob(".*"))
