"""`gdyb clearing` against a real sandbox: what a person sees, exit codes, and every way out of an unknown batch."""

import csv
import os
import re
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import Result

from gdyb_sandbox import Sandbox
from support.clearing.desk import (
    add_conflict,
    answered,
    let_time_pass,
    rename_visits,
    settlements,
    spoil_a_row,
    write_records,
)
from support.command_line import Gdyb, WriteEnv
from support.waits import Process

COMMANDS = ("extract", "match", "plan", "confirm", "status", "resolve", "revoke", "revoke-period", "key")
DECISIONS = (
    "ways",
    "applied",
    "not-applied",
    "probe",
    "revoked",
    "not-revoked",
    "period",
    "period-revoked",
    "reopen",
    "conflict",
    "moved-from",
)

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GDYB_CLEARING_USE_KEYRING", "false")


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "清分 台账" / "台账 2020.sqlite3"
    monkeypatch.setenv("GDYB_CLEARING_LEDGER", str(path))
    return path


@pytest.fixture
def run(gdyb: Gdyb, env_file: Path, ledger: Path, write_env: WriteEnv) -> Run:
    """A command of clearing on 2020-12; `expect` is its exit code."""
    with env_file.open("a", encoding="utf-8") as file:
        file.write(f"GDYB_CLEARING_LEDGER={ledger}\nGDYB_CLEARING_USE_KEYRING=false\n")

    def start(command: str, *arguments: object, expect: int = 0, env: Path = env_file, **options: object) -> Result:
        result = gdyb("clearing", *command.split(), "2020-12", *arguments, "--env-file", env, **options)
        assert result.exit_code == expect, (result.exit_code, result.output)
        return result

    return start


@pytest.fixture
def planned(run: Run) -> Run:
    """The month extracted, approved without records, and planned."""
    run("extract")
    run("match", "--without-records", "--approve", "--yes", "--by", "0007")
    run("plan")
    return run


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS), *(("resolve", name) for name in DECISIONS)])
def test_help_is_chinese(gdyb: Gdyb, command: tuple[str, ...]) -> None:
    result = gdyb("clearing", *command, "--help")
    assert result.exit_code == 0
    for text in ("用法：gdyb clearing", "选项", "显示本帮助"):
        assert text in result.stdout
    for word in ("Usage", "Options", "Arguments", "Commands", "Show this message", "default", "required"):
        assert word not in result.stdout


def test_every_command_is_listed_even_before_its_module_is_there(gdyb: Gdyb) -> None:
    text = gdyb("clearing", "--help").stdout
    for name in (*COMMANDS, "export", "report", "run", "takeover"):
        assert re.search(rf"│ {name} ", text)


def test_a_new_ledger_says_where_it_is_and_how_it_keeps_people(run: Run, ledger: Path) -> None:
    first = run("extract")
    assert f"新建了清分台账：{ledger}" in first.stderr
    assert "只留掩码" in first.stderr and "gdyb clearing key" in first.stderr
    assert "250 笔" in first.stdout and re.search(r"总费用 \d{1,3}(,\d{3})+\.\d\d 元", first.stdout)
    assert "match 2020-12 核对" in first.stdout
    second = run("extract")
    assert "新建" not in second.stderr
    assert "第 2 次" in second.stdout and "与上次提取一致" in second.stdout


def test_nothing_is_approved_without_approve_and_nothing_unapproved_is_sent(run: Run, sandbox: Sandbox) -> None:
    run("extract")
    shown = run("match", "--without-records", expect=1)
    assert "未核对" in shown.stdout and "还没有批准 250 笔" in shown.stdout
    assert "没有新的批次" in run("plan", expect=1).stdout
    assert "没有待发送" in run("confirm", expect=1).stdout
    assert not sandbox.requests.of("3261")


def test_what_was_never_compared_cannot_be_approved(run: Run) -> None:
    run("extract")
    shown = run("match", "--approve", "--yes", expect=1)
    assert "有 250 笔没有核对过" in shown.stdout and "没有新的要批准" in shown.stdout


