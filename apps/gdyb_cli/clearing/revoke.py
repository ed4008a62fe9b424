"""`gdyb clearing revoke` and `revoke-period`: confirmations revoked."""

from typing import TYPE_CHECKING, Annotated

import typer

from gdyb_cli.asking import ask, typed
from gdyb_cli.clearing.desk import LeasedDesk, leased_desk
from gdyb_cli.clearing.options import Month, Usage, Yes
from gdyb_cli.clearing.shown import amounts_record, amounts_text, needs, print_needs
from gdyb_cli.clearing.waiting import wait_for_fence
from gdyb_cli.options import By, Note, Source, actor_of, taking
from gdyb_cli.screen import FAILED, print_json, say, stop
from gdyb_workflows.clearing.ledger.states import MAYBE_CONFIRMED, REVOCABLE, AuditAction, BatchState

if TYPE_CHECKING:
    from gdyb_workflows.clearing.overview import BatchOverview, MonthOverview

__all__ = ["OTHERS_TOO", "revoke", "revoke_period"]

OTHERS_TOO = "整期回退撤销平台上这一期的全部确认，包括其他软件、其他电脑在这一期所做的确认。"


@taking(Source)
def revoke(
    options: Source,
    month: Month,
    refmsgid: Annotated[
        str, typer.Option("--refmsgid", metavar="报文ID", help="这一批确认的接收方报文ID（inf_refmsgid）。")
    ] = "",
    batch: Annotated[
        int | None, typer.Option("--batch", metavar="批号", min=1, help="或者它的批号，见 status。")
    ] = None,
    by: By = "",
    yes: Yes = False,
) -> None:
    """回退一批确认（3262）。

    回退后这一批的结算要重新批准、列批、确认。没有等到答复时，用同样的命令再来一次即可：同一个报文ID只会被回退一次。
    """
    from gdyb_workflows.clearing.sending.revoking import revoke_batch

    usage = Usage(options)
    period = usage.month(month)
    usage.require(bool(refmsgid) != (batch is not None), "--refmsgid", "请给出 --refmsgid 或 --batch 之一")
    usage.check()
    with leased_desk(options, period) as desk:
        one = _batch_of(desk, refmsgid.strip(), batch, json=options.as_json)
        if one.state is BatchState.REVOKED:
            _show(desk, one, f"第 {one.number} 批早已回退，没有再发送。", as_json=options.as_json)
            return
        question = f"{desk.name} 回退第 {one.number} 批：{amounts_text(one.amounts)}。确定吗？"
        ask(question, yes=yes, json=options.as_json)
        done = revoke_batch(desk.lease, one.inf_refmsgid, actor=actor_of(by, desk.settings))
        _show(desk, one, f"{desk.name} 第 {done.number} 批已回退：{amounts_text(one.amounts)}", as_json=options.as_json)


def _batch_of(desk: LeasedDesk, refmsgid: str, number: int | None, *, json: bool) -> "BatchOverview":
    """The batch that is to be revoked, or was revoked already."""
    overview = desk.overview_now()
    of_now = [one for one in overview.batches if one.is_in_force]
    same = [one for one in of_now if one.number == number or (refmsgid and one.inf_refmsgid == refmsgid)]
    able = [one for one in same if one.inf_refmsgid and one.state in REVOCABLE | {BatchState.REVOKED}]
    if able:
        return able[-1]
    named = f"第 {number} 批" if number is not None else f"接收方报文ID为 {refmsgid} 的批次"
    there = (
        "、".join(str(one.number) for one in of_now if one.inf_refmsgid and one.state is BatchState.CONFIRMED) or "无"
    )
    if same and same[-1].state is BatchState.CONFIRMED:
        text = f"{desk.name} {named}没有接收方报文ID（由人登记为已确认），不能单独回退，没有发送。只能整期回退。"
    else:
        text = f"{desk.name} 没有可以回退的{named}，没有发送。可以回退的批次：{there}"
    stop(text, FAILED, json=json, error="NothingSuch")


