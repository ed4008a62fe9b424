"""The journal, open: a command is written down under its business key, sent at most once by it, and its answer kept."""

import asyncio
import json
import logging
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, cast

import msgspec
import sqlalchemy as sa

from gdyb import operations
from gdyb.client import AsyncClient, Client
from gdyb.settings import Settings
from gdyb.settlement import SETTLEMENT
from gdyb_runtime.client.core import decode_exactly
from gdyb_runtime.errors import BusinessError, GdybError, Outcome, ReplyDeparts
from gdyb_runtime.identity import normal_id
from gdyb_runtime.local.database import data_file
from gdyb_runtime.model.base import ReplyModel, RequestModel
from gdyb_runtime.model.operation import Operation
from gdyb_runtime.wire.extra import Extra
from gdyb_runtime.wire.reply import Reply
from gdyb_workflows.at_rest.errors import LedgerKeyWrong, LedgerUnusable
from gdyb_workflows.at_rest.records import Records, inserting, machine
from gdyb_workflows.at_rest.sent import Sender, SentMarks
from gdyb_workflows.at_rest.vault import Vault
from gdyb_workflows.fence import FENCE_MARGIN, SIGNED_WITHIN, beijing, fence_of
from gdyb_workflows.interrupts import finishing_first
from gdyb_workflows.journal import schema
from gdyb_workflows.journal.errors import (
    AnswerNotWritten,
    CommandCancelled,
    CommandInterrupted,
    JournalOlder,
    KeyTaken,
    NoSuchEntry,
)
from gdyb_workflows.journal.lookups import Sent, amount_of, differing, leaf
from gdyb_workflows.journal.results import Entry, Event, JournalResult, JournalStep
from gdyb_workflows.journal.states import MAY_SEND, OPEN, EntryState, EventKind, StepKind

__all__ = ["Journal", "StoredEntry"]

OutputT = TypeVar("OutputT", bound=ReplyModel)

_GRACE = 5.0
"""Seconds after the deadline of a call in which its sender writes down what became of it."""
_POLLS = (0.1, 2.0)
"""Seconds between two looks at a command that another program has sent: at first, and at most."""
_LONGEST_KEY = 200
_STATES: Mapping[Outcome, EntryState] = {
    "accepted": EntryState.ACCEPTED,
    "refused": EntryState.REFUSED,
    "already_done": EntryState.ALREADY_DONE,
    "not_sent": EntryState.NOT_SENT,
    "unknown": EntryState.UNKNOWN,
}
_MADE = ("mdtrt_id", "setl_id")

_logger = logging.getLogger("gdyb")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntry:
    """An entry with what only this package needs of it."""

    id: int
    entry: Entry
    sent: Sent = field(repr=False)
    envelope: Mapping[str, str] = field(repr=False)
    due_at: float
    """Until then the program that sent it may still write down its answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Command(Generic[OutputT]):
    operation: Operation[RequestModel, OutputT]
    key: str
    nodes: Mapping[str, object] = field(repr=False)
    envelope: Mapping[str, str] = field(repr=False)
    input: bytes = field(repr=False)
    extra: Extra | None = field(repr=False)
    total_timeout: float
    identity: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    entry_id: int
    number: int
    msgid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What became of one attempt."""

    state: EntryState
    reply: Reply[Any] | None = None
    error: GdybError | None = None
    message: str = ""


