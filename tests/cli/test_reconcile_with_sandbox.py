"""`gdyb reconcile` against the sandbox: an institution's own CSV, real HTTP, and everything that can go wrong on it."""

import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from gdyb import Client
from gdyb_runtime.errors import BusinessError
from gdyb_sandbox import Sandbox
from gdyb_sandbox._centre.ledger import generated_month
from gdyb_sandbox._faults.file_shapes import DOWNLOADS, TEXT_SHAPES, ZIP_SHAPES
from gdyb_sandbox._listings import records_csv
from gdyb_sandbox._month.settled import Settled, SettledMonth
from gdyb_workflows.reconciliation import (
    ColumnMapping,
    FileExpired,
    Period,
    Progress,
    Reconciliation,
    Records,
    reconcile,
)
from support.command_line import Gdyb, WriteEnv
from support.waits import Process, until

DIFFERENCES = ("ours-only", "centre-only", "amount", "amount")
KINDS = {"ours_only": 1, "centre_only": 1, "amounts_differ": 2}
MONEY = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")
Json = dict[str, Any]
Reconcile = Callable[..., Result]


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(rows=200, seed=7, differences=DIFFERENCES) as running:
        yield running


@pytest.fixture
def month(sandbox: Sandbox) -> SettledMonth:
    return generated_month(sandbox.options, sandbox.options.fixmedins_code, 2020, 12)


@pytest.fixture
def ours(month: SettledMonth, tmp_path: Path) -> Path:
    path = tmp_path / "own" / "记录.csv"
    path.parent.mkdir()
    path.write_text("".join(records_csv(month)), encoding="utf-8", newline="")
    return path


@pytest.fixture
def arguments(ours: Path, env_file: Path) -> list[str]:
    options = ["--period", "2020-12", "--constant", "setl_optins=440100", "--env-file", str(env_file)]
    return ["reconcile", str(ours), *options]


@pytest.fixture
def run(gdyb: Gdyb, arguments: list[str]) -> Reconcile:
    return lambda *more: gdyb(*arguments, *more)


@pytest.fixture
def start(arguments: list[str]) -> Iterator[Callable[..., Process]]:
    """The same in a process of its own."""
    started: list[Process] = []

    def begin(*more: str) -> Process:
        command = [sys.executable, "-m", "gdyb_cli", *arguments, *more]
        process = Process(*command)
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()


def amounts(row: Settled | None) -> tuple[Decimal, ...]:
    cents = (row.medfee, row.fund, row.account) if row else (0, 0, 0)
    return tuple(Decimal(value).scaleb(-2) for value in cents)


def expected(month: SettledMonth) -> Mapping[str, tuple[Decimal, ...]]:
    """Settlement number → ours minus the centre's, of all that differ."""
    ours, centre = ({row.setl_id: row for row in side} for side in (month.ours(), month.centre()))
    differing = {number for number in ours.keys() | centre.keys() if ours.get(number) != centre.get(number)}
    return {
        number: tuple(a - b for a, b in zip(amounts(ours.get(number)), amounts(centre.get(number)), strict=True))
        for number in differing
    }


def report(result: Result) -> Json:
    return dict(json.loads(result.stdout, parse_float=Decimal))


def found(record: Json) -> Mapping[str, tuple[Decimal, ...]]:
    return {row["setl_id"]: tuple(Decimal(row[f"diff_{name}"]) for name in MONEY) for row in record["differences"]}


def correct(path: Path, month: SettledMonth) -> None:
    """The institution's records as the centre has them."""
    header, *lines = "".join(records_csv(month)).splitlines(keepends=True)
    by_number = {line.partition(",")[0]: line for line in lines}
    right = []
    for row in month.centre():
        yuan = (Decimal(cents).scaleb(-2) for cents in (row.medfee, row.fund, row.account, row.cash))
        names = (row.setl_id, row.mdtrt_id, row.psn_no, row.msgid, row.insutype, row.clr_type, row.setl_time)
        line = ",".join((*names, *map(str, yuan), row.refd_setl_flag)) + "\n"
        assert row.setl_id in expected(month) or line == by_number[row.setl_id]
        right.append(line)
    path.write_text(header + "".join(right), encoding="utf-8", newline="")


def files_outside(tmp_path: Path) -> set[Path]:
    """Every file that is not of the run itself."""
    return {path for path in tmp_path.rglob("*") if path.is_file() and tmp_path / "data" not in path.parents}


def check_right(result: Result, month: SettledMonth) -> None:
    record = report(result)
    assert result.exit_code == 1
    assert found(record) == expected(month)
    assert Counter(row["kind"] for row in record["differences"]) == KINDS
    for index, name in enumerate(MONEY):
        total = sum(Decimal(unit["difference"][name]) for unit in record["units"])
        assert total == sum(row[index] for row in expected(month).values())
        for unit in record["units"]:
            assert unit["ours"][name] - unit["centre"][name] == unit["difference"][name]


