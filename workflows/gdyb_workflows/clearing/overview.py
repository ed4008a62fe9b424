"""The month at a glance: what is in the ledger about it, and what a person has to do next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from gdyb_workflows.clearing.decisions import Decided, decided_rows, doubtful_rows, is_live, is_usable
from gdyb_workflows.clearing.extraction import Extraction, last_extraction
from gdyb_workflows.clearing.ledger.conflicts import count_conflicts
from gdyb_workflows.clearing.ledger.ledger import Ledger
from gdyb_workflows.clearing.ledger.schema import (
    attempt,
    audit,
    batch,
    batch_row,
    change,
    decision,
    epoch,
    extraction,
    given_now,
    is_in_force,
    month,
    revocation,
    row,
)
from gdyb_workflows.clearing.ledger.states import (
    IN_FORCE,
    LIVE,
    NO_WORDS,
    OPEN,
    AttemptState,
    AuditAction,
    BatchState,
    ChangeKind,
    EpochState,
    RevocationState,
)
from gdyb_workflows.clearing.ledger.steps import EXTRACT, NextStep, StepKind, revoke_period_again, settle_batch
from gdyb_workflows.clearing.period import Amounts, ClearingMonth

__all__ = [
    "AttemptOverview",
    "AuditLine",
    "BatchOverview",
    "ChangedRow",
    "EpochOverview",
    "MonthOverview",
    "RevocationOverview",
    "UnusableRow",
    "audit_trail",
    "changes",
    "months",
    "overview",
    "unusable_rows",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptOverview:
    """One 3261 that was sent, or was about to be."""

    number: int
    msgid: str
    state: AttemptState
    sent_by: str
    sent_at: float
    answered_at: float | None
    inf_refmsgid: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOverview:
    """One batch."""

    epoch: int
    number: int
    state: BatchState
    amounts: Amounts
    included: int
    """Rows with the flag that takes them into this clearing."""
    msgid: str
    inf_refmsgid: str
    message: str
    """What the platform said, people masked."""
    settled_by: str
    """The person who said what became of it, where no answer did."""
    changed_at: float
    is_in_force: bool
    """False once its epoch is rolled back."""
    attempts: tuple[AttemptOverview, ...]

    @property
    def is_open(self) -> bool:
        """Whether nobody knows if the platform holds it as confirmed, and that still matters."""
        return self.is_in_force and self.state in OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochOverview:
    """Everything between two revocations of the period."""

    number: int
    state: EpochState
    opened_at: float
    closed_at: float | None
    fence_until: float | None
    """Of a closed epoch: from when on the period may be revoked; of an open one: before which nothing is confirmed,
    since a revocation of the period that got no answer may still arrive."""
    rolled_back_at: float | None
    send_again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationOverview:
    """One 3262; `batch` is None for the whole period."""

    epoch: int
    batch: int | None
    otransid: str
    msgid: str
    state: RevocationState
    sent_at: float
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """A decision of a person, or what the ledger found to be worth a look."""

    at: float
    actor: str
    machine: str
    action: AuditAction
    batch: int | None
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRow:
    """What the last extraction found to be different."""

    kind: ChangeKind
    setl_sn: str
    mdtrt_id: str
    before: Amounts | None
    after: Amounts | None
    is_confirmed: bool
    """Whether a confirmed batch holds it, in whatever version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnusableRow:
    """A settlement that 3261 could not take."""

    setl_sn: str
    mdtrt_id: str
    problem: str
    """Which field is wrong and what was expected; without its value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOverview:
    """An institution's month as the ledger has it."""

    platform: str
    institution: str
    period: ClearingMonth
    holder: str
    """Who took hold of it last."""
    extraction: Extraction | None
    current: Amounts
    """Usable settlements that the platform gives now."""
    unusable: int
    """Settlements that lack what confirming needs."""
    in_force: Mapping[BatchState, Amounts]
    """State of batch → its rows, of epochs that are not rolled back."""
    decided: Decided
    """Of what is in no batch."""
    doubtful: int
    """Of what is undecided: settlements that only a person may decide on."""
    outdated: int
    """Confirmed settlements that the platform now gives otherwise, or not at all."""
    conflicts: int
    """Confirmations that came after a person or a revocation had settled the batch otherwise."""
    epochs: tuple[EpochOverview, ...]
    batches: tuple[BatchOverview, ...]
    revocations: tuple[RevocationOverview, ...]

    @property
    def next_steps(self) -> tuple[NextStep, ...]:
        """What is to be done, the most urgent first; nothing for a finished month."""
        return tuple(_next_steps(self))

    @property
    def needs_person(self) -> bool:
        """Whether something is open that no command does by itself."""
        return (
            self.is_closed
            or bool(self.outdated or self.conflicts or self.unusable or self.decided.undecided)
            or not OPEN.isdisjoint(self.in_force)
        )

    @property
    def is_closed(self) -> bool:
        """Whether the month waits for the revocation of its period."""
        return any(one.state is EpochState.CLOSED for one in self.epochs)

    @property
    def open_batches(self) -> "list[BatchOverview]":
        """Batches in force of which nobody knows whether the platform holds them as confirmed."""
        return [one for one in self.batches if one.is_open]

    @property
    def is_done(self) -> bool:
        """Whether every settlement is confirmed and nothing is open."""
        return self.extraction is not None and not self.next_steps


