"""A card and a photo read through the helper, beside the same call in this process; and how soon a hang is over."""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

# A script, so that what tests share is not on its path.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from gdyb.readers import NativeReader, ReaderClient, ReaderSettings, ReaderTimeout
from support.readers import simulator

ROUNDS = 300
HANGS = 5
DEADLINE = 1.0


def median(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median wall time of one call in milliseconds."""
    work()
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def hang(reader: ReaderClient) -> tuple[float, float]:
    """Seconds beyond the deadline until the error came, and until the next card was read."""
    os.environ["SIM_SCENARIO"] = "hang"
    reader.close()
    reader.init()
    begun = time.perf_counter()
    try:
        reader.read_card()
    except ReaderTimeout:
        ended = time.perf_counter()
    os.environ["SIM_SCENARIO"] = "id_photo_bmp"
    reader.read_card()
    return ended - begun - DEADLINE, time.perf_counter() - ended


def main() -> None:
    """Prints milliseconds and the ratio to the call in this process."""
    os.environ["SIM_SCENARIO"] = "id_photo_bmp"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        library = simulator.build(Path(folder))
        settings = ReaderSettings(
            library=library,
            init_url="test",
            area="440300",
            read_timeout=DEADLINE,
            helper_environment=simulator.ENVIRONMENT,
        )
        with NativeReader(settings) as native, ReaderClient(settings) as client:
            for name, here, there in (
                ("card", native.read_card, client.read_card),
                (f"photo of {len(native.read_id().raw)} characters", native.read_id, client.read_id),
            ):
                base, through = median(here), median(there)
                print(f"{name:28} in process {base:6.3f} ms   helper {through:6.3f} ms   x{through / base:.1f}")
            late, again = zip(*(hang(client) for _ in range(HANGS)), strict=True)
            print(f"hang of {HANGS}: ended {max(late):.3f} s after its deadline at the most")
            print(f"next card read after {max(again):.3f} s at the most, new helper and Init included")


if __name__ == "__main__":
    main()
