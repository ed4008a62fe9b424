"""The database server crashes while two hosts have calls on the wire, and is started again."""

import time

from support.clearing.fleet import Fleet, check_exactness
from support.clearing.held_calls import HeldCalls
from support.postgresql import Database


def test_hosts_go_on_after_the_database_was_started_again(fleet: Fleet, postgresql: Database) -> None:
    with HeldCalls(fleet.platform, after=6) as calls:
        fleet.worker("host-b-1")
        run = fleet.gdyb(
            "run", "--month", "2020-12", "--approve", "--by", "0001", "--durable", "--executor", "host-a-1"
        )
        assert calls.reached.wait(90)
        postgresql.server.crash()
    time.sleep(2)
    postgresql.server.start()
    output = run.finish().stdout
    logs = fleet.log(0) + fleet.log(1)
    # A commit whose acknowledgement was lost may leave a batch "sending": that month, and no other, is a person's.
    assert run.returncode in (0, 1), output + logs
    check_exactness(fleet)
    found = fleet.overviews()
    assert all(one.is_done or "unknown" in one.in_force for one in found.values()), output + logs
