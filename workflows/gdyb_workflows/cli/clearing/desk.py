"""Where a command of clearing works: settings, client and ledger open, the month held, and how it ends."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import typer

from gdyb.client import Client
from gdyb.settings import Settings
from gdyb_runtime.errors import GdybError, RequestInvalid, SettingsInvalid
from gdyb_runtime.problems import Problem
from gdyb_workflows.clearing.errors import LedgerError, NeedsPerson
from gdyb_workflows.clearing.period import ClearingMonth
from gdyb_workflows.cli.clearing.options import Source
from gdyb_workflows.cli.screen import FAILED, NO, error_record, exit_code, print_json, stop, warn
from gdyb_workflows.configuration import load_clearing_settings, load_settings

if TYPE_CHECKING:
    from gdyb_workflows.clearing.ledger import HeldMonth, Ledger
    from gdyb_workflows.clearing.overview import MonthOverview
    from gdyb_workflows.clearing.settings import ClearingSettings

__all__ = ["Desk", "HeldDesk", "code_of", "ending", "held_desk", "load", "look", "open_desk", "require_extraction"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A month and the ledger it is in."""

    settings: Settings
    clearing: "ClearingSettings"
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
class HeldDesk(Desk):
    """A month that is held, so that nobody else begins anything in it."""

    held: "HeldMonth"

    def overview_now(self) -> "MonthOverview":
        """The month as the ledger has it now."""
        found = self.overview()
        assert found is not None
        return found


def load(source: Source) -> "tuple[Settings, ClearingSettings]":
    """Settings of client and ledger; SettingsInvalid lists what is wrong with either."""
    problems: list[Problem] = []
    settings = clearing = None
    try:
        settings = load_settings(config=source.config, env_file=source.env_file)
    except SettingsInvalid as error:
        problems += error.problems
    try:
        clearing = load_clearing_settings(config=source.config, env_file=source.env_file)
    except SettingsInvalid as error:
        problems += [problem for problem in error.problems if problem not in problems]
    if settings is None or clearing is None:
        raise SettingsInvalid(problems=tuple(problems))
    return settings, clearing


@contextmanager
def look(source: Source, period: ClearingMonth) -> Iterator[Desk]:
    """The ledger to look at only, also while another window works with it."""
    with ending(source):
        settings, clearing = load(source)
        with clearing.open_ledger(read_only=True) as ledger:
            yield Desk(settings=settings, clearing=clearing, ledger=ledger, period=period)


@contextmanager
def open_desk(source: Source, period: ClearingMonth) -> Iterator[Desk]:
    """The ledger open for changes, the month not held."""
    with ending(source):
        settings, clearing = load(source)
        with clearing.open_ledger() as ledger:
            _announce(ledger)
            yield Desk(settings=settings, clearing=clearing, ledger=ledger, period=period)


@contextmanager
def held_desk(
    source: Source, period: ClearingMonth, *, effect: str = "command", partial: Mapping[str, object] | None = None
) -> Iterator[HeldDesk]:
    """The month held by this process; `partial` is added to the data of an error."""
    with ending(source, effect=effect, partial=partial, period=period):
        settings, clearing = load(source)
        with (
            clearing.open_ledger() as ledger,
            _client(settings, ledger) as client,
        ):
            _announce(ledger)
            with ledger.hold(client, period) as held:
                yield HeldDesk(settings=settings, clearing=clearing, ledger=ledger, period=period, held=held)


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
        if source.as_json:
            print_json({**error_record(error), **(partial or {})})
        else:
            warn(str(error))
            if getattr(error, "number", 0) and period is not None:
                warn(f"三条出路和要用的命令：gdyb clearing resolve {period}")
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
    from gdyb_workflows.clearing.msgids import DatabaseMsgidStore

    return Client(settings, msgids=DatabaseMsgidStore(ledger.engine))


def _announce(ledger: "Ledger") -> None:
    if not ledger.is_new:
        return
    warn(f"新建了清分台账：{ledger.where}")
    if not ledger.vault.is_sealing:
        warn(
            "没有设置密钥：证件号码在台账里只留掩码，确认时会再读一次平台的明细。\n"
            "要加密保存，请现在停下，先用 gdyb clearing key 生成密钥，再换一个新台账重新开始。"
        )


def _stopped(source: Source, period: ClearingMonth | None, partial: Mapping[str, object]) -> NoReturn:
    """What Ctrl-C leaves: everything is on disk; a batch that was on its way is unknown."""
    unknown = [] if period is None else _unknown_batches(source, period)
    text = "已停下。进度都记在台账里，用同样的命令接着做。"
    if unknown:
        numbers = "、".join(map(str, unknown))
        text = (
            f"已停下。第 {numbers} 批已发出、没有等到答复，结果未知，不会自动重发。"
            f"请用 gdyb clearing resolve {period} 处理。"
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
            found = Desk(settings=settings, clearing=clearing, ledger=ledger, period=period).overview()
    except GdybError:
        return []
    if found is None:
        return []
    is_open = {stage.number for stage in found.epochs if stage.state == "open"}
    by_hand = ("unknown", "sending", "revoking")
    return [one.number for one in found.batches if one.epoch in is_open and one.state in by_hand]


def require_extraction(desk: HeldDesk, *, json: bool) -> "MonthOverview":
    """The month as the ledger has it; ends the command where it was never extracted."""
    found = desk.overview_now()
    if found.extraction is None:
        text = f"{desk.name} 还没有提取明细，没有进行。请先运行 gdyb clearing extract {desk.period}"
        stop(text, FAILED, json=json, error="NotExtracted")
    return found
