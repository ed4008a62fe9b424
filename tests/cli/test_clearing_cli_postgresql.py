"""`gdyb clearing` with the ledger on a PostgreSQL that several hosts share."""

import subprocess
import sys
import threading
from pathlib import Path

from gdyb_sandbox import Sandbox
from support.clearing.desk import answered
from support.command_line import Spawn, WriteEnv
from support.postgresql import Database, postgresql, postgresql_server
from support.waits import SECONDS, Process, until

__all__ = ["postgresql", "postgresql_server"]


def test_msgids_come_from_the_database_and_only_the_month_is_held(
    spawn: Spawn, write_env: WriteEnv, sandbox: Sandbox, postgresql: Database, tmp_path: Path
) -> None:
    env = write_env(msgid_file=str(tmp_path / "never.sqlite3"))
    with env.open("a", encoding="utf-8") as file:
        file.write(f"GDYB_CLEARING_LEDGER={postgresql.url}\nGDYB_CLEARING_USE_KEYRING=false\n")

    def run(command: str, *arguments: str, month: str = "2020-12") -> "subprocess.CompletedProcess[str]":
        return spawn("clearing", command, month, *arguments, "--env-file", env)

    assert "新建了清分台账：postgresql" in run("extract").stderr
    assert run("match", "--without-records", "--approve", "--yes").returncode == 0
    assert run("plan").returncode == 0
    arrived, go_on = threading.Event(), threading.Event()
    sandbox.on("arrived", "3261", lambda event: arrived.set() or go_on.wait(SECONDS))
    command = [sys.executable, "-m", "gdyb_cli", "clearing", "confirm", "2020-12", "--env-file", str(env)]
    with Process(*command) as first:
        until(arrived.is_set, process=first)
        told = run("confirm", "--json")
        assert told.returncode == 2 and answered(told.stdout)["error"] == "MonthHeld"
        assert f"进程 {first.pid}" in told.stdout
        assert run("extract", month="2021-01").returncode == 0
        go_on.set()
        done = first.finish()
        assert done.returncode == 0, (done.stdout, done.stderr)
    assert len(sandbox.confirmed("2020", "12")) == 250
    assert not (tmp_path / "never.sqlite3").exists()
