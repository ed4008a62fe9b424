"""The same work as workflows of DBOS (extra `gdyb[durable]`): many hosts share it, and a dead one's is taken over.

The engine says who works on which month and begins again what was interrupted. It does not make a confirmation safe:
what was sent says the ledger alone, and what a workflow returns is a summary of it.

Its tables are open to whoever may read the database: names and texts go into them sealed like the ledger's.
"""

import hashlib
import logging
import operator
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit

import msgspec
import sqlalchemy as sa
from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID, WorkflowHandle
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential
from tenacity.nap import sleep_using_event

from gdyb_runtime.local.private import make_private_file
from gdyb_workflows.at_rest.database import await_sessions
from gdyb_workflows.at_rest.errors import LedgerError
from gdyb_workflows.at_rest.vault import Vault
from gdyb_workflows.clearing.hosts.executor import ExecutorSlot, Session, check_executor, sessions_of
from gdyb_workflows.clearing.hosts.institutions import Institution, Institutions
from gdyb_workflows.clearing.hosts.many import (
    Job,
    Matcher,
    MonthOutcome,
    MonthState,
    confirm_some,
    judge,
    match_nothing,
    outcome_of,
    prepare,
    take_month,
)
from gdyb_workflows.clearing.ledger.ledger import Ledger, MonthLease
from gdyb_workflows.clearing.period import Amounts, ClearingMonth

__all__ = ["APPLICATION_VERSION", "Engine", "Pending", "TakeoverUnsupported", "pending_of", "recover", "signs_of_life"]

APPLICATION_VERSION: Final = "clearing-1"
"""Of the workflows below: one more whenever a workflow that was begun before could not go on with the new code.

The engine's own default is a hash of the code: after any upgrade nothing begun before would ever go on.
"""
_NAME: Final = "gdyb-clearing"
_SCHEMA: Final = "gdyb_engine"
_PORTION: Final = 50
"""Batches a step: what the engine knows of the progress, and how often the month is given free in between."""
_POLL: Final = 0.5
_OVER: Final = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
_PARTS: Final = 500
_MAJOR: Final = "3."
_TOLD: Final = ("reasons", "steps")
_SEALED: Final = "sealed"


_LOG = logging.getLogger("gdyb.clearing")


class TakeoverUnsupported(LedgerError):
    """The engine that is installed offers no way to begin a dead process's work again."""

    engine: str = ""

    def explain(self) -> str:
        """What to do instead."""
        return (
            f"已安装的 dbos {self.engine} 没有本程序认识的接管方法，没有接管。"
            "请用死去的进程原来的执行槽编号重新启动它，它的工作会自动继续。"
        )


class _PassingTrouble(Exception):
    """A transient failure; the step may be retried."""

    def __init__(self, outcome: MonthOutcome) -> None:
        super().__init__()
        self.outcome = outcome


class _Stopped(BaseException):
    """The process ends: no result, so that the engine begins the step again after the next start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """What the workflows of this process need and no other process may read in the engine's tables."""

    ledger: Ledger
    institutions: Institutions
    matcher: Matcher
    stop: threading.Event
    busy: set[str]

    @contextmanager
    def take(self, platform: str, code: str, month: ClearingMonth) -> Iterator[tuple[MonthLease, Institution]]:
        """The month, leased exclusively for one step: the lease ends with the step."""
        if self.stop.is_set():
            raise _Stopped
        institution = self.institutions.find(platform, code)
        if institution is None:
            raise LookupError(f"本机的机构名单里没有 {code}（{platform}）")
        self.busy.add(code)
        try:
            with take_month(self.ledger, institution, month) as lease:
                yield lease, institution
        finally:
            self.busy.discard(code)


_context: _Context | None = None
"""Set while an Engine is open; the engine calls the functions below with nothing but their arguments."""


def _here() -> _Context:
    if _context is None:
        # A thread of the engine that outlived it.
        raise _Stopped
    return _context


