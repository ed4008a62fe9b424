"""The whole procedure over real HTTP: what is sent, what a stopped run repeats, and what it never does."""

import decimal
import json
import multiprocessing
import zipfile
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from gdyb import Client, Settings
from gdyb_runtime.errors import BusinessError, ReplyFieldMissing, TransportFailed
from gdyb_sandbox._options import Options
from gdyb_workflows.reconciliation import (
    Group,
    Period,
    Progress,
    Reconciliation,
    Records,
    RecordsUnusable,
    RunBusy,
    StateUnusable,
    StepUnknown,
    reconcile,
)
from gdyb_workflows.reconciliation.sheets import days_sheet, sums_sheet, totals_sheet
from gdyb_workflows.reconciliation.state import RunState, run_folder
from support.decimals import CONTEXTS
from support.reconciliation.settlements import Row, settlement, settlements
from support.reconciliation.small_centre import COLUMNS, Centre, running_centre
from support.waits import SECONDS

JANUARY = Period.parse("2026-01")
OURS = settlements(60)
Reconcile = Callable[..., Reconciliation]


@pytest.fixture
def centre() -> Iterator[Centre]:
    with running_centre([dict(row) for row in OURS]) as running:
        yield running


@pytest.fixture
def settings(centre: Centre, tmp_path: Path) -> Settings:
    given = Options().settings(centre.url)
    return Settings(**given, msgid_file=tmp_path / "msgid.sqlite3", read_timeout=20.0, attempts=1)  # type: ignore[arg-type]


@pytest.fixture
def client(settings: Settings) -> Iterator[Client]:
    with Client(settings) as opened:
        yield opened


@pytest.fixture
def run(client: Client) -> Reconcile:
    def reconciled(ours: Sequence[Row] = OURS, **options: Any) -> Reconciliation:
        with Records.from_frame(pl.DataFrame(ours)) as records:
            return reconcile(client, records, period=options.pop("period", JANUARY), **options)

    return reconciled


def broken(centre: Centre) -> None:
    """Three differences in one unit: the centre lacks one settlement, has another amount, has one more."""
    unit = [row for row in centre.ledger if row["clr_type"] == "21"]
    centre.ledger.remove(unit[0])
    unit[1]["fund_pay_sumamt"] = "1.00"
    centre.ledger.append(settlement(999, clr_type="21", insutype="310"))


def test_a_balanced_month_asks_for_totals_only(centre: Centre, run: Reconcile) -> None:
    result = run()
    assert result.is_balanced
    assert not result.units
    assert [infno for infno, _ in centre.requests] == ["3201"] * 4
    sent = centre.asked("3201")[0]["input"]["data"]
    rows = [row for row in OURS if row["clr_type"] == "11" and row["insutype"] == "310"]
    assert sent["medfee_sumamt"] == sum(Decimal(row["medfee_sumamt"]) for row in rows)
    assert sent["fixmedins_setl_cnt"] == len(rows)
    assert (sent["stmt_begndate"], sent["stmt_enddate"], sent["REFD_SETL_FLAG"]) == ("2026-01-01", "2026-01-31", "1")
    assert [step.msgid for step in result.steps] == [message["msgid"] for _, message in centre.requests]


def test_what_differs_is_found_named_and_summed(centre: Centre, run: Reconcile) -> None:
    broken(centre)
    result = run()
    assert not result.is_balanced
    (unit,) = result.units
    assert (unit.unit.setl_optins, unit.unit.clr_type) == ("440100", "21")
    comparison = unit.comparison
    assert {kind.value: sums.count for kind, sums in comparison.sums.items()} == {
        "ours_only": 1,
        "centre_only": 1,
        "amounts_differ": 1,
    }
    assert comparison.adds_up
    for name in ("medfee_sumamt", "fund_pay_sumamt", "acct_pay"):
        ours = sum(Decimal(row[name]) for row in OURS if row["clr_type"] == "21")
        theirs = sum(Decimal(row[name]) for row in centre.ledger if row["clr_type"] == "21")
        assert getattr(result.total, name) == ours - theirs
    assert [infno for infno, _ in centre.requests][4:] == ["9101", "3202", "9102", "3201", "3201"]
    assert all(group.group.clr_type == "21" for group in result.after)
    assert "13812345678" not in str([group.stmt_rslt_dscr for group in result.before])


