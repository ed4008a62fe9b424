"""The ledger of clearing: opened, and one institution's month leased."""

import math
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from gdyb.client import Client
from gdyb.protocol import PROTOCOL
from gdyb.settings import Settings
from gdyb_runtime.clock import ANSWERS, steady
from gdyb_runtime.errors import GdybError, TransportFailed
from gdyb_runtime.identity import normal_id
from gdyb_runtime.local.database import data_file
from gdyb_runtime.local.process_lock import ProcessLock, ProcessLockTaken
from gdyb_workflows.at_rest.database import (
    ADVISORY_CLASS,
    await_sessions,
    failures,
    is_missing_file,
)
from gdyb_workflows.at_rest.errors import LedgerUnusable
from gdyb_workflows.at_rest.records import Records, inserting, machine
from gdyb_workflows.at_rest.sent import Sender, SentMarks
from gdyb_workflows.at_rest.vault import Vault
from gdyb_workflows.clearing.calls import extract_pages
from gdyb_workflows.clearing.ledger import schema
from gdyb_workflows.clearing.ledger.errors import HoldLost, LedgerBusy, MonthHeld, NeedsPerson, NothingSuch
from gdyb_workflows.clearing.ledger.states import AuditAction
from gdyb_workflows.clearing.ledger.steps import EXTRACT, NextStep, StepKind
from gdyb_workflows.clearing.period import ClearingMonth
from gdyb_workflows.fence import BELIEVED, TELLS, beijing

__all__ = [
    "Ledger",
    "MonthLease",
    "lock_month",
]

_HOLDER = "holder"


def _default_location() -> Path:
    return data_file("clearing") / "ledger.sqlite3"


