"""Moments as the platform writes them, and how long what was sent without an answer may still be on its way."""

import time
from datetime import UTC, datetime
from typing import Final

from gdyb.protocol import PROTOCOL
from gdyb_runtime.clock import ANSWERS, Clock
from gdyb_runtime.model.types import zone_of

__all__ = ["BELIEVED", "FENCE_MARGIN", "SIGNED_WITHIN", "TELLS", "beijing", "earliest_now", "fence_of", "is_over"]

SIGNED_WITHIN: Final = 60.0
"""Seconds after the intent was written down in which a request is signed, or not at all: part of the margin."""
BELIEVED: Final = 86_400
"""Seconds: clocks that are further apart than a day are wrong."""
TELLS: Final = 3
"""Seconds: less is within what a Date header can tell of a clock."""
FENCE_MARGIN: Final = 600.0
"""Seconds on top of the gateway's window: for signing, clocks that differ, and a platform that takes its time."""


def fence_of(sent_at: float, margin: float = FENCE_MARGIN) -> float:
    """From when on a request that was sent then can't be carried out any more, as far as the gateway checks its age."""
    return sent_at + PROTOCOL.timestamp_window + margin


def earliest_now(clock: Clock) -> float:
    """Now by whichever clock is behind: this machine's, and the gateway's as each of its last answers told it.

    A gateway that tells no time has taken a request whose timestamp was at most a window ahead of its own.
    """
    told = clock.gateway_times
    here = time.time() if told else time.time() - PROTOCOL.timestamp_window
    return min((here, *(one for one in told if abs(one - here) >= TELLS)))


def is_over(clock: Clock, sent_at: float, margin: float = FENCE_MARGIN) -> bool:
    """Whether what was signed then can't be carried out any more.

    What was signed more than a day ahead of the gateway's time, as all of its last answers tell it, is refused.
    """
    told = clock.gateway_times
    if len(told) >= ANSWERS and sent_at - max(told) > BELIEVED:
        return True
    return earliest_now(clock) >= fence_of(sent_at, margin)


def beijing(moment: float) -> str:
    """A moment as the platform writes it."""
    return f"{datetime.fromtimestamp(moment, UTC).astimezone(zone_of(PROTOCOL.utc_offset)):%Y-%m-%d %H:%M:%S}"
