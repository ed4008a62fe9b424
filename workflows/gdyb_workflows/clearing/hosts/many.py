"""A month of clearing from the first call to the last, for one institution or many, as plain functions.

Nothing here raises for one institution's trouble: what became of its month is the answer. Whatever drives these
functions (a thread, a cron job, an engine) may stop and start again at any point, for the ledger is the truth.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

import sqlalchemy as sa

from gdyb.client import Client
from gdyb.codes.cnfm_flag import CnfmFlag
from gdyb_runtime.errors import BusinessError, GatewayRefused, GdybError, MsgidUnavailable
from gdyb_runtime.redaction import mask_text
from gdyb_workflows.at_rest.errors import LedgerError, LedgerUnusable
from gdyb_workflows.at_rest.labelled import Labelled
from gdyb_workflows.at_rest.msgids import DatabaseMsgidStore
from gdyb_workflows.clearing.decisions import Proposal, approve, doubtful_rows, open_rows, propose, unchecked
from gdyb_workflows.clearing.extraction import extract, last_extraction
from gdyb_workflows.clearing.hosts.institutions import Institution, Pace
from gdyb_workflows.clearing.ledger.errors import HoldLost, MonthHeld, NeedsPerson
from gdyb_workflows.clearing.ledger.ledger import Ledger, MonthLease
from gdyb_workflows.clearing.ledger.schema import batch, decision, epoch, is_in_force
from gdyb_workflows.clearing.ledger.states import BatchState
from gdyb_workflows.clearing.ledger.steps import NextStep
from gdyb_workflows.clearing.overview import overview
from gdyb_workflows.clearing.period import Amounts, ClearingMonth
from gdyb_workflows.clearing.sending.confirming import MOST_REJECTED, ConfirmedBatch, confirm_next
from gdyb_workflows.clearing.sending.planning import plan

__all__ = [
    "Job",
    "Matcher",
    "MonthOutcome",
    "MonthState",
    "Progress",
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


class MonthState(Labelled):
    """What became of an institution's month, in one run."""

    DONE = "done", "办完"
    NEEDS_PERSON = "needs_person", "要人处理"
    FAILED = "failed", "没有做成"


_PASSING: Final = (MsgidUnavailable, LedgerUnusable, MonthHeld, HoldLost)
_ALL: Final = 1 << 31


class Matcher(Protocol):
    """Compares what the platform gives with an institution's own records."""

    def __call__(self, lease: MonthLease, institution: Institution | None) -> Sequence[Proposal]:
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
    """What went wrong; Chinese, people masked."""
    steps: tuple[NextStep, ...] = ()
    """What a person has to do."""
    error: str = ""
    """Name of the exception class."""
    from_elsewhere: bool = False
    """Whether `reasons` quote the platform or a library, which may name anybody."""
    is_passing: bool = False
    """Whether the same again may go better by itself."""
    batches: int = 0
    """Confirmed in this run."""
    confirmed: Amounts = field(default_factory=Amounts)
    """Of everything confirmed by now, whoever confirmed it."""


Progress = Callable[[str, ConfirmedBatch], None]
"""Told the institution and each batch that was answered."""


def match_nothing(lease: MonthLease, institution: Institution | None) -> Sequence[Proposal]:
    """Proposes to confirm every open row without looking at any records."""
    return unchecked(lease)


def clear_month(
    lease: MonthLease,
    job: Job,
    *,
    institution: Institution | None = None,
    matcher: Matcher = match_nothing,
    interval: float = 0.0,
    stop: threading.Event | None = None,
    progress: Progress | None = None,
) -> MonthOutcome:
    """Extracts, proposes, approves if somebody does, plans and confirms, from wherever the month stands."""
    code = lease.name.partition(" ")[0]
    count = 0
    try:
        prepare(lease, job, institution=institution, matcher=matcher)
        count, _ = confirm_some(lease, interval=interval, stop=stop, progress=progress)
        return replace(judge(lease), batches=count)
    except Exception as error:
        return replace(outcome_of(code, error), batches=count)


def prepare(
    lease: MonthLease, job: Job, *, institution: Institution | None = None, matcher: Matcher = match_nothing
) -> None:
    """Everything up to the plan. Run again it adds nothing; a month that is being sent is not read again.

    Raises:
        GdybError: as the parts do.
    """
    if job.extract_again or not _is_under_way(lease):
        extract(lease)
    if _undecided(lease):
        proposals = matcher(lease, institution)
        undecided = _undecided(lease)
        propose(lease, [one for one in proposals if one.row_id in undecided])
        agreed = _agreed(lease) if job.approved_by else {}
        if agreed:
            approve(lease, actor=job.approved_by, flags=agreed)
    plan(lease)


