"""What the commands for many institutions share: their file, the ledger, the process slot, and how a run is shown."""

import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from gdyb_cli.clearing.words import step_lines, step_text
from gdyb_cli.options import Config, EnvFile
from gdyb_cli.screen import FAILED, NO, money, print_json, print_table, say, warn
from gdyb_runtime.errors import SettingsInvalid
from gdyb_runtime.problems import Problem

if TYPE_CHECKING:
    from gdyb_workflows.clearing.hosts.institutions import Institution, Institutions
    from gdyb_workflows.clearing.hosts.many import MonthOutcome
    from gdyb_workflows.clearing.ledger.ledger import Ledger
    from gdyb_workflows.clearing.ledger.settings import ClearingSettings
    from gdyb_workflows.clearing.period import ClearingMonth

__all__ = [
    "Executor",
    "Fleet",
    "InstitutionsFile",
    "Workers",
    "exit_code_of",
    "load_fleet",
    "print_outcomes",
    "stopping",
]

InstitutionsFile: TypeAlias = Annotated[
    Path, typer.Option("--institutions", metavar="文件", help="机构名单 institutions.toml，见 docs/deployment.md。")
]
Workers: TypeAlias = Annotated[
    int, typer.Option("--workers", metavar="数量", min=1, max=500, help="本进程同时办理的机构数。")
]
Executor: TypeAlias = Annotated[
    str,
    typer.Option(
        "--executor", metavar="编号", help="本进程的执行槽编号，独有且重启后不变；不给则用 GDYB_CLEARING_EXECUTOR。"
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """The institutions, and the settings of the ledger that they share."""

    institutions: "Institutions"
    clearing: "ClearingSettings"

    def open_ledger(self, executor: str = "") -> "Ledger":
        """The ledger; with a slot's id its sessions bear that name."""
        if not executor or self.clearing.ledger is None:
            return self.clearing.open_ledger()
        from gdyb_workflows.clearing.hosts.executor import url_for
        from gdyb_workflows.clearing.ledger.ledger import Ledger

        location = url_for(self.clearing.ledger.get_secret_value(), executor)
        return Ledger(location, vault=self.clearing.vault())


def load_fleet(path: Path, *, config: Config = None, env_file: EnvFile = None) -> Fleet:
    """Everything that the commands need; SettingsInvalid lists what is wrong with either.

    The ledger's settings are those of `--config` or `--env-file`, else the table `[clearing]` of the file of
    institutions, else the environment's.
    """
    from gdyb_runtime.config.section import read_settings_file
    from gdyb_workflows.clearing.hosts.institutions import load_institutions
    from gdyb_workflows.clearing.ledger.settings import ClearingSettings

    problems: list[Problem] = []
    institutions = clearing = None
    try:
        institutions = load_institutions(path)
        if config is None and env_file is None and ClearingSettings.__table__ in read_settings_file(path):
            config = path
    except SettingsInvalid as error:
        problems += error.problems
    try:
        clearing = ClearingSettings.load(config=config, env_file=env_file)
    except SettingsInvalid as error:
        problems += [problem for problem in error.problems if problem not in problems]
    if institutions is None or clearing is None:
        raise SettingsInvalid(problems=tuple(problems))
    return Fleet(institutions=institutions, clearing=clearing)


@contextmanager
def stopping(stop: threading.Event) -> Iterator[None]:
    """Ctrl-C and SIGTERM set `stop` the first time; the second time they end the program at once."""
    before = {}

    def halt(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        warn("正在停下：等待已发出的一批的答复；再按一次 Ctrl-C 立即结束。")

    try:
        for name in (signal.SIGINT, signal.SIGTERM):
            before[name] = signal.signal(name, halt)
    except ValueError:
        # Not in the main thread: whoever runs us decides.
        pass
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def print_outcomes(
    institutions: Sequence["Institution"], outcomes: Sequence["MonthOutcome"], month: "ClearingMonth", *, as_json: bool
) -> None:
    """A table of what became of each institution's month, in the order of the file."""
    from gdyb_workflows.clearing.hosts.many import MonthState

    by_code = {one.institution: one for one in outcomes}
    if as_json:
        print_json(_record(institutions, by_code, month))
        return
    rows = [
        (
            one.code,
            one.name,
            outcome.state.label if (outcome := by_code.get(one.code)) else "没有办到",
            str(outcome.confirmed.rows) if outcome else "",
            money(outcome.confirmed.medfee_sumamt) if outcome else "",
            money(outcome.confirmed.optins_pay_sumamt) if outcome else "",
        )
        for one in institutions
    ]
    headings = ("机构编号", "机构", "结果", "已确认笔数", "总费用", "经办机构支付")
    print_table(headings, rows, right=(3, 4, 5))
    for one in institutions:
        for reason in _reasons(by_code[one.code], month) if one.code in by_code else ():
            say(f"{one.code}：{reason}")
    labels = [state.label for state in MonthState]
    counted = {label: sum(row[2] == label for row in rows) for label in (*labels, "没有办到")}
    say(f"{month}：" + "，".join(f"{label} {count} 个机构" for label, count in counted.items() if count))


def _reasons(outcome: "MonthOutcome", month: "ClearingMonth") -> list[str]:
    """What went wrong, and what a person has to do, with the commands of it."""
    steps = step_lines(outcome.steps, month) if outcome.reasons else (step_text(one, month) for one in outcome.steps)
    return [*outcome.reasons, *steps]


def exit_code_of(institutions: Sequence["Institution"], outcomes: Sequence["MonthOutcome"]) -> int:
    """0 all done, 1 something needs a person, 2 something failed or was not got to."""
    from gdyb_workflows.clearing.hosts.many import MonthState

    states = {one.state for one in outcomes}
    if MonthState.FAILED in states or len(outcomes) < len(institutions):
        return FAILED
    return NO if MonthState.NEEDS_PERSON in states else 0


def _record(
    institutions: Sequence["Institution"], by_code: Mapping[str, "MonthOutcome"], month: "ClearingMonth"
) -> dict[str, object]:
    outcomes = list(by_code.values())
    return {
        "ok": exit_code_of(institutions, outcomes) == 0,
        "month": str(month),
        "institutions": [
            {"institution": one.code, "name": one.name, "state": "not_begun"}
            if (outcome := by_code.get(one.code)) is None
            else {
                "institution": one.code,
                "name": one.name,
                "state": outcome.state,
                "error": outcome.error,
                "reasons": _reasons(outcome, month),
                "batches": outcome.batches,
                "rows": outcome.confirmed.rows,
                "medfee_sumamt": outcome.confirmed.medfee_sumamt,
                "optins_pay_sumamt": outcome.confirmed.optins_pay_sumamt,
            }
            for one in institutions
        ],
    }
