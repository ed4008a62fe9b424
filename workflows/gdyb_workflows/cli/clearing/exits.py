"""What is open in a month and the ways out of it, with the exact commands."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gdyb_workflows.cli.clearing.desk import Desk
from gdyb_workflows.cli.clearing.shown import amounts_text

if TYPE_CHECKING:
    from gdyb_workflows.clearing.overview import BatchOverview, MonthOverview

__all__ = ["arrived_by", "exit_lines", "open_batches", "sent_at"]


def open_batches(found: "MonthOverview") -> "list[BatchOverview]":
    """Batches in force whose result nobody knows."""
    return [one for one in found.batches if one.is_in_force and one.state in ("unknown", "sending", "revoking")]


def exit_lines(desk: Desk, found: "MonthOverview") -> Iterator[str]:
    """Lines of text; none where nothing is open."""
    from gdyb_workflows.clearing.ledger import beijing

    command = f"gdyb clearing resolve {desk.period}"
    for stage in found.epochs:
        if stage.state == "closed" and stage.fence_until is not None:
            yield f"第 {stage.number} 轮已关闭，等待整期回退（{beijing(stage.fence_until)} 之后）。到时运行："
            yield f"  {_period_command(desk, again=stage.send_again)}"
            yield "经办机构说这一期已经回退，而平台不再受理整期回退时，登记："
            yield f"  {command} --period-revoked"
            yield "整期回退还没有发送过，或被平台拒绝，不再回退、恢复这一轮："
            yield f"  {command} --reopen"
    # In a closed epoch every batch goes the way of the period, whatever is known of it.
    is_closed = any(stage.state == "closed" for stage in found.epochs)
    waiting = [] if is_closed else open_batches(found)
    for one in waiting:
        yield from _revoking(one, command) if one.state == "revoking" else _unknown(desk, one, command)
    if any(one.state != "revoking" for one in waiting):
        yield "三、整期回退后全部重新确认（其他软件在这一期的确认也会被撤销，要等请求不可能再到达）："
        yield f"  {command} --period --again"
    if found.conflicts:
        yield f"有 {found.conflicts} 个确认答复来迟，可能重复确认。向经办机构核实后登记核实的结果："
        yield f"  {command} --conflict 核实的结果"


def sent_at(one: "BatchOverview") -> float:
    """When a batch was sent for the last time."""
    return max((each.sent_at for each in one.attempts), default=one.changed_at)


def arrived_by(desk: Desk, one: "BatchOverview") -> float:
    """From when on the request of a batch cannot arrive any more."""
    from gdyb_workflows.clearing.fence import fence_of

    return fence_of(sent_at(one), desk.clearing.fence_margin)


def _period_command(desk: Desk, *, again: bool) -> str:
    if again:
        return f"gdyb clearing resolve {desk.period} --period --again"
    return f"gdyb clearing revoke-period {desk.period}"


def _unknown(desk: Desk, one: "BatchOverview", command: str) -> Iterator[str]:
    from gdyb_workflows.clearing.ledger import beijing

    until = beijing(arrived_by(desk, one))
    yield f"第 {one.number} 批结果未知：{amounts_text(one.amounts)}"
    yield f"  {beijing(sent_at(one))} 发出，msgid={one.msgid}"
    if one.state == "sending":
        yield "  （还记为发送中：如果没有别的窗口正在确认，发送的程序已中断。）"
    yield "  平台可能已经确认，也可能没有；程序不会自动重发。三条出路，任选其一："
    yield "一、向经办机构核实这一批，登记结果："
    yield "  已确认（知道接收方报文ID时一并登记，以后才能单独回退这一批）："
    yield f"  {command} --batch {one.number} --applied --refmsgid 接收方报文ID"
    yield f"  没有确认（{until} 之后才能登记，之后会重新发送）："
    yield f"  {command} --batch {one.number} --not-applied"
    named = f"当前为 {desk.clearing.probe}" if desk.clearing.probe else "当前没有配置 GDYB_CLEARING_PROBE，不能用"
    yield f"二、用本地联调证实过的探查方法（{named}）："
    yield f"  {command} --batch {one.number} --probe"


def _revoking(one: "BatchOverview", command: str) -> Iterator[str]:
    month = command.rpartition(" ")[2]
    yield f"第 {one.number} 批的回退没有等到答复：{amounts_text(one.amounts)}"
    yield "  再运行一次回退即可，同一个报文ID只会被回退一次："
    yield f"  gdyb clearing revoke {month} --batch {one.number}"
    yield "  平台拒绝时，向经办机构核实后登记（已回退 / 没有回退）："
    yield f"  {command} --batch {one.number} --revoked"
    yield f"  {command} --batch {one.number} --not-revoked"