class Journal(Records):
    """A journal of commands, open; a context manager, to be shared by threads, processes and hosts.

    `location` is a file, an SQLAlchemy URL (`sqlite:///…`, `postgresql://…`) or None for the file in the user's data
    folder. The vault needs a key, since inputs and answers are kept sealed.

    Raises:
        LedgerUnusable: the database cannot be reached or is of a newer version.
        LedgerKeyWrong: there is no key, or it is not the one of this journal.
    """

    def __init__(self, location: str | Path | None = None, *, vault: Vault, fence_margin: float = FENCE_MARGIN) -> None:
        what = schema.TABLES.what
        if not vault.is_sealing:
            reason = "交易日志里有患者的信息，要有密钥才能记；密钥与清分台账共用（GDYB_CLEARING_KEY 或系统钥匙串）"
            raise LedgerKeyWrong(what=what, reason=reason)
        default = data_file("journal") / "journal.sqlite3"
        super().__init__(default if location is None else location, schema.TABLES, schema.note, vault)
        self.fence_margin = fence_margin
        """Seconds on top of the gateway's window before what had no answer counts as not carried out."""
        self._tasks = set[asyncio.Task[Any]]()
        self._marks_of: dict[Path | None, SentMarks] = {}
        try:
            self.agree_on_vault()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Closes the database."""
        for marks in self._marks_of.values():
            marks.close()
        super().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, error_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def carry_out(
        self,
        client: Client,
        operation: Operation[RequestModel, OutputT],
        /,
        *,
        key: str,
        envelope: Mapping[str, str] | None = None,
        total_timeout: float | None = None,
        msgid: str | None = None,
        extra: Extra | None = None,
        **nodes: object,
    ) -> JournalResult[OutputT]:
        """Sends a command at most once under its business key, and gives what became of it.

        `key` is yours, up to 200 characters, with nothing personal in it: it stands in logs and lists. `msgid`: a
        number reserved before, for whoever has to know it first. `extra`: fields that the tables do not know, as in
        `Client.call`.

        A key that was used gives its first result back: nothing is sent unless that time it was certainly not done.
        While another program sends it, this one waits for the answer. What is `unknown` is never sent again by itself.

        Raises:
            RequestInvalid, MsgidUnavailable, KeyTaken, JournalOlder, LedgerUnusable: nothing was sent.
            AnswerNotWritten: it was sent, and the text says what was answered.
            CommandInterrupted: somebody pressed Ctrl-C twice; the result is unknown.
        """
        command = self._prepare(client, operation, key, envelope, total_timeout, extra, nodes)
        waits = _waits()
        while True:
            known = self._known(client, command)
            if known is None:
                with finishing_first(key):
                    begun = self._begin(client, command, msgid)
                    if begun is not None:
                        return self._send_and_record(client, command, begun)
            elif known.state is not EntryState.SENDING:
                return known
            time.sleep(next(waits))

    async def carry_out_async(
        self,
        client: AsyncClient,
        operation: Operation[RequestModel, OutputT],
        /,
        *,
        key: str,
        envelope: Mapping[str, str] | None = None,
        total_timeout: float | None = None,
        msgid: str | None = None,
        extra: Extra | None = None,
        **nodes: object,
    ) -> JournalResult[OutputT]:
        """The same for asyncio; see `carry_out`.

        Raises:
            CancelledError: with CommandCancelled as its cause, when the task was cancelled while it waited; should the
                answer come, it is recorded.
        """
        command = self._prepare(client, operation, key, envelope, total_timeout, extra, nodes)
        waits = _waits()
        while True:
            known = await asyncio.to_thread(self._known, client, command)
            if known is None:
                if (result := await self._shielded(client, command, msgid)) is not None:
                    return result
            elif known.state is not EntryState.SENDING:
                return known
            await asyncio.sleep(next(waits))

    def entries(
        self, client: Client | AsyncClient | None = None, *, only_open: bool = False, most: int | None = None
    ) -> list[Entry]:
        """Commands, the newest first: of all institutions, or of the client's; with `only_open` those to be settled."""
        table = schema.entry
        query = sa.select(table).order_by(table.c.id.desc())
        if client is not None:
            query = query.where(*(table.c[name] == value for name, value in _identity(client).items()))
        if only_open:
            query = query.where(table.c.state.in_(sorted(OPEN)))
        with self.reading() as connection:
            return [self._entry(row) for row in connection.execute(query.limit(most)).all()]

    def entry(self, client: Client | AsyncClient, key: str) -> Entry:
        """The command of a key.

        Raises:
            NoSuchEntry: there is none.
        """
        return self.stored(client, key).entry

    def events(self, client: Client | AsyncClient, key: str) -> list[Event]:
        """What happened to the command of a key, the first thing first; raises NoSuchEntry."""
        entry_id, table = self.stored(client, key).id, schema.event
        query = sa.select(table).where(table.c.entry_id == entry_id).order_by(table.c.id)
        with self.reading() as connection:
            rows = connection.execute(query).all()
        return [
            Event(
                at=row.at,
                kind=row.kind,
                actor=row.actor,
                machine=row.machine,
                detail=self.vault.open(row.detail, self.where),
            )
            for row in rows
        ]

    def stored(self, client: Client | AsyncClient, key: str) -> StoredEntry:
        """The command of a key with what went out; raises NoSuchEntry."""
        with self.reading() as connection:
            row = connection.execute(_of(_identity(client), key)).first()
            if row is None:
                raise NoSuchEntry(key=key)
            return self._stored(connection, row)

    def sent_as(self, client: Client | AsyncClient, msgid: str) -> StoredEntry | None:
        """The command that went out under a msgid; None where the journal has none."""
        entry, attempt = schema.entry, schema.attempt
        query = sa.select(entry).join(attempt, attempt.c.entry_id == entry.c.id).where(attempt.c.msgid == msgid)
        identity = _identity(client)
        with self.reading() as connection:
            row = connection.execute(query.where(*(entry.c[name] == value for name, value in identity.items()))).first()
            return None if row is None else self._stored(connection, row)

    def change(
        self,
        stored: StoredEntry,
        state: EntryState,
        kind: EventKind,
        *,
        actor: str,
        detail: str = "",
        since: frozenset[EntryState] | None = None,
        made: Mapping[str, object] | None = None,
    ) -> bool:
        """Moves a command on from the state that `stored` has, or from one of `since`, and tells it in the trail.

        False, and nothing is changed, where it is in another state or was sent again meanwhile.
        """
        table = schema.entry
        with self.transaction() as connection:
            fits = sa.and_(
                table.c.id == stored.id,
                table.c.msgid == stored.entry.msgid,
                table.c.state.in_(sorted(since or {stored.entry.state})),
            )
            moved = connection.execute(sa.update(table).where(fits).values(state=state, **(made or {}))).rowcount
            if moved:
                self._tell(connection, stored.id, kind, actor=actor, detail=detail)
                self._take_back(connection, stored.id, state, actor)
            return bool(moved)

    def note_event(self, stored: StoredEntry, kind: EventKind, *, actor: str, detail: str = "") -> None:
        """Writes a line of the trail that changes nothing."""
        with self.transaction() as connection:
            self._tell(connection, stored.id, kind, actor=actor, detail=detail)

    def result(
        self, client: Client | AsyncClient, operation: Operation[RequestModel, OutputT], key: str
    ) -> JournalResult[OutputT] | None:
        """What became of the command of a key, with its answer; None where the key was not used yet. Sends nothing."""
        with self.reading() as connection:
            row = connection.execute(_of(_identity(client), key)).first()
        if row is None:
            return None
        if row.infno != operation.infno:
            raise KeyTaken(key=key, reason=f" {row.infno} {operations.by_infno(row.infno).title}")
        reply = self._reply(client, operation, row) if row.state is not EntryState.REVERSED else None
        return JournalResult(entry=self._entry(row), reply=reply, is_repeated=True)

    def _prepare(
        self,
        client: Client | AsyncClient,
        operation: Operation[RequestModel, OutputT],
        key: str,
        envelope: Mapping[str, str] | None,
        total_timeout: float | None,
        extra: Extra | None,
        nodes: Mapping[str, object],
    ) -> _Command[OutputT]:
        if not key.strip() or len(key) > _LONGEST_KEY or not key.isprintable():
            raise ValueError(f"业务键 key 应为 1 到 {_LONGEST_KEY} 个可见字符")
        if operation.effect != "command":
            raise ValueError(f"{operation.infno} {operation.title} 是查询，不用交易日志")
        settings = cast(Settings, client.settings)
        return _Command(
            operation=operation,
            key=key,
            nodes=nodes,
            envelope=dict(envelope or {}),
            input=client.serialize(operation, envelope=envelope, extra=extra, **nodes),
            extra=extra,
            total_timeout=settings.total_timeout if total_timeout is None else total_timeout,
            identity=_identity(client),
        )

    def _known(self, client: Client | AsyncClient, command: _Command[OutputT]) -> JournalResult[OutputT] | None:
        """What the key was used for, if that is not to be sent: SENDING means that somebody waits for its answer."""
        found = self.result(client, command.operation, command.key)
        if found is None or found.state in MAY_SEND:
            return None
        stored = self.stored(client, command.key)
        given = decode_exactly(command.input)
        if different := differing(command.operation.infno, stored.sent.input, given):
            raise KeyTaken(key=command.key, reason=f"另一笔 {command.operation.infno}（{'、'.join(different)} 不同）")
        if found.state is EntryState.SENDING and stored.due_at < time.time():
            self.give_up(stored)
            return self._known(client, command)
        return found

    def give_up(self, stored: StoredEntry) -> None:
        """What is still `sending` after its time was sent by a program that is gone."""
        detail = f"msgid={stored.entry.msgid} 发送的程序没有记下答复"
        self.change(stored, EntryState.UNKNOWN, EventKind.GIVEN_UP, actor="gdyb", detail=detail)

    def _begin(
        self, client: Client | AsyncClient, command: _Command[OutputT], msgid: str | None = None
    ) -> _Begun | None:
        """Writes down that the command is being sent; None where somebody else began at the same moment."""
        self._refuse_older(client)
        msgid = msgid or client.reserve_msgid(envelope=command.envelope)
        now = max(time.time(), client.clock.now().timestamp())
        content = decode_exactly(command.input)
        values = {
            "state": EntryState.SENDING,
            "patient": self.vault.seal(str(leaf(content, "psn_no") or "")),
            "input": self.vault.seal_bytes(command.input),
            "envelope": self.vault.seal_bytes(json.dumps(command.envelope, ensure_ascii=False).encode()),
            "reply": None,
            "mdtrt_id": str(leaf(content, "mdtrt_id") or ""),
            "setl_id": "",
            "cents": None,
            "msgid": msgid,
            "sent_at": now,
            "due_at": now + command.total_timeout + _GRACE,
            "message": "",
        }
        table = schema.entry
        with self.transaction() as connection:
            first = {**command.identity, "key": command.key, "infno": command.operation.infno, "number": 1, **values}
            made = connection.execute(
                inserting(connection, table).values(**first).on_conflict_do_nothing().returning(table.c.id)
            ).scalar()
            if made is None:
                query = _of(command.identity, command.key).with_for_update()
                row = connection.execute(query).one()
                if row.state not in MAY_SEND or row.infno != command.operation.infno:
                    return None
                again = {**values, "number": row.number + 1}
                connection.execute(sa.update(table).where(table.c.id == row.id).values(**again))
                entry_id, number = int(row.id), int(row.number) + 1
            else:
                entry_id, number = int(made), 1
            sent = {"number": number, "msgid": msgid, "sent_at": now, "state": EntryState.SENDING, "machine": machine()}
            connection.execute(sa.insert(schema.attempt).values(entry_id=entry_id, **sent))
            actor = cast(Settings, client.settings).opter
            self._tell(connection, entry_id, EventKind.SENT, actor=actor, detail=f"msgid={msgid}")
        return _Begun(entry_id=entry_id, number=number, msgid=msgid)

    def accept_older(self, client: Client | AsyncClient, *, actor: str, note: str = "") -> str:
        """A person says that this journal is the one that counts, though it does not know the last command sent from
        here; its msgid, empty where it does know it."""
        msgid = self._unknown_message(client)
        if msgid:
            said = f"{beijing(time.time())} {actor} {machine()} {note}".rstrip()
            self.write_note(f"accepted without {msgid}", self.vault.seal_note(said))
            self._marks(client).forget(_sender(client))
        return msgid

    def _refuse_older(self, client: Client | AsyncClient) -> None:
        if msgid := self._unknown_message(client):
            raise JournalOlder(msgid=msgid, where=self.where, what=schema.TABLES.what)

    def _unknown_message(self, client: Client | AsyncClient) -> str:
        """The msgid of the last command from this machine where the journal does not know it; empty where it does."""
        msgid = self._marks(client).last(_sender(client))
        if not msgid:
            return ""
        with self.reading() as connection:
            known = sa.select(schema.attempt.c.number).where(schema.attempt.c.msgid == msgid)
            return msgid if connection.execute(known).first() is None else ""

    def _marks(self, client: Client | AsyncClient) -> SentMarks:
        """Those of the client's machine, opened once."""
        file = cast(Settings, client.settings).msgid_file
        return self._marks_of.setdefault(file, SentMarks(file))

    def _send_and_record(self, client: Client, command: _Command[OutputT], begun: _Begun) -> JournalResult[OutputT]:
        try:
            self._marks(client).note(_sender(client), begun.msgid)
            reply = client.call(
                command.operation,
                msgid=begun.msgid,
                envelope=command.envelope,
                deadline=client.clock.now().timestamp() + SIGNED_WITHIN,
                total_timeout=command.total_timeout,
                extra=command.extra,
                **command.nodes,
            )
            answer = _answered(reply)
        except GdybError as error:
            answer = _failed(command, error)
        except BaseException as stopped:
            self._record(begun, command, _given_up())
            if isinstance(stopped, KeyboardInterrupt):
                raise CommandInterrupted(command.key, begun.msgid) from None
            raise
        return self._record(begun, command, answer)

    async def _shielded(
        self, client: AsyncClient, command: _Command[OutputT], msgid: str | None
    ) -> JournalResult[OutputT] | None:
        """Sends and records in a task of its own: what is written down as being sent is sent, whoever is cancelled."""
        sent: list[_Begun] = []
        with finishing_first(command.key):
            task = asyncio.ensure_future(self._begin_send_and_record(client, command, msgid, sent))
            self._tasks.add(task)
            task.add_done_callback(self._forget)
            try:
                return await asyncio.shield(task)
            except asyncio.CancelledError as error:
                operation, number = command.operation, sent[0].msgid if sent else msgid or ""
                cause = CommandCancelled(infno=operation.infno, title=operation.title, key=command.key, msgid=number)
                _logger.warning("%s", cause)
                raise error from cause

    async def _begin_send_and_record(
        self, client: AsyncClient, command: _Command[OutputT], msgid: str | None, sent: list[_Begun]
    ) -> JournalResult[OutputT] | None:
        begun = await asyncio.to_thread(self._begin, client, command, msgid)
        if begun is None:
            return None
        sent.append(begun)
        try:
            await asyncio.to_thread(self._marks(client).note, _sender(client), begun.msgid)
            reply = await client.call(
                command.operation,
                msgid=begun.msgid,
                envelope=command.envelope,
                deadline=client.clock.now().timestamp() + SIGNED_WITHIN,
                total_timeout=command.total_timeout,
                extra=command.extra,
                **command.nodes,
            )
            answer = _answered(reply)
        except GdybError as error:
            answer = _failed(command, error)
        except BaseException:
            # The loop ends; there is no thread to wait for any more.
            self._record(begun, command, _given_up())
            raise
        return await asyncio.to_thread(self._record, begun, command, answer)

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()

    def _record(self, begun: _Begun, command: _Command[OutputT], answer: _Answer) -> JournalResult[OutputT]:
        try:
            entry = self.write_down(lambda: self._write(begun, answer))
        except LedgerUnusable as error:
            raise AnswerNotWritten(
                infno=command.operation.infno,
                title=command.operation.title,
                what=error.what,
                where=error.where,
                reason=error.reason,
                key=command.key,
                msgid=begun.msgid,
                state=answer.state,
                setl_id=_made(answer).get("setl_id", ""),
                result=answer.reply or answer.error,
            ) from None
        return JournalResult(entry=entry, reply=cast("Reply[OutputT] | None", answer.reply), error=answer.error)

    def _write(self, begun: _Begun, answer: _Answer) -> Entry:
        entry, attempt = schema.entry, schema.attempt
        message = self.vault.seal_foreign(answer.message)
        with self.transaction() as connection:
            row = connection.execute(sa.select(entry).where(entry.c.id == begun.entry_id).with_for_update()).one()
            this = (attempt.c.entry_id == begun.entry_id, attempt.c.number == begun.number)
            now = datetime.now(UTC).timestamp()
            known = connection.execute(sa.select(attempt.c.state).where(*this)).scalar_one()
            connection.execute(sa.update(attempt).where(*this).values(state=answer.state, answered_at=now))
            is_late = known is not EntryState.SENDING or row.state is not EntryState.SENDING
            state = _after(row, begun, answer.state)
            if state is not None:
                values: dict[str, Any] = {"state": state, "message": message}
                if state is answer.state and answer.reply is not None:
                    values |= {"reply": self.vault.seal_bytes(answer.reply.raw), **_made(answer)}
                connection.execute(sa.update(entry).where(entry.c.id == begun.entry_id).values(**values))
                self._take_back(connection, begun.entry_id, state, "gdyb")
            kind = EventKind.LATE if is_late else EventKind.ANSWERED
            if answer.state is EntryState.UNKNOWN:
                kind = EventKind.GIVEN_UP
            names = " ".join(f"{name}={value}" for name, value in _made(answer).items())
            detail = " ".join(filter(None, (f"msgid={begun.msgid}", answer.state.label, names, answer.message)))
            self._tell(connection, begun.entry_id, kind, actor="gdyb", detail=detail)
            return self._entry(connection.execute(sa.select(entry).where(entry.c.id == begun.entry_id)).one())

    def _take_back(self, connection: sa.Connection, entry_id: int, state: EntryState, actor: str) -> None:
        """Where a reversal is settled now, what it took back is reversed: both or neither."""
        entry, attempt = schema.entry, schema.attempt
        row = connection.execute(sa.select(entry).where(entry.c.id == entry_id)).one()
        if row.infno != SETTLEMENT.reversal or state is not EntryState.SETTLED:
            return
        msgid = leaf(decode_exactly(self.vault.open_bytes(row.input, self.where)), "omsgid")
        original = sa.select(entry.c.id).join(attempt, attempt.c.entry_id == entry.c.id)
        same = original.where(attempt.c.msgid == msgid, entry.c.platform == row.platform)
        for (found,) in connection.execute(same.where(entry.c.institution == row.institution)).all():
            connection.execute(sa.update(entry).where(entry.c.id == found).values(state=EntryState.REVERSED))
            self._tell(connection, found, EventKind.REVERSED, actor=actor, detail=f"msgid={row.msgid}")

    def _tell(self, connection: sa.Connection, entry_id: int, kind: EventKind, *, actor: str, detail: str) -> None:
        line = {"at": time.time(), "actor": actor, "machine": machine(), "kind": kind}
        # PostgreSQL has no text with the character 0.
        text = self.vault.seal_note(detail.replace("\x00", ""))
        connection.execute(sa.insert(schema.event).values(entry_id=entry_id, **line, detail=text))

    def _stored(self, connection: sa.Connection, row: Any) -> StoredEntry:
        attempt = schema.attempt
        query = sa.select(attempt.c.msgid, attempt.c.sent_at).where(attempt.c.entry_id == row.id)
        tries = connection.execute(query.order_by(attempt.c.number)).all()
        content = self.vault.open_bytes(row.input, self.where)
        return StoredEntry(
            id=row.id,
            entry=self._entry(row),
            sent=Sent(
                infno=row.infno,
                input=decode_exactly(content),
                msgids=tuple(one.msgid for one in tries),
                first=tries[0].sent_at,
                last=tries[-1].sent_at,
            ),
            envelope=msgspec.json.decode(self.vault.open_bytes(row.envelope, self.where)),
            due_at=row.due_at,
        )

    def _reply(
        self, client: Client | AsyncClient, operation: Operation[RequestModel, OutputT], row: Any
    ) -> Reply[OutputT] | None:
        if row.reply is None:
            return None
        sent = self.vault.open_bytes(row.input, self.where)
        raw = self.vault.open_bytes(row.reply, self.where)
        try:
            return client.read(operation, raw, msgid=row.msgid, input=sent)
        except ReplyDeparts as error:
            return cast("Reply[OutputT]", error.reply)

    def _entry(self, row: Any) -> Entry:
        fence = fence_of(row.sent_at, self.fence_margin)
        return Entry(
            key=row.key,
            platform=row.platform,
            institution=row.institution,
            infno=row.infno,
            title=operations.by_infno(row.infno).title,
            state=row.state,
            msgid=row.msgid,
            attempts=row.number,
            mdtrt_id=row.mdtrt_id,
            setl_id=row.setl_id,
            cents=row.cents,
            sent_at=datetime.fromtimestamp(row.sent_at, UTC),
            fence_until=fence,
            message=self.vault.open(row.message, self.where),
            steps=_steps(row.state, row.infno, row.due_at),
        )