def test_differences_are_found_named_and_summed_and_corrected_records_balance(
    run: Reconcile, ours: Path, month: SettledMonth
) -> None:
    assert len(expected(month)) == len(DIFFERENCES)
    check_right(run("--json"), month)
    correct(ours, month)
    again = run("--json")
    assert again.exit_code == 0, again.stderr
    assert report(again)["ok"] and not report(again)["differences"]


def test_what_stands_on_the_screen_and_in_the_reports(run: Reconcile, month: SettledMonth, tmp_path: Path) -> None:
    reports = [tmp_path / "报告" / name for name in ("a.html", "a.xlsx", "a.csv")]
    result = run(*(part for path in reports for part in ("--report", str(path))))
    assert result.exit_code == 1
    for label in ("仅本机构有", "仅中心有", "金额不一致", "对账结果：不平"):
        assert label in result.stdout
    html, rows = reports[0].read_text(encoding="utf-8"), reports[2].read_text(encoding="utf-8-sig")
    people = {row.psn_no for row in month.centre()}
    for number in expected(month):
        assert number in result.stdout and number in html and number in rows
    for text in (result.output, html, rows):
        assert not any(psn_no in text for psn_no in people)


@pytest.mark.parametrize("fault", [*(name for name in TEXT_SHAPES if name != "rows-of-7"), "download-as-json"])
def test_every_odd_result_file_gives_the_same_differences(
    fault: str, run: Reconcile, month: SettledMonth, sandbox: Sandbox
) -> None:
    sandbox.faults.add(fault, infno="9102")
    check_right(run("--json"), month)


def test_a_result_file_without_amounts_names_them_all_and_says_what_is_unknown(
    run: Reconcile, month: SettledMonth, sandbox: Sandbox
) -> None:
    sandbox.faults.add("rows-of-7", infno="9102")
    record = report(run("--json"))
    assert {row["setl_id"] for row in record["differences"]} == set(expected(month))
    assert Counter(row["kind"] for row in record["differences"]) == KINDS
    assert sum(unit["centre"]["unknown"] for unit in record["units"]) == 3
    assert any("列数少于" in note for note in record["notes"])


SHAPES = ["output-json", "numbers-as-text", "unknown-keys", "output-node-list", "infcode-text", "refmsgid-empty"]
SHAPES += ["balanced-000000", "err-msg-success", "wrapped", "gbk", "bom"]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_odd_answer_gives_the_same_differences(
    shape: str, run: Reconcile, ours: Path, month: SettledMonth, sandbox: Sandbox
) -> None:
    # Of 9101, whose answer has no node, an output as a list of nodes would be made of nothing.
    for infno in ("3201", "3202") if shape == "output-node-list" else (None,):
        sandbox.faults.add(shape, infno=infno)
    check_right(run("--json"), month)
    correct(ours, month)
    assert run().exit_code == 0


ZIPS = {
    "zip-truncated": "zip 不完整",
    "zip-path": "带有路径",
    "zip-two": "zip 里有 2 个文件",
    "zip-encrypted": "已加密",
    "zip-bomb": "压缩炸弹",
    "zip-small-claim": "zip 已损坏",
    "download-error": "文件下载失败，请稍后重试",
    "truncated": "zip 不完整",
    "garbage": "不是 zip",
    "html": "不是 zip",
    "empty": "",
    "http-500": "",
    "business-error": "沙箱按故障开关返回的业务失败",
}


def test_every_fault_of_a_file_is_tried() -> None:
    assert {*ZIP_SHAPES, *DOWNLOADS} <= {*ZIPS, "download-as-json"}


@pytest.mark.parametrize("fault", ZIPS)
def test_a_file_that_must_not_be_read_is_refused_and_asked_for_again(
    fault: str, run: Reconcile, month: SettledMonth, sandbox: Sandbox, tmp_path: Path
) -> None:
    before = files_outside(tmp_path)
    sandbox.faults.add(fault, infno="9102")
    result = run()
    assert result.exit_code == 2, result.output
    assert ZIPS[fault] in result.stderr and "9102" in result.stderr
    assert "Traceback" not in result.output
    assert files_outside(tmp_path) - before <= {tmp_path / "msgid.sqlite3"}
    assert all(path.stat().st_size < 10_000_000 for path in tmp_path.rglob("*"))
    sandbox.faults.clear()
    again = run("--json")
    check_right(again, month)
    assert len(sandbox.requests.of("9101")) == len(report(again)["units"])
    assert len(sandbox.requests.of("3202")) == len(report(again)["units"])


