"""The application: which commands there are."""

from collections.abc import Mapping
from typing import ClassVar

import typer

from gdyb_workflows.cli.group import OPTIONS, CommandGroup

__all__ = ["app"]


class _Commands(CommandGroup):
    own: ClassVar[Mapping[str, str]] = {
        "call": "gdyb_workflows.cli.call:call",
        "codes": "gdyb_workflows.cli.codes:codes",
        "describe": "gdyb_workflows.cli.describe:describe",
        "doctor": "gdyb_workflows.cli.doctor:doctor",
        "demo": "gdyb_workflows.cli.demo:demo",
        "reconcile": "gdyb_workflows.cli.reconcile:reconcile",
        "clearing": "gdyb_workflows.cli.clearing.app:clearing",
        "reader": "gdyb_workflows.cli.reader.app:reader",
    }


app = typer.Typer(
    name="gdyb",
    cls=_Commands,
    help="广东省医疗保障信息平台两定医药机构接口：调用、查表、检查环境、演示、对账、清分、读卡。",
    no_args_is_help=True,
    add_completion=False,
    options_metavar=OPTIONS,
    subcommand_metavar="命令 [参数]...",
    pretty_exceptions_enable=False,
)


@app.callback()
def root() -> None:
    """Without a callback typer would make a single command of an application with one."""
