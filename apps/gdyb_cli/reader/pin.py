"""`gdyb reader pin`: the PIN of the card in the reader, typed on the pad by its holder."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from gdyb_cli.options import AsJson, taking
from gdyb_cli.reader.options import Source
from gdyb_cli.screen import FAILED, NO, error_record, exit_code, print_json, progress, reporting, say, stop, warn
from gdyb_runtime.readers.errors import PinGuardTripped, ReaderError
from gdyb_runtime.readers.pin_guard import MOST_FAILURES

if TYPE_CHECKING:
    from gdyb.readers import Reader

__all__ = ["pin"]

_ELSEWHERE = "在其他机器上的尝试本机无从知道"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    title: str
    question: str
    done: str
    run: "Callable[[Reader], None]"
    is_entry: bool = True
    """Whether a PIN is typed, which counts when it is wrong."""


_VERIFY = _Task(
    title="验证密码",
    question="请持卡人在密码键盘上输入密码，输错会计入卡上的次数。现在开始吗？",
    done="密码正确。",
    run=lambda reader: reader.verify_pin(),
)
_CHANGE = _Task(
    title="修改密码",
    question="请持卡人在密码键盘上修改密码，原密码输错会计入卡上的次数。现在开始吗？",
    done="密码已修改。",
    run=lambda reader: reader.change_pin(),
)
_RESET = _Task(
    title="解除限制",
    question="已与持卡人核对过密码，要清除本机对这张卡的失败记录吗？卡上的次数不会因此改变。",
    done="已清除本机对这张卡的失败记录；卡上的次数没有改变。",
    run=lambda reader: reader.reset_pin_failures(),
    is_entry=False,
)


@taking(Source)
def pin(
    options: Source,
    change: Annotated[bool, typer.Option("--change", help="修改密码，而不是验证。")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="清除本机对这张卡的失败记录；须先与持卡人核对密码。")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问，直接进行。")] = False,
    as_json: AsJson = False,
) -> None:
    """验证社保卡密码，由持卡人在密码键盘上输入。

    本机记住每张卡的失败次数，达到 3 次即停止，以免锁卡；从不自动重试。在其他机器上的尝试本机无从知道。
    """
    if change and reset:
        raise typer.BadParameter("--change 与 --reset 只能给一个", param_hint="--reset")
    options.check()
    task = _RESET if reset else _CHANGE if change else _VERIFY
    if not yes and not sys.stdin.isatty():
        text = f"{task.title}没有进行：不在终端上，无法询问；确定要这样做，请加上 --yes。"
        stop(text, FAILED, json=as_json, error="NotConfirmed")
    with reporting(json=as_json), options.open() as reader:
        with progress("读社保卡"):
            failures = reader.pin_failures()
        if not as_json:
            say(f"本机记录：这张卡有 {failures} 次密码操作失败，满 {MOST_FAILURES} 次即停止；{_ELSEWHERE}。")
        # Who has failed too often is told so by the reader, and need not be asked before.
        if not yes and not (task.is_entry and failures >= MOST_FAILURES):
            _ask(task, json=as_json)
        _run(task, reader, failures, json=as_json)


def _ask(task: _Task, *, json: bool) -> None:
    if not typer.confirm(task.question, err=True):
        stop(f"{task.title}没有进行。", NO, json=json, error="NotConfirmed")


def _run(task: _Task, reader: "Reader", failures: int, *, json: bool) -> None:
    try:
        with progress(f"{task.title}：请持卡人操作" if task.is_entry else task.title):
            task.run(reader)
    except ReaderError as error:
        _failed(error, _failures_after(error, reader, failures), json=json)
    if json:
        after = failures if task.is_entry else 0
        print_json({"ok": True, "task": task.title, "failures": after, "message": task.done})
    else:
        say(task.done)


def _failures_after(error: ReaderError, reader: "Reader", failures: int) -> int | None:
    """How many failures are kept now, None when the card can't be read."""
    # Only a library that answered is asked again: after a time-out it may take minutes to answer.
    if type(error) is not ReaderError:
        return failures + 1 if error.outcome == "unknown" else failures
    try:
        return reader.pin_failures()
    except ReaderError:
        return None


def _failed(error: ReaderError, failures: int | None, *, json: bool) -> NoReturn:
    if json:
        print_json({**error_record(error), "failures": failures})
    else:
        warn(str(error))
        if failures is not None and not isinstance(error, PinGuardTripped):
            warn(f"本机现已记录这张卡 {failures} 次失败，满 {MOST_FAILURES} 次即停止；{_ELSEWHERE}。")
    raise typer.Exit(exit_code(error, "query"))
