"""`gdyb demo`: a sandbox of its own, a month cleared, and what happens when an answer is lost."""

import json
import os
import re
import signal
import sys
import time
from decimal import Decimal

import pytest

from support.waits import Process, terminal_output, until

ONLY_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals and terminals")


def test_a_month_of_250_rows_goes_out_as_100_100_50(gdyb):
    result = gdyb("demo", "--rows", 250)
    assert result.exit_code == 0, result.output
    for text in (
        "提取 3 页 250 笔",
        "确认 3 批：100 + 100 + 50 笔",
        "回退 1 批：100 笔",
        "确认 1 批：100 笔",
        "笔数、金额一致",
    ):
        assert text in result.stdout


def test_json_amounts_are_exact_and_add_up(spawn):
    result = spawn("demo", "--rows", 250, "--json", "--seed", 11, "--month", "2021-02")
    assert result.returncode == 0, result.stderr
    record = json.loads(result.stdout, parse_float=Decimal)
    assert record["ok"] is True and record["month"] == "2021-02"
    clearing = record["clearing"]
    steps = clearing["steps"]
    assert clearing["adds_up"] is True
    kinds = [(step["kind"], step["rows"]) for step in steps]
    assert kinds == [
        *(("extracted", rows) for rows in (100, 100, 50)),
        *(("confirmed", rows) for rows in (100, 100, 50)),
        ("revoked", 100),
        ("confirmed", 100),
    ]
    for field in ("medfee_sumamt", "optins_pay_sumamt"):
        total = {
            kind: sum(s[field] for s in steps if s["kind"] == kind) for kind in ("extracted", "confirmed", "revoked")
        }
        assert total["extracted"] == total["confirmed"] - total["revoked"] == clearing["extracted"][field]
        assert clearing["extracted"][field] == clearing["confirmed"][field] > 0
    assert steps[4]["inf_refmsgid"] == steps[6]["inf_refmsgid"] != steps[7]["inf_refmsgid"]
    assert len({step["msgid"] for step in steps}) == len(steps)


def test_the_same_seed_gives_the_same_amounts(gdyb):
    first, second, other = (
        json.loads(gdyb("demo", "--rows", 5, "--seed", seed, "--json").stdout)["clearing"]["extracted"]
        for seed in (3, 3, 4)
    )
    assert first == second != other


def test_each_case_of_chapter_4_finds_another_person(spawn):
    found = json.loads(spawn("demo", "--rows", 2, "--json").stdout)["identification"]
    assert [case["mdtrt_cert_type"] for case in found] == ["01", "02", "02", "03", "03"]
    assert len({case["psn_no"] for case in found}) == len({case["msgid"] for case in found}) == 5


def test_settlements_add_up_and_no_code_goes_out_twice(spawn):
    settled = json.loads(spawn("demo", "--rows", 2, "--json").stdout, parse_float=Decimal)["settlement"]
    assert [(step["place"], step["infno"]) for step in settled] == [
        ("药店", "2102"),
        ("门诊", "2201"),
        ("门诊", "2207"),
        ("住院", "2401"),
        ("住院", "2304"),
    ]
    assert all("请求没有发出" in step["refused_again"] for step in settled)
    for step in settled:
        if step["medfee_sumamt"] is not None:
            parts = step["fund_pay_sumamt"], step["acct_pay"], step["psn_cash_pay"]
            assert sum(parts) == step["medfee_sumamt"] > 0


def test_three_injected_differences_are_found_named_summed_and_mended(spawn):
    reconciled = json.loads(spawn("demo", "--rows", 60, "--json").stdout, parse_float=Decimal)["reconciliation"]
    differences = reconciled["differences"]
    assert sorted(found["kind"] for found in differences) == ["amounts_differ", "centre_only", "ours_only"]
    assert len({found["setl_id"] for found in differences}) == 3
    for name in ("medfee_sumamt", "fund_pay_sumamt", "acct_pay"):
        assert sum(found[name] for found in differences) == reconciled["sum"][name]
    assert (reconciled["balanced_before"], reconciled["balanced_after"]) == (False, True)


def test_a_lost_answer_to_a_settlement_ends_the_demo_as_unknown(gdyb):
    result = gdyb("demo", "--rows", 5, "--fault", "drop-after=2207,1")
    assert result.exit_code == 1
    assert "结果未知（unknown），没有重发" in result.stderr and "2207 门诊结算" in result.stderr
    assert "2201 门诊挂号" in result.stdout and "第 7 章" not in result.stdout


def test_the_running_month_is_refused(gdyb):
    result = gdyb("demo", "--month", "2099-12")
    assert result.exit_code == 2
    assert "已经过去的月份" in result.output


