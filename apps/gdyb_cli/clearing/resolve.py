"""`gdyb clearing resolve`: what a person knows of a batch whose result nobody knows, and the period sent again."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from gdyb_cli.asking import typed
from gdyb_cli.clearing.desk import LeasedDesk, leased_desk, look, open_desk
from gdyb_cli.clearing.options import Month, Usage
from gdyb_cli.clearing.revoke import OTHERS_TOO
from gdyb_cli.clearing.shown import amounts_text, needs, print_needs
from gdyb_cli.clearing.waiting import wait_for_fence
from gdyb_cli.clearing.ways import arrived_by, way_lines
from gdyb_cli.group import OPTIONS, ChineseGroup, adding_to
from gdyb_cli.options import By, Note, Source, actor_of
from gdyb_cli.screen import FAILED, NO, print_json, say, stop
from gdyb_runtime.clock import ANSWERS
from gdyb_workflows.clearing.ledger.states import UNANSWERED, AuditAction, Finding
from gdyb_workflows.clearing.period import ClearingMonth

if TYPE_CHECKING:
    from gdyb_workflows.clearing.overview import BatchOverview

__all__ = ["resolve"]

Batch: TypeAlias = Annotated[int, typer.Option("--batch", metavar="批号", min=1, help="哪一批，见 status。")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Source):
    """What every decision has: the consent, who decides, and why."""

    confirm: Annotated[
        str | None, typer.Option("--confirm", metavar="月份", help="供脚本使用：再给一次月份表示同意，不再询问。")
    ] = None
    by: By = ""
    note: Note = ""


resolve = typer.Typer(
    cls=ChineseGroup,
    help="处理结果未知的批次、没有答复的回退和整期回退。\n\n"
    "ways 列出每一批的出路和要用的命令；其余的每一种处理都要输入月份表示同意，连同办理人记入台账。",
    no_args_is_help=True,
    add_completion=False,
    options_metavar=OPTIONS,
    subcommand_metavar="命令 [参数]...",
)


_command = adding_to(resolve)


@_command("ways", Source)
def ways(options: Source, month: Month) -> None:
    """列出要处理的每一批、三条出路和要用的命令；只看不改。"""
    period = _period(options, month)
    with look(options, period) as desk:
        overview = desk.overview()
        lines = [] if overview is None else list(way_lines(desk, overview))
        if options.as_json:
            open_batches = [] if overview is None else overview.open_batches
            batches = [{"number": one.number, "state": one.state, "msgid": one.msgid} for one in open_batches]
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


@_command("applied", Decision)
def applied(
    options: Decision,
    month: Month,
    batch: Batch,
    refmsgid: Annotated[
        str, typer.Option("--refmsgid", metavar="报文ID", help="这一批的接收方报文ID，知道就填。")
    ] = "",
) -> None:
    """经办机构说：这一批已确认。"""
    from gdyb_workflows.clearing.sending.unknown import record_finding

    ref = refmsgid.strip()
    if re.fullmatch("[0-9A-Za-z]{0,30}", ref) is None:
        raise typer.BadParameter("应为不超过 30 位的数字或字母", param_hint="--refmsgid")
    with _deciding(options, month, "applied") as (desk, actor, tell):
        _approve_batch(desk, options, batch, "登记为已确认。登记后不会再发送。")
        record_finding(desk.lease, batch, Finding.APPLIED, actor=actor, inf_refmsgid=ref, note=options.note)
        left = "" if ref else "没有登记接收方报文ID，这一批以后不能单独回退。"
        tell(f"第 {batch} 批已登记为已确认。{left}")


@_command("not-applied", Decision)
def not_applied(options: Decision, month: Month, batch: Batch) -> None:
    """经办机构说：这一批没有确认；之后会重新发送。"""
    from gdyb_workflows.clearing.sending.unknown import record_finding

    with _deciding(options, month, "not_applied") as (desk, actor, tell):
        what = "登记为没有确认。之后会重新发送：如果其实已经确认，就会重复确认。"
        _approve_batch(desk, options, batch, what, after_fence=True)
        margin = desk.clearing.fence_margin
        record_finding(desk.lease, batch, Finding.NOT_APPLIED, actor=actor, note=options.note, margin=margin)
        tell(f"第 {batch} 批已登记为没有确认，重新等待发送。")


@_command("probe", Decision)
def probe(options: Decision, month: Month, batch: Batch) -> None:
    """用配置里的探查方法（GDYB_CLEARING_PROBE）判断这一批是否已确认。"""
    from gdyb_workflows.clearing.sending.unknown import probe as run

    with _deciding(options, month, "probe") as (desk, actor, tell):
        name = desk.clearing.probe
        if not name:
            text = "没有配置探查方法（GDYB_CLEARING_PROBE），没有探查。只有本地联调证实过的方法才能用。"
            stop(text, FAILED, json=options.as_json, error="NoProbe")
        _approve_batch(desk, options, batch, f"用探查方法 {name} 判断是否已确认。", after_fence=True)
        finding = run(desk.lease, batch, name, actor=actor, margin=desk.clearing.fence_margin)
        after = "，重新等待发送" if finding is Finding.NOT_APPLIED else ""
        tell(f"探查 {name}：第 {batch} 批{finding.label if finding else '无法判断，没有改动'}{after}。")


@_command("revoked", Decision)
def revoked(options: Decision, month: Month, batch: Batch) -> None:
    """经办机构说：这一批已回退。"""
    with _deciding(options, month, "revoked") as (desk, actor, tell):
        tell(_record_revocation(desk, options, batch, actor, is_revoked=True))


@_command("not-revoked", Decision)
def not_revoked(options: Decision, month: Month, batch: Batch) -> None:
    """经办机构说：这一批没有回退。"""
    with _deciding(options, month, "not_revoked") as (desk, actor, tell):
        tell(_record_revocation(desk, options, batch, actor, is_revoked=False))


@_command("period", Decision)
def period(
    options: Decision,
    month: Month,
    wait: Annotated[bool, typer.Option("--wait", help="等到可以回退的时间，再接着做。")] = False,
) -> None:
    """整期回退（otransid 为 0），再把这一期的批次重新列出，等待确认。

    其他软件在这一期的确认也会被撤销。只回退、不再确认，用 revoke-period。
    """
    from gdyb_workflows.clearing.sending.revoking import close_epoch, revoke_period

    with _deciding(options, month, "period") as (desk, actor, tell):
        overview = desk.overview_now()
        if not overview.is_closed and not any(one.state in UNANSWERED for one in overview.open_batches):
            tell(f"{desk.name} 没有结果未知的批次，不需要整期回退，没有改动。")
            return
        _approve(desk, options, f"{desk.name} 整期回退，然后把这一期的批次重新列出，等待确认。\n{OTHERS_TOO}")
        if options.note:
            with desk.lease.transaction() as connection:
                desk.lease.write_audit(connection, AuditAction.NOTE, f"整期回退：{options.note}", actor=actor)
        fence = close_epoch(desk.lease, actor=actor, send_again=True, margin=desk.clearing.fence_margin)
        wait_for_fence(desk, fence, wait=wait, json=options.as_json)
        done = revoke_period(desk.lease, actor=actor, margin=desk.clearing.fence_margin)
        tell(f"第 {done.epoch} 轮已整期回退（msgid={done.msgid}），重新列出 {done.planned} 批，还没有发送。")


@_command("period-revoked", Decision)
def period_revoked(options: Decision, month: Month) -> None:
    """经办机构说：这一期已整期回退（平台不再受理回退时用）。"""
    from gdyb_workflows.clearing.sending.revoking import period_is_revoked

    with _deciding(options, month, "period_revoked") as (desk, actor, tell):
        _approve(desk, options, f"{desk.name} 登记为已整期回退：这一期在平台上没有任何确认。")
        margin = desk.clearing.fence_margin
        planned = period_is_revoked(desk.lease, actor=actor, note=options.note, margin=margin)
        tell(f"已登记为整期回退，重新列出 {planned} 批，还没有发送。")


@_command("reopen", Decision)
def reopen(options: Decision, month: Month) -> None:
    """整期回退没有发送或被拒绝：不再回退，恢复这一轮。"""
    from gdyb_workflows.clearing.sending.revoking import reopen_epoch

    with _deciding(options, month, "reopen") as (desk, actor, tell):
        _approve(desk, options, f"{desk.name} 不再整期回退，恢复这一轮。")
        reopen_epoch(desk.lease, actor=actor, note=options.note)
        tell("已撤销整期回退，这一轮可以继续。")


@_command("conflict", Decision)
def conflict(
    options: Decision,
    month: Month,
    finding: Annotated[str, typer.Option("--finding", metavar="文字", help="写明核实的结果。")],
) -> None:
    """与登记不符的平台答复（如来迟的确认）已向经办机构核实。"""
    from gdyb_workflows.clearing.ledger.conflicts import clear_conflict

    with _deciding(options, month, "conflict") as (desk, actor, tell):
        _approve(desk, options, f"{desk.name} 登记来迟的确认答复已核实：{finding}")
        clear_conflict(desk.lease, actor=actor, note=f"{finding} {options.note}".rstrip())
        tell("已登记核实的结果。")


@_command("restored", Decision)
def restored(options: Decision, month: Month) -> None:
    """台账是恢复的旧备份，或这台电脑用过另一个台账：已向经办机构核实这一期确认过什么。"""
    from gdyb_workflows.clearing.sending.copies import accept_older_copy

    with _deciding(options, month, "restored") as (desk, actor, tell):
        what = f"{desk.name} 以这个台账为准。台账里没有的确认如果还有效，再确认就会重复；没有把握请先整期回退。"
        _approve(desk, options, what)
        accept_older_copy(desk.lease, actor=actor, note=options.note)
        tell("已登记：以这个台账为准。")


@_command("moved-from", Decision)
def moved_from(
    options: Decision,
    month: Month,
    before: Annotated[str, typer.Argument(metavar="地址", help="原来的接口地址，如台账所记。")],
) -> None:
    """平台只是换了接口地址：这个月在台账里改记为现在的地址。"""
    with open_desk(options, _period(options, month)) as desk:
        now = desk.settings.base_url
        what = f"{desk.name} 在台账里由接口地址 {before} 改记为 {now}。只有两个地址是同一个平台时才可以这样做。"
        typed(str(desk.period), what, options.confirm, json=options.as_json)
        actor = actor_of(options.by, desk.settings)
        desk.ledger.move_month(desk.settings.fixmedins_code, desk.period, before=before, now=now, actor=actor)
        text = f"{desk.name} 已改记为接口地址 {now}。"
        if options.as_json:
            print_json(desk.record | {"ok": True, "action": "moved_from", "message": text})
        else:
            say(text)


def _period(options: Source, month: str) -> ClearingMonth:
    usage = Usage(options)
    parsed = usage.month(month)
    usage.check()
    return parsed


@contextmanager
def _deciding(options: Decision, month: str, action: str) -> Iterator[tuple[LeasedDesk, str, Callable[[str], None]]]:
    """The month leased, who decides, and what says the result; then what is left to do, and its exit code, follow."""
    messages: list[str] = []
    with leased_desk(options, _period(options, month)) as desk:
        yield desk, actor_of(options.by, desk.settings), messages.append
        overview, text = desk.overview_now(), "\n".join(messages)
        ok = not (overview.open_batches or overview.conflicts)
        if options.as_json:
            print_json(desk.record | {"ok": ok, "action": action, "message": text, "needs": needs(overview)})
        else:
            say(text)
            print_needs(overview)
    if not ok:
        raise typer.Exit(NO)


def _approve(desk: LeasedDesk, options: Decision, what: str) -> None:
    typed(str(desk.period), what, options.confirm, json=options.as_json)


def _approve_batch(desk: LeasedDesk, options: Decision, number: int, what: str, *, after_fence: bool = False) -> None:
    """Asks a person about a batch, unless the ledger refuses anyway: nothing to settle, or too early."""
    one = next((one for one in desk.overview_now().open_batches if one.number == number), None)
    if one is None or (after_fence and _is_early(desk, one)):
        return
    _approve(desk, options, f"{desk.name} 第 {number} 批（{amounts_text(one.amounts)}）：{what}")


def _is_early(desk: LeasedDesk, one: "BatchOverview") -> bool:
    desk.lease.learn_time(ANSWERS)
    return desk.lease.left_until(arrived_by(desk, one)) > 0


def _record_revocation(desk: LeasedDesk, options: Decision, number: int, actor: str, *, is_revoked: bool) -> str:
    from gdyb_workflows.clearing.sending.unknown import record_revocation

    result = "已回退" if is_revoked else "没有回退"
    _approve_batch(desk, options, number, f"登记为{result}。")
    margin = desk.clearing.fence_margin
    record_revocation(desk.lease, number, revoked=is_revoked, actor=actor, note=options.note, margin=margin)
    return f"第 {number} 批已登记为{result}。"