class Ledger(Records):
    """A ledger, open; a context manager.

    `location` is a file, an SQLAlchemy URL (`sqlite:///…`, `postgresql://…`) or None for the file in the user's data
    folder. A file is for one process at a time; with `read_only` any number may look at it while one works.

    Raises:
        LedgerBusy: another process works on the file.
        LedgerUnusable: the database cannot be reached or is of a newer version.
        LedgerKeyWrong: the vault's keys are not those of this ledger.
        NothingSuch: there is no such file to look at.
    """

    def __init__(
        self, location: str | Path | None = None, *, vault: Vault | None = None, read_only: bool = False
    ) -> None:
        location = _default_location() if location is None else location
        if read_only and is_missing_file(location, schema.TABLES):
            raise NothingSuch(reason=f"还没有清分台账 {location}，先要提取明细", steps=(EXTRACT,))
        self._lock: ProcessLock | None = None
        self._held = set[int]()
        self.last_sent: dict[int, tuple[float, float]] = {}
        """Month → when this process signed its last request, by the ledger's clock and by the process's own."""
        self._guard = threading.Lock()
        self._lock_session: sa.Connection | None = None
        super().__init__(location, schema.TABLES, schema.ledger, vault or Vault(), read_only=read_only)
        try:
            if not read_only and self.engine.dialect.name == "sqlite":
                self._lock_file()
            self.agree_on_vault()
            if self.is_new and read_only:
                raise NothingSuch(reason=f"台账 {self.where} 还是空的，先要提取明细", steps=(EXTRACT,))
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, error_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the database and gives everything free."""
        if self._lock_session is not None:
            self._lock_session.invalidate()
            self._lock_session.close()
            self._lock_session = None
        super().close()
        if self._lock is not None:
            self._lock.close()

    def month_id(self, platform_url: str, institution: str, month: ClearingMonth) -> int | None:
        """The id of an institution's month, however its code is spelled; None when the ledger has nothing about it."""
        table = schema.month
        query = sa.select(table.c.id).where(
            table.c.platform == platform_url,
            table.c.institution == normal_id(institution),
            table.c.ym == month.ym,
        )
        with self.reading() as connection:
            return connection.execute(query).scalar()

    def move_month(self, institution: str, month: ClearingMonth, *, before: str, now: str, actor: str) -> None:
        """A person says that the platform, whose address was `before`, is the same one under the address `now`.

        Raises:
            NothingSuch: the ledger has nothing about this month at the former address, or has it at the new one.
            MonthHeld: somebody works on it.
        """
        table = schema.month
        month_id = self.month_id(before, institution, month)
        if month_id is None or self.month_id(now, institution, month) is not None:
            raise NothingSuch(reason=f"台账里没有 {institution} {month} 在 {before} 的记录，或已有在 {now} 的记录")
        with self._exclusively(month_id, f"{institution} {month}"), self.transaction() as connection:
            # A former holder may not begin anything at the former address.
            moved = {"platform": now, "token": table.c.token + 1}
            connection.execute(sa.update(table).where(table.c.id == month_id).values(**moved))
            connection.execute(
                sa.insert(schema.audit).values(
                    month_id=month_id,
                    at=datetime.now(UTC).timestamp(),
                    actor=actor,
                    machine=machine(),
                    action=AuditAction.MOVED,
                    detail=self.vault.seal_note(f"{before} → {now}"),
                )
            )

    @contextmanager
    def hold(self, client: Client, month: ClearingMonth) -> Iterator["MonthLease"]:
        """Leases the month of the client's institution exclusively: nobody else can begin anything in it meanwhile.

        Raises:
            MonthHeld: somebody else holds it, on this machine or another.
            NeedsPerson: something of this month was sent to another address; only a person knows whether that is
                the same platform, see `move_month`.
        """
        identity = _identity(client, month)
        name = f"{cast(Settings, client.settings).fixmedins_code} {month}"
        with self.reading() as connection:
            _refuse_elsewhere(connection, identity, name)
        month_id = self._month_row(identity)
        with self._exclusively(month_id, name):
            lease = MonthLease(self, client, month, month_id, self._next_token(month_id, client))
            try:
                yield lease
            finally:
                lease.marks.close()

    def _lock_file(self) -> None:
        path = Path(str(self.engine.url.database))
        try:
            self._lock = ProcessLock(path.with_name(path.name + ".lock"))
        except ProcessLockTaken:
            raise LedgerBusy(where=self.where, holder=self.note(_HOLDER)) from None
        except (sqlite3.Error, OSError) as error:
            raise LedgerUnusable(where=self.where, reason=str(error)) from None
        self.write_note(_HOLDER, _me(datetime.now(UTC).timestamp()))

    def _month_row(self, identity: Mapping[str, str]) -> int:
        table = schema.month
        query = sa.select(table.c.id).where(*(table.c[name] == value for name, value in identity.items()))
        with self.transaction() as connection:
            connection.execute(inserting(connection, table).values(**identity).on_conflict_do_nothing())
            return int(connection.execute(query).scalar_one())

    @contextmanager
    def _exclusively(self, month_id: int, name: str) -> Iterator[None]:
        with self._guard:
            is_free = month_id not in self._held
            if is_free:
                self._held.add(month_id)
        if not is_free:
            raise MonthHeld(month=name, holder=self._month_holder(month_id))
        try:
            if self.engine.dialect.name != "postgresql":
                yield
                return
            if not await_sessions(lambda: self._ask_for_lock("pg_try_advisory_lock", month_id), bool):
                raise MonthHeld(month=name, holder=self._month_holder(month_id))
            try:
                yield
            finally:
                # Where the server is gone the lock is, too; what was raised inside is what counts.
                with suppress(LedgerUnusable):
                    self._ask_for_lock("pg_advisory_unlock", month_id)
        finally:
            with self._guard:
                self._held.discard(month_id)

    def _ask_for_lock(self, function: str, month_id: int) -> bool:
        """Calls a lock function on the one session with all locks of this process.

        The server gives them back when the session ends, with this process or its host. Should the session be lost
        while the process lives, the month's token still keeps it from beginning anything once somebody else has hold.
        """
        call = sa.select(getattr(sa.func, function)(ADVISORY_CLASS, month_id))
        with self._guard, failures(self.engine.url, what=schema.TABLES.what):
            if self._lock_session is None:
                self._lock_session = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            try:
                return bool(self._lock_session.execute(call).scalar())
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                # Forgotten first: should the server still be away, the next call must not meet the dead session.
                self._lock_session.close()
                self._lock_session = None
                self._lock_session = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
                return bool(self._lock_session.execute(call).scalar())

    def _month_holder(self, month_id: int) -> str:
        with self.reading() as connection:
            query = sa.select(schema.month.c.holder).where(schema.month.c.id == month_id)
            return str(connection.execute(query).scalar() or "")

    def _next_token(self, month_id: int, client: Client) -> int:
        now = client.clock.now().timestamp()
        table = schema.month
        with self.transaction() as connection:
            taken = (
                sa.update(table)
                .where(table.c.id == month_id)
                .values(token=table.c.token + 1, holder=_me(now), held_since=now)
                .returning(table.c.token)
            )
            return int(connection.execute(taken).scalar_one())


