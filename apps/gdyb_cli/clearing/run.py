"""`gdyb clearing run` and `work`: the month of many institutions, by threads of one process or by many hosts."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from gdyb_cli.clearing.fleet import (
    Executor,
    Fleet,
    InstitutionsFile,
    Workers,
    exit_code_of,
    load_fleet,
    print_outcomes,
    stopping,
)
from gdyb_cli.clearing.shown import announce
from gdyb_cli.options import AsJson, Config, EnvFile, one_source
from gdyb_cli.screen import FAILED, progress, reporting, say, warn
from gdyb_cli.screen import stop as stop_with

if TYPE_CHECKING:
    from gdyb_workflows.clearing.hosts.durable import Engine
    from gdyb_workflows.clearing.hosts.institutions import Institutions
    from gdyb_workflows.clearing.hosts.many import Job, MonthOutcome
    from gdyb_workflows.clearing.period import ClearingMonth
    from gdyb_workflows.clearing.sending.confirming import ConfirmedBatch

__all__ = ["run", "work"]


def run(
    institutions: InstitutionsFile,
    month: Annotated[str, typer.Option("--month", metavar="月份", help="结算年月，如 2020-12。")],
    approve: Annotated[
        bool, typer.Option("--approve", help="批准核对一致（或没有核对）的明细；不给则只办到待批准为止。")
    ] = False,
    by: Annotated[str, typer.Option("--by", metavar="工号", help="批准人，与 --approve 一起给出，记入台账。")] = "",
    workers: Workers = 4,
    only: Annotated[list[str] | None, typer.Option("--only", metavar="机构编号", help="只办这些机构，可重复。")] = None,
    extract_again: Annotated[bool, typer.Option("--extract-again", help="已开始发送的月份也重新提取明细。")] = False,
    durable: Annotated[
        bool, typer.Option("--durable", help="由多台主机分担，可接管；本进程也参加办理。要安装 durable 部件。")
    ] = False,
    executor: Executor = "",
    config: Config = None,
    env_file: EnvFile = None,
    as_json: AsJson = False,
) -> None:
    """办理许多机构某个月的清分：提取、核对、列批、确认。

    一个机构出问题不影响其它机构；随时可停，用同样的命令接着做，运行两次也不会重复确认。
    退出码：0 全部办完，1 有机构要人处理，2 有机构没有做成。
    """
    from gdyb_workflows.clearing.hosts.many import Job

    one_source(config, env_file)
    period = _month(month)
    if approve != bool(by.strip()):
        raise typer.BadParameter("批准要同时给出 --approve 和 --by 工号", param_hint="--approve")
    if executor and not durable:
        raise typer.BadParameter("只与 --durable 一起使用", param_hint="--executor")
    job = Job(month=period, approved_by=by.strip(), extract_again=extract_again)
    stop = threading.Event()
    with reporting(json=as_json, effect="command"):
        fleet = load_fleet(institutions, config=config, env_file=env_file)
        selected = _only(fleet, only or [])
        outcomes: list[MonthOutcome] = []
        with stopping(stop):
            results = (
                _by_hosts(fleet, selected, job, workers, executor, stop)
                if durable
                else _by_threads(fleet, selected, job, workers, stop)
            )
            with progress(f"{period}", total=len(selected.entries)) as advance:
                for outcome in results:
                    outcomes.append(outcome)
                    advance(f"{period} {outcome.institution}", len(outcomes), len(selected.entries))
                    warn(_line(outcome))
        print_outcomes(selected.entries, outcomes, period, as_json=as_json)
    raise typer.Exit(exit_code_of(selected.entries, outcomes))


def work(
    institutions: InstitutionsFile,
    workers: Workers = 4,
    executor: Executor = "",
    config: Config = None,
    env_file: EnvFile = None,
) -> None:
    """作为一个执行槽持续办理别处用 run --durable 交来的清分，直到 Ctrl-C 或 SIGTERM。

    重启后自动接着办本槽没有办完的工作；一批已发出的，先等到答复再停。
    """
    one_source(config, env_file)
    stop = threading.Event()
    with reporting(json=False, effect="command"), stopping(stop):
        fleet = load_fleet(institutions, config=config, env_file=env_file)
        with _engine(fleet, fleet.institutions, workers, executor, stop) as engine:
            say(f"执行槽 {engine.executor} 已启动。")
            engine.work()
    say("执行槽已停下。")


def _by_threads(
    fleet: Fleet, selected: "Institutions", job: "Job", workers: int, stop: threading.Event
) -> "Iterator[MonthOutcome]":
    from gdyb_workflows.clearing.hosts.many import clear_many
    from gdyb_workflows.clearing.hosts.own_records import match_own_records
    from gdyb_workflows.clearing.ledger.states import NO_WORDS, BatchState

    def answered(code: str, done: "ConfirmedBatch") -> None:
        if done.state is not BatchState.CONFIRMED:
            warn(f"{code} 第 {done.number} 批被平台拒绝：{done.message or NO_WORDS}")

    with fleet.open_ledger() as ledger:
        announce(ledger)
        yield from clear_many(
            ledger,
            selected.entries,
            job,
            pace=selected.pace,
            workers=workers,
            matcher=match_own_records,
            stop=stop,
            progress=answered,
        )


def _by_hosts(
    fleet: Fleet, selected: "Institutions", job: "Job", workers: int, executor: str, stop: threading.Event
) -> "Iterator[MonthOutcome]":
    with _engine(fleet, fleet.institutions, workers, executor, stop) as engine:
        yield from engine.outcomes(engine.enqueue(job, selected.entries))


@contextmanager
def _engine(
    fleet: Fleet, institutions: "Institutions", workers: int, executor: str, stop: threading.Event
) -> "Iterator[Engine]":
    _require_engine()
    from gdyb_workflows.clearing.hosts.durable import Engine
    from gdyb_workflows.clearing.hosts.executor import check_executor
    from gdyb_workflows.clearing.hosts.own_records import match_own_records
    from gdyb_workflows.clearing.ledger.settings import PREFIX

    # The file is the same for every process, so what the process was started with goes first.
    slot = check_executor(executor or os.environ.get(f"{PREFIX}EXECUTOR") or fleet.clearing.executor)
    with fleet.open_ledger(slot) as ledger:
        announce(ledger)
        with Engine(
            ledger, institutions, executor=slot, workers=workers, matcher=match_own_records, stop=stop
        ) as engine:
            yield engine


def _require_engine() -> None:
    missing = [name for name in ("dbos", "psycopg") if find_spec(name) is None]
    if missing:
        text = f'多主机办理缺少 {"、".join(missing)}，请安装：pip install "gdyb[durable]"'
        stop_with(text, FAILED, json=False, error="NotInstalled")


def _month(text: str) -> "ClearingMonth":
    from gdyb_workflows.clearing.period import ClearingMonth

    try:
        return ClearingMonth.parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--month") from None


def _only(fleet: Fleet, codes: list[str]) -> "Institutions":
    try:
        return fleet.institutions.only(codes)
    except LookupError as error:
        raise typer.BadParameter(str(error.args[0]), param_hint="--only") from None


def _line(outcome: "MonthOutcome") -> str:
    return f"{outcome.institution} {outcome.state.label}，已确认 {outcome.confirmed.rows} 笔"
