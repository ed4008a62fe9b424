"""What a call came to, written down whatever happens meanwhile: a lost answer would stop the month."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from gdyb_runtime.errors import BusinessError, GdybError, ReplyDeparts
from gdyb_workflows.at_rest.errors import LedgerUnusable
from gdyb_workflows.clearing.ledger.ledger import MonthLease, lock_month
from gdyb_workflows.clearing.ledger.states import Fate
from gdyb_workflows.clearing.ledger.steps import NextStep, StepKind
from gdyb_workflows.interrupts import finishing_first

__all__ = ["INTERRUPTED", "Answer", "AnswerNotRecorded", "answer_of", "carry_out", "record"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a call."""

    fate: Fate
    inf_refmsgid: str = ""
    message: str = ""
    """What platform, gateway or line said; certificate numbers masked, names perhaps not."""


INTERRUPTED: Final = Answer(fate=Fate.UNKNOWN, message="程序在等待答复时被中止")


class AnswerNotRecorded(LedgerUnusable):
    """The platform answered, but the ledger could not be written; what was sent is taken for unknown from now on."""

    outcome = "unknown"
    fate: Fate = Fate.UNKNOWN
    inf_refmsgid: str = ""

    def explain(self) -> str:
        """What the answer was, for a person to write down."""
        ref = f"，inf_refmsgid={self.inf_refmsgid}" if self.inf_refmsgid else ""
        return (
            f"msgid={self.msgid} 的结果是：{self.fate.label}{ref}；但台账 {self.where} 写不进去"
            f"（{self._masked(self.reason)}）。请抄下这一行，台账恢复后登记。"
        )


def answer_of(error: GdybError) -> Answer:
    """What an error says about the call that raised it."""
    if isinstance(error, ReplyDeparts):
        return Answer(fate=Fate.DONE, inf_refmsgid=str(getattr(error.reply, "inf_refmsgid", "")))
    if isinstance(error, BusinessError) and error.outcome == "refused":
        return Answer(fate=Fate.REJECTED, message=_clean(error.masker.mask(error.err_msg)))
    if error.outcome == "accepted":
        return Answer(fate=Fate.DONE, message=_clean(str(error)))
    # Refused is by the gateway here: the platform never saw it.
    fate = Fate.NOT_PROCESSED if error.outcome in ("not_sent", "refused") else Fate.UNKNOWN
    return Answer(fate=fate, message=_clean(str(error)))


def carry_out(
    lease: MonthLease, msgid: str, call: Callable[[], str], write: Callable[[sa.Connection, Answer], None]
) -> tuple[Answer, GdybError | None]:
    """Calls, and records with `write` what became of it; with the error where the call raised one.

    `call` gives the inf_refmsgid to be kept. The first Ctrl-C waits for the answer; the second one gives up.

    Raises:
        AnswerNotRecorded: as `record`.
    """
    problem: GdybError | None = None
    with finishing_first(f"{lease.name} msgid={msgid}"):
        try:
            answer = Answer(fate=Fate.DONE, inf_refmsgid=call())
        except GdybError as error:
            problem, answer = error, answer_of(error)
        except BaseException:
            # Ctrl-C in the middle of the call: the request may be on its way.
            record(lease, msgid, INTERRUPTED, lambda connection: write(connection, INTERRUPTED))
            raise
        record(lease, msgid, answer, lambda connection: write(connection, answer))
    return answer, problem


def record(lease: MonthLease, msgid: str, answer: Answer, write: Callable[[sa.Connection], None]) -> None:
    """Records an answer, also where the lease was lost by now: an answer is a fact.

    `write` may run more than once, since Ctrl-C in the middle of it is no reason to lose the answer.

    Raises:
        AnswerNotRecorded: the database stayed away; the text has what should be in it.
    """
    try:
        lease.ledger.write_down(lambda: _write(lease, write))
    except LedgerUnusable as error:
        raise AnswerNotRecorded(
            where=error.where,
            reason=error.reason,
            msgid=msgid,
            fate=answer.fate,
            inf_refmsgid=answer.inf_refmsgid,
            steps=(NextStep(kind=StepKind.SETTLE_BATCH, msgid=msgid),),
        ) from None


def _write(lease: MonthLease, write: Callable[[sa.Connection], None]) -> None:
    with lease.ledger.transaction() as connection:
        lock_month(connection, lease.id)
        write(connection)


def _clean(text: str) -> str:
    # PostgreSQL has no text with this character.
    return text.replace("\x00", "")
