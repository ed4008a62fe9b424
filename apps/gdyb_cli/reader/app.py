"""The application `gdyb reader`: which commands there are."""

from collections.abc import Mapping
from typing import ClassVar

import typer

from gdyb_cli.group import OPTIONS, ChineseGroup

__all__ = ["reader"]


class _Commands(ChineseGroup):
    own: ClassVar[Mapping[str, str]] = {
        "card": "gdyb_cli.reader.card:card",
        "id": "gdyb_cli.reader.identity:identity",
        "qr": "gdyb_cli.reader.qr:qr",
        "pin": "gdyb_cli.reader.pin:pin",
        "check": "gdyb_cli.reader.check:check",
        "serve": "gdyb_cli.reader.serve:serve",
    }


reader = typer.Typer(
    cls=_Commands,
    help="读卡：社保卡、身份证、二维码、密码，检查读卡环境，供浏览器使用的本机服务。",
    no_args_is_help=True,
    add_completion=False,
    options_metavar=OPTIONS,
    subcommand_metavar="命令 [参数]...",
)


@reader.callback()
def root() -> None:
    """Its help is the application's."""
