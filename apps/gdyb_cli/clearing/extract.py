"""`gdyb clearing extract`: the month as the platform has it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from gdyb_cli.clearing.desk import LeasedDesk, leased_desk
from gdyb_cli.clearing.options import Month, Usage
from gdyb_cli.clearing.shown import amounts_record, amounts_text, needs, print_needs, running_text
from gdyb_cli.options import Source, taking
from gdyb_cli.screen import NO, money, print_json, print_table, progress, say
from gdyb_workflows.clearing.ledger.states import ChangeKind
from gdyb_workflows.clearing.period import Amounts

if TYPE_CHECKING:
    from gdyb_workflows.clearing.extraction import Extraction
    from gdyb_workflows.clearing.overview import ChangedRow

__all__ = ["extract"]

_SHOWN = 30
_KINDS = {ChangeKind.NEW: "新增", ChangeKind.GONE: "消失", ChangeKind.CHANGED: "变动"}


@taking(Source)
def extract(
    options: Source,
    month: Month,
    restart: Annotated[bool, typer.Option("--restart", help="不接着刚才没有读完的提取，从第一页重新读。")] = False,
) -> None:
    """提取一个月的清分明细（3260），并与上次提取比较。

    明细存入台账。可以反复提取：已确认的结算不会被改动；还没发送的批次如有变动，会作废，重新核对、列批即可。
    """
    from gdyb_workflows.clearing.extraction import extract as run
    from gdyb_workflows.clearing.overview import changes

    usage = Usage(options)
    period = usage.month(month)
    usage.check()
    with leased_desk(options, period, effect="query") as desk:
        with progress("提取") as advance:
            done = run(
                desk.lease,
                restart=restart,
                progress=lambda step: advance(running_text(f"提取 第 {step.page} 页", step.amounts), step.page),
            )
        changed = list(changes(desk.ledger, desk.lease.id)) if done.new or done.gone or done.changed else []
        overview = desk.overview_now()
        ok = not (overview.outdated or overview.unusable or overview.doubtful)
        if options.as_json:
            print_json(
                _record(desk, done, changed) | {"ok": ok, "outdated": overview.outdated, "needs": needs(overview)}
            )
        else:
            _print(desk, done, changed)
            print_needs(overview)
    if not ok:
        raise typer.Exit(NO)


def _print(desk: LeasedDesk, done: "Extraction", changed: "Sequence[ChangedRow]") -> None:
    from gdyb_workflows.clearing.overview import unusable_rows

    say(f"{desk.name} 提取完成（第 {done.number} 次），{done.pages} 页")
    say(amounts_text(done.amounts))
    notes = (
        (done.placeholders, "行没有编号、也没有金额的占位行，不计入"),
        (done.repeated, "行重复给出，只计一次"),
        (done.unusable, "笔缺少确认所需的内容，不能确认"),
    )
    for count, text in notes:
        if count:
            say(f"另有 {count} {text}")
    for bad in unusable_rows(desk.ledger, desk.lease.id, most=_SHOWN) if done.unusable else ():
        say(f"  {bad.setl_sn or '（没有结算流水号）'} {bad.mdtrt_id or '（没有就诊登记号）'}：{bad.problem}")
    if done.number == 1:
        return
    if not changed:
        say("与上次提取一致。")
        return
    say(f"与上次提取相比：新增 {done.new} 笔，消失 {done.gone} 笔，变动 {done.changed} 笔")
    rows = [
        (one.setl_sn, _KINDS[one.kind], _sides(one.before), _sides(one.after), "是" if one.is_confirmed else "否")
        for one in changed[:_SHOWN]
    ]
    heads = ("结算流水号", "变化", "上次 总费用\n经办机构支付", "本次 总费用\n经办机构支付", "已确认")
    print_table(heads, rows, right=(2, 3))
    if len(changed) > _SHOWN:
        say(f"…另有 {len(changed) - _SHOWN} 笔，用 --json 看全部")
    if any(one.kind is ChangeKind.CHANGED and one.before == one.after for one in changed):
        say("金额相同的“变动”，是证件号码、结算时间等其他内容变了。")


def _sides(amounts: Amounts | None) -> str:
    return "" if amounts is None else f"{money(amounts.medfee_sumamt)}\n{money(amounts.optins_pay_sumamt)}"


def _record(desk: LeasedDesk, done: "Extraction", changed: "Sequence[ChangedRow]") -> dict[str, object]:
    from gdyb_workflows.clearing.overview import unusable_rows

    counts = {name: value for name, value in asdict(done).items() if name != "amounts"}
    return {
        **desk.record,
        "extraction": {**counts, **amounts_record(done.amounts)},
        "unusable": [asdict(one) for one in unusable_rows(desk.ledger, desk.lease.id)],
        "changes": [
            {
                "kind": one.kind,
                "setl_sn": one.setl_sn,
                "mdtrt_id": one.mdtrt_id,
                "before": one.before and amounts_record(one.before),
                "after": one.after and amounts_record(one.after),
                "is_confirmed": one.is_confirmed,
            }
            for one in changed
        ],
    }
