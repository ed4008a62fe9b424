"""The time that goes into signatures, msgids and messages."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime


class Clock:
    """This machine's clock, shifted by ``offset`` seconds; safe to share between threads."""

    def __init__(self, *, offset: float = 0.0) -> None:
        self._lock = threading.Lock()
        self._offset = offset
        self._skew: float | None = None

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

    def learn(self, date_header: str | None) -> float | None:
        """Notes and gives the skew that a reply's Date header shows; None when there is no usable header."""
        try:
            gateway = parsedate_to_datetime(date_header or "")
            if gateway.tzinfo is None:
                gateway = gateway.replace(tzinfo=UTC)
            skew = gateway.timestamp() - time.time()
        except (ValueError, TypeError, OverflowError, OSError):
            return None
        with self._lock:
            self._skew = skew
        return skew
