"""`gdyb clearing status`: the month at a glance, or all months of the ledger."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from gdyb_workflows.clearing.period import Amounts
from gdyb_workflows.cli.clearing.desk import Desk, ending, look
from gdyb_workflows.cli.clearing.options import Source, Usage
from gdyb_workflows.cli.clearing.shown import (
    AMOUNTS,
    amounts_cells,
    amounts_record,
    amounts_text,
    batch_record,
    included_text,
    print_batches,
    print_needs,
)
from gdyb_workflows.cli.options import taking
from gdyb_workflows.cli.screen import NO, print_json, print_table, say, stop
from gdyb_workflows.configuration import load_clearing_settings

if TYPE_CHECKING:
    from gdyb_workflows.clearing.current import CurrentRow
    from gdyb_workflows.clearing.ledger import Ledger
    from gdyb_workflows.clearing.overview import BatchOverview, MonthOverview

__all__ = ["status"]

_ENDS = 5
"""How many batches are shown from the first and from the last ones."""
_EPOCHS = {"open": "进行中", "closed": "已关闭，等待整期回退", "rolled_back": "已整期回退"}


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
        found = desk.overview()
        if found is None:
            stop(_missing(desk), NO, json=options.as_json, error="NotExtracted")
        rows = _rows(desk)
        if options.as_json:
            print_json(desk.record | _record(found, rows))
        else:
            _print(desk, found, rows, everything=everything)
        if not found.is_done:
            raise typer.Exit(NO)


def _missing(desk: Desk) -> str:
    from gdyb_workflows.clearing.overview import months

    same = (desk.settings.fixmedins_code, desk.period)
    elsewhere = [place for place, *rest in months(desk.ledger) if tuple(rest) == same]
    text = f"台账 {desk.ledger.where} 里还没有 {desk.name} 在 {desk.settings.base_url} 的记录。"
    if elsewhere:
        return f"{text}有它在另一个接口地址的记录：{'、'.join(elsewhere)}"
    return f"{text}先提取明细：gdyb clearing extract {desk.period}"


def _rows(desk: Desk) -> "list[CurrentRow]":
    from gdyb_workflows.clearing.current import current_rows

    month_id = desk.ledger.month_id(desk.settings.base_url, desk.settings.fixmedins_code, desk.period)
    assert month_id is not None
    return current_rows(desk.ledger, month_id)


def _print(desk: Desk, found: "MonthOverview", rows: "Sequence[CurrentRow]", *, everything: bool) -> None:
    from gdyb_workflows.clearing.ledger import beijing

    say(f"{desk.name} 清分    接口地址 {found.platform}")
    say(f"台账 {desk.ledger.where}")
    say(f"最近办理：{found.holder}")
    if found.extraction is not None:
        last = found.extraction
        say(f"第 {last.number} 次提取 {beijing(last.finished_at)}：{amounts_text(last.amounts)}")
    _print_money(found, rows)
    if left_out := included_text(found.batches):
        say(left_out)
    for stage in found.epochs:
        times = [f"开始 {beijing(stage.opened_at)}"]
        if stage.state == "closed" and stage.fence_until is not None:
            times.append(f"{beijing(stage.fence_until)} 之后可以回退")
        if stage.rolled_back_at is not None:
            times.append(f"回退 {beijing(stage.rolled_back_at)}")
        say(f"第 {stage.number} 轮 {_EPOCHS[stage.state]}：{'，'.join(times)}")
    if found.batches:
        shown = list(found.batches) if everything else _shown(found)
        print_batches(shown)
        if len(shown) < len(found.batches):
            say(f"…另有 {len(found.batches) - len(shown)} 批，用 --all 看全部")
    print_needs(found)


def _print_money(found: "MonthOverview", rows: "Sequence[CurrentRow]") -> None:
    lines = [(label, *amounts_cells(amounts)) for label, amounts in _money(found, rows).items()]
    print_table(("", *AMOUNTS), lines, right=(1, 2, 3))


def _money(found: "MonthOverview", rows: "Sequence[CurrentRow]") -> dict[str, Amounts]:
    """Rows and money by what became of them, only what there is; the first line is what the platform gives now."""
    from gdyb_workflows.clearing.current import amounts_of
    from gdyb_workflows.clearing.overview import STATES

    lines = {
        "未批准": amounts_of(row for row in rows if row.is_undecided),
        "已批准确认，未列批": found.decided.included,
        "已批准不确认，未列批": found.decided.excluded,
        **{STATES[state]: amounts for state, amounts in found.in_force.items()},
    }
    return {"平台现有": found.current, **{label: amounts for label, amounts in lines.items() if amounts.rows}}


def _shown(found: "MonthOverview") -> "list[BatchOverview]":
    last = len(found.batches) - _ENDS
    open_states = ("unknown", "sending", "revoking", "rejected")
    return [
        one
        for place, one in enumerate(found.batches)
        if not _ENDS <= place < last or (one.is_in_force and one.state in open_states)
    ]


def _record(found: "MonthOverview", rows: "Sequence[CurrentRow]") -> dict[str, object]:
    from gdyb_workflows.clearing.current import amounts_of

    extraction = None
    if found.extraction is not None:
        counts = {name: value for name, value in asdict(found.extraction).items() if name != "amounts"}
        extraction = {**counts, **amounts_record(found.extraction.amounts)}
    return {
        "ok": found.is_done,
        "needs_person": found.needs_person,
        "holder": found.holder,
        "extraction": extraction,
        "current": amounts_record(found.current),
        "unusable": found.unusable,
        "undecided": amounts_record(amounts_of(row for row in rows if row.is_undecided)),
        "approved": {
            "included": amounts_record(found.decided.included),
            "excluded": amounts_record(found.decided.excluded),
        },
        "in_force": {state: amounts_record(amounts) for state, amounts in found.in_force.items()},
        "outdated": found.outdated,
        "conflicts": found.conflicts,
        "epochs": [asdict(stage) for stage in found.epochs],
        "batches": [batch_record(one) for one in found.batches],
        "revocations": [asdict(one) for one in found.revocations],
        "needs": found.needs,
    }


def _all_months(options: Source) -> None:
    from gdyb_workflows.clearing.errors import NothingSuch
    from gdyb_workflows.clearing.overview import months, overview

    with ending(options):
        settings = load_clearing_settings(config=options.config, env_file=options.env_file)
        try:
            ledger = settings.open_ledger(read_only=True)
        except NothingSuch as error:
            stop(str(error), NO, json=options.as_json, error="NoLedger")
        with ledger:
            found = [one for place in months(ledger) if (one := overview(ledger, *place)) is not None]
            if options.as_json:
                print_json({"ok": all(one.is_done for one in found), "ledger": ledger.where, "months": _lines(found)})
            else:
                _print_months(ledger, found)
        if not all(one.is_done for one in found):
            raise typer.Exit(NO)


def _print_months(ledger: "Ledger", found: "Sequence[MonthOverview]") -> None:
    say(f"台账 {ledger.where}")
    if not found:
        say("台账里还没有任何月份。先提取明细：gdyb clearing extract 月份")
        return
    rows = [
        (
            f"{one.institution}\n{one.period}",
            str(one.current.rows),
            str(_confirmed(one).rows),
            one.needs[0] if one.needs else "已办完",
        )
        for one in found
    ]
    print_table(("机构、月份", "现有", "已确认", "接下来"), rows, right=(1, 2))
    if len({one.platform for one in found}) > 1:
        say("台账里有多个接口地址：" + "、".join(sorted({one.platform for one in found})))


def _confirmed(one: "MonthOverview") -> Amounts:
    return one.in_force.get("confirmed", Amounts())


def _lines(found: "Sequence[MonthOverview]") -> list[dict[str, object]]:
    return [
        {
            "institution": one.institution,
            "month": str(one.period),
            "platform": one.platform,
            "ok": one.is_done,
            "needs_person": one.needs_person,
            "current": amounts_record(one.current),
            "confirmed": amounts_record(_confirmed(one)),
            "needs": one.needs,
        }
        for one in found
    ]