def test_a_confirmation_that_came_late_is_cleared_by_a_person(planned: Run, ledger: Path) -> None:
    planned("confirm")
    said = ("--finding", "经办机构只有一次", "--confirm", "2020-12")
    assert "没有来迟的确认答复" in planned("resolve conflict", *said, expect=2).stderr
    add_conflict(ledger)
    assert "有 1 个平台答复与登记不符" in planned("status", expect=1).stdout
    assert "resolve conflict 2020-12 --finding" in planned("resolve ways", expect=1).stdout
    planned("resolve conflict", *said)
    planned("status")


def test_a_settlement_that_cannot_be_confirmed_leaves_the_month_open(run: Run, ledger: Path, tmp_path: Path) -> None:
    run("extract")
    spoil_a_row(ledger)
    run("match", "--without-records", "--approve", "--yes")
    run("plan")
    assert "有 1 笔缺少确认所需的内容" in run("confirm", expect=1).stdout
    assert "有 1 笔缺少确认所需的内容" in run("status", expect=1).stdout
    page = tmp_path / "清分.html"
    run("report", "--out", page)
    assert "1 笔缺少确认所需的内容，不能确认" in page.read_text(encoding="utf-8").partition('class="alarm"')[2]


def test_what_may_be_confirmed_already_is_told_before_it_is_sent(
    planned: Run, sandbox: Sandbox, ledger: Path, tmp_path: Path
) -> None:
    planned("confirm")
    rename_visits(ledger)
    planned("extract", expect=1)
    write_records(tmp_path / "结算.csv", settlements(sandbox, tmp_path))
    columns = ("--column", "setl_sn=结算流水号")
    shown = planned("match", tmp_path / "结算.csv", *columns, "--approve", "--yes", expect=1)
    assert "存疑" in shown.stdout and "已列入批次" in shown.stdout
    assert "没有新的要批准" in shown.stdout and "没有核对过" not in shown.stdout
    assert "有 250 笔存疑" in planned("match", "--without-records", "--approve", "--yes", expect=1).stdout
    assert "--from 文件 --approve 批准" in planned("plan", expect=1).stdout
    planned("confirm", expect=1)
    assert len(sandbox.requests.of("3261")) == 3
    edited = tmp_path / "决定.csv"
    planned("match", "--without-records", "--decisions", edited, expect=1)
    assert "cnfm_flag" in planned("match", "--from", edited, "--approve", "--yes", expect=2).stderr


