"""`gdyb sandbox` and `python -m gdyb_sandbox`."""

import logging
import sqlite3
import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="A gateway of the platform to develop against: signature, pages, confirmations; synthetic people only.",
    no_args_is_help=False,
    subcommand_metavar="",
)


@app.callback(invoke_without_command=True)
def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option(min=0, max=65535, help="TCP port; 0 picks a free one.")] = 8080,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    rows: Annotated[int, typer.Option(min=0, max=9_999_999, help="Settlements of every month.")] = 350,
    seed: Annotated[int, typer.Option(help="The same seed gives the same rows and institution.")] = 7,
    paasid: Annotated[str, typer.Option(help="Account; made up when not given.")] = "",
    secret: Annotated[str, typer.Option(help="secretKey of the account; made up when not given.")] = "",
    fixmedins_code: Annotated[str, typer.Option(help="Institution; follows from the seed when not given.")] = "",
    env_file: Annotated[
        Path | None, typer.Option(help="Write the GDYB_* lines here once connections are accepted.")
    ] = None,
    db: Annotated[Path | None, typer.Option(help="Keep the state in this SQLite file instead of memory.")] = None,
    gateway_status: Annotated[
        int, typer.Option(min=200, max=599, help="HTTP status of gateway errors; the real one is not known.")
    ] = 200,
    window: Annotated[
        int | None,
        typer.Option(min=0, help="Seconds a timestamp may be off; the document's 30 minutes when not given."),
    ] = None,
    large_amount: Annotated[bool, typer.Option(help="The first row has the largest amount of the table.")] = False,
    fault: Annotated[
        list[str] | None,
        typer.Option(help="NAME[=VALUE][,INTERFACE][,TIMES], repeatable; `faults` lists them.", metavar="NAME[=ARG]"),
    ] = None,
) -> None:
    """Serves until Ctrl-C, after printing the GDYB_* lines a client needs."""
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
    """Lists the faults that --fault takes."""
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
