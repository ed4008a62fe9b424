"""Every state of the ledger with its Chinese label, the sets of states that questions are asked about, what may follow.

The values are what stands in the database.
"""

from collections.abc import Mapping
from typing import Final, Self

from gdyb_workflows.at_rest.labelled import Labelled

__all__ = [
    "EPOCH_TRANSITIONS",
    "IN_FORCE",
    "LIVE",
    "MAYBE_CONFIRMED",
    "NO_WORDS",
    "OPEN",
    "OUTCOMES",
    "REVOCABLE",
    "TRANSITIONS",
    "UNANSWERED",
    "AttemptState",
    "AuditAction",
    "BatchState",
    "ChangeKind",
    "EpochState",
    "Fate",
    "Finding",
    "RevocationState",
    "sources",
]

NO_WORDS: Final = "（没有原话：平台没有给出，或台账没有密钥而没有保存）"


class BatchState(Labelled):
    """Where a batch is on its way to the platform, or back."""

    PLANNED = "planned", "待发送"
    SENDING = "sending", "发送中"
    CONFIRMED = "confirmed", "已确认"
    REJECTED = "rejected", "被拒绝"
    UNKNOWN = "unknown", "结果未知"
    REVOKING = "revoking", "回退未决"
    REVOKED = "revoked", "已回退"
    DROPPED = "dropped", "已作废"


class EpochState(Labelled):
    """Where everything between two revocations of the period is."""

    OPEN = "open", "进行中"
    CLOSED = "closed", "等待整期回退"
    ROLLED_BACK = "rolled_back", "已整期回退"


class Fate(Labelled):
    """What became of a call."""

    DONE = "done", "已办成"
    REJECTED = "rejected", "被平台拒绝"
    NOT_PROCESSED = "not_processed", "没有处理，可以重发"
    UNKNOWN = "unknown", "结果未知"


class AttemptState(Labelled):
    """Where a 3261 is."""

    SENDING = "sending", "发送中"
    CONFIRMED = "confirmed", "已确认"
    REJECTED = "rejected", "被拒绝"
    NOT_PROCESSED = "not_processed", "没有处理"
    UNKNOWN = "unknown", "结果未知"

    @classmethod
    def of(cls, fate: Fate) -> Self:
        """The state after an answer."""
        return cls.CONFIRMED if fate is Fate.DONE else cls(fate)


class RevocationState(Labelled):
    """Where a 3262 is; after an answer, its fate."""

    SENDING = "sending", "发送中"
    DONE = "done", "已回退"
    REJECTED = "rejected", "被拒绝"
    NOT_PROCESSED = "not_processed", "没有处理"
    UNKNOWN = "unknown", "结果未知"


class ChangeKind(Labelled):
    """How a settlement is different from the extraction before."""

    NEW = "new", "新增"
    GONE = "gone", "已没有"
    CHANGED = "changed", "已变"


class Finding(Labelled):
    """What a person or a probe says of an unknown batch."""

    APPLIED = "applied", "已确认"
    NOT_APPLIED = "not_applied", "没有确认"


class AuditAction(Labelled):
    """What a line of the audit trail tells about."""

    APPROVED = "approved", "批准"
    APPLIED = "applied", "登记：已确认"
    NOT_APPLIED = "not_applied", "登记：未确认"
    PROBED = "probed", "探查"
    FOUND_SENDING = "found_sending", "发现中断的发送"
    LATE_ANSWER = "late_answer", "答复来迟"
    CONFLICT = "conflict", "答复与登记不符"
    CONFLICT_CLEARED = "conflict_cleared", "不符的答复已核实"
    REVOKE = "revoke", "发送回退"
    REVOKED = "revoked", "登记：已回退"
    NOT_REVOKED = "not_revoked", "登记：未回退"
    EPOCH_CLOSED = "epoch_closed", "准备整期回退"
    EPOCH_REOPENED = "epoch_reopened", "撤销整期回退"
    NOTE = "note", "说明"
    PERIOD_REVOKED = "period_revoked", "整期回退完成"
    BATCH_DROPPED = "batch_dropped", "批次作废"
    MOVED = "moved", "接口地址变更"
    COPY_ACCEPTED = "copy_accepted", "登记：旧备份已核实"


TRANSITIONS: Final[Mapping[BatchState, frozenset[BatchState]]] = {
    # An answer that comes after a person planned it again is believed, where nothing was sent since.
    BatchState.PLANNED: frozenset({BatchState.SENDING, BatchState.DROPPED, BatchState.CONFIRMED}),
    BatchState.SENDING: frozenset({BatchState.CONFIRMED, BatchState.REJECTED, BatchState.PLANNED, BatchState.UNKNOWN}),
    BatchState.UNKNOWN: frozenset({BatchState.CONFIRMED, BatchState.REJECTED, BatchState.PLANNED, BatchState.UNKNOWN}),
    BatchState.CONFIRMED: frozenset({BatchState.REVOKING}),
    # A revocation may be sent again: one id is revoked only once.
    BatchState.REVOKING: frozenset({BatchState.REVOKING, BatchState.REVOKED, BatchState.CONFIRMED}),
    BatchState.REJECTED: frozenset(),
    BatchState.REVOKED: frozenset(),
    BatchState.DROPPED: frozenset(),
}
"""What may follow each state of a batch."""

EPOCH_TRANSITIONS: Final[Mapping[EpochState, frozenset[EpochState]]] = {
    EpochState.OPEN: frozenset({EpochState.CLOSED}),
    EpochState.CLOSED: frozenset({EpochState.OPEN, EpochState.ROLLED_BACK}),
    EpochState.ROLLED_BACK: frozenset(),
}
"""What may follow each state of an epoch."""

UNANSWERED: Final = frozenset({BatchState.SENDING, BatchState.UNKNOWN})
"""Sent, and no answer was written down."""
OPEN: Final = UNANSWERED | {BatchState.REVOKING}
"""Nobody knows whether the platform holds the batch as confirmed."""
MAYBE_CONFIRMED: Final = OPEN | {BatchState.CONFIRMED}
"""The platform holds the batch as confirmed, or may."""
LIVE: Final = MAYBE_CONFIRMED | {BatchState.PLANNED}
"""The rows of the batch must not go into another one."""
REVOCABLE: Final = frozenset({BatchState.CONFIRMED, BatchState.REVOKING})
"""The batch can be revoked by its id."""
IN_FORCE: Final = frozenset({EpochState.OPEN, EpochState.CLOSED})
"""What the batches of the epoch say still holds."""

OUTCOMES: Final[Mapping[Fate, BatchState]] = {
    Fate.DONE: BatchState.CONFIRMED,
    Fate.REJECTED: BatchState.REJECTED,
    Fate.NOT_PROCESSED: BatchState.PLANNED,
    Fate.UNKNOWN: BatchState.UNKNOWN,
}
"""What a batch becomes when its confirmation is answered."""


def sources(to: BatchState | EpochState) -> frozenset[BatchState] | frozenset[EpochState]:
    """The states that may be followed by this one."""
    if isinstance(to, EpochState):
        return frozenset(state for state, after in EPOCH_TRANSITIONS.items() if to in after)
    return frozenset(state for state, after in TRANSITIONS.items() if to in after)
