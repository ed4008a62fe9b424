"""What reaches the screen: UTF-8, tables, JSON, progress on a terminal only, errors in Chinese with exit codes."""

import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import NoReturn, Protocol

import msgspec
import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table
from rich.text import Text

from gdyb_runtime.errors import GdybError, Outcome, ReplyDeparts, RequestInvalid, SettingsInvalid
from gdyb_runtime.problems import Problem
from gdyb_runtime.readers.errors import (
    ArchitectureMismatch,
    HelperUnusable,
    LibraryMissing,
    PinGuardUnavailable,
    ReaderError,
)

__all__ = [
    "FAILED",
    "NO",
    "Advance",
    "as_json",
    "error_record",
    "exit_code",
    "money",
    "print_json",
    "print_table",
    "problem_record",
    "progress",
    "reporting",
    "say",
    "set_up_streams",
    "stop",
    "warn",
]

NO = 1
"""Exit code: the answer is no, refused, or a person has to look."""
FAILED = 2
"""Exit code: wrong usage, or it could not be done."""

_NOT_SET_UP = (
    RequestInvalid,
    SettingsInvalid,
    LibraryMissing,
    ArchitectureMismatch,
    HelperUnusable,
    PinGuardUnavailable,
)
_UNLIMITED = 10_000
_SLOW_SECONDS = 1.0
_ENCODER = msgspec.json.Encoder(decimal_format="number")


class Advance(Protocol):
    """Moves a progress bar."""

    def __call__(self, text: str, done: int, total: int | None = None) -> None:
        """What is being done, how much of it is done, and of how much, unless that stays the same."""
        ...


def set_up_streams() -> None:
    """UTF-8 on both output streams, whatever the console's code page; each line leaves at once, also into a pipe."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace", line_buffering=True)


def say(text: str = "") -> None:
    """One line on stdout, as it is."""
    print(text)


def warn(text: str) -> None:
    """One line on stderr, as it is."""
    print(text, file=sys.stderr)


def print_json(value: object) -> None:
    """A value as indented JSON on stdout, decimals as exact numbers."""
    say(msgspec.json.format(_ENCODER.encode(as_json(value)), indent=2).decode("utf-8"))


def as_json(value: object) -> object:
    """A value with its times as the platform writes them."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    return value


def money(amount: Decimal) -> str:
    """An amount in yuan with thousands separated."""
    return f"{amount:,f}"


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> None:
    """A table on stdout, as wide as the terminal; in a pipe as wide as it needs, one line a row."""
    table = Table()
    aligned = set(right)
    for index, column in enumerate(columns):
        table.add_column(Text(column), justify="right" if index in aligned else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(_plain(cell)) for cell in row))
    _console(sys.stdout).print(table)


def _plain(text: str) -> str:
    """Without what would command the terminal: a cell may be a text of the platform."""
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)


@contextmanager
def progress(title: str, total: int | None = None) -> Iterator[Advance]:
    """Shows a bar on stderr once the work took a second, only on a terminal; gives the function that moves it."""
    console = _console(sys.stderr)
    columns: tuple[ProgressColumn, ...] = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    task = bar.add_task(title, total=total)
    timer = threading.Timer(_SLOW_SECONDS, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda text, done, total=None: bar.update(task, description=text, completed=done, total=total)
    finally:
        timer.cancel()
        timer.join()
        bar.stop()


@contextmanager
def reporting(*, json: bool, effect: str = "query") -> Iterator[None]:
    """Ends the command with the error's Chinese text, or with its JSON, and the exit code it stands for."""
    try:
        yield
    except GdybError as error:
        if json:
            print_json(error_record(error))
        else:
            warn(str(error))
        raise typer.Exit(exit_code(error, effect)) from None


def stop(text: str, code: int, *, json: bool, error: str, outcome: Outcome = "not_sent") -> NoReturn:
    """Ends the command with a Chinese text or its JSON; unless said otherwise before anything was sent."""
    if json:
        print_json({"ok": False, "error": error, "outcome": outcome, "message": text})
    else:
        warn(text)
    raise typer.Exit(code)


def error_record(error: GdybError) -> dict[str, object]:
    """An error as data: the attributes that are safe to show."""
    problems: Sequence[Problem] = getattr(error, "problems", ())
    optional = ("errcode", "infcode", "inf_refmsgid", "trace_id", "http_status", "skew_seconds", "function", "code")
    return {
        "ok": False,
        "error": type(error).__name__,
        "outcome": error.outcome,
        "retry_safe": error.retry_safe,
        "message": str(error),
        "infno": error.infno,
        "msgid": error.msgid,
        **{name: value for name in optional if (value := getattr(error, name, None)) not in (None, "")},
        "problems": [problem_record(problem) for problem in problems],
    }


def problem_record(problem: Problem) -> dict[str, str]:
    """A problem as data."""
    return {
        "path": problem.path,
        "field": problem.field,
        "label": problem.label,
        "message": problem.message,
        "rule": problem.rule,
    }


def exit_code(error: GdybError, effect: str) -> int:
    """1 when platform or card reader said no or a person has to find out what happened, 2 when nothing was done."""
    if isinstance(
        error, RequestInvalid | SettingsInvalid | LibraryMissing | ArchitectureMismatch | PinGuardUnavailable
    ):
        return FAILED
    if isinstance(error, ReaderError):
        return NO
    if error.outcome == "refused" or isinstance(error, ReplyDeparts):
        return NO
    return NO if error.outcome != "not_sent" and effect == "command" else FAILED


def _console(stream: object) -> Console:
    console = Console(file=stream, markup=False, highlight=False, emoji=False, soft_wrap=False)  # type: ignore[arg-type]
    if not console.is_terminal:
        console.width = _UNLIMITED
    return console