def _show(desk: LeasedDesk, one: "BatchOverview", text: str, *, as_json: bool) -> None:
    overview = desk.overview_now()
    if as_json:
        batch = {"number": one.number, "inf_refmsgid": one.inf_refmsgid, **amounts_record(one.amounts)}
        print_json(desk.record | {"ok": True, "batch": batch, "message": text, "needs": needs(overview)})
    else:
        say(text)
        print_needs(overview)


@taking(Source)
def revoke_period(
    options: Source,
    month: Month,
    confirm: Annotated[
        str | None,
        typer.Option(
            "--confirm", metavar="文字", help='供脚本使用：给出“月份 整期回退”，如 "2020-12 整期回退"，不再询问。'
        ),
    ] = None,
    wait: Annotated[bool, typer.Option("--wait", help="还有请求可能在途中时，等到可以回退的时间，再接着做。")] = False,
    by: By = "",
    note: Note = "",
) -> None:
    """整期回退：撤销平台上这一期的全部确认（3262）。

    发送的 otransid 为 0：其他软件在这一期所做的确认也会被撤销。回退后，这一期的结算都要重新批准、列批、确认。
    有结果未知的批次时，要等请求不可能再到达之后才能回退：到时用同样的命令接着做，或用 --wait 等着。
    """
    from gdyb_workflows.clearing.sending.revoking import close_epoch
    from gdyb_workflows.clearing.sending.revoking import revoke_period as run

    usage = Usage(options)
    period = usage.month(month)
    usage.check()
    with leased_desk(options, period) as desk:
        overview = desk.overview_now()
        amounts = _require_sent(desk, overview, json=options.as_json)
        if amounts is None:
            return
        what = f"{desk.name} 整期回退。本台账在这一期已确认或可能已确认：{amounts}。\n{OTHERS_TOO}"
        typed(f"{period} 整期回退", what, confirm, json=options.as_json)
        actor = actor_of(by, desk.settings)
        if note:
            with desk.lease.transaction() as connection:
                desk.lease.write_audit(connection, AuditAction.NOTE, f"整期回退：{note}", actor=actor)
        fence = close_epoch(desk.lease, actor=actor, send_again=False, margin=desk.clearing.fence_margin)
        wait_for_fence(desk, fence, wait=wait, json=options.as_json)
        done = run(desk.lease, actor=actor, margin=desk.clearing.fence_margin)
        text = f"{desk.name} 第 {done.epoch} 轮已整期回退（msgid={done.msgid}）。"
        if options.as_json:
            overview = desk.overview_now()
            record = {"ok": True, "epoch": done.epoch, "msgid": done.msgid, "message": text}
            print_json(desk.record | record | {"needs": needs(overview)})
        else:
            say(text)
            print_needs(desk.overview_now())


def _require_sent(desk: LeasedDesk, overview: "MonthOverview", *, json: bool) -> str | None:
    """What may be confirmed, in words; None when the period is revoked already, which is told."""
    from gdyb_workflows.clearing.period import Amounts
    from gdyb_workflows.fence import beijing

    sent = sum((one.amounts for one in overview.batches if one.is_in_force and one.state in MAYBE_CONFIRMED), Amounts())
    if sent.rows or overview.is_closed:
        return amounts_text(sent)
    times = [stage.rolled_back_at for stage in overview.epochs if stage.rolled_back_at is not None]
    if not times:
        stop(
            f"{desk.name} 本台账没有发送过确认，没有可以整期回退的，没有发送。", FAILED, json=json, error="NothingSuch"
        )
    text = f"{desk.name} 已在 {beijing(times[-1])} 整期回退，之后没有再确认过，没有再发送。"
    if json:
        print_json(desk.record | {"ok": True, "message": text, "needs": needs(overview)})
    else:
        say(text)
        print_needs(overview)
    return None