def _waits() -> Iterator[float]:
    wait, most = _POLLS
    while True:
        yield wait
        wait = min(wait * 1.5, most)


def _identity(client: Client | AsyncClient) -> dict[str, str]:
    """What tells the keys of different institutions apart."""
    settings = cast(Settings, client.settings)
    return {"platform": settings.base_url, "institution": normal_id(settings.fixmedins_code)}


def _sender(client: Client | AsyncClient) -> Sender:
    return Sender(kind="journal", **_identity(client))


def _of(identity: Mapping[str, str], key: str) -> sa.Select[Any]:
    table = schema.entry
    return sa.select(table).where(table.c.key == key, *(table.c[name] == value for name, value in identity.items()))


def _answered(reply: Reply[Any]) -> _Answer:
    state = EntryState.SETTLED if reply.names_its_result else EntryState.ACCEPTED
    return _Answer(state=state, reply=reply)


def _failed(command: _Command[Any], error: GdybError) -> _Answer:
    if isinstance(error, ReplyDeparts):
        reply = cast("Reply[Any]", error.reply)
        return _Answer(state=_answered(reply).state, reply=reply, error=error)
    person = leaf(decode_exactly(command.input), "psn_no")
    said = error.err_msg if isinstance(error, BusinessError) else str(error)
    text = (error.masker + ((str(person),) if person else ())).mask(said)
    return _Answer(state=_STATES[error.outcome], error=error, message=text.replace("\x00", ""))


