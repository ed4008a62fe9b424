"""A host that dies, freezes or is started twice; a call of it is on the wire at that moment."""

import signal

from support.clearing.fleet import Fleet, check_exactness
from support.clearing.held_calls import HeldCalls
from support.waits import until

RUN = ("run", "--month", "2020-12", "--approve", "--by", "0001", "--durable", "--executor")
TOTAL = 12 * 250


def _settled(fleet: Fleet) -> bool:
    """Whether every month is done, or stands still for a person."""
    found = fleet.overviews()
    return len(found) == 12 and all(one.is_done or "unknown" in one.in_force for one in found.values())


def test_the_work_of_a_killed_host_is_finished_by_takeover(fleet: Fleet) -> None:
    with HeldCalls(fleet.platform, after=3) as calls:
        victim = fleet.gdyb(*RUN, "host-a-1")
        # Each of its four threads has a call on the wire, so that none is between two of them.
        until(lambda: len(calls.institutions) == 4, process=victim)
        refused = fleet.run("takeover", "host-a-1", "--confirm", "host-a-1")
        assert refused.returncode == 1, refused.stdout + refused.stderr
        assert "看来还活着" in refused.stderr
        victim.send_signal(signal.SIGKILL)
        assert victim.wait() == -signal.SIGKILL
        on_the_wire = calls.institutions
    fleet.worker("host-b-1")
    until(lambda: sum(one.is_done for one in fleet.overviews().values()) >= 12 - 4)
    assert not _settled(fleet), "the dead host's months wait for takeover"
    taken = fleet.run("takeover", "host-a-1", "--confirm", "host-a-1")
    assert taken.returncode == 0, taken.stdout + taken.stderr
    assert "放回队列 4 项" in taken.stdout
    until(lambda: _settled(fleet))
    check_exactness(fleet)
    unknown = {code for code, one in fleet.overviews().items() if "unknown" in one.in_force}
    assert unknown == on_the_wire
    left = fleet.run("takeover", "host-a-1", "--confirm", "host-a-1")
    assert "没有未办完的工作" in left.stdout


def test_a_frozen_host_wakes_up_after_its_work_was_taken_over(fleet: Fleet) -> None:
    with HeldCalls(fleet.platform, after=3) as calls:
        victim = fleet.gdyb(*RUN, "host-a-1")
        until(lambda: len(calls.institutions) == 4, process=victim)
        victim.send_signal(signal.SIGSTOP)
        on_the_wire = calls.institutions
        # On its own machine a frozen process is to be killed; this one is on another, whose locks are out of reach.
        elsewhere = {"XDG_DATA_HOME": str(fleet.folder / "elsewhere")}
        taken = fleet.run("takeover", "host-a-1", "--end-sessions", "--confirm", "host-a-1", **elsewhere)
        assert taken.returncode == 0, taken.stdout + taken.stderr
    fleet.worker("host-b-1")
    until(lambda: _settled(fleet))
    assert {code for code, one in fleet.overviews().items() if "unknown" in one.in_force} == on_the_wire
    victim.send_signal(signal.SIGCONT)
    # The answers it had been waiting for are facts: its months can go on.
    until(lambda: not any("unknown" in one.in_force for one in fleet.overviews().values()))
    check_exactness(fleet)
    victim.kill()
    again = fleet.run(*RUN, "host-c-1")
    assert again.returncode == 0, again.stdout + again.stderr
    check_exactness(fleet)
    assert fleet.confirmed_rows() == TOTAL


def test_a_slot_is_started_once(fleet: Fleet) -> None:
    fleet.worker("host-a-1")
    second = fleet.run("work", "--executor", "host-a-1")
    assert second.returncode == 2
    assert "执行槽 host-a-1 已有程序在运行" in second.stderr
    # Another machine has another data folder, and so another lock of the system.
    elsewhere = fleet.run("work", "--executor", "host-a-1", XDG_DATA_HOME=str(fleet.folder / "elsewhere"))
    assert elsewhere.returncode == 2
    assert "gdyb host-a-1" in elsewhere.stderr
    for executor in ("local", "a b"):
        refused = fleet.run("work", "--executor", executor)
        assert refused.returncode == 2
        assert "GDYB_CLEARING_EXECUTOR" in refused.stderr
    assert "必填" in fleet.run("work").stderr
