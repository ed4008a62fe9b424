"""Where a command of clearing works: settings, client and ledger open, the month leased, and how it ends."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import typer

from gdyb.client import Client
from gdyb.settings import Settings
from gdyb_cli.clearing.shown import announce
from gdyb_cli.clearing.words import command, step_lines, step_text
from gdyb_cli.options import Source
from gdyb_cli.screen import FAILED, NO, error_record, exit_code, print_json, stop, warn
from gdyb_runtime.errors import GdybError, RequestInvalid, SettingsInvalid
from gdyb_runtime.problems import Problem
from gdyb_workflows.at_rest.errors import LedgerError
from gdyb_workflows.clearing.ledger.errors import NeedsPerson
from gdyb_workflows.clearing.ledger.settings import ClearingSettings
from gdyb_workflows.clearing.period import ClearingMonth
from gdyb_workflows.configuration import load_settings

if TYPE_CHECKING:
    from gdyb_workflows.clearing.ledger.ledger import Ledger, MonthLease
    from gdyb_workflows.clearing.overview import MonthOverview

__all__ = ["Desk", "LeasedDesk", "code_of", "ending", "leased_desk", "load", "look", "open_desk", "require_extraction"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A month and the ledger it is in."""

    settings: Settings
    clearing: ClearingSettings
    ledger: "Ledger"
    period: ClearingMonth

    @property
    def name(self) -> str:
        """How a text names it."""
        return f"{self.settings.fixmedins_code} {self.period}"

    def overview(self) -> "MonthOverview | None":
        """The month as the ledger has it now, None when it has nothing."""
        from gdyb_workflows.clearing.overview import overview

        return overview(self.ledger, self.settings.base_url, self.settings.fixmedins_code, self.period)

    @property
    def record(self) -> dict[str, object]:
        """What every answer as data begins with."""
        return {
            "month": str(self.period),
            "institution": self.settings.fixmedins_code,
            "platform": self.settings.base_url,
            "ledger": self.ledger.where,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LeasedDesk(Desk):
    """A month with an exclusive lease: nobody else begins anything in it."""

    lease: "MonthLease"

    def overview_now(self) -> "MonthOverview":
        """The month as the ledger has it now."""
        summary = self.overview()
        assert summary is not None
        return summary


def load(source: Source) -> tuple[Settings, ClearingSettings]:
    """Settings of client and ledger; SettingsInvalid lists what is wrong with either."""
    problems: list[Problem] = []
    settings = clearing = None
    try:
        settings = load_settings(config=source.config, env_file=source.env_file)
    except SettingsInvalid as error:
        problems += error.problems
    try:
        clearing = ClearingSettings.load(config=source.config, env_file=source.env_file)
    except SettingsInvalid as error:
        problems += [problem for problem in error.problems if problem not in problems]
    if settings is None or clearing is None:
        raise SettingsInvalid(problems=tuple(problems))
    return settings, clearing


@contextmanager
def look(source: Source, period: ClearingMonth) -> Iterator[Desk]:
    """The ledger to look at only, also while another window works with it."""
    with ending(source, effect="query", period=period):
        settings, clearing = load(source)
        with clearing.open_ledger(read_only=True) as ledger:
            yield Desk(settings=settings, clearing=clearing, ledger=ledger, period=period)


@contextmanager
def open_desk(source: Source, period: ClearingMonth) -> Iterator[Desk]:
    """The ledger open for changes, the month not leased."""
    with ending(source, effect="query", period=period):
        settings, clearing = load(source)
        with clearing.open_ledger() as ledger:
            announce(ledger)
            yield Desk(settings=settings, clearing=clearing, ledger=ledger, period=period)


@contextmanager
def leased_desk(
    source: Source, period: ClearingMonth, *, effect: str = "command", partial: Mapping[str, object] | None = None
) -> Iterator[LeasedDesk]:
    """An exclusive lease of the month; `partial` is added to the data of an error."""
    with ending(source, effect=effect, partial=partial, period=period):
        settings, clearing = load(source)
        with (
            clearing.open_ledger() as ledger,
            _client(settings, ledger) as client,
        ):
            announce(ledger)
            with ledger.hold(client, period) as lease:
                yield LeasedDesk(settings=settings, clearing=clearing, ledger=ledger, period=period, lease=lease)


@contextmanager
def ending(
    source: Source,
    *,
    effect: str = "command",
    partial: Mapping[str, object] | None = None,
    period: ClearingMonth | None = None,
) -> Iterator[None]:
    """Ends the command with an error's text or data and the exit code it stands for; Ctrl-C, too."""
    try:
        yield
    except GdybError as error:
        steps = error.steps if isinstance(error, LedgerError) else ()
        if source.as_json:
            needs = {"needs": [step_text(step, period) for step in steps]} if steps else {}
            print_json({**error_record(error), **needs, **(partial or {})})
        else:
            for line in (str(error), *step_lines(steps, period)):
                warn(line)
        raise typer.Exit(code_of(error, effect)) from None
    except KeyboardInterrupt:
        # Reading sends nothing that could be unknown afterwards.
        _stopped(source, period if effect == "command" else None, partial or {})


def code_of(error: GdybError, effect: str = "command") -> int:
    """1 when a person has to find out or decide, 2 when nothing was done."""
    if isinstance(error, NeedsPerson | RequestInvalid):
        return NO
    if isinstance(error, LedgerError):
        return NO if error.outcome == "unknown" else FAILED
    return exit_code(error, effect)


def _client(settings: Settings, ledger: "Ledger") -> Client:
    if ledger.engine.dialect.name != "postgresql":
        return Client(settings)
    from gdyb_workflows.at_rest.msgids import DatabaseMsgidStore

    return Client(settings, msgids=DatabaseMsgidStore(ledger.engine))


def _stopped(source: Source, period: ClearingMonth | None, partial: Mapping[str, object]) -> NoReturn:
    """What Ctrl-C leaves: everything is on disk; a batch that was on its way is unknown."""
    unknown = [] if period is None else _unknown_batches(source, period)
    text = "已停下。进度都记在台账里，用同样的命令接着做。"
    if unknown:
        numbers = "、".join(map(str, unknown))
        text = (
            f"已停下。第 {numbers} 批已发出、没有等到答复，结果未知，不会自动重发。"
            f"请用 {command('resolve ways {month}', period)} 处理。"
        )
    if source.as_json:
        outcome = "unknown" if unknown else "not_sent"
        print_json({"ok": False, "error": "Stopped", "outcome": outcome, "message": text, **partial})
    else:
        warn(text)
    raise typer.Exit(NO if unknown else FAILED)


def _unknown_batches(source: Source, period: ClearingMonth) -> list[int]:
    try:
        settings, clearing = load(source)
        with clearing.open_ledger(read_only=True) as ledger:
            summary = Desk(settings=settings, clearing=clearing, ledger=ledger, period=period).overview()
    except GdybError:
        return []
    if summary is None:
        return []
    return [] if summary.is_closed else [one.number for one in summary.open_batches]


def require_extraction(desk: LeasedDesk, *, json: bool) -> "MonthOverview":
    """The month as the ledger has it; ends the command where it was never extracted."""
    summary = desk.overview_now()
    if summary.extraction is None:
        text = f"{desk.name} 还没有提取明细，没有进行。请先运行 {command('extract {month}', desk.period)}"
        stop(text, FAILED, json=json, error="NotExtracted")
    return summary
