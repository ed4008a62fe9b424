"""Ten thousand calls leave neither memory nor handles behind, here and in the helper."""

import os
import sys
from pathlib import Path

import pytest

from gdyb.readers import NativeReader, ReaderClient

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory and handles are read from /proc")

CALLS = 10_000
MOST_GROWTH = 2 * 1024 * 1024
"""Less than one buffer of 4 KiB for each twentieth call; one lost photo buffer a call would be more than a gigabyte."""


def held(pid: int) -> tuple[int, int]:
    """Resident bytes and open handles of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE"), len(list(Path(f"/proc/{pid}/fd").iterdir()))


@pytest.mark.parametrize("kind", [NativeReader, ReaderClient])
def test_ten_thousand_calls(opened, scenario, kind) -> None:
    scenario("normal")
    reader = opened(kind)
    pids = [os.getpid()]
    if kind is ReaderClient:
        pids.append(reader._device.open().opened["pid"])
    for _ in range(1000):
        reader.read_id()
    before = [held(pid) for pid in pids]
    for number in range(CALLS):
        reader.read_card() if number % 2 else reader.read_id()
    for pid, (memory, handles) in zip(pids, before, strict=True):
        memory_after, handles_after = held(pid)
        assert memory_after - memory < MOST_GROWTH
        assert handles_after == handles


def test_restarts_leave_no_handles(opened, scenario) -> None:
    scenario("normal")
    reader = opened()
    reader.init()
    reader.close()
    before = held(os.getpid())[1]
    for _ in range(20):
        reader.init()
        reader._device.discard()
    # What others left behind may be collected meanwhile, or come up: much less than one for each restart.
    assert held(os.getpid())[1] < before + 10
