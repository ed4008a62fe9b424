"""`gdyb clearing plan`: approved settlements, cut into batches."""

from typing import Annotated

import typer

from gdyb_cli.clearing.desk import leased_desk, require_extraction
from gdyb_cli.clearing.options import Month, Usage
from gdyb_cli.clearing.shown import amounts_record, amounts_text, needs, print_needs
from gdyb_cli.options import Source, taking
from gdyb_cli.screen import NO, print_json, say

__all__ = ["plan"]


@taking(Source)
def plan(
    options: Source,
    month: Month,
    size: Annotated[
        int | None,
        typer.Option("--size", metavar="笔数", min=1, help="每批最多多少笔；不给则为接口的上限 100 笔。"),
    ] = None,
) -> None:
    """把已批准的结算列成批次；只列批，不发送。

    每批不超过 100 笔，输入也不超过接口允许的长度。列好的批次不再变动；再运行一次不会重复列入。
    """
    from gdyb_workflows.clearing.calls import confirmation_limit
    from gdyb_workflows.clearing.sending.planning import plan as run

    usage = Usage(options)
    period = usage.month(month)
    usage.require(size is None or size <= confirmation_limit(), "--size", f"应不大于 {confirmation_limit()}")
    usage.check()
    with leased_desk(options, period) as desk:
        require_extraction(desk, json=options.as_json)
        done = run(desk.lease, size=size)
        overview = desk.overview_now()
        ok = not done.undecided
        if options.as_json:
            new = {"epoch": done.epoch, "batches": done.batches, **amounts_record(done.amounts)}
            print_json(desk.record | {"ok": ok, "planned": new, "undecided": done.undecided, "needs": needs(overview)})
        else:
            if done.batches:
                say(f"{desk.name} 新列 {done.batches} 批：{amounts_text(done.amounts)}")
            else:
                say(f"{desk.name} 没有新的批次要列。")
            print_needs(overview)
    if not ok:
        raise typer.Exit(NO)
