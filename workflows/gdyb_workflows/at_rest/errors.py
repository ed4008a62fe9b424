"""What can go wrong with records at rest; errors of single calls are those of the client."""

from typing import Any

from gdyb_runtime.errors import GdybError

__all__ = ["LedgerError", "LedgerKeyWrong", "LedgerUnusable"]


class LedgerError(GdybError):
    """Root of what ledger and journal raise; `outcome` says what became of a call to the platform, if there was one."""

    what: str = "清分台账"
    """Which records these are."""
    steps: tuple[Any, ...] = ()
    """What is to be done about it, as data of the package that raised it."""


class LedgerUnusable(LedgerError):
    """The ledger cannot be read or written."""

    where: str = ""
    """File or database, without a password."""
    reason: str = ""

    def explain(self) -> str:
        """Which ledger failed, why and what to do."""
        return (
            f"无法读写{self.what} {self.where}：{self._masked(self.reason)}。没有再发送；已记下的进度不受影响，"
            "请检查文件夹、磁盘或数据库后，用同样的命令接着做。"
        )


class LedgerKeyWrong(LedgerError):
    """The key is not the one that the ledger's personal columns were sealed with."""

    where: str = ""
    reason: str = ""

    def explain(self) -> str:
        """What is wrong with the key and what to do."""
        where = f" {self.where} " if self.where else ""
        return f"{self.what}{where}的密钥不对：{self.reason}。没有发送。"