def confirm_some(
    lease: MonthLease,
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
    code = lease.name.partition(" ")[0]
    count, in_a_row = 0, 0
    for _ in range(most):
        if stop is not None and stop.is_set():
            return count, True
        done = confirm_next(lease)
        if done is None:
            return count, False
        if progress is not None:
            progress(code, done)
        if done.state is BatchState.CONFIRMED:
            count, in_a_row = count + 1, 0
        elif (in_a_row := in_a_row + 1) >= MOST_REJECTED:
            return count, False
        (stop or threading.Event()).wait(interval)
    return count, True


def judge(lease: MonthLease) -> MonthOutcome:
    """What the ledger says of the month now."""
    code = lease.name.partition(" ")[0]
    platform = str(lease.client.settings.base_url)
    month = overview(lease.ledger, platform, code, lease.period)
    assert month is not None
    confirmed = month.in_force.get(BatchState.CONFIRMED, Amounts())
    if month.is_done:
        return MonthOutcome(institution=code, state=MonthState.DONE, confirmed=confirmed)
    return MonthOutcome(institution=code, state=MonthState.NEEDS_PERSON, steps=month.next_steps, confirmed=confirmed)


def outcome_of(institution: str, error: BaseException) -> MonthOutcome:
    """What an exception means for the month it came from."""
    kind = type(error).__name__
    if not isinstance(error, GdybError):
        # A text of the system or of a library may quote anything.
        text = mask_text(f"{kind}: {error}".partition("\n")[0])[:300]
        return MonthOutcome(
            institution=institution, state=MonthState.FAILED, reasons=(text,), error=kind, from_elsewhere=True
        )
    is_passing = error.retry_safe or (isinstance(error, _PASSING) and error.outcome == "not_sent")
    # What may have been carried out, or what the platform said no to, is a person's.
    waits = isinstance(error, NeedsPerson) or error.outcome != "not_sent"
    return MonthOutcome(
        institution=institution,
        state=MonthState.NEEDS_PERSON if waits and not is_passing else MonthState.FAILED,
        reasons=(str(error),),
        steps=error.steps if isinstance(error, LedgerError) else (),
        error=kind,
        from_elsewhere=isinstance(error, BusinessError | GatewayRefused),
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
def take_month(ledger: Ledger, institution: Institution, month: ClearingMonth) -> Iterator[MonthLease]:
    """An exclusive lease of an institution's month."""
    with open_client(ledger, institution) as client, ledger.hold(client, month) as lease:
        yield lease


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
            with take_month(ledger, institution, job.month) as lease:
                return clear_month(
                    lease,
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


def _is_under_way(lease: MonthLease) -> bool:
    """Whether a finished extraction was already made into batches that count."""
    counted = (
        sa.select(batch.c.id)
        .join(epoch, epoch.c.id == batch.c.epoch_id)
        .where(epoch.c.month_id == lease.id, is_in_force(), batch.c.state != BatchState.DROPPED)
        .limit(1)
    )
    with lease.transaction() as connection:
        return last_extraction(connection, lease.id) is not None and connection.execute(counted).first() is not None


def _undecided(lease: MonthLease) -> set[int]:
    """Open rows that have no decision yet; one whose approval was revoked waits for a person."""
    is_new = sa.or_(decision.c.row_id.is_(None), sa.and_(decision.c.flag.is_(None), decision.c.approved_at.is_(None)))
    ids = open_rows(lease.id).subquery()
    query = sa.select(ids.c.id).outerjoin(decision, decision.c.row_id == ids.c.id).where(is_new)
    with lease.transaction() as connection:
        return set(connection.execute(query).scalars())


def _agreed(lease: MonthLease) -> Mapping[int, str]:
    """The rows that were never decided about and are proposed to be confirmed."""
    undecided = _undecided(lease)
    ids = open_rows(lease.id).subquery()
    proposed = sa.select(decision.c.row_id).join(ids, ids.c.id == decision.c.row_id)
    with lease.transaction() as connection:
        row_ids = connection.execute(proposed.where(decision.c.proposed == CnfmFlag.CONFIRMED.value)).scalars()
        agreed = undecided - doubtful_rows(connection, lease.id).keys()
        return {row_id: CnfmFlag.CONFIRMED.value for row_id in row_ids if row_id in agreed}
