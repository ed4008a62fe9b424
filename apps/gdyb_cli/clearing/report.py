"""`gdyb clearing report`: a month as one page to read, print and send."""

from pathlib import Path
from typing import Annotated

import typer

from gdyb_cli.clearing.files import check_file, look_once, made_by, nothing_text, now, writing
from gdyb_cli.clearing.options import Month, Usage
from gdyb_cli.clearing.shown import needs
from gdyb_cli.clearing.words import wording
from gdyb_cli.options import Source, taking
from gdyb_cli.screen import NO, print_json, say, stop

__all__ = ["report"]

_SUFFIXES = (".html", ".htm")


@taking(Source)
def report(
    options: Source,
    month: Month,
    out: Annotated[Path, typer.Option("--out", metavar="文件", help="写出的网页，以 .html 结尾。")],
) -> None:
    """把一个月的清分写成一个网页：办到哪一步、金额、差异、批次、过程。可打印，不含患者的姓名和证件号码。

    网页不需要网络，双击就能打开。只看不改，别的窗口正在办理时也能用。
    退出码：0 写成，1 台账里没有这个月，2 没有做成。
    """
    usage = Usage(options)
    period = usage.month(month)
    check_file(usage, out, _SUFFIXES, "--out")
    usage.check()
    with look_once(options, period) as (desk, month_id):
        from gdyb_workflows.clearing.reporting.report import MonthReport, write_report

        overview = desk.overview()
        if overview is None or month_id is None:
            stop(nothing_text(desk), NO, json=options.as_json, error="NotExtracted")
        content = MonthReport(
            ledger=desk.ledger,
            month_id=month_id,
            month=overview,
            maker=made_by(desk.settings),
            now=now(),
            wording=wording(period),
        )
        with writing(out, json=options.as_json):
            write_report(content, out)
        if options.as_json:
            print_json(desk.record | {"ok": True, "file": str(out), "done": overview.is_done, "needs": needs(overview)})
        else:
            say(f"已写出 {out}")