@pytest.mark.parametrize("infno", ["3201", "9102"])
def test_a_lost_answer_of_a_question_is_asked_for_again(
    infno: str, run: Reconcile, month: SettledMonth, sandbox: Sandbox
) -> None:
    sandbox.faults.add("drop-after", infno=infno, times=1)
    check_right(run("--json"), month)


@pytest.mark.parametrize("infno", ["9101", "3202"])
def test_a_lost_answer_of_a_command_stops_the_run_until_a_person_says_so(
    infno: str, run: Reconcile, month: SettledMonth, sandbox: Sandbox
) -> None:
    sandbox.faults.add("drop-after", infno=infno, times=1)
    first = run("--json")
    assert first.exit_code == 2
    assert report(first)["outcome"] == "unknown" and report(first)["msgid"]
    second = run()
    assert second.exit_code == 2 and f"--repeat-unknown {infno}" in second.stderr
    assert len(sandbox.requests.of(infno)) == 1
    check_right(run("--json", "--repeat-unknown", infno), month)


def test_a_killed_run_goes_on(
    run: Reconcile, start: Callable[..., Process], month: SettledMonth, sandbox: Sandbox
) -> None:
    sandbox.faults.add("delay", 30, infno="9102")
    process = start()
    until(lambda: sandbox.requests.of("9102"), process=process)
    process.kill()
    sandbox.faults.clear()
    again = run("--json")
    check_right(again, month)
    units = len(report(again)["units"])
    assert [len(sandbox.requests.of(infno)) for infno in ("9101", "3202", "9102")] == [units, units, units + 1]


def test_two_at_once_do_not_meet(
    client: Client, ours: Path, start: Callable[..., Process], month: SettledMonth
) -> None:
    met: list[int] = []

    def meet(step: Progress) -> None:
        """Lets a second run begin and end in the middle of the first."""
        if step.stage == "details" and not met:
            second = start().finish()
            assert "正在另一个进程中进行" in second.stderr
            met.append(second.returncode)

    with Records.from_file(ours, ColumnMapping(constants={"setl_optins": "440100"})) as records:
        first = reconcile(client, records, period=Period.parse("2020-12"), progress=meet)
    assert met == [2]
    assert set(first.differences()["setl_id"]) == set(expected(month))


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be sent Ctrl-C alone")
def test_ctrl_c_says_how_to_go_on(
    run: Reconcile, start: Callable[..., Process], month: SettledMonth, sandbox: Sandbox
) -> None:
    sandbox.faults.add("delay", 30, infno="9102")
    process = start("--json")
    until(lambda: sandbox.requests.of("9102"), process=process)
    os.kill(process.pid, signal.SIGINT)
    done = process.finish()
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert json.loads(done.stdout)["error"] == "Stopped"
    sandbox.faults.clear()
    check_right(run("--json"), month)


def test_a_file_beyond_its_deadline_says_how_to_go_on(client: Client, ours: Path, sandbox: Sandbox) -> None:
    def again(*, restart: bool = False) -> Reconciliation:
        with Records.from_file(ours, ColumnMapping(constants={"setl_optins": "440100"})) as records:
            return reconcile(client, records, period=Period.parse("2020-12"), restart=restart)

    sandbox.faults.add("business-error", infno="9102", times=1)
    with pytest.raises(BusinessError):
        again()
    a_day_later = 25 * 60 * 60
    sandbox.faults.add("clock-skew", a_day_later)
    client.clock.offset = a_day_later
    with pytest.raises(FileExpired, match=r"已过下载截止时间.*--restart"):
        again()
    assert again(restart=True).total.count == len(DIFFERENCES)


def test_nobody_there_is_said_and_nothing_is_lost(
    gdyb: Gdyb, arguments: list[str], run: Reconcile, month: SettledMonth, write_env: WriteEnv
) -> None:
    write_env(base_url="http://127.0.0.1:9/", attempts="1")
    result = gdyb(*arguments, "--json")
    assert result.exit_code == 2
    assert report(result)["outcome"] == "not_sent"
    assert "Traceback" not in result.output
    write_env()
    check_right(run("--json"), month)


def test_people_are_only_in_the_centres_own_file(
    run: Reconcile, month: SettledMonth, sandbox: Sandbox, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    sandbox.faults.add("business-error", infno="9102", times=1)
    texts = [run().output, run("--json").output, caplog.text]
    people = {row.psn_no for row in month.centre()}
    assert not any(psn_no in text for text in texts for psn_no in people)
    kept = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert any(path.suffix == ".zip" for path in kept)
    for path in kept:
        content = path.read_bytes()
        assert path.suffix == ".zip" or not any(psn_no.encode() in content for psn_no in people)
        assert sys.platform == "win32" or not path.parent.stat().st_mode & 0o077
