"""What the journal tells of a command."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from gdyb_runtime.errors import GdybError
from gdyb_runtime.model.base import ReplyModel
from gdyb_runtime.wire.reply import Reply
from gdyb_workflows.journal.errors import NotSettled
from gdyb_workflows.journal.states import EntryState, EventKind, StepKind

__all__ = ["Entry", "Event", "JournalResult", "JournalStep"]

OutputT = TypeVar("OutputT", bound=ReplyModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalStep:
    """One thing that may be done next; nothing in it names a person."""

    kind: StepKind
    until: float | None = None
    """Seconds since 1970, before which it is too early."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A line of the trail of a command."""

    at: float
    """Seconds since 1970."""
    kind: EventKind
    actor: str
    machine: str
    detail: str = field(repr=False)
    """Opened; it may hold words of the platform and of people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A command as the journal has it; nothing in it names a person."""

    key: str
    platform: str
    """Address of the platform that it went to."""
    institution: str
    infno: str
    title: str
    state: EntryState
    msgid: str
    """Number of the last message it went out under."""
    attempts: int
    mdtrt_id: str
    setl_id: str
    cents: int | None
    """medfee_sumamt as the platform has it, in cents; None where it was not told."""
    sent_at: datetime
    fence_until: float
    """From then on, in seconds since 1970, a request without an answer can't be carried out any more."""
    message: str = field(repr=False)
    """The platform's words, opened; empty where there are none."""
    steps: tuple[JournalStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalResult(Generic[OutputT]):
    """What became of a command, now or when its key was first used."""

    entry: Entry
    reply: Reply[OutputT] | None = None
    """The answer; None where there is none, or where only a later query found what was done."""
    error: GdybError | None = None
    """Why this attempt is not settled, or what is wrong with its answer."""
    is_repeated: bool = False
    """Whether nothing was sent, because the key was used before."""

    @property
    def state(self) -> EntryState:
        """What is known of it."""
        return self.entry.state

    @property
    def msgid(self) -> str:
        """Number of the message."""
        return self.entry.msgid

    @property
    def steps(self) -> tuple[JournalStep, ...]:
        """What may be done next."""
        return self.entry.steps

    def require(self) -> Reply[OutputT]:
        """The answer of a settled command; raises for any other."""
        if self.reply is not None and self.state is EntryState.SETTLED:
            return self.reply
        if self.error is not None:
            raise self.error
        entry = self.entry
        done = entry.state in (EntryState.SETTLED, EntryState.ACCEPTED, EntryState.REVERSED, EntryState.CONFLICT)
        raise NotSettled(
            infno=entry.infno,
            title=entry.title,
            msgid=entry.msgid,
            key=entry.key,
            state=entry.state,
            outcome="accepted" if done else "unknown",
        )
