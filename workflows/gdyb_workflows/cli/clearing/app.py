"""The application `gdyb clearing`: which commands there are."""

from collections.abc import Mapping
from typing import ClassVar

import typer

from gdyb_workflows.cli.group import OPTIONS, ChineseGroup

__all__ = ["clearing"]


class _Commands(ChineseGroup):
    own: ClassVar[Mapping[str, str]] = {
        "run": "gdyb_workflows.cli.clearing.run:run",
        "work": "gdyb_workflows.cli.clearing.run:work",
        "takeover": "gdyb_workflows.cli.clearing.takeover:takeover",
    }


clearing = typer.Typer(
    cls=_Commands,
    help="异地清分（第 7 章），按月办理：提取 extract、核对 match、列批 plan、确认 confirm；随时可停，用同样的命令接着做。"
    "\n\n退出码：0 办完，1 要人处理，2 没有做成。",
    no_args_is_help=True,
    add_completion=False,
    options_metavar=OPTIONS,
    subcommand_metavar="命令 [参数]...",
)


@clearing.callback()
def root() -> None:
    """Its help is the application's."""
