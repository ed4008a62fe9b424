"""Every state of a command in the journal with its Chinese label, and the sets of them that are asked about."""

from typing import Final

from gdyb_workflows.at_rest.labelled import Labelled

__all__ = ["ANSWERED", "MAY_SEND", "OPEN", "EntryState", "EventKind", "StepKind"]


class EntryState(Labelled):
    """What is known of a command."""

    SENDING = "sending", "发送中"
    SETTLED = "settled", "已办成"
    ACCEPTED = "accepted", "已办成，答复不全"
    REFUSED = "refused", "被平台拒绝"
    NOT_SENT = "not_sent", "没有发出"
    ALREADY_DONE = "already_done", "平台称先前已办"
    UNKNOWN = "unknown", "结果未知"
    NOT_FOUND = "not_found", "平台没有这笔业务"
    NOT_DONE = "not_done", "没有办成"
    REVERSED = "reversed", "已冲正"
    CONFLICT = "conflict", "可能办成两次"


ANSWERED: Final = frozenset({EntryState.SETTLED, EntryState.ACCEPTED, EntryState.REVERSED, EntryState.CONFLICT})
"""The key is used up: whoever calls again is given this result."""
MAY_SEND: Final = frozenset({EntryState.REFUSED, EntryState.NOT_SENT, EntryState.NOT_DONE})
"""Certainly not done: the same key may be sent, with another input if need be."""
OPEN: Final = frozenset(
    {
        EntryState.SENDING,
        EntryState.UNKNOWN,
        EntryState.ALREADY_DONE,
        EntryState.NOT_FOUND,
        EntryState.ACCEPTED,
        EntryState.CONFLICT,
    }
)
"""Somebody has to find out or to decide."""


class StepKind(Labelled):
    """What is to be done about a command."""

    AWAIT = "await", "等待期过后再向平台查询"
    AWAIT_SENDER = "await_sender", "正在等待平台的答复"
    ASK = "ask", "向平台查询结果"
    ASK_BUREAU = "ask_bureau", "向医保核对这笔业务"
    RECORD = "record", "登记核对的结果"
    SEND_AGAIN = "send_again", "批准后用同一业务键再办一次"
    REVERSE = "reverse", "按原报文号冲正"


class EventKind(Labelled):
    """What the trail of a command tells."""

    SENT = "sent", "发出"
    ANSWERED = "answered", "答复"
    LATE = "late", "来迟的答复"
    GIVEN_UP = "given_up", "没有等到答复"
    FOUND = "found", "平台有这笔业务"
    MISSING = "missing", "平台没有这笔业务"
    DOUBTFUL = "doubtful", "平台的记录对不上"
    NOT_TOLD = "not_told", "查询没有结果"
    ALLOWED = "allowed", "批准再办"
    RECORDED = "recorded", "登记结果"
    REVERSING = "reversing", "批准冲正"
    REVERSED = "reversed", "已冲正"
