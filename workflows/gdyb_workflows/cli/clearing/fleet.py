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

from gdyb_runtime.errors import SettingsInvalid
from gdyb_runtime.problems import Problem
from gdyb_workflows.cli.options import Config, EnvFile
from gdyb_workflows.cli.screen import FAILED, NO, money, print_json, print_table, say, warn

if TYPE_CHECKING:
    from gdyb_workflows.clearing.hosts.institutions import Institution, Institutions
    from gdyb_workflows.clearing.hosts.many import MonthOutcome
    from gdyb_workflows.clearing.ledger import Ledger
    from gdyb_workflows.clearing.settings import ClearingSettings

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

_LABELS = {"done": "办完", "needs_person": "要人处理", "failed": "没有做成"}


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
        from gdyb_workflows.clearing.ledger import Ledger

        location = url_for(self.clearing.ledger.get_secret_value(), executor)
        return Ledger(location, vault=self.clearing.vault())


def load_fleet(path: Path, *, config: Config = None, env_file: EnvFile = None) -> Fleet:
    """Everything that the commands need; SettingsInvalid lists what is wrong with either.

    The ledger's settings are those of `--config` or `--env-file`, else the table `[clearing]` of the file of
    institutions, else the environment's.
    """
    from gdyb_runtime.settings import read_toml
    from gdyb_workflows.clearing.hosts.institutions import load_institutions
    from gdyb_workflows.clearing.settings import TABLE
    from gdyb_workflows.configuration import load_clearing_settings

    problems: list[Problem] = []
    institutions = clearing = None
    try:
        institutions = load_institutions(path)
        if config is None and env_file is None and TABLE in read_toml(path):
            config = path
    except SettingsInvalid as error:
        problems += error.problems
    try:
        clearing = load_clearing_settings(config=config, env_file=env_file)
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
    institutions: Sequence["Institution"], outcomes: Sequence["MonthOutcome"], month: str, *, as_json: bool
) -> None:
    """A table of what became of each institution's month, in the order of the file."""
    found = {one.institution: one for one in outcomes}
    if as_json:
        print_json(_record(institutions, found, month))
        return
    rows = [
        (
            one.code,
            one.name,
            _LABELS[outcome.state] if (outcome := found.get(one.code)) else "没有办到",
            str(outcome.confirmed.rows) if outcome else "",
            money(outcome.confirmed.medfee_sumamt) if outcome else "",
            money(outcome.confirmed.optins_pay_sumamt) if outcome else "",
        )
        for one in institutions
    ]
    headings = ("机构编号", "机构", "结果", "已确认笔数", "总费用", "经办机构支付")
    print_table(headings, rows, right=(3, 4, 5))
    for one in institutions:
        for reason in found[one.code].reasons if one.code in found else ():
            say(f"{one.code}：{reason}")
    counted = {label: sum(row[2] == label for row in rows) for label in (*_LABELS.values(), "没有办到")}
    say(f"{month}：" + "，".join(f"{label} {count} 个机构" for label, count in counted.items() if count))


def exit_code_of(institutions: Sequence["Institution"], outcomes: Sequence["MonthOutcome"]) -> int:
    """0 all done, 1 something needs a person, 2 something failed or was not got to."""
    states = {one.state for one in outcomes}
    if "failed" in states or len(outcomes) < len(institutions):
        return FAILED
    return NO if "needs_person" in states else 0


def _record(
    institutions: Sequence["Institution"], found: Mapping[str, "MonthOutcome"], month: str
) -> dict[str, object]:
    outcomes = list(found.values())
    return {
        "ok": exit_code_of(institutions, outcomes) == 0,
        "month": month,
        "institutions": [
            {"institution": one.code, "name": one.name, "state": "not_begun"}
            if (outcome := found.get(one.code)) is None
            else {
                "institution": one.code,
                "name": one.name,
                "state": outcome.state,
                "error": outcome.error,
                "reasons": list(outcome.reasons),
                "batches": outcome.batches,
                "rows": outcome.confirmed.rows,
                "medfee_sumamt": outcome.confirmed.medfee_sumamt,
                "optins_pay_sumamt": outcome.confirmed.optins_pay_sumamt,
            }
            for one in institutions
        ],
    }
