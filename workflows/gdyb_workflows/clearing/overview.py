"""The month at a glance: what is in the ledger about it, and what a person has to do next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from gdyb_workflows.clearing.decisions import LIVE, Decided, decided_rows, is_live, is_usable
from gdyb_workflows.clearing.extraction import Extraction, last_extraction
from gdyb_workflows.clearing.ledger import Ledger, beijing
from gdyb_workflows.clearing.period import Amounts, ClearingMonth
from gdyb_workflows.clearing.schema import (
    attempt,
    audit,
    batch,
    batch_row,
    change,
    epoch,
    extraction,
    given_now,
    month,
    revocation,
    row,
)

__all__ = [
    "STATES",
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

STATES: Mapping[str, str] = {
    "planned": "待发送",
    "sending": "发送中",
    "confirmed": "已确认",
    "rejected": "被拒绝",
    "unknown": "结果未知",
    "revoking": "回退未决",
    "revoked": "已回退",
    "dropped": "已作废",
}
"""Every state of a batch and what people call it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptOverview:
    """One 3261 that was sent, or was about to be."""

    number: int
    msgid: str
    state: str
    """sending, confirmed, rejected, not_processed or unknown."""
    sent_by: str
    sent_at: float
    answered_at: float | None
    inf_refmsgid: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOverview:
    """One batch; `state` is a key of STATES."""

    epoch: int
    number: int
    state: str
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


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochOverview:
    """Everything between two revocations of the period; `state` is open, closed or rolled_back."""

    number: int
    state: str
    opened_at: float
    closed_at: float | None
    fence_until: float | None
    """From when on the period may be revoked."""
    rolled_back_at: float | None
    send_again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationOverview:
    """One 3262; `batch` is None for the whole period."""

    epoch: int
    batch: int | None
    otransid: str
    msgid: str
    state: str
    sent_at: float
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """A decision of a person, or what the ledger found to be worth a look."""

    at: float
    actor: str
    machine: str
    action: str
    batch: int | None
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRow:
    """What the last extraction found to be different; `kind` is new, gone or changed."""

    kind: str
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
    in_force: Mapping[str, Amounts]
    """State of batch → its rows, of epochs that are not rolled back."""
    decided: Decided
    """Of what is in no batch."""
    outdated: int
    """Confirmed settlements that the platform now gives otherwise, or not at all."""
    conflicts: int
    """Confirmations that came after a person or a revocation had settled the batch otherwise."""
    epochs: tuple[EpochOverview, ...]
    batches: tuple[BatchOverview, ...]
    revocations: tuple[RevocationOverview, ...]

    @property
    def needs(self) -> tuple[str, ...]:
        """What is to be done, the most urgent first; nothing for a finished month."""
        return tuple(_needs(self))

    @property
    def needs_person(self) -> bool:
        """Whether something is open that no command does by itself."""
        by_hand = ("unknown", "sending", "revoking")
        waits = any(one.state == "closed" for one in self.epochs)
        return (
            waits
            or bool(self.outdated or self.conflicts or self.unusable or self.decided.undecided)
            or any(state in self.in_force for state in by_hand)
        )

    @property
    def is_done(self) -> bool:
        """Whether every settlement is confirmed and nothing is open."""
        return self.extraction is not None and not self.needs


