"""What can go wrong with a month of the ledger, beside what can with all records at rest."""

from gdyb_workflows.at_rest.errors import LedgerError

__all__ = [
    "HoldLost",
    "LedgerBusy",
    "MonthHeld",
    "NeedsPerson",
    "NothingSuch",
    "StateChanged",
]


class LedgerBusy(LedgerError):
    """Another process has this ledger file open for writing."""

    where: str = ""
    holder: str = ""

    def explain(self) -> str:
        """Who holds it and what to do."""
        who = f"，由 {self.holder} 打开" if self.holder else ""
        return (
            f"清分台账 {self.where} 正在另一个窗口或程序中使用{who}。没有发送。请等它结束后再运行，或到那个窗口继续。"
        )


class MonthHeld(LedgerError):
    """Somebody else works on this institution's month."""

    month: str = ""
    holder: str = ""

    def explain(self) -> str:
        """Who holds it and what to do."""
        who = self.holder or "另一个程序"
        return f"{self.month} 的清分正由 {who} 办理。没有发送。请等它结束后再运行，或到那个窗口继续。"


class HoldLost(LedgerError):
    """The lease of the month was lost to another holder, so this one must not begin anything."""

    month: str = ""
    holder: str = ""

    def explain(self) -> str:
        """Who has it now."""
        return f"{self.month} 的清分已由 {self.holder or '另一个程序'} 接手，这里停下，没有再发送。"


class NeedsPerson(LedgerError):
    """The month cannot go on by itself; says what a person has to decide."""

    month: str = ""
    reason: str = ""
    advice: str = ""

    def explain(self) -> str:
        """What is open and how to decide it."""
        return f"{self.month}：{self.reason}。{self.advice}".rstrip("。") + "。"


class StateChanged(NeedsPerson):
    """A batch or an epoch is in another state than it was taken for; nothing was changed or sent."""

    advice = "没有改动，也没有发送，请再运行一次"


class NothingSuch(LedgerError, LookupError):
    """There is no such month, batch or confirmation in the ledger, or it is in no state for this."""

    reason: str = ""

    def explain(self) -> str:
        """What was looked for and what there is."""
        return self.reason
