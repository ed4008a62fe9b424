"""`gdyb clearing resolve`: what a person knows of a batch whose result nobody knows, and the period sent again."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

import typer

from gdyb_workflows.clearing.period import ClearingMonth
from gdyb_workflows.cli.clearing.asking import typed
from gdyb_workflows.cli.clearing.desk import Desk, HeldDesk, held_desk, look, open_desk
from gdyb_workflows.cli.clearing.exits import arrived_by, exit_lines, open_batches
from gdyb_workflows.cli.clearing.options import By, Month, Note, Source, Usage, actor_of
from gdyb_workflows.cli.clearing.revoke import OTHERS_TOO
from gdyb_workflows.cli.clearing.shown import amounts_text, print_needs
from gdyb_workflows.cli.clearing.waiting import wait_for_fence
from gdyb_workflows.cli.options import taking
from gdyb_workflows.cli.screen import FAILED, NO, print_json, say, stop

__all__ = ["resolve"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution(Source):
    """What a person says, and who says it."""

    batch: Annotated[int | None, typer.Option("--batch", metavar="批号", min=1, help="哪一批，见 status。")] = None
    applied: Annotated[bool, typer.Option("--applied", help="经办机构说：这一批已确认。")] = False
    refmsgid: Annotated[
        str, typer.Option("--refmsgid", metavar="报文ID", help="与 --applied 一起：这一批的接收方报文ID，知道就填。")
    ] = ""
    not_applied: Annotated[bool, typer.Option("--not-applied", help="经办机构说：这一批没有确认；之后会重新发送。")] = (
        False
    )
    probe: Annotated[bool, typer.Option("--probe", help="用配置里的探查方法（GDYB_CLEARING_PROBE）判断。")] = False
    revoked: Annotated[bool, typer.Option("--revoked", help="经办机构说：这一批已回退。")] = False
    not_revoked: Annotated[bool, typer.Option("--not-revoked", help="经办机构说：这一批没有回退。")] = False
    period: Annotated[bool, typer.Option("--period", help="整期回退（otransid 为 0），与 --again 一起。")] = False
    again: Annotated[bool, typer.Option("--again", help="整期回退后，把这一期的批次重新列出，等待确认。")] = False
    wait: Annotated[bool, typer.Option("--wait", help="与 --period 一起：等到可以回退的时间，再接着做。")] = False
    period_revoked: Annotated[
        bool, typer.Option("--period-revoked", help="经办机构说：这一期已整期回退（平台不再受理回退时用）。")
    ] = False
    reopen: Annotated[bool, typer.Option("--reopen", help="整期回退没有发送或被拒绝：不再回退，恢复这一轮。")] = False
    conflict: Annotated[
        str, typer.Option("--conflict", metavar="文字", help="来迟的确认答复已核实：写明核实的结果。")
    ] = ""
    moved_from: Annotated[
        str, typer.Option("--moved-from", metavar="地址", help="平台只是换了接口地址：原来的地址，如台账所记。")
    ] = ""
    confirm: Annotated[
        str | None, typer.Option("--confirm", metavar="月份", help="供脚本使用：再给一次月份表示同意，不再询问。")
    ] = None
    by: By = ""
    note: Note = ""

    @property
    def actions(self) -> tuple[str, ...]:
        """The options that say what to do, of those that were given."""
        names = (*_OF_BATCH, "period", "period_revoked", "reopen", "conflict", "moved_from")
        return tuple(name for name in names if getattr(self, name))


_OF_BATCH = ("applied", "not_applied", "probe", "revoked", "not_revoked")


@taking(Resolution)
def resolve(options: Resolution, month: Month) -> None:
    """处理结果未知的批次；不给选项时说明怎么办。

    不给选项，就列出每一批的三条出路和要用的命令。每一种处理都要输入月份表示同意，连同办理人记入台账。
    """
    usage = Usage(options)
    period = usage.month(month)
    _check(options, usage)
    usage.check()
    if not options.actions:
        _explain(options, period)
        return
    action = options.actions[0]
    if action == "moved_from":
        _move(options, period)
        return
    with held_desk(options, period) as desk:
        message = _ACTIONS[action](desk, options)
        found = desk.overview_now()
        ok = not (open_batches(found) or found.conflicts)
        if options.as_json:
            print_json(desk.record | {"ok": ok, "action": action, "message": message, "needs": found.needs})
        else:
            say(message)
            print_needs(found)
    if not ok:
        raise typer.Exit(NO)


def _check(options: Resolution, usage: Usage) -> None:
    given = options.actions
    names = "、".join(
        _option(name) for name in (*_OF_BATCH, "period", "period_revoked", "reopen", "conflict", "moved_from")
    )
    usage.require(len(given) <= 1, "、".join(map(_option, given)), f"{names} 一次只能给一个")
    of_batch = [_option(name) for name in given if name in _OF_BATCH]
    usage.require(not of_batch or options.batch is not None, "--batch", f"{'、'.join(of_batch)} 要与 --batch 一起给出")
    usage.require(
        options.batch is None or bool(of_batch),
        "--batch",
        "要说明这一批怎么处理：--applied、--not-applied、--probe、--revoked 或 --not-revoked",
    )
    usage.require(not options.refmsgid or options.applied, "--refmsgid", "只与 --applied 一起给出")
    is_id = re.fullmatch("[0-9A-Za-z]{0,30}", options.refmsgid.strip()) is not None
    usage.require(is_id, "--refmsgid", "应为不超过 30 位的数字或字母")
    usage.require(
        options.period == options.again,
        "--period",
        "--period 与 --again 要一起给出；只回退、不再确认用 gdyb clearing revoke-period",
    )
    usage.require(not options.wait or options.period, "--wait", "只与 --period --again 一起给出")
    nothing = not given and options.batch is None
    usage.require(
        not (nothing and options.confirm is not None), "--confirm", "要说明怎么处理；不给选项的 resolve 只作说明"
    )


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _explain(options: Source, period: ClearingMonth) -> None:
    with look(options, period) as desk:
        found = desk.overview()
        lines = [] if found is None else list(exit_lines(desk, found))
        if options.as_json:
            batches = (
                []
                if found is None
                else [{"number": one.number, "state": one.state, "msgid": one.msgid} for one in open_batches(found)]
            )
            print_json(desk.record | {"ok": not lines, "open": batches, "explanation": lines})
        elif lines:
            say(f"{desk.name} 要处理的：")
            for line in lines:
                say(line)
            say("每一种处理都会再问一次，并连同办理人（--by）记入台账；--note 可写明经办机构的答复。")
        else:
            say(f"{desk.name} 没有结果未知的批次。")
    if lines:
        raise typer.Exit(NO)


def _move(options: Resolution, period: ClearingMonth) -> None:
    with open_desk(options, period) as desk:
        before, now = options.moved_from, desk.settings.base_url
        _approve(
            desk,
            options,
            f"{desk.name} 在台账里由接口地址 {before} 改记为 {now}。只有两个地址是同一个平台时才可以这样做。",
        )
        actor = actor_of(options.by, desk.settings)
        desk.ledger.move_month(desk.settings.fixmedins_code, desk.period, before=before, now=now, actor=actor)
        text = f"{desk.name} 已改记为接口地址 {now}。"
        if options.as_json:
            print_json(desk.record | {"ok": True, "action": "moved_from", "message": text})
        else:
            say(text)


def _approve(desk: Desk, options: Resolution, what: str) -> None:
    typed(str(desk.period), what, options.confirm, json=options.as_json)


def _approve_batch(desk: HeldDesk, options: Resolution, what: str, *, after_fence: bool = False) -> None:
    """Asks a person about a batch, unless the ledger refuses anyway: nothing to settle, or too early."""
    number = _number(options)
    found = next((one for one in open_batches(desk.overview_now()) if one.number == number), None)
    if found is None or (after_fence and desk.held.now() < arrived_by(desk, found)):
        return
    _approve(desk, options, f"{desk.name} 第 {number} 批（{amounts_text(found.amounts)}）：{what}")


def _applied(desk: HeldDesk, options: Resolution) -> str:
    from gdyb_workflows.clearing.unknown import record_finding

    number = _number(options)
    _approve_batch(desk, options, "登记为已确认。登记后不会再发送。")
    actor = actor_of(options.by, desk.settings)
    record_finding(desk.held, number, "applied", actor=actor, inf_refmsgid=options.refmsgid.strip(), note=options.note)
    left = "" if options.refmsgid else "没有登记接收方报文ID，这一批以后不能单独回退。"
    return f"第 {number} 批已登记为已确认。{left}"


def _not_applied(desk: HeldDesk, options: Resolution) -> str:
    from gdyb_workflows.clearing.unknown import record_finding

    number = _number(options)
    what = "登记为没有确认。之后会重新发送：如果其实已经确认，就会重复确认。"
    _approve_batch(desk, options, what, after_fence=True)
    actor = actor_of(options.by, desk.settings)
    margin = desk.clearing.fence_margin
    record_finding(desk.held, number, "not_applied", actor=actor, note=options.note, margin=margin)
    return f"第 {number} 批已登记为没有确认，重新等待发送。"


def _probe(desk: HeldDesk, options: Resolution) -> str:
    from gdyb_workflows.clearing.unknown import probe

    number, name = _number(options), desk.clearing.probe
    if not name:
        text = "没有配置探查方法（GDYB_CLEARING_PROBE），没有探查。只有本地联调证实过的方法才能用。"
        stop(text, FAILED, json=options.as_json, error="NoProbe")
    _approve_batch(desk, options, f"用探查方法 {name} 判断是否已确认。", after_fence=True)
    actor = actor_of(options.by, desk.settings)
    finding = probe(desk.held, number, name, actor=actor, margin=desk.clearing.fence_margin)
    results = {"applied": "已确认", "not_applied": "没有确认，重新等待发送", None: "无法判断，没有改动"}
    return f"探查 {name}：第 {number} 批{results[finding]}。"


def _revoked(desk: HeldDesk, options: Resolution) -> str:
    return _record_revocation(desk, options, revoked=True)


def _not_revoked(desk: HeldDesk, options: Resolution) -> str:
    return _record_revocation(desk, options, revoked=False)


def _record_revocation(desk: HeldDesk, options: Resolution, *, revoked: bool) -> str:
    from gdyb_workflows.clearing.unknown import record_revocation

    number, result = _number(options), "已回退" if revoked else "没有回退"
    _approve_batch(desk, options, f"登记为{result}。")
    actor = actor_of(options.by, desk.settings)
    margin = desk.clearing.fence_margin
    record_revocation(desk.held, number, revoked=revoked, actor=actor, note=options.note, margin=margin)
    return f"第 {number} 批已登记为{result}。"


def _period(desk: HeldDesk, options: Resolution) -> str:
    from gdyb_workflows.clearing.revoking import close_epoch, revoke_period

    found = desk.overview_now()
    is_closed = any(stage.state == "closed" for stage in found.epochs)
    if not is_closed and not any(one.state != "revoking" for one in open_batches(found)):
        return f"{desk.name} 没有结果未知的批次，不需要整期回退，没有改动。"
    what = f"{desk.name} 整期回退，然后把这一期的批次重新列出，等待确认。\n{OTHERS_TOO}"
    _approve(desk, options, what)
    actor = actor_of(options.by, desk.settings)
    if options.note:
        with desk.held.transaction() as connection:
            desk.held.write_audit(connection, "note", f"整期回退：{options.note}", actor=actor)
    fence = close_epoch(desk.held, actor=actor, send_again=True, margin=desk.clearing.fence_margin)
    wait_for_fence(desk, fence, wait=options.wait, json=options.as_json)
    done = revoke_period(desk.held, actor=actor, margin=desk.clearing.fence_margin)
    return f"第 {done.epoch} 轮已整期回退（msgid={done.msgid}），重新列出 {done.planned} 批，还没有发送。"


def _period_revoked(desk: HeldDesk, options: Resolution) -> str:
    from gdyb_workflows.clearing.revoking import period_is_revoked

    _approve(desk, options, f"{desk.name} 登记为已整期回退：这一期在平台上没有任何确认。")
    actor = actor_of(options.by, desk.settings)
    margin = desk.clearing.fence_margin
    planned = period_is_revoked(desk.held, actor=actor, note=options.note, margin=margin)
    return f"已登记为整期回退，重新列出 {planned} 批，还没有发送。"


def _reopen(desk: HeldDesk, options: Resolution) -> str:
    from gdyb_workflows.clearing.revoking import reopen_epoch

    _approve(desk, options, f"{desk.name} 不再整期回退，恢复这一轮。")
    reopen_epoch(desk.held, actor=actor_of(options.by, desk.settings), note=options.note)
    return "已撤销整期回退，这一轮可以继续。"


def _conflict(desk: HeldDesk, options: Resolution) -> str:
    from gdyb_workflows.clearing.unknown import clear_conflict

    _approve(desk, options, f"{desk.name} 登记来迟的确认答复已核实：{options.conflict}")
    note = f"{options.conflict} {options.note}".rstrip()
    clear_conflict(desk.held, actor=actor_of(options.by, desk.settings), note=note)
    return "已登记核实的结果。"


def _number(options: Resolution) -> int:
    assert options.batch is not None
    return options.batch


_ACTIONS: Mapping[str, Callable[[HeldDesk, Resolution], str]] = {
    "applied": _applied,
    "not_applied": _not_applied,
    "probe": _probe,
    "revoked": _revoked,
    "not_revoked": _not_revoked,
    "period": _period,
    "period_revoked": _period_revoked,
    "reopen": _reopen,
    "conflict": _conflict,
}
"""What to do for each option that says what a person knows; gives the sentence that tells it."""