@pytest.mark.parametrize(("rows", "batches"), [(0, ""), (1, "确认 1 批：1 笔"), (100, "确认 1 批：100 笔")])
def test_small_months(gdyb, rows, batches):
    result = gdyb("demo", "--rows", rows)
    assert result.exit_code == 0
    assert batches in result.stdout
    assert f"{rows} 笔" in result.stdout


def test_placeholder_rows_are_counted_not_confirmed(gdyb):
    result = gdyb("demo", "--rows", 150, "--fault", "placeholder-rows")
    assert result.exit_code == 0, result.output
    assert "提取 3 页 150 笔" in result.stdout or "提取 2 页 150 笔" in result.stdout
    assert "另有 50 行没有编号" in result.stdout
    assert "确认 2 批：100 + 50 笔" in result.stdout


def test_a_lost_answer_to_a_confirmation_is_unknown_and_not_sent_again(gdyb):
    result = gdyb("demo", "--rows", 250, "--fault", "drop-after=3261,1")
    assert result.exit_code == 1
    assert "结果未知（unknown），没有重发" in result.stderr
    assert "不知道平台是否已经处理" in result.stderr
    assert "提取 3 页 250 笔" in result.stdout
    assert " 批：" not in result.stdout
    # Had it been sent again, the second call would have been answered and a batch confirmed.
    record = json.loads(gdyb("demo", "--rows", 250, "--fault", "drop-after=3261,1", "--json").stdout)
    assert record["ok"] is False
    assert (record["error"]["error"], record["error"]["outcome"]) == ("TransportFailed", "unknown")
    assert {step["kind"] for step in record["clearing"]["steps"]} == {"extracted"}


def test_a_lost_answer_to_a_page_is_asked_for_again(gdyb):
    result = gdyb("demo", "--rows", 250, "--fault", "drop-after=3260,1")
    assert result.exit_code == 0, result.output


def test_a_refusal_ends_with_1(gdyb):
    result = gdyb("demo", "--rows", 5, "--fault", "business-error=结算期已关闭,3262")
    assert result.exit_code == 1
    assert "请求被拒绝" in result.stderr
    assert "结算期已关闭" in result.stderr
    assert "确认 1 批：5 笔" in result.stdout


@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_a_sandbox_that_does_not_start_shows_why(gdyb, as_json):
    result = gdyb("demo", "--fault", "nonsense", *as_json)
    assert result.exit_code == 2
    assert "沙箱没有启动" in result.output
    assert "nonsense" in result.output
    if as_json:
        assert json.loads(result.stdout)["ok"] is False


def test_settings_of_the_person_are_neither_used_nor_needed(spawn):
    env = {"GDYB_BASE_URL": "http://127.0.0.1:9/", "GDYB_SECRET_KEY": "0123456789abcdef", "GDYB_PAASID": "echt"}
    assert spawn("demo", "--rows", 2, **env).returncode == 0


def test_nothing_is_left_in_the_data_folder(spawn, tmp_path):
    assert spawn("demo", "--rows", 2, HOME=str(tmp_path), TMPDIR=str(tmp_path)).returncode == 0
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@ONLY_POSIX
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_demo_ends_its_sandbox(tmp_path, number, code):
    # The sandbox answers each page only after seconds, so that the signal meets it in the middle.
    command = [sys.executable, "-m", "gdyb_cli", "demo", "--fault", "delay=20,3260"]
    env = {**os.environ, "TMPDIR": str(tmp_path)}
    with Process(*command, env=env) as process:
        until(lambda: list(tmp_path.rglob("sandbox.env")), process=process)
        text = next(iter(tmp_path.rglob("sandbox.env"))).read_text(encoding="utf-8")
        port = int(re.search(r"GDYB_BASE_URL=http://127\.0\.0\.1:(\d+)/", text)[1])
        time.sleep(0.5)
        process.send_signal(number)
        done = process.finish()
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert not _listens(port)
    assert not list(tmp_path.iterdir())


def _listens(port):
    import socket

    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@ONLY_POSIX
@pytest.mark.parametrize(("delay", "shown"), [("1.5", True), ("0", False)])
def test_progress_appears_on_a_terminal_after_a_second_only(delay, shown):
    import pty

    code = f"from gdyb_cli.screen import progress\nimport time\nwith progress('提取'): time.sleep({delay})"
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execv(sys.executable, [sys.executable, "-c", code])
    seen = b"".join(terminal_output(terminal, pid))
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    os.close(terminal)
    assert (b"\x1b[?25l" in seen) is shown, seen