def test_a_windows_path_in_the_settings_is_a_path(
    run: Run, env_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with env_file.open("a", encoding="utf-8") as file:
        file.write("GDYB_CLEARING_LEDGER=医保 资料\\new\\台账.sqlite3\n")
    assert "医保 资料\\new\\台账.sqlite3" in run("extract").stderr


def test_an_approval_without_a_terminal_needs_yes(run: Run) -> None:
    run("extract")
    refused = run("match", "--without-records", "--approve", expect=2)
    assert "不在终端上" in refused.stderr and "--yes" in refused.stderr
    assert "确认 250 笔，总费用" in refused.stderr and "批准人 sandbox01" in refused.stderr
    assert answered(run("status", "--json", expect=1).stdout)["undecided"]["rows"] == 250


def test_a_month_goes_through_and_everything_can_be_run_again(planned: Run, sandbox: Sandbox) -> None:
    assert "没有新的批次" in planned("plan").stdout
    done = planned("confirm")
    assert "本次发送确认 3 批，250 笔" in done.stdout and "这一期已全部办完" in done.stdout
    assert len(sandbox.confirmed("2020", "12")) == 250
    assert "没有待发送" in planned("confirm").stdout
    status = answered(planned("status", "--json").stdout)
    assert status["ok"] is True and status["needs"] == []
    assert status["in_force"]["confirmed"]["medfee_sumamt"] == status["current"]["medfee_sumamt"] > 0
    ids = [batch["inf_refmsgid"] for batch in status["batches"]]
    assert len(set(ids)) == 3 and all(len(one) == 30 for one in ids)
    assert len(sandbox.requests.of("3261")) == 3


def test_small_batches_show_only_their_ends(planned: Run, run: Run) -> None:
    planned("revoke", "--batch", 1, expect=2)
    planned("confirm")
    for number in (1, 2, 3):
        planned("revoke", "--batch", number, "--yes")
    planned("match", "--approve", "--yes")
    planned("plan", "--size", 10)
    done = planned("confirm").stdout
    assert "本次发送确认 25 批" in done and "…中间 5 批也已确认" in done
    short, everything = planned("status").stdout, planned("status", "--all").stdout
    assert "用 --all 看全部" in short and "--all" not in everything
    assert everything.count("│ 1-") == 28 and short.count("│ 1-") == 10


def test_what_changed_on_the_platform_is_listed(tmp_path: Path, gdyb: Gdyb, ledger: Path) -> None:
    account = {"paasid": "p", "secret_key": "s" * 16, "fixmedins_code": "H44010000001"}
    with Sandbox(rows=120, **account) as first:
        port = int(re.search(r":(\d+)/", first.base_url)[1])  # type: ignore[index]
        env = _env(tmp_path, first)
        for command in (("extract",), ("match", "--without-records", "--approve", "--yes"), ("plan", "--size", 60)):
            assert gdyb("clearing", command[0], "2020-12", *command[1:], "--env-file", env).exit_code == 0
        assert gdyb("clearing", "confirm", "2020-12", "--env-file", env).exit_code == 0
    with Sandbox(rows=119, large_amount=True, port=port, **account):
        again = gdyb("clearing", "extract", "2020-12", "--env-file", env)
        as_data = answered(gdyb("clearing", "status", "2020-12", "--env-file", env, "--json").stdout)
    assert again.exit_code == 1
    assert "新增 0 笔，消失 1 笔，变动 1 笔" in again.stdout
    assert "99,999,999,999,999.99" in again.stdout
    assert len(re.findall(r"│ A\d{19} │ (?:消失|变动)", again.stdout)) == 2
    assert re.search(r"│ 是 +│", again.stdout)
    assert "有 2 笔已确认的结算，平台现在的内容不同或已没有" in again.stdout
    assert as_data["outdated"] == 2 and as_data["needs_person"] is True


def _env(folder: Path, sandbox: Sandbox) -> Path:
    values = {**sandbox.settings, "msgid_file": str(folder / "msgid.sqlite3")}
    path = folder / "other.env"
    path.write_text("".join(f"GDYB_{name.upper()}={value}\n" for name, value in values.items()), encoding="utf-8")
    with path.open("a", encoding="utf-8") as file:
        file.write(f"GDYB_CLEARING_LEDGER={os.environ['GDYB_CLEARING_LEDGER']}\nGDYB_CLEARING_USE_KEYRING=false\n")
    return path


def test_records_are_compared_and_what_differs_is_left_out(run: Run, sandbox: Sandbox, tmp_path: Path) -> None:
    rows = settlements(sandbox, tmp_path)
    write_records(tmp_path / "我们 的记录.csv", rows[:-1], more=Decimal("0.01"), encoding="gbk")
    run("extract")
    files = ("--differences", tmp_path / "差异 表.xlsx", "--decisions", tmp_path / "决定.csv")
    shown = run("match", tmp_path / "我们 的记录.csv", *files, expect=1)
    for text in ("金额不一致", "仅平台有", "差额 0.01", rows[0].setl_sn, rows[-1].setl_sn, "已写出"):
        assert text in shown.stdout
    assert (tmp_path / "差异 表.xlsx").stat().st_size and (tmp_path / "决定.csv").stat().st_size
    record = answered(run("match", tmp_path / "我们 的记录.csv", "--json", expect=1).stdout)
    assert record["matching"]["totals"]["amount_differs"]["difference"]["medfee_sumamt"] == Decimal("0.01")
    assert {one["setl_sn"] for one in record["matching"]["differences"]} == {rows[0].setl_sn, rows[-1].setl_sn}
    run("match", "--approve", "--yes")
    run("plan")
    done = run("confirm")
    assert "248 笔的标志为确认，2 笔的标志为不确认" in done.stdout
    flags = sandbox.confirmed("2020", "12")
    assert {number for number, flag in flags.items() if flag == "0"} == {rows[0].setl_sn, rows[-1].setl_sn}


def test_an_edited_file_decides_and_a_second_approve_leaves_it(run: Run, sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "决定.csv"
    run("extract")
    run("match", "--without-records", "--decisions", path, expect=1)
    with path.open(encoding="utf-8-sig", newline="") as file:
        heads, *lines = list(csv.reader(file))
    flag, note = (
        next(place for place, head in enumerate(heads) if head.startswith(name)) for name in ("cnfm_flag", "note")
    )
    for line in lines[:3]:
        line[flag], line[note] = "0", "下月再清"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([heads, *lines])
    assert "还没有批准 250 笔" in run("match", "--from", path, expect=1).stdout
    done = run("match", "--from", path, "--approve", "--yes")
    assert "确认 247 笔" in done.stdout and "不确认 3 笔" in done.stdout
    assert "没有新的要批准" in run("match", "--approve", "--yes").stdout
    run("plan")
    run("confirm")
    assert list(sandbox.confirmed("2020", "12").values()).count("0") == 3
    assert "没有新的要批准" in run("match", "--from", path, "--approve", "--yes").stdout
    lines[0][flag], lines[9][flag] = "1", "0"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([heads, *lines])
    assert "有 2 笔已列入批次" in run("match", "--from", path, "--approve", "--yes", expect=1).stdout


def test_a_workbook_comes_back_as_it_was_written(run: Run, tmp_path: Path) -> None:
    run("extract")
    run("match", "--without-records", "--decisions", tmp_path / "决定.xlsx", expect=1)
    assert "确认 250 笔" in run("match", "--from", tmp_path / "决定.xlsx", "--approve", "--yes").stdout


def test_records_and_decisions_that_cannot_be_used_say_everything(run: Run, tmp_path: Path) -> None:
    run("extract")
    broken = tmp_path / "坏.csv"
    broken.write_text("结算流水号,总费用,经办机构支付总额\nA1,1.234,2\n,3,vier\n", encoding="utf-8")
    shown = run("match", broken, expect=2)
    assert shown.stderr.count("\n  ") >= 3 and "第 " in shown.stderr
    old = tmp_path / "旧.csv"
    old.write_text(
        "setl_sn,mdtrt_id,occurrence,medfee_sumamt,optins_pay_sumamt,cnfm_flag\nA1,S1,1,1,1,1\n", encoding="utf-8"
    )
    record = answered(run("match", "--from", old, "--approve", "--yes", "--json", expect=2).stdout)
    assert record["error"] == "DecisionsUnusable" and record["count"] == 251
    assert answered(run("status", "--json", expect=1).stdout)["undecided"]["rows"] == 250


def test_records_from_a_database(run: Run, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "his.db") as database:
        database.execute("CREATE TABLE bills (no TEXT, fee TEXT, paid TEXT)")
        rows = [
            (row.setl_sn, str(row.medfee_sumamt), str(row.optins_pay_sumamt)) for row in settlements(sandbox, tmp_path)
        ]
        database.executemany("INSERT INTO bills VALUES (?, ?, ?)", rows)
    database.close()
    columns = [
        part
        for name, head in (("setl_sn", "no"), ("medfee_sumamt", "fee"), ("optins_pay_sumamt", "paid"))
        for part in ("--column", f"{name}={head}")
    ]
    run("extract")
    monkeypatch.setenv("GDYB_MATCH_DATABASE", f"sqlite:///{tmp_path / 'his.db'}")
    assert "一致" in run("match", "--table", "bills", *columns, "--approve", "--yes").stdout


def test_a_lost_answer_stops_the_month_and_nothing_more_is_sent(planned: Run, sandbox: Sandbox) -> None:
    sandbox.faults.add("drop-after", infno="3261", times=1)
    lost = planned("confirm", expect=1)
    assert "第 1 批的结果未知" in lost.stderr and "不会自动重发" in lost.stderr
    assert lost.stderr.endswith("gdyb clearing resolve ways 2020-12\n")
    planned("confirm", expect=1)
    record = answered(planned("confirm", "--json", expect=1).stdout)
    assert (record["error"], record["outcome"], record["batches"]) == ("BatchUnknown", "unknown", [])
    assert len(sandbox.requests.of("3261")) == 1
    ways = planned("resolve ways", expect=1).stdout
    for text in ("第 1 批结果未知：100 笔", "msgid=", "一、", "resolve applied 2020-12 --batch 1 --refmsgid"):
        assert text in ways
    for text in ("resolve not-applied 2020-12 --batch 1", "二、", "resolve probe 2020-12 --batch 1", "三、"):
        assert text in ways
    for text in ("resolve period 2020-12", "其他软件"):
        assert text in ways
    assert answered(planned("resolve ways", "--json", expect=1).stdout)["open"][0]["state"] == "unknown"


def test_exit_one_the_bureau_says_it_was_applied(planned: Run, sandbox: Sandbox) -> None:
    sandbox.faults.add("drop-after", infno="3261", times=1)
    planned("confirm", expect=1)
    assert "--confirm" in planned("resolve applied", "--batch", 1, expect=2).stderr
    wrong = planned("resolve applied", "--batch", 1, "--confirm", "2020-11", expect=2)
    assert "要输入的是“2020-12”" in wrong.stderr
    said = ("--batch", 1, "--by", "0042", "--note", "李工 电话答复", "--confirm", "2020-12")
    assert "已登记为已确认" in planned("resolve applied", *said).stdout
    assert "不是结果未知的批次" in planned("resolve applied", *said, expect=2).stderr
    planned("confirm")
    assert len(sandbox.confirmed("2020", "12")) == 250
    batch = answered(planned("status", "--json").stdout)["batches"][0]
    assert (batch["state"], batch["settled_by"], batch["inf_refmsgid"]) == ("confirmed", "0042", "")
    assert "只能整期回退" in planned("revoke", "--batch", 1, "--yes", expect=2).stderr


def test_exit_one_the_bureau_says_it_was_not_applied(planned: Run, sandbox: Sandbox, ledger: Path) -> None:
    sandbox.faults.add("drop-before", infno="3261", times=1)
    planned("confirm", expect=1)
    said = ("--batch", 1, "--confirm", "2020-12")
    assert "之后再登记" in planned("resolve not-applied", *said, expect=1).stderr
    let_time_pass(ledger)
    assert "重新等待发送" in planned("resolve not-applied", *said).stdout
    planned("confirm")
    assert len(sandbox.confirmed("2020", "12")) == 250


def test_exit_two_a_probe_only_where_the_settings_name_it(
    planned: Run, sandbox: Sandbox, ledger: Path, env_file: Path
) -> None:
    sandbox.faults.add("drop-before", infno="3261", times=1)
    planned("confirm", expect=1)
    let_time_pass(ledger)
    said = ("--batch", 1, "--confirm", "2020-12")
    assert "没有配置探查方法" in planned("resolve probe", *said, expect=2).stderr
    with env_file.open("a", encoding="utf-8") as file:
        file.write("GDYB_CLEARING_PROBE=extraction\n")
    assert "第 1 批没有确认，重新等待发送" in planned("resolve probe", *said).stdout
    planned("confirm")


def test_exit_three_the_period_is_revoked_and_sent_again(planned: Run, sandbox: Sandbox, ledger: Path) -> None:
    sandbox.faults.add("drop-after", infno="3261", times=1)
    planned("confirm", expect=1)
    again = ("--confirm", "2020-12")
    early = planned("resolve period", *again, expect=1)
    assert "再运行同样的命令" in early.stderr and not sandbox.requests.of("3262")
    assert "revoke" not in planned("status", expect=1).stdout
    assert "resolve period 2020-12" in planned("status", expect=1).stdout
    assert "还没有到" in planned("confirm", expect=1).stderr or "结果未知" in planned("confirm", expect=1).stderr
    let_time_pass(ledger)
    assert "重新列出 3 批" in planned("resolve period", *again).stdout
    assert not sandbox.confirmed("2020", "12")
    assert "不需要整期回退，没有改动" in planned("resolve period", *again).stdout
    assert len(sandbox.requests.of("3262")) == 1
    planned("confirm")
    assert len(sandbox.confirmed("2020", "12")) == 250
    record = answered(planned("status", "--json").stdout)
    assert [stage["state"] for stage in record["epochs"]] == ["rolled_back", "open"]
    assert len(sandbox.requests.of("3261")) == 4


def test_waiting_counts_down_and_goes_on(planned: Run, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gdyb_workflows.clearing.sending.revoking.fence_of", lambda sent_at, margin: sent_at + 3.0)
    sandbox.faults.add("drop-after", infno="3261", times=1)
    planned("confirm", expect=1)
    done = planned("resolve period", "--wait", "--confirm", "2020-12")
    assert "等到 " in done.stderr and "重新列出 3 批" in done.stdout


def test_a_person_may_say_that_the_period_is_revoked(planned: Run, sandbox: Sandbox, ledger: Path) -> None:
    planned("confirm")
    sandbox.faults.add("business-error", "没有可回退的数据", infno="3262")
    typed = ("--confirm", "2020-12 整期回退")
    refused = planned("revoke-period", *typed, expect=1)
    assert "没有可回退的数据" in refused.stderr
    assert "revoke-period 2020-12" in planned("status", expect=1).stdout
    assert "正在整期回退" in planned("confirm", expect=1).stderr
    assert "resolve period-revoked 2020-12" in planned("resolve ways", expect=1).stdout
    planned("resolve reopen", "--confirm", "2020-12")
    assert planned("status").exit_code == 0
    planned("revoke-period", *typed, expect=1)
    planned("resolve period-revoked", "--confirm", "2020-12")
    assert answered(planned("status", "--json", expect=1).stdout)["undecided"]["rows"] == 250


def test_the_period_is_revoked_only_after_typing_it(planned: Run, sandbox: Sandbox) -> None:
    assert "没有发送过确认" in planned("revoke-period", "--confirm", "2020-12 整期回退", expect=2).stderr
    planned("confirm")
    told = planned("revoke-period", expect=2)
    assert "包括其他软件" in told.stderr and '--confirm "2020-12 整期回退"' in told.stderr
    planned("revoke-period", "--confirm", "2020-12", expect=2)
    assert len(sandbox.confirmed("2020", "12")) == 250 and not sandbox.requests.of("3262")
    assert "已整期回退" in planned("revoke-period", "--confirm", "2020-12 整期回退").stdout
    assert not sandbox.confirmed("2020", "12")
    assert "没有再发送" in planned("revoke-period", "--confirm", "2020-12 整期回退").stdout
    assert len(sandbox.requests.of("3262")) == 1


def test_one_batch_is_revoked_by_number_or_id_and_only_once(planned: Run, sandbox: Sandbox) -> None:
    planned("confirm")
    batches = answered(planned("status", "--json").stdout)["batches"]
    assert "--yes" in planned("revoke", "--batch", 2, expect=2).stderr
    assert "第 2 批已回退：100 笔" in planned("revoke", "--batch", 2, "--yes").stdout
    assert len(sandbox.confirmed("2020", "12")) == 150
    assert "早已回退" in planned("revoke", "--refmsgid", batches[1]["inf_refmsgid"], "--yes").stdout
    assert "可以回退的批次：1、3" in planned("revoke", "--batch", 9, "--yes", expect=2).stderr
    sandbox.faults.add("drop-after", infno="3262", times=1)
    lost = planned("revoke", "--refmsgid", batches[2]["inf_refmsgid"], "--yes", expect=1)
    assert "不知道平台是否已经处理" in lost.stderr
    assert "resolve revoked 2020-12 --batch 3" in planned("resolve ways", expect=1).stdout
    planned("resolve revoked", "--batch", 3, "--confirm", "2020-12")
    assert len(sandbox.confirmed("2020", "12")) == 100


def test_a_rejected_batch_is_for_a_person(planned: Run, sandbox: Sandbox) -> None:
    sandbox.faults.add("business-error", "结算期已关闭", infno="3261", times=1)
    done = planned("confirm", expect=1)
    assert "第 1 批被平台拒绝：" in done.stdout and "结算期已关闭" in done.stdout
    assert "本次发送确认 2 批，150 笔" in done.stdout
    planned("confirm", expect=1)
    planned("match", "--approve", "--yes")
    planned("plan")
    planned("confirm")
    assert len(sandbox.confirmed("2020", "12")) == 250


def test_an_empty_month_is_done(gdyb: Gdyb, env_file: Path, ledger: Path) -> None:
    for command, *options in (
        ("extract",),
        ("match", "--without-records", "--approve"),
        ("plan",),
        ("confirm",),
        ("status",),
    ):
        result = gdyb("clearing", command, "1999-12", *options, "--env-file", env_file)
        assert result.exit_code == 0, result.output
        assert "这一期已全部办完" in result.stdout


def test_what_the_platform_says_commands_no_terminal(planned: Run, sandbox: Sandbox) -> None:
    sandbox.faults.add("business-error", "\x1b[31m人员 440101199001011234 不存在", infno="3261", times=1)
    for result in (planned("confirm", expect=1), planned("status", expect=1), planned("confirm", "--json", expect=1)):
        assert "\x1b" not in result.output and "440101199001011234" not in result.output


def test_a_file_that_cannot_be_written_approves_nothing(run: Run, tmp_path: Path) -> None:
    run("extract")
    target = tmp_path / "ordner.xlsx"
    target.mkdir()
    refused = run("match", "--without-records", "--decisions", target, "--approve", "--yes", "--json", expect=2)
    assert answered(refused.stdout)["error"] == "FileNotSaved"
    assert answered(run("status", "--json", expect=1).stdout)["undecided"]["rows"] == 250


def test_three_rejected_batches_stop_the_rest(run: Run, sandbox: Sandbox) -> None:
    run("extract")
    run("match", "--without-records", "--approve", "--yes")
    run("plan", "--size", 50)
    sandbox.faults.add("business-error", "维护", infno="3261")
    done = run("confirm", expect=1)
    assert "还有 2 批没有发送" in done.stdout
    assert len(sandbox.requests.of("3261")) == 3


def test_a_refused_connection_is_a_failure_and_sends_nothing(planned: Run, sandbox: Sandbox, env_file: Path) -> None:
    address = sandbox.base_url
    text = env_file.read_text(encoding="utf-8")
    with Process(sys.executable, "-c", _TAKEN) as process:
        port = process.finish().stdout.strip()
    env_file.write_text(text.replace(address, f"http://127.0.0.1:{port}/"), encoding="utf-8")
    planned("resolve moved-from", address, "--confirm", "2020-12")
    refused = planned("confirm", expect=2)
    assert "没有" in refused.stderr
    env_file.write_text(text, encoding="utf-8")
    planned("resolve moved-from", f"http://127.0.0.1:{port}/", "--confirm", "2020-12")
    planned("confirm")


_TAKEN = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"


def test_wrong_usage_is_said_at_once(gdyb: Gdyb, env_file: Path, tmp_path: Path) -> None:
    result = gdyb(
        "clearing",
        "match",
        "2020-13",
        "--differences",
        r"C:\报表\差异.pdf",
        "--from",
        "d.doc",
        "--env-file",
        env_file,
        "--config",
        "x",
    )
    assert result.exit_code == 2
    for text in ("2020-12", r"C:\报表\差异.pdf：应以", "d.doc：应以", "--config 与 --env-file", "5. "):
        assert text in result.stderr
    wrong = (
        (("applied", "--not-applied", "--batch", 1), "--not-applied"),
        (("applied",), "--batch"),
        (("not-applied", "--batch", 1, "--wait"), "--wait"),
        (("applied", "--batch", 1, "--refmsgid", "见 附件"), "不超过 30 位"),
        (("period", "--batch", 1), "--batch"),
        (("reopen", "--refmsgid", "1"), "--refmsgid"),
        (("conflict",), "--finding"),
        (("moved-from",), "地址"),
    )
    for (name, *options), expected in wrong:
        result = gdyb("clearing", "resolve", name, "2020-12", *options, "--env-file", env_file)
        assert result.exit_code == 2 and expected in result.stderr, (name, options, result.stderr)
    for arguments, expected in (
        (("plan", "2020-12", "--size", 0), "应不小于 1"),
        (("plan", "2020-12", "--size", 101), "应不大于 100"),
        (("revoke", "2020-12"), "--refmsgid 或 --batch 之一"),
        (("resolve", "2020-12"), "2020-12"),
        (("match", "2020-12"), "--without-records"),
        (("match", "2020-12", "x.csv", "--table", "t"), "只能给一种"),
        (("status", "--all"), "要给出月份"),
        (("extract",), "缺少 '月份'"),
    ):
        result = gdyb("clearing", *arguments, "--env-file", env_file)
        assert result.exit_code == 2 and expected in result.stderr, (arguments, result.stderr)


def test_settings_of_client_and_ledger_are_judged_together(gdyb: Gdyb, write_env: WriteEnv, tmp_path: Path) -> None:
    env = write_env(tmp_path / "falsch.env", paasid=None)
    with env.open("a", encoding="utf-8") as file:
        file.write("GDYB_CLEARING_FENCE_MARGIN=-1\n")
    result = gdyb("clearing", "extract", "2020-12", "--env-file", env)
    assert result.exit_code == 2
    assert "GDYB_PAASID" in result.stderr and "GDYB_CLEARING_FENCE_MARGIN" in result.stderr


@pytest.mark.parametrize("command", ["plan", "match --without-records", "confirm"])
def test_what_needs_an_extraction_says_so(run: Run, command: str) -> None:
    name, *options = command.split()
    assert "请先运行 gdyb clearing extract 2020-12" in run(name, *options, expect=2).stderr


def test_looking_makes_no_ledger(run: Run, gdyb: Gdyb, ledger: Path, env_file: Path) -> None:
    assert "还没有清分台账" in run("status", expect=2).stderr
    assert "还没有清分台账" in gdyb("clearing", "status", "--env-file", env_file).stderr
    assert not ledger.exists()
    run("extract")
    assert "还没有" in gdyb("clearing", "status", "2021-01", "--env-file", env_file).stderr


def test_all_months_of_the_ledger(planned: Run, gdyb: Gdyb, env_file: Path) -> None:
    planned("confirm")
    assert gdyb("clearing", "extract", "2021-01", "--env-file", env_file).exit_code == 0
    shown = gdyb("clearing", "status", "--env-file", env_file)
    assert shown.exit_code == 1
    assert "已办完" in shown.stdout and "match 2021-01 核对" in shown.stdout
    record = answered(gdyb("clearing", "status", "--env-file", env_file, "--json").stdout)
    assert [(one["month"], one["ok"]) for one in record["months"]] == [("2020-12", True), ("2021-01", False)]


def test_a_key_is_shown_or_goes_into_the_keyring(gdyb: Gdyb, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.backend import KeyringBackend

    class Memory(KeyringBackend):
        priority = 1
        kept: dict[tuple[str, str], str] = {}  # noqa: RUF012 - one for all, like a real one

        def get_password(self, service: str, username: str) -> str | None:
            return self.kept.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            self.kept[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            del self.kept[service, username]

    shown = gdyb("clearing", "key")
    assert re.fullmatch(r"[\w-]{43}=\n", shown.stdout) and "GDYB_CLEARING_KEY" in shown.stderr
    assert len(answered(gdyb("clearing", "key", "--json").stdout)["key"]) == 44
    before = keyring.get_keyring()
    keyring.set_keyring(Memory())
    try:
        stored = gdyb("clearing", "key", "--keyring")
    finally:
        keyring.set_keyring(before)
    (key,) = Memory.kept.values()
    assert "已存入系统钥匙串" in stored.stdout and key not in stored.output


def test_a_wrong_key_opens_nothing(run: Run, env_file: Path) -> None:
    run("extract")
    with env_file.open("a", encoding="utf-8") as file:
        file.write("GDYB_CLEARING_KEY=kurz\n")
    assert "44 个字符" in run("status", expect=2).stderr
