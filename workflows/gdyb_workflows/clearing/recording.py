"""What a call came to, written down whatever happens meanwhile: a lost answer would stop the month."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import sqlalchemy as sa
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from gdyb_runtime.errors import BusinessError, GdybError, ReplyDeparts
from gdyb_runtime.redaction import mask_text
from gdyb_workflows.clearing.errors import LedgerUnusable
from gdyb_workflows.clearing.ledger import HeldMonth, lock_month

__all__ = ["INTERRUPTED", "Answer", "AnswerNotRecorded", "Fate", "answer_of", "record"]

Fate = Literal["done", "rejected", "not_processed", "unknown"]

_PATIENCE = 60.0
"""Seconds for which an answer is tried to be written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a call."""

    fate: Fate
    inf_refmsgid: str = ""
    message: str = ""
    """What platform, gateway or line said; certificate numbers masked, names perhaps not."""


INTERRUPTED: Final = Answer(fate="unknown", message="程序在等待答复时被中止")


class AnswerNotRecorded(LedgerUnusable):
    """The platform answered, but the ledger could not be written; what was sent is taken for unknown from now on."""

    outcome = "unknown"
    fate: Fate = "unknown"
    inf_refmsgid: str = ""

    def explain(self) -> str:
        """What the answer was, for a person to write down."""
        known = {
            "done": f"已办成，inf_refmsgid={self.inf_refmsgid}",
            "rejected": "被平台拒绝",
            "not_processed": "没有处理，可以重发",
            "unknown": "结果未知",
        }
        return (
            f"msgid={self.msgid} 的结果是：{known[self.fate]}；但台账 {self.where} 写不进去"
            f"（{self._masked(self.reason)}）。请抄下这一行，台账恢复后用 gdyb clearing resolve 登记。"
        )


def answer_of(error: GdybError) -> Answer:
    """What an error says about the call that raised it."""
    if isinstance(error, ReplyDeparts):
        return Answer(fate="done", inf_refmsgid=str(getattr(error.reply, "inf_refmsgid", "")))
    if isinstance(error, BusinessError):
        return Answer(fate="rejected", message=_clean(mask_text(error.err_msg, error.sensitive_values)))
    if error.outcome == "accepted":
        return Answer(fate="done", message=_clean(str(error)))
    # Refused is by the gateway here: the platform never saw it.
    fate: Fate = "not_processed" if error.outcome in ("not_sent", "refused") else "unknown"
    return Answer(fate=fate, message=_clean(str(error)))


def record(held: HeldMonth, msgid: str, answer: Answer, write: Callable[[sa.Connection], None]) -> None:
    """Writes an answer down, also where somebody else holds the month by now: an answer is a fact.

    `write` may run more than once, since Ctrl-C in the middle of it is no reason to lose the answer.

    Raises:
        AnswerNotRecorded: the database stayed away; the text has what should be in it.
    """
    stop, wait = stop_after_delay(_PATIENCE), wait_fixed(_PATIENCE / 60)
    patiently = Retrying(stop=stop, wait=wait, retry=retry_if_exception_type(LedgerUnusable), reraise=True)
    try:
        try:
            patiently(_write, held, write)
        except KeyboardInterrupt:
            _write(held, write)
            raise
    except LedgerUnusable as error:
        raise AnswerNotRecorded(
            where=error.where, reason=error.reason, msgid=msgid, fate=answer.fate, inf_refmsgid=answer.inf_refmsgid
        ) from None


def _write(held: HeldMonth, write: Callable[[sa.Connection], None]) -> None:
    with held.ledger.transaction() as connection:
        lock_month(connection, held.id)
        write(connection)


def _clean(text: str) -> str:
    # PostgreSQL has no text with this character.
    return text.replace("\x00", "")