def overview(ledger: Ledger, platform: str, institution: str, period: ClearingMonth) -> MonthOverview | None:
    """What the ledger has about an institution's month; None when nothing."""
    month_id = ledger.month_id(platform, institution, period)
    if month_id is None:
        return None
    with ledger.reading() as connection:
        holder = connection.execute(sa.select(month.c.holder).where(month.c.id == month_id)).scalar_one()
        epochs = sa.select(epoch).where(epoch.c.month_id == month_id).order_by(epoch.c.number)
        return MonthOverview(
            platform=platform,
            institution=institution,
            period=period,
            holder=holder,
            extraction=last_extraction(connection, month_id),
            current=_amounts(connection, row.c.month_id == month_id, row.c.is_current, is_usable()),
            unusable=_amounts(connection, row.c.month_id == month_id, row.c.is_current, ~is_usable()).rows,
            in_force=_in_force(connection, month_id),
            decided=decided_rows(connection, month_id),
            doubtful=_doubtful(connection, month_id),
            outdated=_outdated(connection, month_id),
            conflicts=count_conflicts(connection, month_id),
            epochs=tuple(EpochOverview(**_named(EpochOverview, one)) for one in connection.execute(epochs).mappings()),
            batches=_batches(ledger, connection, month_id),
            revocations=_revocations(ledger, connection, month_id),
        )


def months(ledger: Ledger) -> list[tuple[str, str, ClearingMonth]]:
    """Platform, institution and period of everything in the ledger."""
    query = sa.select(month.c.platform, month.c.institution, month.c.ym)
    with ledger.reading() as connection:
        rows = connection.execute(query.order_by(month.c.institution, month.c.ym, month.c.platform)).all()
    return [(one.platform, one.institution, ClearingMonth.parse(one.ym)) for one in rows]


def audit_trail(ledger: Ledger, month_id: int) -> list[AuditLine]:
    """Every line of the audit trail, the oldest first."""
    query = (
        sa.select(audit, batch.c.number.label("batch_number"))
        .outerjoin(batch, batch.c.id == audit.c.batch_id)
        .where(audit.c.month_id == month_id)
        .order_by(audit.c.id)
    )
    with ledger.reading() as connection:
        return [
            AuditLine(
                at=line.at,
                actor=line.actor,
                machine=line.machine,
                action=line.action,
                batch=line.batch_number,
                detail=ledger.vault.open(line.detail, ledger.where),
            )
            for line in connection.execute(query)
        ]


def changes(ledger: Ledger, month_id: int) -> Iterator[ChangedRow]:
    """What the last finished extraction found to be different from the one before it."""
    after, before = row.alias("after"), row.alias("before")
    with ledger.reading() as connection:
        last = last_extraction(connection, month_id)
        if last is None:
            return
        query = (
            sa.select(
                change.c.kind,
                after.c.setl_sn,
                after.c.mdtrt_id,
                after.c.medfee.label("after_medfee"),
                after.c.optins.label("after_optins"),
                before.c.medfee.label("before_medfee"),
                before.c.optins.label("before_optins"),
                is_live(after, {BatchState.CONFIRMED}).label("live"),
            )
            .select_from(change)
            .join(extraction, extraction.c.id == change.c.extraction_id)
            .join(after, after.c.id == change.c.row_id)
            .outerjoin(before, before.c.id == change.c.previous_id)
            .where(extraction.c.month_id == month_id, extraction.c.number == last.number)
            .order_by(change.c.id)
        )
        rows = [dict(one) for one in connection.execute(query).mappings()]
    yield from map(_changed_row, rows)


def unusable_rows(ledger: Ledger, month_id: int, *, most: int = 100) -> list[UnusableRow]:
    """The settlements of now that cannot be confirmed, and why; `most` of them."""
    query = (
        sa.select(row.c.setl_sn, row.c.mdtrt_id, row.c.problem)
        .where(row.c.month_id == month_id, row.c.is_current, ~is_usable())
        .order_by(row.c.seqno, row.c.id)
        .limit(most)
    )
    with ledger.reading() as connection:
        return [UnusableRow(**record) for record in connection.execute(query).mappings()]


