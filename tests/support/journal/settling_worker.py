"""Settles visits through the journal as a process of its own, to be killed or interrupted at some point.

What it is told comes as JSON on its command line. It dies by its own hand where only it knows that it is there.
"""

import json
import logging
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from gdyb import operations
from gdyb.client import Client
from gdyb.settings import Settings
from gdyb_runtime.client.transport import HttpxTransport
from gdyb_runtime.local.msgid import SqliteMsgidStore
from gdyb_runtime.wire.messages import HttpRequest, HttpResponse
from gdyb_workflows.at_rest.vault import Vault
from gdyb_workflows.journal import EntryState, Journal, StepKind, allow_again, journal, recover

KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
EXIT_CODE = int(KILL) if sys.platform == "win32" else -KILL
POINTS = ("before_intent", "before_connect", "answered", "recorded", "before_asking", "asked", "found", "allowed")
"""Points of a settlement, then of finding out about one, at which a worker kills itself."""


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
        self._death.here({"2207": "before_connect", "5203": "before_asking"}.get(infno, ""))
        response = self._inner.send(request)
        self._death.here({"2207": "answered", "5203": "asked"}.get(infno, ""))
        return response

    def close(self) -> None:
        self._inner.close()


class DyingMsgids:
    """A real store; the number of a command is drawn right before it is written down."""

    def __init__(self, path: str, death: Death) -> None:
        self._inner, self._death = SqliteMsgidStore(path), death
        self.is_settling = False

    def next_value(self, fixmedins_code: str, at_least: int) -> int:
        if self.is_settling:
            self._death.here("before_intent")
        return self._inner.next_value(fixmedins_code, at_least)


def main(told: Mapping[str, Any]) -> None:
    """Settles every visit it was told, whatever earlier runs left of it."""
    death = Death(told.get("point", ""), told.get("at", 1))
    settings = Settings(**told["settings"])
    msgids = DyingMsgids(told["msgids"], death)
    journal._GRACE = told.get("grace", 5.0)
    opened = Journal(told["location"], vault=Vault([told["key"]]), fence_margin=told["margin"])
    with opened as records, Client(settings, transport=DyingTransport(settings, death), msgids=msgids) as client:
        print("ready", flush=True)
        for key, nodes in told["visits"].items():
            _settle(records, client, key, nodes, death, msgids)
    print("done", flush=True)


def _settle(
    records: Journal, client: Client, key: str, nodes: Mapping[str, Any], death: Death, msgids: DyingMsgids
) -> None:
    while True:
        msgids.is_settling = True
        result = records.carry_out(client, operations.settle_outpatient, key=key, **nodes)
        msgids.is_settling = False
        death.here("recorded")
        if result.state is EntryState.SETTLED:
            return
        kinds: Sequence[StepKind] = [step.kind for step in result.steps]
        if StepKind.ASK in kinds:
            recover(records, client, key)
            death.here("found")
        elif StepKind.SEND_AGAIN in kinds:
            allow_again(records, client, key, actor="0001")
            death.here("allowed")


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    main(json.loads(sys.argv[1]))