def overview(ledger: Ledger, platform: str, institution: str, period: ClearingMonth) -> MonthOverview | None:
    """What the ledger has about an institution's month; None when nothing."""
    month_id = ledger.month_id(platform, institution, period)
    if month_id is None:
        return None
    with ledger.reading() as connection:
        holder = connection.execute(sa.select(month.c.holder).where(month.c.id == month_id)).scalar_one()
        epochs = connection.execute(sa.select(epoch).where(epoch.c.month_id == month_id).order_by(epoch.c.number)).all()
        conflicts = sa.select(sa.func.count()).where(audit.c.month_id == month_id, audit.c.action == "conflict")
        cleared = sa.select(sa.func.count()).where(audit.c.month_id == month_id, audit.c.action == "conflict_cleared")
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
            outdated=_outdated(connection, month_id),
            conflicts=connection.execute(conflicts).scalar_one() - connection.execute(cleared).scalar_one(),
            epochs=tuple(
                EpochOverview(
                    number=found.number,
                    state=found.state,
                    opened_at=found.opened_at,
                    closed_at=found.closed_at,
                    fence_until=found.fence_until,
                    rolled_back_at=found.rolled_back_at,
                    send_again=found.send_again,
                )
                for found in epochs
            ),
            batches=_batches(ledger, connection, month_id),
            revocations=_revocations(ledger, connection, month_id),
        )


def months(ledger: Ledger) -> list[tuple[str, str, ClearingMonth]]:
    """Platform, institution and period of everything in the ledger."""
    wanted = sa.select(month.c.platform, month.c.institution, month.c.ym)
    with ledger.reading() as connection:
        found = connection.execute(wanted.order_by(month.c.institution, month.c.ym, month.c.platform)).all()
    return [(one.platform, one.institution, ClearingMonth.parse(one.ym)) for one in found]


def audit_trail(ledger: Ledger, month_id: int) -> list[AuditLine]:
    """Every line of the audit trail, the oldest first."""
    wanted = (
        sa.select(audit, batch.c.number.label("batch_number"))
        .outerjoin(batch, batch.c.id == audit.c.batch_id)
        .where(audit.c.month_id == month_id)
        .order_by(audit.c.id)
    )
    with ledger.reading() as connection:
        return [
            AuditLine(
                at=found.at,
                actor=found.actor,
                machine=found.machine,
                action=found.action,
                batch=found.batch_number,
                detail=ledger.vault.open(found.detail, ledger.where),
            )
            for found in connection.execute(wanted)
        ]


def changes(ledger: Ledger, month_id: int) -> Iterator[ChangedRow]:
    """What the last finished extraction found to be different from the one before it."""
    after, before = row.alias("after"), row.alias("before")
    with ledger.reading() as connection:
        last = last_extraction(connection, month_id)
        if last is None:
            return
        wanted = (
            sa.select(
                change.c.kind,
                after.c.setl_sn,
                after.c.mdtrt_id,
                after.c.medfee.label("after_medfee"),
                after.c.optins.label("after_optins"),
                before.c.medfee.label("before_medfee"),
                before.c.optins.label("before_optins"),
                is_live(after, ("confirmed",)).label("live"),
            )
            .select_from(change)
            .join(extraction, extraction.c.id == change.c.extraction_id)
            .join(after, after.c.id == change.c.row_id)
            .outerjoin(before, before.c.id == change.c.previous_id)
            .where(extraction.c.month_id == month_id, extraction.c.number == last.number)
            .order_by(change.c.id)
        )
        found = [dict(one) for one in connection.execute(wanted).mappings()]
    yield from map(_changed_row, found)


def unusable_rows(ledger: Ledger, month_id: int, *, most: int = 100) -> list[UnusableRow]:
    """The settlements of now that cannot be confirmed, and why; `most` of them."""
    wanted = (
        sa.select(row.c.setl_sn, row.c.mdtrt_id, row.c.problem)
        .where(row.c.month_id == month_id, row.c.is_current, ~is_usable())
        .order_by(row.c.seqno, row.c.id)
        .limit(most)
    )
    with ledger.reading() as connection:
        return [
            UnusableRow(setl_sn=found.setl_sn, mdtrt_id=found.mdtrt_id, problem=found.problem)
            for found in connection.execute(wanted)
        ]