def test_the_file_that_goes_up_holds_all_insurances_of_the_unit(centre: Centre, run: Reconcile) -> None:
    broken(centre)
    run()
    upload = centre.asked("9101")[0]["input"]["fsUploadIn"]
    with zipfile.ZipFile(BytesIO(bytes(value & 0xFF for value in upload["in"]))) as archive:
        (name,) = archive.namelist()
        text = archive.read(name).decode("utf-8")
    rows = [row for row in OURS if row["clr_type"] == "21"]
    names = ("setl_id", "mdtrt_id", "psn_no", "medfee_sumamt", "fund_pay_sumamt", "acct_pay", "refd_setl_flag")
    assert text == "".join("\t".join(row[name] for name in names) + "\n" for row in rows)
    assert upload["filename"] == name.removesuffix(".txt") + ".zip"
    data = centre.asked("3202")[0]["input"]["data"]
    assert data["cash_payamt"] == sum(Decimal(row["cash_payamt"]) for row in rows)
    assert data["fixmedins_setl_cnt"] == len(rows)
    assert (data["clr_type"], data["file_qury_no"]) == ("21", next(iter(centre.files)))
    named = centre.asked("9102")[0]["input"]["fsDownloadIn"]
    assert named == {
        "file_qury_no": list(centre.files)[1],
        "filename": "20260201.txt.zip",
        "fixmedins_code": upload["fixmedins_code"],
    }


def test_corrected_records_balance_in_a_new_run(centre: Centre, run: Reconcile) -> None:
    broken(centre)
    first = run()
    again = run(centre.ledger)
    assert again.is_balanced
    assert (first.run, again.run) == (1, 2)


def test_refunds_take_part_or_are_left_out(centre: Centre, run: Reconcile) -> None:
    refund = settlement(500, refd_setl_flag="1", clr_type="21", insutype="310", medfee_sumamt="-8.00")
    assert run(refunds="left_out").is_balanced
    left_out = run([*OURS, refund], refunds="left_out")
    assert left_out.is_balanced
    assert any("1 笔退费结算没有计入" in note for note in left_out.notes)
    counted = run([*OURS, refund])
    assert not counted.is_balanced
    assert counted.units[0].comparison.differences["kind"].to_list() == ["refund"]
    assert run([*OURS, refund], period=Period.parse("2026-01")).run == 2


def test_notes_tell_what_was_not_counted_or_looks_odd(run: Reconcile) -> None:
    odd = [
        settlement(70, setl_time="2026-02-01"),
        settlement(71, refd_setl_flag="1"),
        settlement(72, medfee_sumamt="-1.00"),
    ]
    notes = "\n".join(run([*OURS, *odd]).notes)
    assert "1 笔不在 2026-01-01 至 2026-01-31" in notes
    assert "1 笔退费结算的总额是正数" in notes
    assert "1 笔正常结算" in notes


def test_a_group_that_only_the_centre_has_is_asked_when_named(centre: Centre, run: Reconcile) -> None:
    centre.ledger.append(settlement(800, setl_optins="440300", clr_type="41", insutype="310"))
    assert run().is_balanced
    result = run(also=[Group("440300", "41", "310")])
    assert result.units[0].comparison.differences["kind"].to_list() == ["centre_only"]
    assert result.units[0].totals.count == 0


def test_no_settlement_in_the_period_is_said_before_anything_is_sent(centre: Centre, run: Reconcile) -> None:
    with pytest.raises(RecordsUnusable, match="没有一笔结算"):
        run(period=Period.parse("2025-01"))
    assert not centre.requests


def test_a_stopped_run_goes_on_without_repeating_what_was_answered(centre: Centre, run: Reconcile) -> None:
    broken(centre)
    centre.error = lambda infno: {"infcode": -1, "err_msg": "稍后"} if infno == "9102" else None
    with pytest.raises(BusinessError):
        run()
    centre.error = lambda infno: None
    before = len(centre.requests)
    result = run()
    assert [infno for infno, _ in centre.requests][before:] == ["9102", "3201", "3201"]
    assert result.run == 1
    assert len(result.units[0].comparison.differences) == 3


