"""The application: which commands there are."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Annotated, ClassVar

import typer

from gdyb_cli.group import OPTIONS, CommandGroup
from gdyb_cli.screen import say

__all__ = ["app"]


class _Commands(CommandGroup):
    own: ClassVar[Mapping[str, str]] = {
        "call": "gdyb_cli.interfaces.call:call",
        "codes": "gdyb_cli.interfaces.codes:codes",
        "describe": "gdyb_cli.interfaces.describe:describe",
        "doctor": "gdyb_cli.doctor:doctor",
        "demo": "gdyb_cli.demo:demo",
        "reconcile": "gdyb_cli.reconcile:reconcile",
        "clearing": "gdyb_cli.clearing.app:clearing",
        "journal": "gdyb_cli.journal.app:journal",
        "reader": "gdyb_cli.reader.app:reader",
    }


app = typer.Typer(
    name="gdyb",
    cls=_Commands,
    help="广东省医疗保障信息平台两定医药机构接口：调用、查表、检查环境、演示、对账、清分、交易日志、读卡。",
    no_args_is_help=True,
    add_completion=False,
    options_metavar=OPTIONS,
    subcommand_metavar="命令 [参数]...",
    pretty_exceptions_enable=False,
)


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        say(f"gdyb {version('gdyb')}")
        raise typer.Exit


@app.callback()
def root(
    show_version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="显示版本。")
    ] = False,
) -> None:
    """Without a callback typer would make a single command of an application with one."""