class MonthLease:
    """An exclusive lease of one institution's month: what the functions of clearing work on."""

    def __init__(self, ledger: Ledger, client: Client, period: ClearingMonth, month_id: int, token: int) -> None:
        self.ledger = ledger
        self.client = client
        self.period = period
        self.id = month_id
        self._token = token
        self._has_answered = False
        self.marks = SentMarks(cast(Settings, client.settings).msgid_file)
        """What was sent from this machine last, outside of the ledger."""
        self.people: dict[tuple[Any, ...], set[str]] = {}
        """Certificate numbers, where the ledger has only their masks; in memory only."""

    @property
    def name(self) -> str:
        """How a message names it."""
        return f"{cast(Settings, self.client.settings).fixmedins_code} {self.period}"

    @property
    def institution(self) -> str:
        """Its fixmedins_code as ids are compared."""
        return _identity(self.client, self.period)["institution"]

    @property
    def sender(self) -> Sender:
        """Whose confirmations they are."""
        identity = _identity(self.client, self.period)
        return Sender(
            kind="clearing",
            platform=identity["platform"],
            institution=identity["institution"],
            period=identity["ym"],
        )

    @property
    def vault(self) -> Vault:
        """Seals what is personal."""
        return self.ledger.vault

    def now(self) -> float:
        """Seconds since 1970 by the gateway's clock as far as it is known, so that hosts agree on fences."""
        skew = self.client.clock.skew
        if skew is None or round(abs(skew)) > BELIEVED:
            return self.client.clock.now().timestamp()
        return time.time() + (skew if round(abs(skew)) >= TELLS else 0.0)

    def earliest_now(self) -> float:
        """Now by whichever clock is behind: a moment that is over for all of them."""
        return min(time.time(), self.now(), *self.client.clock.gateway_times)

    def signing_time(self) -> float:
        """The moment from which a fence counts: now, or what a request is signed with now where that is later.

        A gateway takes a request for as long as its timestamp is within the window, wherever that stamp came from.
        """
        return max(self.now(), self.client.clock.now().timestamp())

    def learn_time(self, answers: int = 1) -> None:
        """Asks for a page of the month (3260), which changes nothing, till so many answers told the gateway's time.

        Where there is no answer, this machine's clock has to do, but for what `left_until` is asked.
        """
        for _ in range(answers - len(self.client.clock.gateway_times)):
            try:
                next(iter(extract_pages(self.client, self.period)), None)
            except GdybError as error:
                self._has_answered |= not isinstance(error, TransportFailed)
            else:
                self._has_answered = True

    def left_until(self, moment: float) -> float:
        """Seconds until a moment is over for certain: by this machine's clock and by the gateway's, whichever is later.

        The gateway's is what each of its last answers says (`learn_time(ANSWERS)` comes first), so that one of many
        machines behind it cannot be ahead alone; and no more time can have passed since the last request than this
        process has lived through, whatever the clocks say. A gateway that tells no time has taken a request whose
        timestamp was at most a window ahead of its own.

        Raises:
            NeedsPerson: the clocks are more than a day apart, or the gateway has not answered often enough to tell.
        """
        self.refuse_wild_clock()
        here, told = time.time(), self.client.clock.gateway_times
        if not told and self._has_answered:
            here -= PROTOCOL.timestamp_window
        elif len(told) < ANSWERS and here >= moment:
            advice = "没有发送，也没有登记，请在平台能应答时再运行"
            raise NeedsPerson(month=self.name, reason="平台没有应答，无法核对时间，等待期无法判断", advice=advice)
        return moment - min(here, *(one for one in told if abs(one - here) >= TELLS), self._since_last_send())

    def refuse_wild_clock(self) -> None:
        """What is sent is written down by this machine's clock, and waited for by it: it must be about right.

        Raises:
            NeedsPerson: the gateway's last answers tell a time that is more than a day apart.
        """
        here = time.time()
        apart = max((abs(one - here) for one in self.client.clock.gateway_times), default=0.0)
        if apart > BELIEVED:
            reason = f"本机与平台的时间相差超过一天（约 {apart / BELIEVED:.0f} 天），等待期无法判断"
            advice = "没有发送，也没有登记，请先把本机时间调准"
            raise NeedsPerson(month=self.name, reason=reason, advice=advice)

    def began_sending(self, sent_at: float) -> None:
        """Remembers in this process when a request was signed last."""
        self.ledger.last_sent[self.id] = (sent_at, steady())

    def _since_last_send(self) -> float:
        sent_at, then = self.ledger.last_sent.get(self.id, (math.inf, 0.0))
        return sent_at + steady() - then + TELLS

    @contextmanager
    def transaction(self) -> Iterator[sa.Connection]:
        """A transaction in which nobody else changes this month.

        Raises:
            HoldLost: somebody else has taken hold of the month; nothing was changed.
        """
        with self.ledger.transaction() as connection:
            lock_month(connection, self.id)
            table = schema.month
            token, holder = connection.execute(
                sa.select(table.c.token, table.c.holder).where(table.c.id == self.id)
            ).one()
            if token != self._token:
                raise HoldLost(month=self.name, holder=holder)
            yield connection

    def refuse_elsewhere(self, connection: sa.Connection) -> None:
        """Raises NeedsPerson where something of this month was sent to another address in the meantime."""
        _refuse_elsewhere(connection, _identity(self.client, self.period), self.name)

    def write_audit(
        self,
        connection: sa.Connection,
        action: AuditAction,
        detail: str = "",
        *,
        actor: str = "",
        batch_id: int | None = None,
    ) -> None:
        """Adds a line to the audit trail, as part of the transaction that it tells about."""
        connection.execute(
            sa.insert(schema.audit).values(
                month_id=self.id,
                batch_id=batch_id,
                at=self.now(),
                actor=actor or "gdyb",
                machine=machine(),
                action=action,
                detail=self.vault.seal_note(detail),
            )
        )