def _patiently(code: str, work: Callable[[], dict[str, object]]) -> dict[str, object]:
    """What a step comes to: what it did, or what went wrong, after some three minutes where that may pass.

    Time for a server to come back, or for another lease of the month to end. The engine could retry a step,
    too, but cannot be stopped while it waits.
    """

    vault = _here().ledger.vault

    def once() -> dict[str, object]:
        try:
            return work()
        except Exception as error:
            outcome = outcome_of(code, error)
            if not outcome.is_passing:
                return _as_record(outcome, vault)
            _LOG.warning("%s：%s", code, "；".join(outcome.reasons))
            raise _PassingTrouble(outcome) from None

    def give_up(state: RetryCallState) -> dict[str, object]:
        error = state.outcome.exception() if state.outcome else None
        assert isinstance(error, _PassingTrouble)
        return _as_record(error.outcome, vault)

    return Retrying(
        stop=stop_after_attempt(12),
        wait=wait_exponential(multiplier=1.0, exp_base=1.5),
        retry=retry_if_exception_type(_PassingTrouble),
        sleep=sleep_using_event(_here().stop),
        retry_error_callback=give_up,
    )(once)


@DBOS.step(name="prepare")
def _prepare(platform: str, code: str, month: str, approved_by: str, extract_again: bool) -> dict[str, object]:
    period = ClearingMonth.parse(month)
    approver = _opened(approved_by, _here().ledger.vault)
    job = Job(month=period, approved_by=approver, extract_again=extract_again)

    def work() -> dict[str, object]:
        with _here().take(platform, code, period) as (lease, institution):
            prepare(lease, job, institution=institution, matcher=_here().matcher)
        return {}

    return _patiently(code, work)


@DBOS.step(name="confirm")
def _confirm(platform: str, code: str, month: str) -> dict[str, object]:
    here, period = _here(), ClearingMonth.parse(month)
    count = 0

    def work() -> dict[str, object]:
        nonlocal count
        with here.take(platform, code, period) as (lease, _):
            interval = here.institutions.pace.interval
            more, has_more = confirm_some(lease, most=_PORTION, interval=interval, stop=here.stop)
            count += more
            if here.stop.is_set():
                raise _Stopped
            return {"more": True} if has_more else _as_record(judge(lease), here.ledger.vault)

    outcome = _patiently(code, work)
    return outcome | {"batches": count}


@DBOS.workflow(name="clear_month", max_recovery_attempts=1_000)
def _clear_month(platform: str, code: str, month: str, approved_by: str, extract_again: bool) -> dict[str, object]:
    """One institution's month, its batches one after the other."""
    if ended := _prepare(platform, code, month, approved_by, extract_again):
        return ended
    batches = 0
    while True:
        outcome = _confirm(platform, code, month)
        batches += int(str(outcome["batches"]))
        if not outcome.get("more"):
            return outcome | {"batches": batches}


