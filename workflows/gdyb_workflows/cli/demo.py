"""`gdyb demo`: a month of clearing against a sandbox of its own."""

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from types import FrameType
from typing import Annotated

import typer

from gdyb.client import Client
from gdyb.settings import Settings
from gdyb_runtime.errors import GdybError, Outcome
from gdyb_workflows.clearing import Amounts, ClearingMonth
from gdyb_workflows.cli.options import AsJson
from gdyb_workflows.cli.screen import (
    FAILED,
    NO,
    error_record,
    exit_code,
    money,
    print_json,
    print_table,
    progress,
    say,
    stop,
    warn,
)
from gdyb_workflows.configuration import load_settings
from gdyb_workflows.rehearsal import Balance, Step, StepKind, balance, rehearse
from gdyb_workflows.sandbox_process import RunningSandbox, SandboxFailed, running_sandbox

__all__ = ["demo"]

_NAMES: dict[StepKind, str] = {"extracted": "提取", "confirmed": "确认", "revoked": "回退"}
_OUTCOMES: dict[Outcome, str] = {
    "not_sent": "请求没有发出",
    "refused": "请求被拒绝",
    "accepted": "请求已成功，答复有问题",
    "unknown": "请求的结果未知（unknown），没有重发",
}


def demo(
    rows: Annotated[int, typer.Option(metavar="行数", min=0, max=1_000_000, help="沙箱里该月的结算笔数。")] = 350,
    seed: Annotated[int, typer.Option(metavar="整数", help="同一种子得到同样的数据。")] = 7,
    month: Annotated[str, typer.Option(metavar="年-月", help="清分月份，例如 2020-12。")] = "2020-12",
    fault: Annotated[
        list[str] | None,
        typer.Option(metavar="故障", help="让沙箱出故障，可重复；种类见 gdyb sandbox faults，例如 drop-after=3261,1。"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """在沙箱里演示一个月的清分。

    启动沙箱，提取一个月的清分明细，分批确认，回退一批再确认，核对笔数与金额；不连接别处。
    """
    try:
        period = ClearingMonth.parse(month)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--month") from None
    faults = [f"--fault={text}" for text in fault or ()]
    steps: list[Step] = []
    failure: GdybError | None = None
    try:
        with _ended_by_sigterm(), running_sandbox([f"--rows={rows}", f"--seed={seed}", *faults]) as sandbox:
            failure = _collect(steps, _settings(sandbox), period, rows)
    except SandboxFailed as error:
        stop(str(error), FAILED, json=as_json, error=type(error).__name__)
    result = balance(steps)
    if as_json:
        print_json(_record(period, steps, result, failure))
    else:
        _print_summary(period, steps, result, failure)
    if failure is not None:
        raise typer.Exit(exit_code(failure, "command"))
    if not result.adds_up:
        raise typer.Exit(NO)


def _settings(sandbox: RunningSandbox) -> Settings:
    settings = load_settings(env_file=sandbox.env_file)
    # Its msgids concern nobody else: they must not end up in the user's data folder.
    return settings.model_copy(update={"msgid_file": sandbox.folder / "msgid.sqlite3"})


def _collect(steps: list[Step], settings: Settings, period: ClearingMonth, rows: int) -> GdybError | None:
    """Fills `steps` as they are done and gives the error that ended them early."""
    done = 0
    try:
        with Client(settings) as client, progress("提取", total=2 * rows) as advance:
            for step in rehearse(client, period):
                steps.append(step)
                done += step.amounts.rows if step.kind != "revoked" else -step.amounts.rows
                advance(_NAMES[step.kind], done)
    except GdybError as error:
        return error
    return None


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Lets SIGTERM unwind the block like Ctrl-C does, so that the sandbox ends, too."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _print_summary(period: ClearingMonth, steps: Sequence[Step], result: Balance, failure: GdybError | None) -> None:
    kinds = {kind: [step for step in steps if step.kind == kind] for kind in _NAMES}
    say(f"结算年月 {period}：提取 {len(kinds['extracted'])} 页 {result.extracted.rows} 笔")
    for line in _batch_lines(steps):
        say(line)
    _print_notes(steps)
    lines = [(_NAMES[kind], len(done), _total(done)) for kind, done in kinds.items()]
    print_table(
        ("", "次数", "笔数", "总费用 medfee_sumamt", "经办机构支付总额 optins_pay_sumamt"),
        [(name, str(count), *_cells(amounts)) for name, count, amounts in lines]
        + [("已确认净额", "", *_cells(result.confirmed))],
        right=(1, 2, 3, 4),
    )
    if failure is not None:
        warn(f"演示没有做完，后面的步骤没有做。{_OUTCOMES[failure.outcome]}：\n{failure}")
    elif result.adds_up:
        say("核对：提取与已确认的笔数、金额一致。")
    else:
        warn("核对：提取与已确认的笔数或金额不一致！")


def _batch_lines(steps: Sequence[Step]) -> Iterator[str]:
    """Batches in the order they were confirmed and revoked, those in a row on one line."""
    for kind, group in groupby((step for step in steps if step.kind != "extracted"), key=lambda step: step.kind):
        done = list(group)
        counts = " + ".join(str(step.amounts.rows) for step in done)
        if kind == "confirmed":
            yield f"确认 {len(done)} 批：{counts} 笔"
        else:
            yield f"回退 {len(done)} 批：{counts} 笔，按 inf_refmsgid={'、'.join(step.inf_refmsgid for step in done)}"


def _print_notes(steps: Sequence[Step]) -> None:
    placeholders, warnings = sum(step.placeholders for step in steps), sum(step.warnings for step in steps)
    if placeholders:
        say(f"另有 {placeholders} 行没有就诊登记号 mdtrt_id，未计入")
    if warnings:
        say(f"答复有 {warnings} 处与接口规范不一致")


def _total(steps: Sequence[Step]) -> Amounts:
    return sum((step.amounts for step in steps), Amounts())


def _cells(amounts: Amounts) -> tuple[str, str, str]:
    return str(amounts.rows), money(amounts.medfee_sumamt), money(amounts.optins_pay_sumamt)


def _record(
    period: ClearingMonth, steps: Sequence[Step], result: Balance, failure: GdybError | None
) -> dict[str, object]:
    return {
        "ok": failure is None and result.adds_up,
        "month": str(period),
        "extracted": _amounts_record(result.extracted),
        "confirmed": _amounts_record(result.confirmed),
        "adds_up": result.adds_up,
        "steps": [
            {
                "kind": step.kind,
                "number": step.number,
                "msgid": step.msgid,
                "inf_refmsgid": step.inf_refmsgid,
                "placeholders": step.placeholders,
                "warnings": step.warnings,
                **_amounts_record(step.amounts),
            }
            for step in steps
        ],
        "error": None if failure is None else error_record(failure),
    }


def _amounts_record(amounts: Amounts) -> dict[str, object]:
    return {
        "rows": amounts.rows,
        "medfee_sumamt": amounts.medfee_sumamt,
        "optins_pay_sumamt": amounts.optins_pay_sumamt,
    }