def _next_steps(month: MonthOverview) -> Iterator[NextStep]:
    if month.conflicts:
        why = f"有 {month.conflicts} 个平台答复与登记不符，可能重复确认"
        yield NextStep(kind=StepKind.CLEAR_CONFLICT, why=why)
    for one in month.batches:
        # In a closed epoch every batch goes the way of its period.
        if one.is_in_force and not month.is_closed:
            yield from _batch_steps(one, is_undecided=bool(month.decided.undecided))
    for stage in month.epochs:
        if stage.state is EpochState.CLOSED:
            yield revoke_period_again(send_again=stage.send_again, epoch=stage.number, until=stage.fence_until)
    if month.outdated:
        why = f"有 {month.outdated} 笔已确认的结算，平台现在的内容不同或已没有"
        yield NextStep(kind=StepKind.CHECK_OUTDATED, why=why)
    if month.extraction is None:
        yield EXTRACT
    if month.unusable:
        why = f"有 {month.unusable} 笔缺少确认所需的内容，不能确认"
        yield NextStep(kind=StepKind.REPORT_UNUSABLE, why=why)
    if month.doubtful:
        why = f"有 {month.doubtful} 笔存疑（可能已确认过，或属于别的机构、别的月份），不会建议确认"
        yield NextStep(kind=StepKind.DECIDE_DOUBTFUL, why=why)
    if waiting_rows := month.decided.undecided - month.doubtful:
        yield NextStep(kind=StepKind.APPROVE, why=f"有 {waiting_rows} 笔还没有批准")
    if approved := month.decided.included.rows + month.decided.excluded.rows:
        yield NextStep(kind=StepKind.PLAN, why=f"有 {approved} 笔已批准、未列入批次")
    is_stopped = month.is_closed or BatchState.UNKNOWN in month.in_force
    if not is_stopped and (waiting := month.in_force.get(BatchState.PLANNED)):
        until = month.epochs[-1].fence_until
        after = "" if until is None else "（此前的整期回退可能还在途中）"
        yield NextStep(kind=StepKind.CONFIRM, why=f"有 {waiting.rows} 笔待发送{after}", until=until)


def _batch_steps(one: BatchOverview, *, is_undecided: bool) -> Iterator[NextStep]:
    if one.state is BatchState.UNKNOWN:
        yield settle_batch(one.number, one.msgid, epoch=one.epoch)
        return
    kind, why = {
        BatchState.SENDING: (StepKind.AWAIT_SENDER, "正在发送"),
        BatchState.REVOKING: (StepKind.REPEAT_REVOCATION, "的回退没有答复"),
        BatchState.REJECTED: (StepKind.HEED_REJECTION, f"被平台拒绝：{one.message or NO_WORDS}"),
    }.get(one.state, (None, ""))
    if kind and (is_undecided or one.is_open):
        yield NextStep(kind=kind, why=f"第 {one.number} 批{why}", epoch=one.epoch, batch=one.number, msgid=one.msgid)


