"""A host that dies after the ledger knows an answer, and before the engine knows that its step is done."""

import signal
from pathlib import Path

import psycopg

from gdyb_sandbox import Sandbox
from support.clearing.fleet import Fleet, check_exactness
from support.postgresql import Database
from support.waits import until

RUN = ("run", "--month", "2020-12", "--approve", "--by", "0001", "--durable", "--executor", "host-a-1")


def test_what_is_recorded_but_not_checkpointed_is_not_sent_again(
    platform: Sandbox, postgresql: Database, tmp_path: Path
) -> None:
    with Fleet(platform, postgresql.url, tmp_path, institutions=1) as fleet:
        with psycopg.connect(postgresql.dsn) as blocker:

            def block(_: object) -> None:
                # From now on the engine waits when it wants to write down what a step came to.
                blocker.execute("LOCK TABLE gdyb_engine.operation_outputs IN EXCLUSIVE MODE")

            off = platform.on("arrived", "3261", block)
            victim = fleet.gdyb(*RUN)
            until(lambda: len(platform.requests.of("3261")) == 1, process=victim)
            off()
            until(lambda: all(one.is_done for one in fleet.overviews().values()) and bool(fleet.overviews()))
            victim.send_signal(signal.SIGKILL)
            assert victim.wait() == -signal.SIGKILL
        again = fleet.run(*RUN)
        assert again.returncode == 0, again.stdout + again.stderr
        check_exactness(fleet)
        assert fleet.confirmed_rows() == 250
        assert len(platform.requests.of("3261")) == 3
        assert not platform.requests.of("3262")
