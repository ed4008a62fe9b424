"""Who gives up waiting learns the msgid and that the result is unknown; the first Ctrl-C waits for the answer."""

import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from gdyb import operations
from gdyb_workflows.journal import CommandCancelled, EntryState, recover_async
from support.journal.place import SOON, Place
from support.waits import Process, until

SETTLE = operations.settle_outpatient
KEY = "门诊-1"

SETTLING = """
import asyncio, json, logging, sys
from gdyb import operations
from gdyb.client import AsyncClient, Client
from gdyb.settings import Settings
from gdyb_workflows.at_rest.vault import Vault
from gdyb_workflows.journal import CommandInterrupted, CommandCancelled, Journal
told = json.loads(sys.argv[1])
logging.basicConfig(level=logging.WARNING, format="%(message)s")
settings, key = Settings(**told["settings"]), told["visit"]

def settle():
    with Journal(told["location"], vault=Vault([told["key"]])) as journal, Client(settings) as client:
        print("ready", flush=True)
        try:
            print(journal.carry_out(client, operations.settle_outpatient, key=key, **told["nodes"]).state)
        except CommandInterrupted as error:
            print(f"gave up {error.msgid} {error.outcome}")

async def settle_async():
    with Journal(told["location"], vault=Vault([told["key"]])) as journal:
        async with AsyncClient(settings) as client:
            print("ready", flush=True)
            try:
                done = await journal.carry_out_async(client, operations.settle_outpatient, key=key, **told["nodes"])
                print(done.state)
            except asyncio.CancelledError as error:
                cause = error.__cause__
                print(f"gave up {cause.msgid} {cause.outcome}" if isinstance(cause, CommandCancelled) else "cancelled")
                raise

try:
    asyncio.run(settle_async()) if told["is_async"] else settle()
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.fixture
def nodes(place: Place) -> Any:
    return place.bill(place.care())


def start(place: Place, nodes: Any, *, is_async: bool, script: Path) -> Process:
    script.write_text(SETTLING, encoding="utf-8")
    settings = {**place.sandbox.settings, "insuplc_admdvs": place.area, "msgid_file": str(place.folder / "m.sqlite3")}
    told = {"settings": settings, "location": place.location, "key": place.key, "visit": KEY, "nodes": nodes}
    return Process(sys.executable, script, json.dumps({**told, "is_async": is_async}, default=str))


@pytest.mark.skipif(sys.platform == "win32", reason="no signal can be sent to another process there")
@pytest.mark.parametrize("location", ["sqlite"], indirect=True)
@pytest.mark.parametrize("is_async", [False, True])
def test_the_first_ctrl_c_waits_for_the_answer(place: Place, nodes: Any, is_async: bool, tmp_path: Path) -> None:
    place.sandbox.faults.add("delay", 2, infno="2207")
    with start(place, nodes, is_async=is_async, script=tmp_path / "settling.py") as process:
        until(lambda: place.settled(), process=process)
        process.send_signal(signal.SIGINT)
        assert "再按一次 Ctrl-C" in process.error_line()
        done = process.finish()
    # The answer is written down; Ctrl-C takes effect after that.
    assert "interrupted" in done.stdout
    with place.journal() as journal, place.client() as client:
        entry = journal.entry(client, KEY)
    assert (entry.state, {entry.setl_id: entry.cents}) == (EntryState.SETTLED, place.settled())


@pytest.mark.skipif(sys.platform == "win32", reason="no signal can be sent to another process there")
@pytest.mark.parametrize("location", ["sqlite"], indirect=True)
@pytest.mark.parametrize("is_async", [False, True])
def test_the_second_ctrl_c_gives_up(place: Place, nodes: Any, is_async: bool, tmp_path: Path) -> None:
    place.sandbox.faults.add("hang", infno="2207")
    with start(place, nodes, is_async=is_async, script=tmp_path / "settling.py") as process:
        until(lambda: place.settled(), process=process)
        process.send_signal(signal.SIGINT)
        process.error_line()
        process.send_signal(signal.SIGINT)
        done = process.finish()
    with place.journal() as journal, place.client() as client:
        entry = journal.entry(client, KEY)
    assert entry.state is EntryState.UNKNOWN
    assert f"gave up {entry.msgid} unknown" in done.stdout


@pytest.mark.parametrize("location", ["sqlite"], indirect=True)
def test_a_cancelled_task_leaves_the_answer_to_the_journal(place: Place, nodes: Any) -> None:
    place.sandbox.faults.add("delay", 0.5, infno="2207")

    async def settle() -> None:
        with place.journal() as journal:
            async with place.async_client() as client:
                task = asyncio.ensure_future(journal.carry_out_async(client, SETTLE, key=KEY, **nodes))
                while not place.settled():
                    await asyncio.sleep(0.02)
                task.cancel()
                with pytest.raises(asyncio.CancelledError) as caught:
                    await task
                cause = caught.value.__cause__
                assert isinstance(cause, CommandCancelled)
                assert (cause.key, cause.outcome) == (KEY, "unknown")
                assert journal.entry(client, KEY).msgid == cause.msgid
                again = await journal.carry_out_async(client, SETTLE, key=KEY, **nodes)
                assert (again.state, again.is_repeated) == (EntryState.SETTLED, True)
                assert again.require().output.setlinfo.setl_id in place.settled()

    asyncio.run(settle())


@pytest.mark.parametrize("location", ["sqlite"], indirect=True)
def test_a_loop_that_ends_leaves_an_unknown_command(place: Place, nodes: Any) -> None:
    place.sandbox.faults.add("hang", infno="2207", times=1)

    async def give_up() -> None:
        with place.journal() as journal:
            async with place.async_client() as client:
                async with asyncio.timeout(0.5):
                    await journal.carry_out_async(client, SETTLE, key=KEY, **nodes)

    async def find_out() -> None:
        with place.journal(margin=SOON) as journal:
            async with place.async_client() as client:
                assert journal.entry(client, KEY).state is EntryState.UNKNOWN
                found = await recover_async(journal, client, KEY)
                assert (found.state, found.entry.cents) == (EntryState.SETTLED, 10_000)

    with pytest.raises(TimeoutError):
        asyncio.run(give_up())
    asyncio.run(find_out())
