"""`gdyb sandbox` and `python -m gdyb_sandbox`."""

import logging
import sqlite3
import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="供开发用的网关：验签、分页、确认、回退；只有虚构的人员。",
    no_args_is_help=False,
    add_completion=False,
    subcommand_metavar="",
)


@app.callback(invoke_without_command=True)
def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=0, max=65535, help="TCP 端口；0 表示任选空闲端口。")] = 8080,
    host: Annotated[str, typer.Option(help="监听地址。")] = "127.0.0.1",
    rows: Annotated[int, typer.Option(min=0, max=9_999_999, help="每个月的结算笔数。")] = 350,
    seed: Annotated[int, typer.Option(help="同一种子得到同样的数据与机构。")] = 7,
    paasid: Annotated[str, typer.Option(help="应用编码；不给则自动编一个。")] = "",
    secret: Annotated[str, typer.Option(help="密钥；不给则自动编一个。")] = "",
    fixmedins_code: Annotated[str, typer.Option(help="定点医药机构编号；不给则由种子得出。")] = "",
    env_file: Annotated[Path | None, typer.Option(help="开始接受连接后，把 GDYB_* 各行写到这个文件。")] = None,
    db: Annotated[Path | None, typer.Option(help="把状态保存在这个 SQLite 文件里，而不是内存里。")] = None,
    gateway_status: Annotated[
        int, typer.Option(min=200, max=599, help="网关错误的 HTTP 状态；真实网关的状态不明。")
    ] = 200,
    window: Annotated[
        int | None,
        typer.Option(min=0, help="时间戳允许相差的秒数；默认为文档的 30 分钟。"),
    ] = None,
    large_amount: Annotated[bool, typer.Option("--large-amount", help="第一行用接口表允许的最大金额。")] = False,
    fault: Annotated[
        list[str] | None,
        typer.Option(help="名称[=取值][,接口编号][,次数]，可重复；种类见 gdyb sandbox faults。", metavar="故障"),
    ] = None,
) -> None:
    """启动网关，打印客户端所需的 GDYB_* 各行，直到 Ctrl-C。"""
    if context.invoked_subcommand:
        return
    from gdyb_sandbox.env_file import env_lines, write_env_file
    from gdyb_sandbox.options import Options
    from gdyb_sandbox.sandbox import Sandbox

    account = {name: value for name, value in (("paasid", paasid), ("secret_key", secret)) if value}
    options = Options(
        port=port,
        host=host,
        rows=rows,
        seed=seed,
        fixmedins_code=fixmedins_code,
        database=db,
        gateway_status=gateway_status,
        timestamp_window=window,
        large_amount=large_amount,
        **account,
    )
    try:
        sandbox = Sandbox(options, faults=fault or (), recorded=0)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--fault") from None

    def announce() -> None:
        if env_file is not None:
            write_env_file(env_file, sandbox.settings)
        print(env_lines(sandbox.settings), end="", flush=True)

    _set_up_output()
    try:
        sandbox.run(announce)
    except (OSError, sqlite3.DatabaseError) as error:
        print(f"沙箱无法启动：{error}", file=sys.stderr)
        raise typer.Exit(1) from None


@app.command("faults")
def list_faults() -> None:
    """列出 --fault 可用的故障。"""
    from gdyb_sandbox.faults import PURPOSES

    _set_up_output()
    for name, purpose in PURPOSES.items():
        print(f"{name:18}{purpose}")


def _set_up_output() -> None:
    """UTF-8 whatever the console's code page, so that the lines can be read back; one log line a call on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and not stream.isatty():
            stream.reconfigure(encoding="utf-8")
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("gdyb.sandbox").setLevel(logging.INFO)