def _needs(found: MonthOverview) -> Iterator[str]:
    number = f"{found.period}"
    if found.conflicts:
        yield f"有 {found.conflicts} 个平台答复与登记不符，可能重复确认：请向医保核实，再用 gdyb clearing resolve 登记"
    closed = {stage.number for stage in found.epochs if stage.state == "closed"}
    for one in found.batches:
        if one.epoch in closed:
            continue  # It goes the way of its period.
        if one.is_in_force and one.state == "unknown":
            yield f"第 {one.number} 批结果未知（msgid={one.msgid}）：用 gdyb clearing resolve {number} 处理"
        elif one.is_in_force and one.state == "sending":
            yield f"第 {one.number} 批正在发送：等正在办理的窗口；它如已中断，用 gdyb clearing resolve {number} 处理"
        elif one.is_in_force and one.state == "revoking":
            yield f"第 {one.number} 批的回退没有答复：再运行 gdyb clearing revoke，或用 resolve 登记"
        elif one.is_in_force and one.state == "rejected" and found.decided.undecided:
            yield f"第 {one.number} 批被平台拒绝：{one.message}"
    for stage in found.epochs:
        if stage.state == "closed" and stage.fence_until is not None:
            again = f"resolve {number} --period --again" if stage.send_again else f"revoke-period {number}"
            yield f"正在整期回退：{beijing(stage.fence_until)} 之后再运行 gdyb clearing {again}"
    if found.outdated:
        yield f"有 {found.outdated} 笔已确认的结算，平台现在的内容不同或已没有：请核实，必要时回退所在批次"
    if found.extraction is None:
        yield f"还没有提取明细：gdyb clearing extract {number}"
    if found.unusable:
        yield f"有 {found.unusable} 笔缺少确认所需的内容，不能确认：请向医保反映"
    if found.decided.undecided:
        yield f"有 {found.decided.undecided} 笔还没有批准：用 gdyb clearing match {number} 核对，加 --approve 批准"
    approved = found.decided.included.rows + found.decided.excluded.rows
    if approved:
        yield f"有 {approved} 笔已批准、未列入批次：gdyb clearing plan {number}"
    is_stopped = closed or "unknown" in found.in_force
    if not is_stopped and (waiting := found.in_force.get("planned")):
        fence = found.epochs[-1].fence_until
        after = "" if fence is None else f"（{beijing(fence)} 之后，此前的整期回退可能还在途中）"
        yield f"有 {waiting.rows} 笔待发送{after}：gdyb clearing confirm {number}"


def _amounts(connection: sa.Connection, *wanted: sa.ColumnElement[bool]) -> Amounts:
    sums = sa.select(sa.func.count(), sa.func.sum(row.c.medfee), sa.func.sum(row.c.optins)).where(*wanted)
    return Amounts.of_cents(*connection.execute(sums).one())


def _in_force(connection: sa.Connection, month_id: int) -> Mapping[str, Amounts]:
    wanted = (
        sa.select(batch.c.state, sa.func.sum(batch.c.rows), sa.func.sum(batch.c.medfee), sa.func.sum(batch.c.optins))
        .join(epoch, epoch.c.id == batch.c.epoch_id)
        .where(epoch.c.month_id == month_id, epoch.c.state != "rolled_back", batch.c.state != "dropped")
        .group_by(batch.c.state)
    )
    found = {one[0]: Amounts.of_cents(int(one[1]), *one[2:]) for one in connection.execute(wanted)}
    return {state: found[state] for state in STATES if state in found}


