"""`gdyb clearing run` on one machine: threads of one process on a SQLite ledger."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from gdyb_cli.app import app
from gdyb_sandbox import Sandbox
from gdyb_workflows.at_rest.vault import Vault
from gdyb_workflows.clearing.current import current_rows
from gdyb_workflows.clearing.ledger.ledger import Ledger
from support.clearing.fleet import MONTH, Fleet, check_exactness

COUNT, ROWS = 4, 230
RUN = ("run", "--month", "2020-12", "--approve", "--by", "0001")
Run = Callable[..., Result]


@pytest.fixture
def platform() -> Iterator[Sandbox]:
    with Sandbox(rows=ROWS, seed=7, repeated_confirmation="accept", recorded=10_000) as running:
        yield running


@pytest.fixture
def fleet(platform: Sandbox, tmp_path: Path) -> Iterator[Fleet]:
    with Fleet(platform, str(tmp_path / "ledger.sqlite3"), tmp_path, institutions=COUNT) as made:
        yield made


@pytest.fixture
def run(fleet: Fleet) -> Run:
    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["clearing", *arguments, "--institutions", str(fleet.file)])

    return invoke


def test_every_institution_is_cleared_and_a_second_run_sends_nothing(fleet: Fleet, run: Run) -> None:
    done = run(*RUN, "--workers", "3")
    assert done.exit_code == 0, done.output
    assert "2020-12：办完 4 个机构" in done.output
    check_exactness(fleet)
    assert fleet.confirmed_rows() == COUNT * ROWS
    before = len(fleet.platform.requests)
    again = run(*RUN)
    assert again.exit_code == 0
    assert len(fleet.platform.requests) == before


def test_nothing_is_sent_that_nobody_approved(fleet: Fleet, run: Run) -> None:
    waiting = run("run", "--month", "2020-12", "--json")
    assert waiting.exit_code == 1
    record = json.loads(waiting.stdout)
    assert {one["state"] for one in record["institutions"]} == {"needs_person"}
    assert "有 230 笔还没有批准" in record["institutions"][0]["reasons"][0]
    assert fleet.confirmed_rows() == 0
    assert run(*RUN).exit_code == 0
    assert fleet.confirmed_rows() == COUNT * ROWS


def test_one_institutions_trouble_stops_no_other(fleet: Fleet, run: Run) -> None:
    text = fleet.file.read_text(encoding="utf-8")
    fleet.file.write_text(text + '\nsecret_key = "another"\n', encoding="utf-8")
    fleet.platform.faults.add("drop-after", infno="3261", times=1)
    done = run(*RUN, "--workers", "1", "--json")
    assert done.exit_code == 1, done.output
    record = json.loads(done.stdout)
    states = [one["state"] for one in record["institutions"]]
    assert states == ["needs_person", "done", "done", "needs_person"]
    first, *_, last = record["institutions"]
    assert first["error"] == "BatchUnknown"
    assert "结果未知" in first["reasons"][0]
    assert last["error"] == "SignatureMismatch"
    check_exactness(fleet)
    assert first["institution"] == fleet.codes[0]
    again = json.loads(run(*RUN, "--only", fleet.codes[0], "--json").stdout)
    assert again["institutions"][0]["error"] == "BatchUnknown"
    check_exactness(fleet)


def test_a_platform_that_is_away_is_a_failure(fleet: Fleet, run: Run) -> None:
    text = fleet.file.read_text(encoding="utf-8")
    fleet.file.write_text(text.replace(fleet.platform.base_url, "http://127.0.0.1:9/"), encoding="utf-8")
    done = run(*RUN, "--only", fleet.codes[1], "--json")
    assert done.exit_code == 2
    (one,) = json.loads(done.stdout)["institutions"]
    assert (one["institution"], one["state"], one["error"]) == (fleet.codes[1], "failed", "TransportFailed")


def test_a_rejected_batch_waits_for_a_person(fleet: Fleet, run: Run) -> None:
    fleet.platform.faults.add("business-error", "金额不符", infno="3261", times=1)
    first = run(*RUN, "--only", fleet.codes[0])
    assert first.exit_code == 1
    assert "被平台拒绝" in first.output
    sent = len(fleet.platform.requests)
    assert run(*RUN, "--only", fleet.codes[0]).exit_code == 1
    assert len(fleet.platform.requests) == sent, "an approval that was taken back is a person's to give again"


def test_own_records_decide_what_is_approved(fleet: Fleet, run: Run, tmp_path: Path) -> None:
    code = fleet.codes[0]
    assert run("run", "--month", "2020-12", "--only", code).exit_code == 1
    with fleet.open_ledger() as ledger:
        month_id = ledger.month_id(fleet.platform.base_url, code, MONTH)
        assert month_id is not None
        rows = current_rows(ledger, month_id)
    lines = [
        f"{one.setl_sn},{(one.medfee or 0) / 100:.2f},{((one.optins or 0) + (index == 5)) / 100:.2f}"
        for index, one in enumerate(rows)
        if index != 7
    ]
    (tmp_path / "2020-12.csv").write_text(
        "\n".join(["setl_sn,medfee_sumamt,optins_pay_sumamt", *lines]), encoding="utf-8"
    )
    text = fleet.file.read_text(encoding="utf-8")
    fleet.file.write_text(
        text.replace("[defaults]", '[defaults]\nrecords = {file = "{year}-{month}.csv"}'), encoding="utf-8"
    )
    done = run(*RUN, "--only", code, "--json")
    assert done.exit_code == 1, done.output
    (one,) = json.loads(done.stdout)["institutions"]
    assert one["rows"] == ROWS - 2
    assert "有 2 笔还没有批准" in one["reasons"][0]
    (tmp_path / "2020-12.csv").unlink()
    broken = json.loads(run(*RUN, "--only", code, "--json").stdout)["institutions"][0]
    assert (broken["state"], broken["error"]) == ("needs_person", "NeedsPerson")
    assert "2020-12.csv" in broken["reasons"][0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("run", "--month", "2020-13"), "应为年-月"),
        (("run", "--month", "2020-12", "--approve"), "--approve 和 --by"),
        (("run", "--month", "2020-12", "--by", "0001"), "--approve 和 --by"),
        (("run", "--month", "2020-12", "--executor", "a-1"), "--durable"),
        (("run", "--month", "2020-12", "--only", "H44010009999"), "机构名单里没有 H44010009999"),
    ],
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...], message: str) -> None:
    refused = run(*arguments)
    assert refused.exit_code == 2
    assert message in refused.output


def test_two_windows_on_one_file(fleet: Fleet, run: Run) -> None:
    with Ledger(fleet.ledger_url, vault=Vault([fleet.key])):
        busy = run(*RUN)
    assert busy.exit_code == 2
    assert "正在另一个窗口或程序中使用" in busy.output