def test_a_lost_download_is_asked_again_and_a_kept_one_is_not(centre: Centre, run: Reconcile) -> None:
    broken(centre)
    centre.lose = lambda infno, number: infno == "9102" and number == 1
    with pytest.raises(TransportFailed):
        run()
    centre.lose = lambda infno, number: infno == "3201" and number == 6
    with pytest.raises(TransportFailed):
        run()
    run()
    assert len(centre.asked("9102")) == 2
    assert len(centre.asked("3202")) == len(centre.asked("9101")) == 1


@pytest.mark.parametrize("infno", ["9101", "3202"])
def test_a_command_whose_answer_is_lost_is_never_repeated_by_itself(infno: str, centre: Centre, run: Reconcile) -> None:
    broken(centre)
    centre.lose = lambda number, count: number == infno and count == 1
    with pytest.raises(StepUnknown) as caught:
        run()
    sent = centre.asked(infno)[0]["msgid"]
    assert caught.value.msgid == sent
    assert caught.value.outcome == "unknown"
    with pytest.raises(StepUnknown, match=f"msgid={sent}.*--repeat-unknown {infno}"):
        run()
    with pytest.raises(StepUnknown):
        run(repeat_unknown={"9101", "3202"} - {infno})
    assert len(centre.asked(infno)) == 1
    result = run(repeat_unknown=[infno])
    assert len(centre.asked(infno)) == 2
    assert centre.asked(infno)[1]["msgid"] != sent
    assert [step.status for step in result.steps if step.msgid == sent] == ["unknown"]


def test_corrected_data_goes_up_anew_in_a_resumed_run(centre: Centre, run: Reconcile) -> None:
    broken(centre)
    centre.error = lambda infno: {"infcode": -1, "err_msg": "稍后"} if infno == "3202" else None
    with pytest.raises(BusinessError):
        run()
    centre.error = lambda infno: None
    result = run([*OURS, settlement(999, clr_type="21", insutype="310")])
    assert len(centre.asked("9101")) == 2
    assert len(result.units[0].comparison.differences) == 2


def test_a_restart_leaves_the_unfinished_run_behind(centre: Centre, run: Reconcile) -> None:
    broken(centre)
    centre.lose = lambda infno, number: infno == "3202" and number == 1
    with pytest.raises(StepUnknown):
        run()
    assert run(restart=True).run == 2


def test_an_answer_without_a_number_stops_the_run_and_is_not_repeated(centre: Centre, run: Reconcile) -> None:
    broken(centre)
    centre.error = lambda infno: {"infcode": 0, "err_msg": "", "output": {}} if infno == "9101" else None
    with pytest.raises(ReplyFieldMissing):
        run()
    centre.error = lambda infno: None
    with pytest.raises(StepUnknown):
        run()


def die_after_sending(settings: Settings, ours: Sequence[Row]) -> None:
    with Client(settings) as client, Records.from_frame(pl.DataFrame(ours)) as records:
        reconcile(client, records, period=JANUARY)


def test_a_killed_process_leaves_an_unknown_step_and_a_free_lock(
    centre: Centre, settings: Settings, run: Reconcile
) -> None:
    broken(centre)
    process = multiprocessing.get_context("spawn").Process(target=die_after_sending, args=(settings, OURS))

    def kill(infno: str, number: int) -> bool:
        if infno == "3202" and number == 1:
            process.kill()
            wait([process.sentinel], SECONDS)  # Only the thread that started it may join it.
        return False

    centre.lose = kill
    process.start()
    process.join(SECONDS)
    assert process.exitcode is not None, "it was not killed"
    with pytest.raises(StepUnknown, match=centre.asked("3202")[0]["msgid"]):
        run()
    assert len(run(repeat_unknown=["3202"]).units[0].comparison.differences) == 3
    assert len(centre.asked("9101")) == 1


