"""The application `gdyb clearing`: which commands there are."""

from collections.abc import Mapping
from typing import ClassVar

import typer

from gdyb_cli.group import OPTIONS, ChineseGroup

__all__ = ["clearing"]


class _Commands(ChineseGroup):
    own: ClassVar[Mapping[str, str]] = {
        "key": "gdyb_cli.clearing.key:key",
        "extract": "gdyb_cli.clearing.extract:extract",
        "match": "gdyb_cli.clearing.match:match",
        "plan": "gdyb_cli.clearing.plan:plan",
        "confirm": "gdyb_cli.clearing.confirm:confirm",
        "status": "gdyb_cli.clearing.status:status",
        "resolve": "gdyb_cli.clearing.resolve:resolve",
        "revoke": "gdyb_cli.clearing.revoke:revoke",
        "revoke-period": "gdyb_cli.clearing.revoke:revoke_period",
        "export": "gdyb_cli.clearing.export:export",
        "report": "gdyb_cli.clearing.report:report",
        "run": "gdyb_cli.clearing.run:run",
        "work": "gdyb_cli.clearing.run:work",
        "takeover": "gdyb_cli.clearing.takeover:takeover",
    }


clearing = typer.Typer(
    cls=_Commands,
    help="异地清分（第 7 章），按月办理：提取 extract、核对 match、列批 plan、确认 confirm。\n\n"
    "随时可以停下，用同样的命令接着做。退出码：0 办完，1 要人处理，2 没有做成。",
    no_args_is_help=True,
    add_completion=False,
    options_metavar=OPTIONS,
    subcommand_metavar="命令 [参数]...",
)


@clearing.callback()
def root() -> None:
    """Its help is the application's."""
