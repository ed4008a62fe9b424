"""Steps and platforms that several tests of clearing share."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from gdyb.client import Client
from gdyb_runtime import clock
from gdyb_runtime.client.transport import HttpxTransport
from gdyb_runtime.wire.messages import HttpRequest, HttpResponse
from gdyb_sandbox._sandbox import Sandbox
from gdyb_workflows.clearing import Ledger, MonthLease, Plan, approve, extract, plan, propose_unchecked
from gdyb_workflows.clearing.decisions import open_rows
from gdyb_workflows.clearing.ledger import ledger as ledger_module
from support.clearing.place import FENCE, MONTH, Place
from support.waits import join, until

MARGIN = FENCE - 1800
SENT, REVOKED, READ = "3261", "3262", "3260"

Row = dict[str, Any]
Edit = Callable[[list[Row], int], list[Row]]


def approve_all(lease: MonthLease) -> Plan:
    """Everything that is open, proposed, approved and planned."""
    propose_unchecked(lease)
    approve(lease, actor="0001")
    return plan(lease)


def decide_all(lease: MonthLease) -> Plan:
    """Everything that is open decided by a person, row by row, and planned."""
    with lease.ledger.reading() as connection:
        open_ids = connection.execute(open_rows(lease.id)).scalars().all()
    approve(lease, actor="0001", flags=dict.fromkeys(open_ids, "1"))
    return plan(lease)


def plan_all(lease: MonthLease) -> Plan:
    """The month extracted and all of it planned."""
    extract(lease)
    return approve_all(lease)


def refs(place: Place, ledger: Ledger) -> list[str]:
    """The inf_refmsgid of every batch."""
    return [one.inf_refmsgid for one in place.overview(ledger).batches]


def states(place: Place, ledger: Ledger) -> list[str]:
    """The state of every batch."""
    return [one.state for one in place.overview(ledger).batches]


def wait_until(lease: MonthLease, moment: float) -> None:
    """Waits for a fence."""
    until(lambda: lease.now() >= moment)


def wait_out_fence() -> None:
    """Waits for a fence that counts from now, by the clock that it goes by: a sleep goes by another one."""
    over = time.time() + FENCE
    until(lambda: time.time() >= over)


def turn_clock(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Puts the clock of this machine so many seconds ahead, for the client and the ledger but not the gateway."""
    turned = SimpleNamespace(time=lambda: time.time() + seconds, monotonic=time.monotonic)
    monkeypatch.setattr(clock, "time", turned)
    monkeypatch.setattr(ledger_module, "time", turned)


def lose_locks(ledger: Ledger) -> None:
    """Ends the sessions that hold months, as a network failure would; the programs live on."""
    locks = (
        " FROM pg_locks WHERE locktype = 'advisory'"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )

    def count_left() -> int:
        with ledger.transaction() as connection:
            return int(connection.execute(sa.text(f"SELECT count(*){locks}")).scalar_one())

    with ledger.transaction() as connection:
        connection.execute(sa.text(f"SELECT pg_terminate_backend(pid){locks}"))
    # The server is only told to end them.
    until(lambda: not count_left())


class Blocked:
    """Something that runs in a thread and whose call is kept at a moment of the gateway until `finish`."""

    def __init__(self, place: Place, run: Callable[[], object], infno: str = SENT, moment: Any = "applied") -> None:
        there, self._go = threading.Event(), threading.Event()
        self.result: object = None

        def stay(_: object) -> None:
            there.set()
            self._go.wait(30)

        def work() -> None:
            try:
                self.result = run()
            except BaseException as error:
                self.result = error

        off = place.sandbox.on(moment, infno, stay)
        self._thread = threading.Thread(target=work)
        self._thread.start()
        assert there.wait(20)
        off()

    def finish(self) -> object:
        """Lets the call go on; what came of it."""
        self._go.set()
        join(self._thread)
        return self.result


class Edited:
    """The platform, with rows of the extraction (3260) as a test wants them; it takes confirmations (3261) itself.

    `answer` is given for every confirmation where it is set.
    """

    def __init__(self, place: Place, edit: Edit) -> None:
        self._inner, self.edit = HttpxTransport(place.settings()), edit
        self.sent: list[list[Row]] = []
        """The rows of each confirmation."""
        self.inputs: list[int] = []
        """How many characters the input of each confirmation had."""
        self.answer: Row = {}

    def send(self, request: HttpRequest) -> HttpResponse:
        infno = request.url.rsplit("/", 1)[-1]
        given = json.loads(request.body).get("input", {})
        if infno == SENT:
            self.sent.append(given["detail"])
            self.inputs.append(len(json.dumps(given, ensure_ascii=False, separators=(",", ":"))))
            usual = {"infcode": 0, "inf_refmsgid": f"44010020201201080000{len(self.sent):010d}", "err_msg": ""}
            body = {**usual, "output": None, **self.answer}
            return HttpResponse(
                status=200, headers={"Content-Type": "application/json"}, body=json.dumps(body).encode()
            )
        response = self._inner.send(request)
        if infno == READ:
            body = json.loads(response.body)
            body["output"]["data"] = self.edit(body["output"]["data"], int(given["data"]["startrow"]))
            response = replace(response, body=json.dumps(body, ensure_ascii=False).encode())
        return response

    def close(self) -> None:
        self._inner.close()


def rows_of(*edits: Row) -> Edit:
    """A month of as many rows as there are edits: the platform's first row, each time with these fields."""

    def edit(rows: list[Row], first: int) -> list[Row]:
        return [{**rows[0], "seqno": number, **one} for number, one in enumerate(edits, 1)] if first <= 1 else []

    return edit


def first_rows(count: int, change: Callable[[list[Row]], Sequence[Row]] = list) -> Edit:
    """A month of the platform's first rows, changed."""

    def edit(rows: list[Row], first: int) -> list[Row]:
        return list(change([dict(one) for one in rows[:count]])) if first <= 1 else []

    return edit


@contextmanager
def edited(place: Place, edit: Edit) -> Iterator[tuple[Edited, MonthLease]]:
    """A leased month at a platform whose rows a test makes."""
    platform = Edited(place, edit)
    with (
        place.ledger() as ledger,
        Client(place.settings(), transport=platform) as client,
        ledger.hold(client, MONTH) as lease,
    ):
        yield platform, lease


@contextmanager
def platform_with(place: Place, **changes: Any) -> Iterator[MonthLease]:
    """The month at the same address, where the platform has other rows by now."""
    usual = place.sandbox
    usual.__exit__(None, None, None)
    try:
        with (
            Sandbox(replace(usual.options, **changes)) as place.sandbox,
            place.ledger() as ledger,
            place.client() as client,
            ledger.hold(client, MONTH) as lease,
        ):
            yield lease
    finally:
        place.sandbox = usual
        usual.__enter__()
