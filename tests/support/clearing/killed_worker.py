"""Clears a month to its end as a process of its own, to be killed at some point and started again.

What it is told comes as JSON on its command line. It dies by its own hand at one point where only it knows that it is
there, and tells on its output what it is about to do, so that whoever watches can kill it at the others.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

from gdyb.client import Client
from gdyb.settings import Settings
from gdyb_runtime.client.transport import HttpxTransport
from gdyb_runtime.local.msgid import SqliteMsgidStore
from gdyb_runtime.wire.messages import HttpRequest, HttpResponse
from gdyb_workflows.clearing import (
    BatchUnknown,
    ClearingMonth,
    ConfirmedBatch,
    Ledger,
    MonthLease,
    Vault,
    approve,
    close_epoch,
    confirm,
    extract,
    plan,
    propose_unchecked,
    revoke_period,
)
from gdyb_workflows.clearing.ledger.errors import NeedsPerson

# Windows ends a process at once, too, and says so with the number of the signal as its exit code.
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
EXIT_CODE = int(KILL) if sys.platform == "win32" else -KILL
"""What a process that was killed leaves behind."""

POINTS = (
    "before_intent",
    "before_connect",
    "answered",
    "recorded",
    "before_revocation",
    "revocation_answered",
)
"""Points of a batch, then of a revocation, at which a worker kills itself."""


class Death:
    """Kills this process when it comes to the point it was told, the `at`-th time."""

    def __init__(self, point: str, at: int) -> None:
        self._point, self._left = point, at

    def here(self, point: str) -> None:
        if point and point == self._point:
            self._left -= 1
            if not self._left:
                os.kill(os.getpid(), KILL)


class DyingTransport:
    """A real transport that may not come back."""

    def __init__(self, settings: Settings, death: Death) -> None:
        self._inner, self._death = HttpxTransport(settings), death

    def send(self, request: HttpRequest) -> HttpResponse:
        infno = request.url.rsplit("/", 1)[-1]
        self._death.here({"3261": "before_connect", "3262": "before_revocation"}.get(infno, ""))
        response = self._inner.send(request)
        self._death.here({"3261": "answered", "3262": "revocation_answered"}.get(infno, ""))
        return response

    def close(self) -> None:
        self._inner.close()


class DyingMsgids:
    """A real store; the number of a batch is drawn right before the intent is written down."""

    def __init__(self, path: str, is_confirming: Callable[[], bool], death: Death) -> None:
        self._inner, self._is_confirming, self._death = SqliteMsgidStore(path), is_confirming, death

    def next_value(self, fixmedins_code: str, at_least: int) -> int:
        if self._is_confirming():
            self._death.here("before_intent")
        return self._inner.next_value(fixmedins_code, at_least)


def main(told: dict[str, Any]) -> None:
    death = Death(told.get("point", ""), told.get("at", 1))
    settings = Settings(**told["settings"])
    confirming, margin = False, told["fence"] - 1800

    def recorded(_: ConfirmedBatch) -> None:
        death.here("recorded")

    msgids = DyingMsgids(told["msgids"], lambda: confirming, death)
    ledger = Ledger(told["ledger"], vault=Vault([told["key"]]))
    with ledger, Client(settings, transport=DyingTransport(settings, death), msgids=msgids) as client:
        print("ready", flush=True)
        with ledger.hold(client, ClearingMonth(year="2020", month="12")) as lease:
            extract(lease)
            propose_unchecked(lease)
            _settle_revocation(lease, margin)
            approve(lease, actor="0001")
            plan(lease)
            while True:
                try:
                    confirming = True
                    confirm(lease, progress=recorded)
                    return
                except BatchUnknown:
                    confirming = False
                    close_epoch(lease, actor="0001", send_again=True, margin=margin)
                    _settle_revocation(lease, margin)
                except NeedsPerson as waiting:
                    if "可能还在途中" not in str(waiting):
                        raise
                    time.sleep(0.05)


def _settle_revocation(lease: MonthLease, margin: float) -> None:
    """Goes on with a revocation that was begun, if there is one."""
    while True:
        try:
            revoke_period(lease, actor="0001", margin=margin)
            return
        except NeedsPerson as waiting:
            if "还没有到" not in str(waiting):
                return
            time.sleep(0.05)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