def _given_up() -> _Answer:
    return _Answer(state=EntryState.UNKNOWN, message="程序在等待答复时被中止")


def _made(answer: _Answer) -> dict[str, Any]:
    """What an answer names: visit, settlement, money."""
    if answer.reply is None:
        return {}
    output = answer.reply.output.model_dump(mode="python", warnings=False)
    found = {name: str(value) for name in _MADE if (value := leaf(output, name)) not in (None, "")}
    cents = amount_of(leaf(output, "medfee_sumamt"))
    return {**found, **({} if cents is None else {"cents": cents})}


def _after(row: Any, begun: _Begun, answer: EntryState) -> EntryState | None:
    """The state of the command once an attempt was answered; None where it stays as it is.

    The answer of an attempt that was given up says more than what was thought meanwhile, unless the command was done
    or taken back since.
    """
    is_done = answer in (EntryState.SETTLED, EntryState.ACCEPTED)
    if row.msgid != begun.msgid:
        return EntryState.CONFLICT if is_done else None
    if row.state in (EntryState.SENDING, EntryState.UNKNOWN):
        return answer
    if row.state in (EntryState.NOT_FOUND, EntryState.NOT_DONE, EntryState.ALREADY_DONE):
        return answer if is_done else None
    return None


def _steps(state: EntryState, infno: str, due_at: float) -> tuple[JournalStep, ...]:
    can_ask = infno in SETTLEMENT.lookups or infno == SETTLEMENT.reversal
    bureau = (JournalStep(kind=StepKind.ASK_BUREAU), JournalStep(kind=StepKind.RECORD))
    ask = (JournalStep(kind=StepKind.ASK),) if can_ask else bureau
    undo = (JournalStep(kind=StepKind.REVERSE),) if infno in SETTLEMENT.reversible else ()
    match state:
        case EntryState.SENDING:
            return (JournalStep(kind=StepKind.AWAIT_SENDER, until=due_at),)
        case EntryState.UNKNOWN:
            return (*ask, *undo)
        case EntryState.ALREADY_DONE | EntryState.ACCEPTED:
            return ask
        case EntryState.NOT_FOUND:
            return (JournalStep(kind=StepKind.SEND_AGAIN), *undo, JournalStep(kind=StepKind.RECORD))
        case EntryState.CONFLICT:
            return bureau
    return ()