def _amounts(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> Amounts:
    sums = sa.select(sa.func.count(), sa.func.sum(row.c.medfee), sa.func.sum(row.c.optins)).where(*conditions)
    return Amounts.of_cents(*connection.execute(sums).one())


def _in_force(connection: sa.Connection, month_id: int) -> Mapping[BatchState, Amounts]:
    query = (
        sa.select(batch.c.state, sa.func.sum(batch.c.rows), sa.func.sum(batch.c.medfee), sa.func.sum(batch.c.optins))
        .join(epoch, epoch.c.id == batch.c.epoch_id)
        .where(epoch.c.month_id == month_id, is_in_force(), batch.c.state != BatchState.DROPPED)
        .group_by(batch.c.state)
    )
    amounts = {one[0]: Amounts.of_cents(int(one[1]), *one[2:]) for one in connection.execute(query)}
    return {state: amounts[state] for state in BatchState if state in amounts}


def _outdated(connection: sa.Connection, month_id: int) -> int:
    """Confirmed settlements that are changed or gone; where all are gone, confirmed ones are given no more."""
    now = row.alias("now")
    key = [now.c[name] == row.c[name] for name in ("month_id", "setl_key", "mdtrt_key")]
    # Of several settlements with one key nobody can say which one a new content is of: any that no batch holds will do.
    sent = (
        sa.select(batch_row.c.row_id)
        .join(batch, batch.c.id == batch_row.c.batch_id)
        .join(epoch, epoch.c.id == batch.c.epoch_id)
        .where(batch_row.c.row_id == now.c.id, is_in_force(), batch.c.state.in_(sorted(LIVE)))
    )
    is_changed = sa.select(sa.literal(1)).where(*key, given_now(now), ~sent.exists()).exists()
    counted = (
        sa.select(row.c.is_current.label("still"), is_changed.label("otherwise"), sa.func.count())
        .select_from(
            row.join(batch_row, batch_row.c.row_id == row.c.id)
            .join(batch, batch.c.id == batch_row.c.batch_id)
            .join(epoch, epoch.c.id == batch.c.epoch_id)
        )
        .where(epoch.c.month_id == month_id, is_in_force(), batch.c.state == BatchState.CONFIRMED)
        .group_by("still", "otherwise")
    )
    counts = {(bool(one[0]), bool(one[1])): int(one[2]) for one in connection.execute(counted)}
    changed, gone = counts.get((False, True), 0), counts.get((False, False), 0)
    return changed if gone == sum(counts.values()) - changed else changed + gone


def _doubtful(connection: sa.Connection, month_id: int) -> int:
    doubtful = doubtful_rows(connection, month_id)
    flags = sa.select(decision.c.row_id).join(row, row.c.id == decision.c.row_id)
    decided = connection.execute(flags.where(row.c.month_id == month_id, decision.c.flag.is_not(None))).scalars()
    return len(doubtful.keys() - set(decided)) if doubtful else 0


def _batches(ledger: Ledger, connection: sa.Connection, month_id: int) -> tuple[BatchOverview, ...]:
    attempts: dict[int, list[AttemptOverview]] = {}
    sent = (
        sa.select(attempt)
        .join(batch, batch.c.id == attempt.c.batch_id)
        .join(epoch, epoch.c.id == batch.c.epoch_id)
        .where(epoch.c.month_id == month_id)
        .order_by(attempt.c.id)
    )
    for record in connection.execute(sent).mappings():
        message = ledger.vault.open(record["message"], ledger.where)
        one = AttemptOverview(**_named(AttemptOverview, record, message=message))
        attempts.setdefault(record["batch_id"], []).append(one)
    query = (
        sa.select(batch, epoch.c.number.label("epoch_number"), epoch.c.state.label("epoch_state"))
        .join(epoch, epoch.c.id == batch.c.epoch_id)
        .where(epoch.c.month_id == month_id)
        .order_by(epoch.c.number, batch.c.number)
    )
    return tuple(
        BatchOverview(
            epoch=record.epoch_number,
            number=record.number,
            state=record.state,
            amounts=Amounts.of_cents(record.rows, record.medfee, record.optins),
            included=record.included,
            msgid=record.msgid,
            inf_refmsgid=record.inf_refmsgid,
            message=ledger.vault.open(record.message, ledger.where),
            settled_by=record.settled_by,
            changed_at=record.changed_at,
            is_in_force=record.epoch_state in IN_FORCE,
            attempts=tuple(attempts.get(record.id, ())),
        )
        for record in connection.execute(query)
    )


def _revocations(ledger: Ledger, connection: sa.Connection, month_id: int) -> tuple[RevocationOverview, ...]:
    query = (
        sa.select(revocation, epoch.c.number.label("epoch_number"), batch.c.number.label("batch_number"))
        .join(epoch, epoch.c.id == revocation.c.epoch_id)
        .outerjoin(batch, batch.c.id == revocation.c.batch_id)
        .where(epoch.c.month_id == month_id)
        .order_by(revocation.c.id)
    )
    return tuple(
        RevocationOverview(
            **_named(
                RevocationOverview,
                one,
                epoch=one["epoch_number"],
                batch=one["batch_number"],
                message=ledger.vault.open(one["message"], ledger.where),
            )
        )
        for one in connection.execute(query).mappings()
    )


def _named(record: type, row: Mapping[Any, Any], **others: object) -> dict[str, Any]:
    """The fields of a record from the columns of their names, but for those that are given."""
    names: tuple[str, ...] = record.__slots__  # type: ignore[attr-defined]
    return {name: others[name] if name in others else row[name] for name in names}


def _changed_row(record: Mapping[str, Any]) -> ChangedRow:
    now = Amounts.of_cents(1, record["after_medfee"], record["after_optins"])
    known = Amounts.of_cents(1, record["before_medfee"], record["before_optins"])
    kind = record["kind"]
    before = {ChangeKind.NEW: None, ChangeKind.GONE: now, ChangeKind.CHANGED: known}[kind]
    return ChangedRow(
        kind=kind,
        setl_sn=record["setl_sn"],
        mdtrt_id=record["mdtrt_id"],
        before=before,
        after=None if kind is ChangeKind.GONE else now,
        is_confirmed=record["live"],
    )