def test_two_at_once_are_refused(centre: Centre, settings: Settings, run: Reconcile) -> None:
    folder = run_folder(
        institution=settings.fixmedins_code, address=settings.base_url, period="2026-01-01_2026-01-31_counted"
    )
    with RunState(folder), pytest.raises(RunBusy, match="另一个进程"):
        run()
    assert not centre.requests
    assert run().is_balanced


def test_other_institutions_and_platforms_do_not_share_a_run() -> None:
    folders = {
        run_folder(institution=code, address=address, period="p")
        for code in ("H44000000001", "../x")
        for address in ("http://a/", "http://b/")
    }
    assert len(folders) == 4
    assert all(".." not in folder.parts for folder in folders)


def test_wild_result_files_are_read_and_what_is_odd_is_told(centre: Centre, run: Reconcile) -> None:
    broken(centre)
    centre.write = lambda row: "\t".join("null" if row[name] is None else str(row[name]) for name in COLUMNS[:7])
    seven = run()
    assert seven.total.unknown == 2
    assert any("列数少于" in note for note in seven.units[0].notes)
    centre.write = lambda row: (
        "\t".join("null" if row[name] is None else str(row[name]) for name in COLUMNS) + "\t310\textra\textra"
    )
    unreadable = run(restart=True)
    assert any("无法读取" in note for note in unreadable.units[0].notes)


def test_strict_replies_do_not_lose_an_answer(centre: Centre, settings: Settings) -> None:
    broken(centre)
    given = settings.model_copy(update={"strict_replies": True})
    with Client(given) as client, Records.from_frame(pl.DataFrame(OURS)) as records:
        assert len(reconcile(client, records, period=JANUARY).units[0].comparison.differences) == 3


def test_a_file_that_lists_differences_only_says_so(centre: Centre, run: Reconcile) -> None:
    broken(centre)
    centre.edit = lambda rows: [row for row in rows if row["stmt_rslt"] != "0"]
    result = run()
    assert len(result.units[0].comparison.differences) == 3
    assert any("按一致处理" in note for note in result.all_notes)


def test_progress_tells_every_call(centre: Centre, run: Reconcile) -> None:
    broken(centre)
    told: list[Progress] = []
    run(progress=told.append)
    stages = [step.stage for step in told]
    assert stages == ["totals"] * 4 + ["upload", "details", "download", "compare"] + ["totals_again"] * 2
    assert all(step.done < step.total for step in told)


def test_nothing_personal_is_kept_beside_the_centres_own_file(centre: Centre, run: Reconcile, tmp_path: Path) -> None:
    broken(centre)
    result = run()
    kept = [path for path in (tmp_path / "data").rglob("*") if path.is_file() and path.suffix != ".zip"]
    assert kept
    for path in kept:
        content = path.read_bytes()
        assert all(row["psn_no"].encode() not in content for row in OURS)
    assert "P0000" not in repr(result.steps) + json.dumps([dict(step.answer) for step in result.steps])


def test_a_folder_that_cannot_be_written_is_said_and_what_was_answered_is_kept(
    centre: Centre, client: Client, run: Reconcile
) -> None:
    broken(centre)
    with Records.from_frame(pl.DataFrame(OURS)) as records:
        # What stands where a folder is needed stops the work on disk, as a full disk does.
        (records.folder / "unit-0").write_text("", encoding="utf-8")
        with pytest.raises(StateUnusable, match="接着做"):
            reconcile(client, records, period=JANUARY)
    assert len(run().units[0].comparison.differences) == 3
    assert [infno for infno, _ in centre.requests].count("3201") == 6


@pytest.mark.parametrize("context", CONTEXTS)
def test_sums_are_exact_in_whatever_decimal_context_the_caller_has(
    centre: Centre, run: Reconcile, tmp_path: Path, context: str
) -> None:
    broken(centre)
    usual = run(folder=tmp_path / "usual")
    with decimal.localcontext(CONTEXTS[context]):
        result = run(folder=tmp_path / "other")
        assert result.total == usual.total
        assert all(unit.comparison.adds_up for unit in result.units)
        assert [unit.comparison.sums for unit in result.units] == [unit.comparison.sums for unit in usual.units]
        for sheet in (sums_sheet, totals_sheet, days_sheet):
            assert list(sheet(result).rows) == list(sheet(usual).rows)
