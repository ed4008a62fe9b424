"""`gdyb clearing confirm`: the planned batches sent, each at most once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from gdyb_cli.clearing.desk import LeasedDesk, leased_desk, require_extraction
from gdyb_cli.clearing.options import Month, Usage
from gdyb_cli.clearing.shown import amounts_record, amounts_text, included_text, needs, plain, print_needs, running_text
from gdyb_cli.clearing.words import command
from gdyb_cli.options import Source, taking
from gdyb_cli.screen import NO, Advance, money, print_json, print_table, progress, say
from gdyb_workflows.clearing.ledger.states import NO_WORDS, BatchState
from gdyb_workflows.clearing.period import Amounts

if TYPE_CHECKING:
    from gdyb_workflows.clearing.sending.confirming import ConfirmedBatch

__all__ = ["confirm"]

_ENDS = 20
"""Batches shown one by one; of more than that the first and the last half, and each that was rejected."""


@taking(Source)
def confirm(options: Source, month: Month) -> None:
    """逐批发送确认（3261），每批最多发送一次。

    每批都先记入台账再发送。中途停下，用同样的命令接着做。
    某一批没有等到答复时，结果未知：不会自动重发，这一期停下，用 resolve 处理。
    """
    from gdyb_workflows.clearing.sending.confirming import confirm as run

    usage = Usage(options)
    period = usage.month(month)
    usage.check()
    sent: list[ConfirmedBatch] = []
    partial: dict[str, object] = {}
    with leased_desk(options, period, partial=partial) as desk:
        before = require_extraction(desk, json=options.as_json)
        waiting = sum(one.state is BatchState.PLANNED for one in before.batches if one.is_in_force)
        try:
            with progress(_begin_text(desk), total=waiting) as advance:
                done = run(desk.lease, progress=lambda one: _advance(sent, one, advance))
        except BaseException:
            # What was answered before it is shown, too.
            partial.update(desk.record, batches=[_record(one) for one in sent])
            if sent and not options.as_json:
                _print(desk, sent)
            raise
        overview = desk.overview_now()
        ok = not (done.rejected or done.remaining or overview.needs_person)
        if options.as_json:
            summary = {"confirmed": amounts_record(done.confirmed), "rejected": done.rejected}
            answered = {"batches": [_record(one) for one in sent], "remaining": done.remaining}
            print_json(desk.record | {"ok": ok} | summary | answered | {"needs": needs(overview)})
        else:
            _print(desk, sent)
            if sent and (left_out := included_text(overview.batches)):
                say(left_out)
            if done.remaining:
                say(f"连续多批被拒绝，已停下，还有 {done.remaining} 批没有发送。请按平台的说明处理后再运行。")
            print_needs(overview)
    if not ok:
        raise typer.Exit(NO)


def _begin_text(desk: LeasedDesk) -> str:
    # Without a key the ledger has only masks, and the month is read again before the first batch is sent.
    return "确认" if desk.ledger.vault.is_sealing else "确认前再读一次明细"


def _advance(sent: "list[ConfirmedBatch]", one: "ConfirmedBatch", advance: Advance) -> None:
    sent.append(one)
    advance(running_text("确认", _sum(sent)), len(sent))


def _sum(sent: "Sequence[ConfirmedBatch]") -> Amounts:
    return sum((one.amounts for one in sent if one.state is BatchState.CONFIRMED), Amounts())


def _print(desk: LeasedDesk, sent: "Sequence[ConfirmedBatch]") -> None:
    if not sent:
        say(f"{desk.name} 没有待发送的批次。")
        return
    half = _ENDS // 2
    shown = [
        one
        for place, one in enumerate(sent)
        if len(sent) <= _ENDS or not half <= place < len(sent) - half or one.state is BatchState.REJECTED
    ]
    rows = [
        (
            str(one.number),
            one.state.label,
            str(one.amounts.rows),
            money(one.amounts.medfee_sumamt),
            one.inf_refmsgid or "—",
        )
        for one in shown
    ]
    print_table(("批", "结果", "笔数", "总费用（元）", "接收方报文ID inf_refmsgid"), rows, right=(0, 2, 3))
    if len(shown) < len(sent):
        say(f"…中间 {len(sent) - len(shown)} 批也已确认，用 {command('status {month} --all', desk.period)} 看全部")
    for one in sent:
        if one.state is BatchState.REJECTED:
            say(f"第 {one.number} 批被平台拒绝：{plain(one.message) or NO_WORDS}")
    confirmed = sum(one.state is BatchState.CONFIRMED for one in sent)
    say(f"{desk.name} 本次发送确认 {confirmed} 批，{amounts_text(_sum(sent))}")


def _record(one: "ConfirmedBatch") -> dict[str, object]:
    return {
        "number": one.number,
        "state": one.state,
        **amounts_record(one.amounts),
        "msgid": one.msgid,
        "inf_refmsgid": one.inf_refmsgid,
        "message": one.message,
    }
