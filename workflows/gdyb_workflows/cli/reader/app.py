"""The application `gdyb reader`: which commands there are."""

import typer

from gdyb_workflows.cli.group import ChineseCommand, ChineseGroup
from gdyb_workflows.cli.reader.card import card
from gdyb_workflows.cli.reader.check import check
from gdyb_workflows.cli.reader.identity import identity
from gdyb_workflows.cli.reader.pin import pin
from gdyb_workflows.cli.reader.qr import qr
from gdyb_workflows.cli.reader.serve import serve

__all__ = ["reader"]

_OPTIONS = "[选项]"

reader = typer.Typer(
    cls=ChineseGroup,
    help="读卡：社保卡、身份证、二维码、密码，检查读卡环境，供浏览器使用的本机服务。",
    no_args_is_help=True,
    add_completion=False,
    options_metavar=_OPTIONS,
    subcommand_metavar="命令 [参数]...",
)

for name, command in (
    ("card", card),
    ("id", identity),
    ("qr", qr),
    ("pin", pin),
    ("check", check),
    ("serve", serve),
):
    reader.command(name, cls=ChineseCommand, options_metavar=_OPTIONS)(command)
