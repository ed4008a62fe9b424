"""A file of institutions and the processes that work on it; what the platform saw is asked of the sandbox."""

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Self

from gdyb_sandbox import Sandbox
from gdyb_sandbox._centre.confirmations import Clearing
from gdyb_workflows.at_rest.vault import Vault, new_key
from gdyb_workflows.clearing.ledger.ledger import Ledger
from gdyb_workflows.clearing.overview import MonthOverview, overview
from gdyb_workflows.clearing.period import ClearingMonth
from support.waits import Process

MONTH = ClearingMonth(year="2020", month="12")
START_SECONDS = 60.0


class Fleet:
    """Institutions of one platform with one ledger; ends every process it began."""

    def __init__(
        self, platform: Sandbox, ledger: str, folder: Path, *, institutions: int, more: str = "", timeout: float = 30.0
    ) -> None:
        self.platform = platform
        self.ledger_url = ledger
        self.folder = folder
        self.key = new_key()
        self.codes = [f"H4401000{number:04d}" for number in range(1, institutions + 1)]
        self.file = folder / "institutions.toml"
        self.started: list[Process] = []
        shared = platform.settings | {"read_timeout": timeout}
        del shared["fixmedins_code"], shared["fixmedins_name"]
        lines = ["[clearing]", f'ledger = "{ledger}"', f'key = "{self.key}"', more, "[defaults]"]
        lines += [f"{name} = {_toml(value)}" for name, value in shared.items()]
        for code in self.codes:
            lines += ["[[institution]]", f'fixmedins_code = "{code}"', f'fixmedins_name = "测试医院{code[-2:]}"']
        self.file.write_text("\n".join(lines), encoding="utf-8")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
            process.kill()

    def gdyb(self, *arguments: str, **env: str) -> Process:
        """A command of `gdyb clearing` in a process of its own."""
        command = [sys.executable, "-m", "gdyb_cli", "clearing", *arguments, "--institutions", str(self.file)]
        process = Process(*command, env={**os.environ, "PYTHONUTF8": "1", **env})
        self.started.append(process)
        return process

    def run(self, *arguments: str, timeout: float = 180, **env: str) -> "subprocess.CompletedProcess[str]":
        """The same, to its end."""
        return self.gdyb(*arguments, **env).finish(timeout)

    def worker(self, executor: str, *, workers: int = 4) -> Process:
        """A host: returns once it works."""
        process = self.gdyb("work", "--executor", executor, "--workers", str(workers))
        assert executor in process.line(START_SECONDS)
        return process

    def log(self, number: int) -> str:
        """What a process wrote to stderr."""
        return self.started[number].errors

    def open_ledger(self) -> Ledger:
        """The ledger, to look at."""
        return Ledger(self.ledger_url, vault=Vault([self.key]), read_only=True)

    def overviews(self) -> dict[str, MonthOverview]:
        """Every institution's month as the ledger has it."""
        with self.open_ledger() as ledger:
            found = {code: overview(ledger, self.platform.base_url, code, MONTH) for code in self.codes}
        return {code: one for code, one in found.items() if one is not None}

    def clearings(self) -> dict[str, Clearing]:
        """Every institution's month as the platform has it."""
        return {code: self.platform.clearing(MONTH.year, MONTH.month, institution=code) for code in self.codes}

    def confirmed_rows(self) -> int:
        """How many rows the platform has confirmed, each counted as often as it was."""
        return sum(sum(one.times_ever.values()) for one in self.clearings().values())


def check_exactness(fleet: Fleet) -> None:
    """No row twice, never two calls of an institution at once, no msgid twice, every id known or its batch unknown."""
    platform = fleet.clearings()
    for code, clearing in platform.items():
        assert [sn for sn, times in clearing.times_ever.items() if times != 1] == [], code
    most = fleet.platform.in_flight.most
    assert {code: most.get((code, "")) for code in fleet.codes if most.get((code, ""), 0) > 1} == {}
    msgids = Counter((request.institution, request.msgid) for request in fleet.platform.requests)
    assert [key for key, times in msgids.items() if times > 1] == []
    for code, found in fleet.overviews().items():
        theirs = {one.inf_refmsgid for one in platform[code].confirmations}
        ours = {one.inf_refmsgid for one in found.batches if one.state == "confirmed"}
        unknown = [one for one in found.batches if one.state in ("unknown", "sending")]
        assert ours <= theirs, code
        assert len(theirs - ours) <= len(unknown), code


def _toml(value: object) -> str:
    return str(value) if isinstance(value, float) else f'"{value}"'
