"""`gdyb clearing export`: a month as files, for the finance office and for programs."""

from pathlib import Path
from typing import Annotated

import typer

from gdyb_cli.clearing.files import check_file, look_once, made_by, nothing_text, now, writing
from gdyb_cli.clearing.options import Month, Usage
from gdyb_cli.clearing.words import wording
from gdyb_cli.options import Source, taking
from gdyb_cli.screen import NO, print_json, progress, say, stop

__all__ = ["export"]

_SUFFIXES = (".xlsx", ".csv", ".parquet")
"""As in `exporting`, whose import takes its time."""


@taking(Source)
def export(
    options: Source,
    month: Month,
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="文件", help=".xlsx（所有的表）、.csv 或 .parquet（明细）；可给多个。"),
    ],
    show: Annotated[bool, typer.Option("--show", help="列出证件号码（没有密钥的台账只有掩码）；默认不列。")] = False,
) -> None:
    """写出一个月的明细和汇总，交财务或供程序读。只看不改，别的窗口正在办理时也能用。

    已有的同名文件会被替换；没有写成时，原来的文件不变。
    退出码：0 写成，1 台账里没有这个月的明细，2 没有做成。
    """
    usage = Usage(options)
    period = usage.month(month)
    for path in paths:
        check_file(usage, path, _SUFFIXES, "文件")
    usage.check()
    with look_once(options, period) as (desk, month_id):
        from gdyb_workflows.clearing.reporting.exporting import Export
        from gdyb_workflows.clearing.reporting.exporting import export as write

        overview = desk.overview()
        if overview is None or month_id is None or overview.extraction is None:
            stop(nothing_text(desk), NO, json=options.as_json, error="NotExtracted")
        order = Export(
            ledger=desk.ledger,
            month_id=month_id,
            month=overview,
            maker=made_by(desk.settings),
            now=now(),
            show_people=show,
            wording=wording(period),
        )
        with progress("读取台账") as advance:
            for number, path in enumerate(paths):
                advance(f"写 {path.name}", number, len(paths))
                with writing(path, json=options.as_json):
                    write(order, path)
        if options.as_json:
            print_json(desk.record | {"ok": True, "files": [str(path) for path in paths]})
            return
        for path in paths:
            say(f"已写出 {path}")
        if show:
            say(
                "文件里有证件号码，请妥善保管。" if desk.ledger.vault.is_sealing else "台账没有密钥，证件号码只有掩码。"
            )
