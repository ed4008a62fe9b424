"""The application `gdyb journal`: which commands there are."""

from collections.abc import Mapping
from typing import ClassVar

import typer

from gdyb_cli.group import OPTIONS, ChineseGroup

__all__ = ["journal"]


class _Commands(ChineseGroup):
    own: ClassVar[Mapping[str, str]] = {
        "list": "gdyb_cli.journal.listing:list_entries",
        "show": "gdyb_cli.journal.listing:show",
        "resolve": "gdyb_cli.journal.resolve:resolve",
    }


journal = typer.Typer(
    cls=_Commands,
    help="交易日志：每一笔结算、登记、撤销，按业务键记录发出与结果；同一业务键不会办两次。\n\n"
    "退出码：0 没有要处理的，1 要人处理，2 没有做成。",
    no_args_is_help=True,
    add_completion=False,
    options_metavar=OPTIONS,
    subcommand_metavar="命令 [参数]...",
)


@journal.callback()
def root() -> None:
    """Its help is the application's."""