def _outdated(connection: sa.Connection, month_id: int) -> int:
    """Confirmed settlements that are changed or gone; where all are gone, confirmed ones are given no more."""
    now = row.alias("now")
    key = [now.c[name] == row.c[name] for name in ("month_id", "setl_sn", "mdtrt_id")]
    # Of several settlements with one key nobody can say which one a new content is of: any that no batch holds will do.
    sent = (
        sa.select(batch_row.c.row_id)
        .join(batch, batch.c.id == batch_row.c.batch_id)
        .join(epoch, epoch.c.id == batch.c.epoch_id)
        .where(batch_row.c.row_id == now.c.id, epoch.c.state != "rolled_back", batch.c.state.in_(LIVE))
    )
    is_changed = sa.select(sa.literal(1)).where(*key, given_now(now), ~sent.exists()).exists()
    counted = (
        sa.select(row.c.is_current.label("still"), is_changed.label("otherwise"), sa.func.count())
        .select_from(
            row.join(batch_row, batch_row.c.row_id == row.c.id)
            .join(batch, batch.c.id == batch_row.c.batch_id)
            .join(epoch, epoch.c.id == batch.c.epoch_id)
        )
        .where(epoch.c.month_id == month_id, epoch.c.state != "rolled_back", batch.c.state == "confirmed")
        .group_by("still", "otherwise")
    )
    found = {(bool(one[0]), bool(one[1])): int(one[2]) for one in connection.execute(counted)}
    changed, gone = found.get((False, True), 0), found.get((False, False), 0)
    return changed if gone == sum(found.values()) - changed else changed + gone


def _batches(ledger: Ledger, connection: sa.Connection, month_id: int) -> tuple[BatchOverview, ...]:
    attempts: dict[int, list[AttemptOverview]] = {}
    sent = (
        sa.select(attempt)
        .join(batch, batch.c.id == attempt.c.batch_id)
        .join(epoch, epoch.c.id == batch.c.epoch_id)
        .where(epoch.c.month_id == month_id)
        .order_by(attempt.c.id)
    )
    names = AttemptOverview.__slots__
    for found in connection.execute(sent).mappings():
        told = {name: found[name] for name in names} | {"message": ledger.vault.open(found["message"], ledger.where)}
        attempts.setdefault(found["batch_id"], []).append(AttemptOverview(**told))
    wanted = (
        sa.select(batch, epoch.c.number.label("epoch_number"), epoch.c.state.label("epoch_state"))
        .join(epoch, epoch.c.id == batch.c.epoch_id)
        .where(epoch.c.month_id == month_id)
        .order_by(epoch.c.number, batch.c.number)
    )
    return tuple(
        BatchOverview(
            epoch=found.epoch_number,
            number=found.number,
            state=found.state,
            amounts=Amounts.of_cents(found.rows, found.medfee, found.optins),
            included=found.included,
            msgid=found.msgid,
            inf_refmsgid=found.inf_refmsgid,
            message=ledger.vault.open(found.message, ledger.where),
            settled_by=found.settled_by,
            changed_at=found.changed_at,
            is_in_force=found.epoch_state != "rolled_back",
            attempts=tuple(attempts.get(found.id, ())),
        )
        for found in connection.execute(wanted)
    )


def _revocations(ledger: Ledger, connection: sa.Connection, month_id: int) -> tuple[RevocationOverview, ...]:
    wanted = (
        sa.select(revocation, epoch.c.number.label("epoch_number"), batch.c.number.label("batch_number"))
        .join(epoch, epoch.c.id == revocation.c.epoch_id)
        .outerjoin(batch, batch.c.id == revocation.c.batch_id)
        .where(epoch.c.month_id == month_id)
        .order_by(revocation.c.id)
    )
    return tuple(
        RevocationOverview(
            epoch=found.epoch_number,
            batch=found.batch_number,
            otransid=found.otransid,
            msgid=found.msgid,
            state=found.state,
            sent_at=found.sent_at,
            message=ledger.vault.open(found.message, ledger.where),
        )
        for found in connection.execute(wanted)
    )


def _changed_row(found: Mapping[str, Any]) -> ChangedRow:
    now = Amounts.of_cents(1, found["after_medfee"], found["after_optins"])
    known = Amounts.of_cents(1, found["before_medfee"], found["before_optins"])
    kind = found["kind"]
    before = {"new": None, "gone": now, "changed": known}[kind]
    return ChangedRow(
        kind=kind,
        setl_sn=found["setl_sn"],
        mdtrt_id=found["mdtrt_id"],
        before=before,
        after=None if kind == "gone" else now,
        is_confirmed=found["live"],
    )
