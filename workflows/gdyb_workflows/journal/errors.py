"""What can go wrong with the journal itself; what became of a command is a result, not an error."""

from typing import Any

from gdyb_runtime.errors import GdybError, Outcome
from gdyb_workflows.at_rest.errors import LedgerError, LedgerUnusable
from gdyb_workflows.journal.states import EntryState

__all__ = [
    "AnswerNotWritten",
    "CommandCancelled",
    "CommandInterrupted",
    "JournalOlder",
    "KeyTaken",
    "NoSuchEntry",
    "NotSettled",
    "WrongState",
]

_CHECK_FIRST = "不要直接重发，先用交易日志查询结果"


class KeyTaken(LedgerError):
    """The business key belongs to another command; nothing was sent."""

    key: str = ""
    reason: str = ""

    def explain(self) -> str:
        """Whose key it is and what to do."""
        return f"业务键 {self.key} 已用于{self.reason}，请求没有发出。一个键只办一件事：另一件事请用另一个键。"


class JournalOlder(LedgerError):
    """The journal does not know the last command that was sent from this machine; nothing was sent."""

    where: str = ""

    def explain(self) -> str:
        """What that means and what to do."""
        return (
            f"本机最后发出的交易{self._msgid_text()}不在交易日志 {self.where} 里：它是恢复的旧备份，或另一个日志。"
            "没有发送，因为办过的可能再办一次。请向医保核对那以后的交易，再登记以这个日志为准。"
        )


class NoSuchEntry(LedgerError, LookupError):
    """The journal knows no command of this key."""

    key: str = ""

    def explain(self) -> str:
        """What was looked for."""
        return f"交易日志里没有业务键 {self.key}。"


class WrongState(LedgerError):
    """The command is in no state for this; nothing was changed or sent."""

    key: str = ""
    reason: str = ""

    def explain(self) -> str:
        """Why not."""
        return f"{self.key}：{self.reason}。没有改动，也没有发送。"


class NotSettled(GdybError):
    """A command of which the journal has no answer that could be returned; `state` says what is known of it."""

    key: str = ""
    state: EntryState = EntryState.UNKNOWN

    def explain(self) -> str:
        """What is known and what to do."""
        if self.state is EntryState.SETTLED:
            return f"{self.key} 已办成{self._msgid_text()}，是事后查询到的，没有当时的答复。"
        advice = f"。{_CHECK_FIRST}" if self.outcome == "unknown" else ""
        return f"{self.key} {self.state.label}{self._msgid_text()}{advice}。"


class AnswerNotWritten(LedgerUnusable):
    """The platform answered, but the journal could not be written; what was sent is taken for unknown from now on."""

    outcome = "unknown"
    key: str = ""
    state: EntryState = EntryState.UNKNOWN
    setl_id: str = ""
    result: Any = None
    """The answer, or the error that was raised instead."""

    def explain(self) -> str:
        """What the answer was, for a person to write down."""
        made = f"，setl_id={self.setl_id}" if self.setl_id else ""
        return (
            f"{self.key}（msgid={self.msgid}）的结果是：{self.state.label}{made}；但交易日志 {self.where} 写不进去"
            f"（{self._masked(self.reason)}）。请抄下这一行，日志恢复后登记。"
        )


class CommandInterrupted(KeyboardInterrupt):
    """Somebody gave up waiting for the answer of a command that was sent."""

    def __init__(self, key: str, msgid: str) -> None:
        super().__init__(f"{key}：放弃等待答复，结果未知（msgid={msgid}）。{_CHECK_FIRST}。")
        self.key = key
        self.msgid = msgid
        self.outcome: Outcome = "unknown"


class CommandCancelled(GdybError):
    """The cause of a CancelledError: the task was cancelled while its command's answer was awaited.

    Should the answer come, the journal still records it.
    """

    outcome = "unknown"
    key: str = ""

    def explain(self) -> str:
        """What is known and what to do."""
        return f"{self.key}：任务取消，结果未知（msgid={self.msgid}）。{_CHECK_FIRST}。"
