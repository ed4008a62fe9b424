"""The ways out of what is open in a month, step by step, with the exact commands."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from gdyb_cli.clearing.desk import Desk
from gdyb_cli.clearing.shown import amounts_text
from gdyb_cli.clearing.words import command, command_of
from gdyb_workflows.clearing.ledger.steps import NextStep, StepKind
from gdyb_workflows.fence import beijing, fence_of

if TYPE_CHECKING:
    from gdyb_workflows.clearing.overview import BatchOverview, MonthOverview

__all__ = ["arrived_by", "way_lines"]


def way_lines(desk: Desk, month: "MonthOverview") -> Iterator[str]:
    """Lines of text; none where nothing is open that a person has to settle."""
    for step in month.next_steps:
        if describe := _WAYS.get(step.kind):
            yield from describe(desk, month, step)
    if any(step.kind in (StepKind.SETTLE_BATCH, StepKind.AWAIT_SENDER) for step in month.next_steps):
        yield "三、整期回退后全部重新确认（其他软件在这一期的确认也会被撤销，要等请求不可能再到达）："
        yield f"  {command('resolve period {month}', desk.period)}"


def arrived_by(desk: Desk, one: "BatchOverview") -> float:
    """From when on the request of a batch cannot arrive any more."""
    return fence_of(_sent_at(one), desk.clearing.fence_margin)


def _sent_at(one: "BatchOverview") -> float:
    return max((each.sent_at for each in one.attempts), default=one.changed_at)


def _batch(month: "MonthOverview", step: NextStep) -> "BatchOverview":
    return next(one for one in month.batches if (one.epoch, one.number) == (step.epoch, step.batch))


def _closed(desk: Desk, month: "MonthOverview", step: NextStep) -> Iterator[str]:
    yield f"第 {step.epoch} 轮已关闭，等待整期回退（{step.when}）。到时运行："
    yield f"  {command_of(step, desk.period)}"
    yield "经办机构说这一期已经回退，而平台不再受理整期回退时，登记："
    yield f"  {command('resolve period-revoked {month}', desk.period)}"
    yield "整期回退还没有发送过，或被平台拒绝，不再回退、恢复这一轮："
    yield f"  {command('resolve reopen {month}', desk.period)}"


def _unknown(desk: Desk, month: "MonthOverview", step: NextStep) -> Iterator[str]:
    one = _batch(month, step)
    of_batch = f"{{month}} --batch {one.number}"
    yield f"第 {one.number} 批结果未知：{amounts_text(one.amounts)}"
    yield f"  {beijing(_sent_at(one))} 发出，msgid={one.msgid}"
    if step.kind is StepKind.AWAIT_SENDER:
        yield "  （还记为发送中：如果没有别的窗口正在确认，发送的程序已中断。）"
    yield "  平台可能已经确认，也可能没有；程序不会自动重发。三条出路，任选其一："
    yield "一、向经办机构核实这一批，登记结果："
    yield "  已确认（知道接收方报文ID时一并登记，以后才能单独回退这一批）："
    yield f"  {command(f'resolve applied {of_batch} --refmsgid 接收方报文ID', desk.period)}"
    yield f"  没有确认（{beijing(arrived_by(desk, one))} 之后才能登记，之后会重新发送）："
    yield f"  {command(f'resolve not-applied {of_batch}', desk.period)}"
    named = f"当前为 {desk.clearing.probe}" if desk.clearing.probe else "当前没有配置 GDYB_CLEARING_PROBE，不能用"
    yield f"二、用本地联调证实过的探查方法（{named}）："
    yield f"  {command(f'resolve probe {of_batch}', desk.period)}"


def _revoking(desk: Desk, month: "MonthOverview", step: NextStep) -> Iterator[str]:
    yield f"第 {step.batch} 批的回退没有等到答复：{amounts_text(_batch(month, step).amounts)}"
    yield "  再运行一次回退即可，同一个报文ID只会被回退一次："
    yield f"  {command_of(step, desk.period)}"
    yield "  平台拒绝时，向经办机构核实后登记（已回退 / 没有回退）："
    for name in ("revoked", "not-revoked"):
        yield f"  {command(f'resolve {name} {{month}} --batch {step.batch}', desk.period)}"


def _conflict(desk: Desk, month: "MonthOverview", step: NextStep) -> Iterator[str]:
    yield f"有 {month.conflicts} 个确认答复来迟，可能重复确认。向经办机构核实后登记核实的结果："
    yield f"  {command_of(step, desk.period)}"


_WAYS: Mapping[StepKind, Callable[[Desk, "MonthOverview", NextStep], Iterator[str]]] = {
    StepKind.CLEAR_CONFLICT: _conflict,
    StepKind.SETTLE_BATCH: _unknown,
    StepKind.AWAIT_SENDER: _unknown,
    StepKind.REPEAT_REVOCATION: _revoking,
    StepKind.RESEND_PERIOD: _closed,
    StepKind.REVOKE_PERIOD: _closed,
}