class Engine:
    """A process that works on months, as the slot `executor`; a context manager, one at a time in a process.

    What this slot left unfinished goes on as soon as it is open.

    Raises:
        ExecutorAlive: the slot is taken.
        SettingsInvalid: the slot's id is none.
    """

    def __init__(
        self,
        ledger: Ledger,
        institutions: Institutions,
        *,
        executor: str,
        workers: int = 4,
        matcher: Matcher = match_nothing,
        stop: threading.Event | None = None,
        is_worker: bool = True,
    ) -> None:
        self.stop = stop or threading.Event()
        """Set to let every month stop after its present batch."""
        self._ledger = ledger
        self._institutions = institutions
        self._executor = check_executor(executor)
        self._workers = workers
        self._matcher = matcher
        self._is_worker = is_worker
        self._busy = set[str]()
        self._slot: ExecutorSlot | None = None

    def __enter__(self) -> Self:
        global _context
        assert _context is None, "one engine in a process"
        self._slot = ExecutorSlot(self._ledger, self._executor)
        _context = _Context(
            ledger=self._ledger,
            institutions=self._institutions,
            matcher=self._matcher,
            stop=self.stop,
            busy=self._busy,
        )
        try:
            _start(self._ledger, self._executor, queues=None if self._is_worker else ())
            if self._is_worker:
                self._register_queues()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, error_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        global _context
        self.stop.set()
        # A call on the wire is waited for: its answer belongs into the ledger.
        while self._busy:
            time.sleep(0.05)
        DBOS.destroy()
        _context = None
        if self._slot is not None:
            self._slot.close()
            self._slot = None

    @property
    def executor(self) -> str:
        """The slot's id."""
        return self._executor

    def enqueue(self, job: Job, institutions: Sequence[Institution] | None = None) -> list[str]:
        """Asks for the month of institutions, by default of all; gives the ids of the workflows.

        A month that is asked for already, on whatever host, is not asked for twice.
        """
        entries = self._institutions.entries if institutions is None else institutions
        return [self._enqueue(one, job) for one in entries]

    def outcomes(self, ids: Sequence[str]) -> Iterator[MonthOutcome]:
        """Each outcome as soon as it is there; ends early when `stop` is set."""
        left = dict.fromkeys(ids)
        while left and not self.stop.is_set():
            for over in _finished(list(left)):
                del left[over.workflow_id]
                yield _outcome(over, self._ledger.vault)
            self.keep()
            if left:
                self.stop.wait(_POLL)

    def work(self) -> None:
        """Works on whatever is asked for, until `stop` is set."""
        while not self.stop.wait(_POLL * 4):
            self.keep()

    def keep(self) -> None:
        """Makes sure that the slot is still ours; ExecutorAlive when it is not."""
        assert self._slot is not None
        try:
            self._slot.keep()
        except LedgerError as error:
            if not outcome_of("", error).is_passing:
                raise
            _LOG.warning("%s", error)

    def _register_queues(self) -> None:
        pace = self._institutions.pace
        for platform in {one.settings.base_url for one in self._institutions.entries}:
            DBOS.register_queue(
                _queue(platform),
                worker_concurrency=min(self._workers, pace.at_once),
                global_concurrency=pace.at_once,
                partition_concurrency=1,
                partition_limiter={"limit": pace.months_per_hour, "period": 3600.0} if pace.months_per_hour else None,
                polling_interval_sec=_POLL,
                on_conflict="always_update",
            )

    def _enqueue(self, institution: Institution, job: Job) -> str:
        platform, code = institution.settings.base_url, institution.code
        base = f"{_queue(platform)}/{code}/{job.month}/"
        before = DBOS.list_workflows(workflow_id_prefix=base, load_input=False, load_output=False)
        numbers = {int(one.workflow_id.removeprefix(base)): one for one in before}
        last = max(numbers, default=0)
        if last and numbers[last].status not in _OVER:
            return numbers[last].workflow_id
        approver = _sealed(job.approved_by, self._ledger.vault)
        # Two hosts that ask at once find the same number; the second one meets the first one's workflow.
        with SetWorkflowID(f"{base}{last + 1}"), SetEnqueueOptions(queue_partition_key=code):
            handle: WorkflowHandle[dict[str, object]] = DBOS.enqueue_workflow(
                _queue(platform), _clear_month, platform, code, str(job.month), approver, job.extract_again
            )
        return handle.get_workflow_id()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """A workflow that a process began and did not end."""

    workflow_id: str
    platform: str
    institution: str
    month: ClearingMonth
    is_current: bool
    """Whether it was begun by workflows of this version."""


def pending_of(executor: str) -> list[Pending]:
    """What a slot began and did not end; inside an Engine."""
    workflows = DBOS.list_workflows(executor_id=executor, status="PENDING", load_output=False)
    return [
        Pending(
            workflow_id=one.workflow_id,
            platform=one.input["args"][0],
            institution=one.input["args"][1],
            month=ClearingMonth.parse(one.input["args"][2]),
            is_current=one.app_version == APPLICATION_VERSION,
        )
        for one in workflows
        if one.input is not None
    ]


def signs_of_life(ledger: Ledger, executor: str, pending: Sequence[Pending]) -> list[Session]:
    """Sessions of the database that hold the slot or a month it has begun, and not for the last moment only."""
    month_ids = [ledger.month_id(one.platform, one.institution, one.month) for one in pending]
    months = [one for one in month_ids if one is not None]
    return await_sessions(lambda: sessions_of(ledger, executor, months), operator.not_)


