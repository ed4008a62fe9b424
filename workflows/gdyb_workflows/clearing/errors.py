"""What can go wrong with the ledger itself; errors of single calls are those of the client."""

from gdyb_runtime.errors import GdybError

__all__ = [
    "HoldLost",
    "LedgerBusy",
    "LedgerError",
    "LedgerKeyWrong",
    "LedgerUnusable",
    "MonthHeld",
    "NeedsPerson",
    "NothingSuch",
]


class LedgerError(GdybError):
    """Root of what the ledger raises; `outcome` says what became of a call to the platform, if there was one."""


class LedgerUnusable(LedgerError):
    """The ledger cannot be read or written."""

    where: str = ""
    """File or database, without a password."""
    reason: str = ""

    def explain(self) -> str:
        """Which ledger failed, why and what to do."""
        return (
            f"无法读写清分台账 {self.where}：{self._masked(self.reason)}。没有再发送；已记下的进度不受影响，"
            "请检查文件夹、磁盘或数据库后，用同样的命令接着做。"
        )


class LedgerKeyWrong(LedgerError):
    """The key is not the one that the ledger's personal columns were sealed with."""

    where: str = ""
    reason: str = ""

    def explain(self) -> str:
        """What is wrong with the key and what to do."""
        where = f" {self.where} " if self.where else ""
        return f"清分台账{where}的密钥不对：{self.reason}。没有发送。"


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
    """Somebody else took hold of the month in the meantime, so this one must not begin anything."""

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


class NothingSuch(LedgerError, LookupError):
    """There is no such month, batch or confirmation in the ledger, or it is in no state for this."""

    reason: str = ""

    def explain(self) -> str:
        """What was looked for and what there is."""
        return self.reason
