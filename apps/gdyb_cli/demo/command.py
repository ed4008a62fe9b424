"""The command itself: starts a sandbox, plays the chapters, shows what came of it."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from gdyb.client import Client
from gdyb.protocol import UTC_OFFSET
from gdyb.settings import Settings
from gdyb_cli.demo.sandbox_process import RunningSandbox, SandboxFailed, running_sandbox
from gdyb_cli.options import AsJson
from gdyb_cli.screen import FAILED, NO, exit_code, print_json, progress, stop
from gdyb_runtime.model.types import zone_of
from gdyb_workflows.clearing.period import ClearingMonth
from gdyb_workflows.configuration import load_settings

if TYPE_CHECKING:
    from gdyb_cli.demo.story import Story

__all__ = ["demo"]

_PEOPLE, _CODES = 12, 3


def demo(
    rows: Annotated[int, typer.Option(metavar="行数", min=0, max=1_000_000, help="沙箱里该月的结算笔数。")] = 350,
    seed: Annotated[int, typer.Option(metavar="整数", help="同一种子得到同样的数据。")] = 7,
    month: Annotated[str, typer.Option(metavar="年-月", help="对账与清分的月份，例如 2020-12。")] = "2020-12",
    fault: Annotated[
        list[str] | None,
        typer.Option(metavar="故障", help="让沙箱出故障，可重复；种类见 gdyb sandbox faults，例如 drop-after=3261,1。"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """在沙箱里演示第 4 至第 7 章：识别、电子凭证结算、对账、清分。

    启动沙箱，用五种方式各识别一人，用电子凭证在药店、门诊、住院结算，对一个月的账（注入的差异须全部找到，改正后对平），
    再提取该月的清分明细，分批确认，回退一批再确认，核对笔数与金额；不连接别处。
    """
    from gdyb_cli.demo.shown import print_story, story_record

    try:
        period = ClearingMonth.parse(month)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--month") from None
    if str(period) >= f"{datetime.now(zone_of(UTC_OFFSET)):%Y-%m}":
        raise typer.BadParameter("应为已经过去的月份", param_hint="--month")
    try:
        with _ended_by_sigterm():
            story = _play(period, rows, seed, fault or [])
    except SandboxFailed as error:
        stop(str(error), FAILED, json=as_json, error=type(error).__name__)
    if as_json:
        print_json(story_record(story))
    else:
        print_story(story)
    if story.failure is not None:
        raise typer.Exit(exit_code(story.failure, "command"))
    if not story.adds_up:
        raise typer.Exit(NO)


def _play(month: ClearingMonth, rows: int, seed: int, faults: list[str]) -> "Story":
    from gdyb_cli.demo.rehearsal.people import Guests
    from gdyb_cli.demo.rehearsal.reconciliation import differences_to_inject, records_of
    from gdyb_cli.demo.story import Story
    from gdyb_workflows.reconciliation import Period

    arguments = [f"--rows={rows}", f"--seed={seed}"]
    arguments += [f"--difference={name}" for name in differences_to_inject(rows)]
    story = Story(month=month)
    with running_sandbox([*arguments, *(f"--fault={text}" for text in faults)]) as sandbox:
        settings = _settings(sandbox)
        guests = Guests.of_seed(seed, count=_PEOPLE, codes=_CODES, folder=sandbox.folder)
        records = records_of(
            Period.parse(str(month)),
            rows=rows,
            seed=seed,
            institution=settings.fixmedins_code,
            setl_optins=settings.mdtrtarea_admvs,
            folder=sandbox.folder,
        )
        with Client(settings) as client, progress("演示") as advance:
            story.play(client, guests, records if rows else None, sandbox.folder, advance)
    return story


def _settings(sandbox: RunningSandbox) -> Settings:
    settings = load_settings(env_file=sandbox.env_file)
    # Its msgids concern nobody else: they must not end up in the user's data folder.
    return settings.model_copy(update={"msgid_file": sandbox.folder / "msgid.sqlite3"})


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Lets SIGTERM unwind the block like Ctrl-C does, so that the sandbox ends, too."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
