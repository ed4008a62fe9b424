"""The time that goes into signatures, msgids and messages."""

from __future__ import annotations

import threading
import time
from collections import deque
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

__all__ = ["ANSWERS", "Clock", "steady"]

ANSWERS = 3
"""Answers whose time is remembered: one of them may come from a machine whose clock is off."""


def steady() -> float:
    """Seconds of this process that nobody can set; where the system offers it, also while it sleeps."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Clock:
    """This machine's clock, shifted by ``offset`` seconds; safe to share between threads."""

    def __init__(self, *, offset: float = 0.0) -> None:
        self._lock = threading.Lock()
        self._offset = offset
        self._skew: float | None = None
        self._told: deque[float] = deque(maxlen=ANSWERS)

    def now(self) -> datetime:
        """The corrected time, aware, in UTC."""
        return datetime.fromtimestamp(time.time(), UTC) + timedelta(seconds=self.offset)

    @property
    def offset(self) -> float:
        """Seconds added to this machine's clock."""
        with self._lock:
            return self._offset

    @offset.setter
    def offset(self, seconds: float) -> None:
        with self._lock:
            self._offset = seconds

    @property
    def skew(self) -> float | None:
        """Gateway's clock minus this machine's uncorrected clock in seconds, as last learnt; None before."""
        with self._lock:
            return self._skew

    @property
    def gateway_times(self) -> tuple[float, ...]:
        """What time it is now by each of the last ANSWERS answers; this machine's clock may be set meanwhile."""
        now = steady()
        with self._lock:
            return tuple(zero + now for zero in self._told)

    def learn(self, date_header: str | None) -> None:
        """Records the time of a reply's Date header; nothing when there is no usable one."""
        gateway = _moment(date_header)
        if gateway is not None:
            with self._lock:
                self._skew = gateway - time.time()
                self._told.append(gateway - steady())

    def skew_of(self, date_header: str | None) -> float | None:
        """The skew shown by a reply's Date header; None when there is no usable one."""
        gateway = _moment(date_header)
        return None if gateway is None else gateway - time.time()


def _moment(date_header: str | None) -> float | None:
    try:
        gateway = parsedate_to_datetime(date_header or "")
        if gateway.tzinfo is None:
            gateway = gateway.replace(tzinfo=UTC)
        return gateway.timestamp()
    except (ValueError, TypeError, OverflowError, OSError):
        return None