def lock_month(connection: sa.Connection, month_id: int) -> None:
    """Lets nobody else change the month until the transaction ends; SQLite's transactions are alone anyway."""
    # At whatever address: the same platform may be reached at two.
    table, this = schema.month, schema.month.alias("this")
    same = sa.select(this.c.id).where(
        this.c.id == month_id, this.c.institution == table.c.institution, this.c.ym == table.c.ym
    )
    connection.execute(sa.select(table.c.id).where(same.exists()).order_by(table.c.id).with_for_update())


def _me(now: float) -> str:
    return f"{machine()}（{beijing(now)} 起）"


def _identity(client: Client, month: ClearingMonth) -> dict[str, str]:
    """What tells months apart."""
    settings = cast(Settings, client.settings)
    return {"platform": settings.base_url, "institution": normal_id(settings.fixmedins_code), "ym": month.ym}


def _refuse_elsewhere(connection: sa.Connection, identity: Mapping[str, str], name: str) -> None:
    table = schema.month
    sent = (
        sa.select(table.c.platform)
        .join(schema.epoch, schema.epoch.c.month_id == table.c.id)
        .join(schema.batch, schema.batch.c.epoch_id == schema.epoch.c.id)
        .join(schema.attempt, schema.attempt.c.batch_id == schema.batch.c.id)
        .where(table.c.institution == identity["institution"], table.c.ym == identity["ym"])
        .where(table.c.platform != identity["platform"])
    )
    elsewhere = connection.execute(sent.limit(1)).scalar()
    if elsewhere is not None:
        step = NextStep(kind=StepKind.MOVE_PLATFORM)
        reason = f"台账里这一期曾发送到另一个接口地址 {elsewhere}"
        raise NeedsPerson(month=name, reason=reason, advice=f"{step}", steps=(step,))