def recover(executor: str) -> int:
    """Puts everything that a dead slot began back into the queues; gives how many workflows.

    The only place that touches what the engine does not promise: the library offers it to its own restart alone.

    Raises:
        TakeoverUnsupported: when the engine installed is another one.
    """
    installed = version("dbos")
    again: Callable[[list[str]], Sequence[object]] | None = getattr(DBOS, "_recover_pending_workflows", None)
    if again is None or not installed.startswith(_MAJOR):
        raise TakeoverUnsupported(engine=installed)
    return len(again([executor]))


def _start(ledger: Ledger, executor: str, *, queues: Sequence[str] | None) -> None:
    if ledger.engine.dialect.name == "sqlite":
        # For its owner only, like the ledger beside it.
        make_private_file(_beside(ledger))
    config: DBOSConfig = {
        "name": _NAME,
        "system_database_url": _engine_url(ledger),
        "dbos_system_schema": _SCHEMA,
        "application_version": APPLICATION_VERSION,
        "executor_id": executor,
        "log_level": "WARNING",
    }
    DBOS(config=config)
    if queues is not None:
        DBOS.listen_queues(queues)
    DBOS.launch()


def _engine_url(ledger: Ledger) -> str:
    url = ledger.engine.url
    if url.get_backend_name() == "sqlite":
        return sa.URL.create("sqlite", database=_beside(ledger)).render_as_string()
    return url.render_as_string(hide_password=False)


def _beside(ledger: Ledger) -> str:
    return f"{ledger.engine.url.database}.engine"


def _queue(platform: str) -> str:
    """One queue a platform, so that each has a limit of its own; the address may hold what a name may not."""
    host = urlsplit(platform).hostname or ""
    return f"{_NAME}-{host}-{hashlib.sha256(platform.encode()).hexdigest()[:8]}"


def _finished(ids: Sequence[str]) -> Iterator[Any]:
    for start in range(0, len(ids), _PARTS):
        part = list(ids[start : start + _PARTS])
        yield from DBOS.list_workflows(workflow_ids=part, status=list(_OVER), load_input=False)


def _outcome(over: Any, vault: Vault) -> MonthOutcome:
    code = over.workflow_id.split("/")[1]
    if over.status == "SUCCESS" and isinstance(over.output, Mapping):
        return _from_record(over.output, vault)
    reason = f"引擎没有办完这个月（{over.status}）：{type(over.error).__name__ if over.error else '无'}"
    return MonthOutcome(institution=code, state=MonthState.FAILED, reasons=(reason,), error=over.status)


def _as_record(outcome: MonthOutcome, vault: Vault) -> dict[str, object]:
    """An outcome as the engine keeps it: what is told in words is sealed, and without a key none of it is quoted."""
    record: dict[str, object] = msgspec.to_builtins(outcome)
    if vault.is_sealing:
        told = {name: record.pop(name) for name in _TOLD}
        return record | {_SEALED: _sealed(msgspec.json.encode(told).decode(), vault)}
    if outcome.from_elsewhere:
        record["reasons"] = [f"{outcome.error}：平台的说明没有留下，因为台账没有密钥；请在本机单独办这个机构查看"]
    return record


def _from_record(record: Mapping[str, Any], vault: Vault) -> MonthOutcome:
    told = {name: value for name, value in record.items() if name != _SEALED}
    if _SEALED in record:
        told |= msgspec.json.decode(_opened(record[_SEALED], vault))
    # Workflows that were begun by the first form of clearing-1 have the amounts beside the rest.
    amounts = {name: record[name] for name in Amounts.__slots__ if name in record}
    return msgspec.convert({"confirmed": amounts, **told}, MonthOutcome)


def _sealed(text: str, vault: Vault) -> str:
    return f"{_SEALED}:{vault.seal_note(text)}" if text and vault.is_sealing else text


def _opened(text: str, vault: Vault) -> str:
    # Workflows that were begun before have it in clear.
    mark, colon, token = text.partition(":")
    return vault.open(token) if mark == _SEALED and colon else text
