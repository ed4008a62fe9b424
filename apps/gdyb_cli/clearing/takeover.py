"""`gdyb clearing takeover`: the work of a host that will not come back goes back into the queues."""

import os
import socket
from typing import TYPE_CHECKING, Annotated

import typer

from gdyb_cli.clearing.fleet import Fleet, InstitutionsFile, load_fleet
from gdyb_cli.options import Config, EnvFile, one_source
from gdyb_cli.screen import FAILED, NO, print_table, reporting, say, stop

if TYPE_CHECKING:
    from gdyb_workflows.clearing.hosts.durable import Pending
    from gdyb_workflows.clearing.hosts.executor import Session

__all__ = ["takeover"]


def takeover(
    dead: Annotated[str, typer.Argument(metavar="执行槽编号", help="死去的进程的执行槽编号。")],
    institutions: InstitutionsFile,
    end_sessions: Annotated[
        bool, typer.Option("--end-sessions", help="先断开这个执行槽留在数据库里的会话（主机已断电、冻结或失联）。")
    ] = False,
    confirm: Annotated[
        str | None, typer.Option("--confirm", metavar="编号", help="再写一遍执行槽编号，不再询问。")
    ] = None,
    config: Config = None,
    env_file: EnvFile = None,
) -> None:
    """把死去的执行槽没有办完的工作放回队列，由其它主机继续。

    先确认那个进程真的死了；能用原来的编号重新启动的，请重新启动，不必接管。已发出、没有记下答复的一批
    不会重发，会成为“结果未知”，由人处理。
    """
    one_source(config, env_file)
    with reporting(json=False, effect="command"):
        fleet = load_fleet(institutions, config=config, env_file=env_file)
        _take_over(fleet, dead, end_sessions=end_sessions, confirm=confirm)


def _take_over(fleet: Fleet, dead: str, *, end_sessions: bool, confirm: str | None) -> None:
    from gdyb_workflows.clearing.hosts.durable import Engine, pending_of, recover, signs_of_life
    from gdyb_workflows.clearing.hosts.executor import ExecutorSlot, check_executor, sessions_of
    from gdyb_workflows.clearing.hosts.executor import end_sessions as end

    check_executor(dead)
    # A slot of this command's own, that nobody has used and nobody will: it works on nothing.
    own = f"takeover-{socket.gethostname()}"[:28] + f"-{os.getpid()}"
    with (
        fleet.open_ledger(own) as ledger,
        Engine(ledger, fleet.institutions, executor=own, is_worker=False) as engine,
    ):
        pending = pending_of(dead)
        _show(dead, pending)
        if not pending:
            raise typer.Exit(0)
        alive = signs_of_life(ledger, dead, pending)
        if alive and not end_sessions:
            _refuse(dead, alive)
        _ask(dead, confirm)
        if end_sessions:
            say(f"断开了 {end(ledger, dead)} 个会话。")
        if left := sessions_of(ledger, dead) or signs_of_life(ledger, dead, pending):
            _refuse(dead, left)
        # Held while its work is handed out: it cannot start in this moment.
        with ExecutorSlot(ledger, dead):
            count = recover(dead)
        engine.keep()
        say(f"放回队列 {count} 项。正在运行的执行槽会接着办理。")
        if old := [one for one in pending if not one.is_current]:
            say(f"另有 {len(old)} 项由不兼容的旧版本开始，没有放回：请用旧版本以原来的编号启动，把它们办完。")
            raise typer.Exit(NO)


def _show(dead: str, pending: "list[Pending]") -> None:
    if not pending:
        say(f"执行槽 {dead} 没有未办完的工作。")
        return
    rows = [(one.institution, str(one.month), one.platform, "当前" if one.is_current else "旧版本") for one in pending]
    print_table(("机构编号", "月份", "平台", "版本"), rows)


def _refuse(dead: str, alive: "list[Session]") -> None:
    lines = "\n".join(f"  {one}" for one in alive)
    stop(
        f"执行槽 {dead} 看来还活着，没有接管。数据库里的会话：\n{lines}\n"
        "如果那台主机已断电、冻结或失联，确认后加上 --end-sessions；否则请在那台主机上停止它。",
        NO,
        json=False,
        error="ExecutorAlive",
    )


def _ask(dead: str, answer: str | None) -> None:
    import sys

    if answer is None and not sys.stdin.isatty():
        stop(f"没有接管：不在终端上，无法询问；确定要接管，请加上 --confirm {dead}。", FAILED, json=False, error="")
    if answer is None:
        answer = typer.prompt(f"确认 {dead} 已死并接管，请再输入一遍它的编号", err=True, default="", show_default=False)
    if answer.strip() != dead:
        stop("没有接管：两次的编号不一样，什么也没有改动。", FAILED, json=False, error="")
