"""The application: which commands there are."""

import typer

from gdyb_workflows.cli.call import call
from gdyb_workflows.cli.codes import codes
from gdyb_workflows.cli.demo import demo
from gdyb_workflows.cli.describe import describe
from gdyb_workflows.cli.doctor import doctor
from gdyb_workflows.cli.group import ChineseCommand, CommandGroup
from gdyb_workflows.cli.reader.app import reader
from gdyb_workflows.cli.reconcile import reconcile

__all__ = ["app"]

app = typer.Typer(
    name="gdyb",
    cls=CommandGroup,
    help="广东省医疗保障信息平台两定医药机构接口：调用、查表、检查环境、演示清分、对账、读卡。",
    no_args_is_help=True,
    add_completion=False,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]...",
    pretty_exceptions_enable=False,
)


@app.callback()
def root() -> None:
    """Without a callback typer would make a single command of an application with one."""


for command in (call, codes, describe, doctor, demo, reconcile):
    app.command(cls=ChineseCommand, options_metavar="[选项]")(command)

app.add_typer(reader, name="reader")
