"""`gdyb sandbox` and `python -m gdyb_sandbox`."""

import logging
import sqlite3
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

app = typer.Typer(
    help="供开发用的网关：验签、识别、结算、对账、清分；只有虚构的人员。",
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
    repeated_confirmation: Annotated[
        Literal["refuse", "accept"],
        typer.Option(
            help="已确认的行或已受理的清分报文再次到来：拒绝，或再受理一次，同一行计两次（对文档最坏的理解）。"
        ),
    ] = "refuse",
    insured_area: Annotated[
        Literal["check", "ignore"],
        typer.Option(help="报文里的 insuplc_admdvs 不是参保人的参保地时：拒绝，或不理会。"),
    ] = "check",
    large_amount: Annotated[bool, typer.Option("--large-amount", help="第一行用接口表允许的最大金额。")] = False,
    difference: Annotated[
        list[str] | None,
        typer.Option(
            help="中心账与机构记录的差异：ours-only（仅机构有）、centre-only（仅中心有）、amount（金额不同），可重复。",
            metavar="差异",
        ),
    ] = None,
    fault: Annotated[
        list[str] | None,
        typer.Option(help="名称[=取值][,接口编号][,次数][,1/N]，可重复；种类见 gdyb sandbox faults。", metavar="故障"),
    ] = None,
) -> None:
    """启动网关，打印客户端所需的 GDYB_* 各行，直到 Ctrl-C。"""
    if context.invoked_subcommand:
        return
    from gdyb_sandbox._env_file import env_lines, write_env_file
    from gdyb_sandbox._options import Options
    from gdyb_sandbox._sandbox import Sandbox

    account: dict[str, Any] = {name: value for name, value in (("paasid", paasid), ("secret_key", secret)) if value}
    try:
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
            repeated_confirmation=repeated_confirmation,
            insured_area=insured_area,
            differences=tuple(difference or ()),
            **account,
        )
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--difference") from None
    try:
        sandbox = Sandbox(options, faults=fault or (), recorded=0)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--fault") from None

    def announce() -> None:
        if env_file is not None:
            write_env_file(env_file, sandbox.settings)
        print(env_lines(sandbox.settings), end="")

    _set_up_output()
    try:
        sandbox.run(announce)
    except (OSError, sqlite3.DatabaseError) as error:
        print(f"沙箱无法启动：{error}", file=sys.stderr)
        raise typer.Exit(1) from None


@app.command("faults")
def list_faults() -> None:
    """列出 --fault 可用的故障。"""
    from gdyb_sandbox._faults.switches import PURPOSES

    _set_up_output()
    for name, purpose in PURPOSES.items():
        print(f"{name:18}{purpose}")


@app.command("people")
def list_people(
    seed: Annotated[int, typer.Option(help="沙箱的种子。")] = 7,
    count: Annotated[int, typer.Option(min=1, max=1000, help="多少个人。")] = 5,
    codes: Annotated[int, typer.Option(min=0, max=1000, help="每人多少个电子凭证码。")] = 4,
    first_code: Annotated[int, typer.Option(min=1, help="从第几个码起；以前的码可能已用过。")] = 1,
    json_output: Annotated[bool, typer.Option("--json", help="输出 JSON。")] = False,
) -> None:
    """列出沙箱认识的虚构人员：证件、社保卡、参保与电子凭证码。"""
    import json

    from gdyb_sandbox._listings import describe_person
    from gdyb_sandbox._people.insured import insured

    _set_up_output()
    people = [describe_person(seed, insured(seed, number), codes, first_code) for number in range(count)]
    if json_output:
        print(json.dumps(people, ensure_ascii=False, indent=1))
        return
    for person in people:
        print("\n".join(f"{name:18}{_shown(value)}" for name, value in person.items()), end="\n\n")


@app.command("records")
def write_records(
    month: Annotated[str, typer.Argument(help="月份，如 2020-12。", metavar="月份")],
    rows: Annotated[int, typer.Option(min=0, max=9_999_999, help="结算笔数，与启动沙箱时一致。")] = 350,
    seed: Annotated[int, typer.Option(help="沙箱的种子。")] = 7,
    fixmedins_code: Annotated[str, typer.Option(help="定点医药机构编号；不给则由种子得出。")] = "",
    out: Annotated[Path | None, typer.Option(help="写到这个文件；不给则写到标准输出。")] = None,
    bom: Annotated[
        bool, typer.Option("--bom/--no-bom", help="文件是否以 UTF-8 BOM 开头；没有它，Excel 会显示乱码。")
    ] = True,
) -> None:
    """写出机构自己某个月的结算记录（CSV），供对账用；与沙箱的中心账对应。"""
    import datetime

    from gdyb_runtime.local.file_names import check_output
    from gdyb_sandbox._centre.ledger import generated_month
    from gdyb_sandbox._listings import records_csv
    from gdyb_sandbox._options import Options

    try:
        day = datetime.date.fromisoformat(f"{month}-01")
    except ValueError:
        raise typer.BadParameter("应写作 年-月，如 2020-12", param_hint="月份") from None
    options = Options(rows=rows, seed=seed, fixmedins_code=fixmedins_code)
    pieces = records_csv(generated_month(options, options.fixmedins_code, day.year, day.month))
    if out is None:
        _set_up_output()
        sys.stdout.writelines(pieces)
        return
    try:
        check_output(out)
        with out.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
            file.writelines(pieces)
    except OSError as error:
        print(f"无法写文件：{error}", file=sys.stderr)
        raise typer.Exit(1) from None


def _shown(value: object) -> str:
    if not isinstance(value, list):
        return "是" if value is True else "否" if value is False else str(value)
    texts = (" ".join(map(str, item.values())) if isinstance(item, dict) else str(item) for item in value)
    return "、".join(texts)


def _set_up_output() -> None:
    """UTF-8 and line by line into a pipe, whatever the console's code page; one log line a call on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and not stream.isatty():
            stream.reconfigure(encoding="utf-8", line_buffering=True)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("gdyb.sandbox").setLevel(logging.INFO)
