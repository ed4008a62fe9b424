"""A month of clearing from the first call to the last, for one institution or many, as plain functions.

Nothing here raises for one institution's trouble: what became of its month is the answer. Whatever drives these
functions (a thread, a cron job, an engine) may stop and start again at any point, for the ledger is the truth.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final, Literal, Protocol

import sqlalchemy as sa

from gdyb.client import Client
from gdyb.codes.cnfm_flag import CnfmFlag
from gdyb_runtime.errors import GdybError, MsgidUnavailable
from gdyb_runtime.redaction import mask_text
from gdyb_workflows.clearing.confirming import MOST_REJECTED, ConfirmedBatch, confirm_next
from gdyb_workflows.clearing.decisions import Proposal, approve, open_rows, propose, unchecked
from gdyb_workflows.clearing.errors import (
    HoldLost,
    LedgerUnusable,
    MonthHeld,
    NeedsPerson,
)
from gdyb_workflows.clearing.extraction import extract, last_extraction
from gdyb_workflows.clearing.hosts.institutions import Institution, Pace
from gdyb_workflows.clearing.ledger import HeldMonth, Ledger
from gdyb_workflows.clearing.msgids import DatabaseMsgidStore
from gdyb_workflows.clearing.overview import overview
from gdyb_workflows.clearing.period import Amounts, ClearingMonth
from gdyb_workflows.clearing.planning import plan
from gdyb_workflows.clearing.schema import batch, decision, epoch

__all__ = [
    "Job",
    "Matcher",
    "MonthOutcome",
    "MonthState",
    "clear_many",
    "clear_month",
    "confirm_some",
    "judge",
    "match_nothing",
    "open_client",
    "outcome_of",
    "prepare",
    "take_month",
]

MonthState = Literal["done", "needs_person", "failed"]

_PASSING: Final = (MsgidUnavailable, LedgerUnusable, MonthHeld, HoldLost)
_ALL: Final = 1 << 31


class Matcher(Protocol):
    """Compares what the platform gives with an institution's own records."""

    def __call__(self, held: HeldMonth, institution: Institution | None) -> Sequence[Proposal]:
        """What to propose for the open rows of the month."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be done with a month, the same for every institution."""

    month: ClearingMonth
    approved_by: str = ""
    """Who approves every row that agrees, or was not compared at all; nobody does when empty."""
    extract_again: bool = False
    """Read the month from the platform also where sending has already begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOutcome:
    """What became of an institution's month, in one run."""

    institution: str
    state: MonthState
    reasons: tuple[str, ...] = ()
    """What a person has to do, or what went wrong; Chinese, people masked."""
    error: str = ""
    """Name of the exception class."""
    is_passing: bool = False
    """Whether the same again may go better by itself."""
    batches: int = 0
    """Confirmed in this run."""
    confirmed: Amounts = field(default_factory=Amounts)
    """Of everything confirmed by now, whoever confirmed it."""


Progress = Callable[[str, ConfirmedBatch], None]
"""Told the institution and each batch that was answered."""


def match_nothing(held: HeldMonth, institution: Institution | None) -> Sequence[Proposal]:
    """Proposes to confirm every open row without looking at any records."""
    return unchecked(held)


def clear_month(
    held: HeldMonth,
    job: Job,
    *,
    institution: Institution | None = None,
    matcher: Matcher = match_nothing,
    interval: float = 0.0,
    stop: threading.Event | None = None,
    progress: Progress | None = None,
) -> MonthOutcome:
    """Extracts, proposes, approves if somebody does, plans and confirms, from wherever the month stands."""
    code = held.name.partition(" ")[0]
    count = 0
    try:
        prepare(held, job, institution=institution, matcher=matcher)
        count, _ = confirm_some(held, interval=interval, stop=stop, progress=progress)
        return replace(judge(held), batches=count)
    except Exception as error:
        return replace(outcome_of(code, error), batches=count)


def prepare(
    held: HeldMonth, job: Job, *, institution: Institution | None = None, matcher: Matcher = match_nothing
) -> None:
    """Everything up to the plan. Run again it adds nothing; a month that is being sent is not read again.

    Raises:
        GdybError: as the parts do.
    """
    if job.extract_again or not _is_under_way(held):
        extract(held)
    if _undecided(held):
        proposals = matcher(held, institution)
        undecided = _undecided(held)
        propose(held, [one for one in proposals if one.row_id in undecided])
        agreed = _agreed(held) if job.approved_by else {}
        if agreed:
            approve(held, actor=job.approved_by, flags=agreed)
    plan(held)


def confirm_some(
    held: HeldMonth,
    *,
    most: int = _ALL,
    interval: float = 0.0,
    stop: threading.Event | None = None,
    progress: Progress | None = None,
) -> tuple[int, bool]:
    """Sends up to `most` planned batches; gives how many were confirmed and whether there may be more to send.

    With `stop` set it ends before the next batch. From an answer to the next call there are `interval` seconds.

    Raises:
        GdybError: as `confirm` does.
    """
    code = held.name.partition(" ")[0]
    count, in_a_row = 0, 0
    for _ in range(most):
        if stop is not None and stop.is_set():
            return count, True
        done = confirm_next(held)
        if done is None:
            return count, False
        if progress is not None:
            progress(code, done)
        if done.state == "confirmed":
            count, in_a_row = count + 1, 0
        elif (in_a_row := in_a_row + 1) >= MOST_REJECTED:
            return count, False
        (stop or threading.Event()).wait(interval)
    return count, True


