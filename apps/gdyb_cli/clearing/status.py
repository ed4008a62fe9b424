"""`gdyb clearing status`: the month at a glance, or all months of the ledger."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from gdyb_cli.clearing.desk import Desk, ending, look
from gdyb_cli.clearing.options import Usage
from gdyb_cli.clearing.shown import (
    AMOUNTS,
    amounts_cells,
    amounts_record,
    amounts_text,
    batch_record,
    included_text,
    needs,
    print_batches,
    print_needs,
)
from gdyb_cli.clearing.words import command
from gdyb_cli.options import Source, taking
from gdyb_cli.screen import NO, print_json, print_table, say, stop
from gdyb_workflows.clearing.ledger.settings import ClearingSettings
from gdyb_workflows.clearing.ledger.states import BatchState, EpochState
from gdyb_workflows.clearing.period import Amounts

if TYPE_CHECKING:
    from gdyb_workflows.clearing.current import CurrentRow
    from gdyb_workflows.clearing.ledger.ledger import Ledger
    from gdyb_workflows.clearing.overview import BatchOverview, MonthOverview

__all__ = ["status"]

_ENDS = 5
"""How many batches are shown from the first and from the last ones."""


@taking(Source)
def status(
    options: Source,
    month: Annotated[str | None, typer.Argument(metavar="月份", help="结算年月；不给则列出台账里的所有月份。")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="列出所有批次；默认只列最前和最后几批，以及未决的。")
    ] = False,
) -> None:
    """办到哪一步、接下来做什么；只看不改。

    别的窗口正在办理时也能看。退出码：0 已全部办完，1 还有要办的（见“接下来”），2 看不了。
    """
    usage = Usage(options)
    if month is None:
        usage.require(not everything, "--all", "要给出月份")
        usage.check()
        _all_months(options)
        return
    period = usage.month(month)
    usage.check()
    with look(options, period) as desk:
        summary = desk.overview()
        if summary is None:
            stop(_missing(desk), NO, json=options.as_json, error="NotExtracted")
        rows = _rows(desk)
        if options.as_json:
            print_json(desk.record | _record(summary, rows))
        else:
            _print(desk, summary, rows, everything=everything)
        if not summary.is_done:
            raise typer.Exit(NO)


def _missing(desk: Desk) -> str:
    from gdyb_workflows.clearing.overview import months

    same = (desk.settings.fixmedins_code, desk.period)
    elsewhere = [place for place, *rest in months(desk.ledger) if tuple(rest) == same]
    text = f"台账 {desk.ledger.where} 里还没有 {desk.name} 在 {desk.settings.base_url} 的记录。"
    if elsewhere:
        return f"{text}有它在另一个接口地址的记录：{'、'.join(elsewhere)}"
    return f"{text}先提取明细：{command('extract {month}', desk.period)}"


def _rows(desk: Desk) -> "list[CurrentRow]":
    from gdyb_workflows.clearing.current import current_rows

    month_id = desk.ledger.month_id(desk.settings.base_url, desk.settings.fixmedins_code, desk.period)
    assert month_id is not None
    return current_rows(desk.ledger, month_id)


def _print(desk: Desk, summary: "MonthOverview", rows: "Sequence[CurrentRow]", *, everything: bool) -> None:
    from gdyb_workflows.fence import beijing

    say(f"{desk.name} 清分    接口地址 {summary.platform}")
    say(f"台账 {desk.ledger.where}")
    say(f"最近办理：{summary.holder}")
    if summary.extraction is not None:
        last = summary.extraction
        say(f"第 {last.number} 次提取 {beijing(last.finished_at)}：{amounts_text(last.amounts)}")
    _print_money(summary, rows)
    if left_out := included_text(summary.batches):
        say(left_out)
    for stage in summary.epochs:
        times = [f"开始 {beijing(stage.opened_at)}"]
        if stage.state is EpochState.CLOSED and stage.fence_until is not None:
            times.append(f"{beijing(stage.fence_until)} 之后可以回退")
        if stage.rolled_back_at is not None:
            times.append(f"回退 {beijing(stage.rolled_back_at)}")
        say(f"第 {stage.number} 轮 {stage.state.label}：{'，'.join(times)}")
    if summary.batches:
        shown = list(summary.batches) if everything else _shown(summary)
        print_batches(shown)
        if len(shown) < len(summary.batches):
            say(f"…另有 {len(summary.batches) - len(shown)} 批，用 --all 看全部")
    print_needs(summary)


def _print_money(summary: "MonthOverview", rows: "Sequence[CurrentRow]") -> None:
    lines = [(label, *amounts_cells(amounts)) for label, amounts in _money(summary, rows).items()]
    print_table(("", *AMOUNTS), lines, right=(1, 2, 3))


def _money(summary: "MonthOverview", rows: "Sequence[CurrentRow]") -> dict[str, Amounts]:
    """Rows and money by what became of them, only what there is; the first line is what the platform gives now."""
    from gdyb_workflows.clearing.current import amounts_of

    lines = {
        "未批准": amounts_of(row for row in rows if row.is_undecided),
        "已批准确认，未列批": summary.decided.included,
        "已批准不确认，未列批": summary.decided.excluded,
        **{state.label: amounts for state, amounts in summary.in_force.items()},
    }
    return {"平台现有": summary.current, **{label: amounts for label, amounts in lines.items() if amounts.rows}}


def _shown(summary: "MonthOverview") -> "list[BatchOverview]":
    last = len(summary.batches) - _ENDS
    return [
        one
        for place, one in enumerate(summary.batches)
        if not _ENDS <= place < last or one.is_open or (one.is_in_force and one.state is BatchState.REJECTED)
    ]


def _record(summary: "MonthOverview", rows: "Sequence[CurrentRow]") -> dict[str, object]:
    from gdyb_workflows.clearing.current import amounts_of

    extraction = None
    if summary.extraction is not None:
        counts = {name: value for name, value in asdict(summary.extraction).items() if name != "amounts"}
        extraction = {**counts, **amounts_record(summary.extraction.amounts)}
    return {
        "ok": summary.is_done,
        "needs_person": summary.needs_person,
        "holder": summary.holder,
        "extraction": extraction,
        "current": amounts_record(summary.current),
        "unusable": summary.unusable,
        "undecided": amounts_record(amounts_of(row for row in rows if row.is_undecided)),
        "approved": {
            "included": amounts_record(summary.decided.included),
            "excluded": amounts_record(summary.decided.excluded),
        },
        "in_force": {state: amounts_record(amounts) for state, amounts in summary.in_force.items()},
        "doubtful": summary.doubtful,
        "outdated": summary.outdated,
        "conflicts": summary.conflicts,
        "epochs": [asdict(stage) for stage in summary.epochs],
        "batches": [batch_record(one) for one in summary.batches],
        "revocations": [asdict(one) for one in summary.revocations],
        "needs": needs(summary),
    }


def _all_months(options: Source) -> None:
    from gdyb_workflows.clearing.ledger.errors import NothingSuch
    from gdyb_workflows.clearing.overview import months, overview

    with ending(options):
        settings = ClearingSettings.load(config=options.config, env_file=options.env_file)
        try:
            ledger = settings.open_ledger(read_only=True)
        except NothingSuch as error:
            stop(str(error), NO, json=options.as_json, error="NoLedger")
        with ledger:
            overviews = [one for place in months(ledger) if (one := overview(ledger, *place)) is not None]
            if options.as_json:
                print_json(
                    {"ok": all(one.is_done for one in overviews), "ledger": ledger.where, "months": _lines(overviews)}
                )
            else:
                _print_months(ledger, overviews)
        if not all(one.is_done for one in overviews):
            raise typer.Exit(NO)


def _print_months(ledger: "Ledger", overviews: "Sequence[MonthOverview]") -> None:
    say(f"台账 {ledger.where}")
    if not overviews:
        say(f"台账里还没有任何月份。先提取明细：{command('extract {month}')}")
        return
    rows = [
        (
            f"{one.institution}\n{one.period}",
            str(one.current.rows),
            str(_confirmed(one).rows),
            (needs(one) or ["已办完"])[0],
        )
        for one in overviews
    ]
    print_table(("机构、月份", "现有", "已确认", "接下来"), rows, right=(1, 2))
    if len({one.platform for one in overviews}) > 1:
        say("台账里有多个接口地址：" + "、".join(sorted({one.platform for one in overviews})))


def _confirmed(one: "MonthOverview") -> Amounts:
    return one.in_force.get(BatchState.CONFIRMED, Amounts())


def _lines(overviews: "Sequence[MonthOverview]") -> list[dict[str, object]]:
    return [
        {
            "institution": one.institution,
            "month": str(one.period),
            "platform": one.platform,
            "ok": one.is_done,
            "needs_person": one.needs_person,
            "current": amounts_record(one.current),
            "confirmed": amounts_record(_confirmed(one)),
            "needs": needs(one),
        }
        for one in overviews
    ]
