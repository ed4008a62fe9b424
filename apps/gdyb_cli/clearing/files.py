"""Files that commands of clearing write for people: what is wrong with a name, and why one could not be written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from gdyb.settings import Settings
from gdyb_cli.clearing.desk import Desk, look
from gdyb_cli.clearing.options import Usage
from gdyb_cli.clearing.words import command
from gdyb_cli.options import Source
from gdyb_cli.screen import FAILED, stop
from gdyb_runtime.local.file_names import output_problem
from gdyb_workflows.clearing.period import ClearingMonth

__all__ = ["check_file", "look_once", "made_by", "nothing_text", "now", "writing"]


def check_file(usage: Usage, path: Path, suffixes: tuple[str, ...], hint: str) -> None:
    """Remembers what is wrong with the name of a file to be written."""
    problem = output_problem(path)
    usage.require(not problem, hint, f"{path}：{problem}")
    usage.require(path.suffix.lower() in suffixes, hint, f"{path}：应以 {'、'.join(suffixes)} 结尾")
    usage.require(path.absolute().parent.is_dir(), hint, f"{path}：没有这个文件夹，请先建立或改正")
    usage.require(not path.is_dir(), hint, f"{path}：是一个文件夹，应为文件")


@contextmanager
def look_once(source: Source, period: ClearingMonth) -> Iterator[tuple[Desk, int | None]]:
    """The ledger as it is at this moment, and the month's id in it, None where it has nothing of it."""
    with look(source, period) as desk:
        from gdyb_workflows.clearing.reporting.snapshot import snapshot

        with snapshot(desk.ledger) as ledger:
            yield (
                replace(desk, ledger=ledger),
                ledger.month_id(desk.settings.base_url, desk.settings.fixmedins_code, period),
            )


@contextmanager
def writing(path: Path, *, json: bool) -> Iterator[None]:
    """Ends the command where the file cannot be written, with what to do about it."""
    try:
        yield
    except PermissionError:
        # Windows says so of a file that another program has open, too.
        text = f"{path}：没有写成。文件可能正在 Excel 等程序中打开，或没有写入的权限：请关闭后再运行，或换一个文件名"
        stop(_untouched(path, text), FAILED, json=json, error="FileNotWritten")
    except OSError as error:
        stop(_untouched(path, f"{path}：没有写成（{error.strerror}）"), FAILED, json=json, error="FileNotWritten")


def made_by(settings: Settings) -> str:
    """Who makes a file, and where."""
    from gdyb_workflows.at_rest.records import machine

    return f"{settings.opter}（{machine()}）"


def nothing_text(desk: Desk) -> str:
    """That the ledger has nothing of the month, and under which other addresses it has it."""
    from gdyb_workflows.clearing.overview import months

    own = (desk.settings.fixmedins_code, desk.period)
    elsewhere = [platform for platform, *place in months(desk.ledger) if tuple(place) == own]
    others = [platform for platform in elsewhere if platform != desk.settings.base_url]
    hint = f"台账里有它在 {'、'.join(others)} 的记录，请核对 base_url。" if others else ""
    return (
        f"台账 {desk.ledger.where} 里没有 {desk.name} 在 {desk.settings.base_url} 的明细，没有写。{hint}"
        f"要提取：{command('extract {month}', desk.period)}"
    )


def now() -> float:
    """Seconds since 1970 by the clock of this machine."""
    return datetime.now(UTC).timestamp()


def _untouched(path: Path, text: str) -> str:
    return f"{text}。原来的文件没有改动。" if path.exists() else f"{text}。"