def judge(held: HeldMonth) -> MonthOutcome:
    """What the ledger says of the month now."""
    code = held.name.partition(" ")[0]
    platform = str(held.client.settings.base_url)
    found = overview(held.ledger, platform, code, held.period)
    assert found is not None
    confirmed = found.in_force.get("confirmed", Amounts())
    if found.is_done:
        return MonthOutcome(institution=code, state="done", confirmed=confirmed)
    return MonthOutcome(institution=code, state="needs_person", reasons=found.needs, confirmed=confirmed)


def outcome_of(institution: str, error: BaseException) -> MonthOutcome:
    """What an exception means for the month it came from."""
    kind = type(error).__name__
    if not isinstance(error, GdybError):
        # A text of the system or of a library may quote anything.
        text = mask_text(f"{kind}: {error}".partition("\n")[0])[:300]
        return MonthOutcome(institution=institution, state="failed", reasons=(text,), error=kind)
    is_passing = error.retry_safe or (isinstance(error, _PASSING) and error.outcome == "not_sent")
    # What may have been carried out, or what the platform said no to, is a person's.
    waits = isinstance(error, NeedsPerson) or error.outcome != "not_sent"
    return MonthOutcome(
        institution=institution,
        state="needs_person" if waits and not is_passing else "failed",
        reasons=(str(error),),
        error=kind,
        is_passing=is_passing,
    )


@contextmanager
def open_client(ledger: Ledger, institution: Institution) -> Iterator[Client]:
    """A client of the institution.

    Its message ids come from the ledger's database where that is one that hosts share, else from the file that every
    program of this machine draws them from.
    """
    is_shared = ledger.engine.dialect.name == "postgresql"
    store = DatabaseMsgidStore(ledger.engine) if is_shared else None
    with Client(institution.settings, msgids=store) as client:
        yield client


@contextmanager
def take_month(ledger: Ledger, institution: Institution, month: ClearingMonth) -> Iterator[HeldMonth]:
    """The month of an institution, held."""
    with open_client(ledger, institution) as client, ledger.hold(client, month) as held:
        yield held


def clear_many(
    ledger: Ledger,
    institutions: Sequence[Institution],
    job: Job,
    *,
    pace: Pace | None = None,
    workers: int = 4,
    matcher: Matcher = match_nothing,
    stop: threading.Event | None = None,
    progress: Progress | None = None,
) -> Iterator[MonthOutcome]:
    """The month of every institution, `workers` of them at once; gives each outcome as soon as it is there.

    With `stop` set nothing new is begun and each month stops after its present batch.
    """
    halt = stop or threading.Event()
    interval = (pace or Pace()).interval

    def work(institution: Institution) -> MonthOutcome | None:
        if halt.is_set():
            return None
        try:
            with take_month(ledger, institution, job.month) as held:
                return clear_month(
                    held,
                    job,
                    institution=institution,
                    matcher=matcher,
                    interval=interval,
                    stop=halt,
                    progress=progress,
                )
        except Exception as error:
            return outcome_of(institution.code, error)

    with ThreadPoolExecutor(max_workers=workers, thread_name_prefix="gdyb-clearing") as pool:
        try:
            futures: list[Future[MonthOutcome | None]] = [pool.submit(work, one) for one in institutions]
            for future in as_completed(futures):
                if (outcome := future.result()) is not None:
                    yield outcome
        finally:
            halt.set()


def _is_under_way(held: HeldMonth) -> bool:
    """Whether a finished extraction was already made into batches that count."""
    counted = (
        sa.select(batch.c.id)
        .join(epoch, epoch.c.id == batch.c.epoch_id)
        .where(epoch.c.month_id == held.id, epoch.c.state != "rolled_back", batch.c.state != "dropped")
        .limit(1)
    )
    with held.transaction() as connection:
        return last_extraction(connection, held.id) is not None and connection.execute(counted).first() is not None


def _undecided(held: HeldMonth) -> set[int]:
    """Open rows that nobody ever decided about; one whose approval was taken back is a person's to look at."""
    is_new = sa.or_(decision.c.row_id.is_(None), sa.and_(decision.c.flag.is_(None), decision.c.approved_at.is_(None)))
    ids = open_rows(held.id).subquery()
    wanted = sa.select(ids.c.id).outerjoin(decision, decision.c.row_id == ids.c.id).where(is_new)
    with held.transaction() as connection:
        return set(connection.execute(wanted).scalars())


def _agreed(held: HeldMonth) -> Mapping[int, str]:
    """The rows that were never decided about and are proposed to be confirmed."""
    undecided = _undecided(held)
    ids = open_rows(held.id).subquery()
    proposed = sa.select(decision.c.row_id).join(ids, ids.c.id == decision.c.row_id)
    with held.transaction() as connection:
        found = connection.execute(proposed.where(decision.c.proposed == CnfmFlag.CONFIRMED.value)).scalars()
        return {row_id: CnfmFlag.CONFIRMED.value for row_id in found if row_id in undecided}
