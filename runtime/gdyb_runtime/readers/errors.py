"""What can go wrong with a card reader.

    GdybError
    └── ReaderError                the library said no, or one of:
        ├── LibraryMissing         no library, or a file or function of it is not there
        ├── ArchitectureMismatch   a 32-bit library in a 64-bit program, or the other way round
        ├── HelperUnusable         the helper process does not start
        ├── ReaderTimeout          no answer in time
        ├── ReaderCrashed          the library ended its process
        ├── ReaderBusy             somebody else is using the device
        ├── BufferOverrun          the library wrote behind the end of a buffer
        ├── RecordTruncated        a record that does not fit its buffer or was cut off
        ├── RecordUnreadable       a record of no known arrangement
        ├── PinGuardTripped        too many failed PIN entries with this card
        └── PinGuardUnavailable    the record of PIN entries cannot be read or written

``function`` is the printed name of the function, ``code`` what it returned, ``text`` what it said. Reading a card
changes nothing, hence its outcome is ``not_sent``; a PIN entry that the library answered with a code other than 0 is
``refused``, one without an answer ``unknown``.
"""

from __future__ import annotations

from gdyb_runtime.errors import GdybError

__all__ = [
    "ArchitectureMismatch",
    "BufferOverrun",
    "HelperUnusable",
    "LibraryMissing",
    "PinGuardTripped",
    "PinGuardUnavailable",
    "ReaderBusy",
    "ReaderCrashed",
    "ReaderError",
    "ReaderTimeout",
    "RecordTruncated",
    "RecordUnreadable",
]


class ReaderError(GdybError):
    """The library answered with a code other than 0, or could not be used (see the subclasses)."""

    function: str = ""
    """Printed name of the function, e.g. ``ReadCardBas``."""
    label: str = ""
    """Chinese name of the function."""
    code: int | None = None
    """What the function returned, None when it did not return."""
    text: str = ""
    """What the library wrote into its buffer instead of a record."""
    advice: str = "请按提示检查设备与卡片后重试。"
    """What to do."""

    def __str__(self) -> str:
        where = f"{self.function} {self.label}".strip()
        return f"{where}：{self.explain()}" if where else self.explain()

    def explain(self) -> str:
        """The library's own text and code, and what to do."""
        reason = self._masked(self.text) or "读卡库没有给出原因"
        return f"没有成功（返回值 {self.code}）：{reason.rstrip('。')}。{self.advice}"


class LibraryMissing(ReaderError):
    """The library's file, a file it needs, or one of its functions is not there."""

    path: str = ""
    reason: str = ""
    advice: str = "请用 GDYB_READER_LIBRARY 指定读卡库的完整路径，并把它依赖的文件放在同一个文件夹。"

    def explain(self) -> str:
        """Which file, why and what to configure."""
        return f"无法使用读卡库 {self.path}：{self.reason}。{self.advice}"


class ArchitectureMismatch(ReaderError):
    """The library and the program that loads it are not of the same kind (32 and 64 bit)."""

    path: str = ""
    library_bits: int = 0
    program_bits: int = 0
    program: str = ""

    def explain(self) -> str:
        """Both kinds and what to configure."""
        return (
            f"读卡库 {self.path} 是 {self.library_bits} 位的，"
            f"而加载它的程序 {self.program} 是 {self.program_bits} 位的。"
            f"请安装一个 {self.library_bits} 位的 Python（3.8 或更新），"
            "用 GDYB_READER_HELPER_PYTHON 指定它的 python.exe，并改用 ReaderClient；应用程序本身不用更换。"
        )


class HelperUnusable(ReaderError):
    """The helper process does not start; no function was called."""

    program: str = ""
    reason: str = ""

    def explain(self) -> str:
        """Which program, why and what to configure."""
        return (
            f"读卡进程 {self.program} 不可用：{self.reason}。"
            "请用 GDYB_READER_HELPER_PYTHON 指定一个 Python（3.8 或更新），"
            "或用 GDYB_READER_HELPER_PROGRAM 指定打包好的读卡进程。"
        )


class ReaderTimeout(ReaderError):
    """No answer within the deadline."""

    retry_safe = True
    seconds: float = 0.0
    is_stuck: bool = False
    """Whether the call still runs in this process and keeps the device."""

    def explain(self) -> str:
        """How long was waited, and what became of the call."""
        after = (
            "这次调用仍停在本进程里，设备在它返回之前不可用；请改用 ReaderClient，或重新启动程序。"
            if self.is_stuck
            else f"读卡进程已结束，下一次调用会重新启动它。{self.advice}"
        )
        return f"{self.seconds:g} 秒内没有结果。{after}"


class ReaderCrashed(ReaderError):
    """The library ended the process it ran in, or accessed memory that is not its own."""

    retry_safe = True
    reason: str = ""

    def explain(self) -> str:
        """How it ended and what happens next."""
        return (
            f"读卡库使读卡进程意外终止（{self.reason}）。下一次调用会重新启动它。{self.advice}"
            "反复发生时请换用新版本的读卡库与驱动，并把这条信息提供给厂商。"
        )


class ReaderBusy(ReaderError):
    """The device is in use by another thread, or by a call that never returned."""

    retry_safe = True
    seconds: float = 0.0

    def explain(self) -> str:
        """What to do."""
        return f"读卡设备正被另一次操作占用，等了 {self.seconds:g} 秒仍未空出。请等它完成后再试。"


class BufferOverrun(ReaderError):
    """The library wrote behind the end of a buffer; memory of its process may be damaged."""

    size: int = 0

    def explain(self) -> str:
        """How large the buffer was and what to configure."""
        return (
            f"读卡库写出了缓冲区（{self.size} 字节）的末尾，结果不可信，没有采用。"
            "请加大 GDYB_READER_RECORD_BUFFER 或 GDYB_READER_PHOTO_BUFFER，并把这条信息提供给厂商；"
            "若用的是 NativeReader，请重新启动程序。"
        )


class RecordTruncated(ReaderError):
    """A record without an end: it did not fit the buffer, or the library cut it off."""

    size: int = 0
    reason: str = ""

    def explain(self) -> str:
        """What is missing and what to configure."""
        size = f"；缓冲区 {self.size} 字节" if self.size else ""
        return (
            f"读出的记录不完整（{self.reason}{size}）。"
            "请加大 GDYB_READER_RECORD_BUFFER 或 GDYB_READER_PHOTO_BUFFER 后重试。"
        )


class RecordUnreadable(ReaderError):
    """A record that is in none of the known arrangements; no field of it is returned."""

    reason: str = ""

    def explain(self) -> str:
        """What does not fit and what to do."""
        return (
            f"读出的记录不符合任何已知的排列（{self.reason}），为避免张冠李戴没有采用。"
            "请核对 GDYB_READER_PROFILE 与 GDYB_READER_ENCODING，或请厂商说明该版本的数据项。"
        )


class PinGuardTripped(ReaderError):
    """Too many failed PIN entries with this card on this machine; the library was not called."""

    failures: int = 0
    locks_after: int = 0

    def explain(self) -> str:
        """How many failures, and how to go on."""
        return (
            f"这张卡在本机（当前用户）已有 {self.failures} 次密码操作失败（含超时与中断），为防止锁卡已停止。"
            f"连续输错 {self.locks_after} 次卡会自动锁定，在其他机器上的尝试本机无从知道。"
            "请先与持卡人核对密码，确认后用 gdyb reader pin --reset 解除。"
        )


class PinGuardUnavailable(ReaderError):
    """The record of PIN entries cannot be read or written; without it no PIN is requested."""

    path: str = ""
    reason: str = ""
    is_done: bool = False
    """Whether the PIN entry succeeded and only its record could not be brought up to date."""

    def explain(self) -> str:
        """Which file failed, why and what to do."""
        state = "密码操作已经成功，不要重做，但本机仍把它计作一次失败" if self.is_done else "没有进行密码操作"
        return (
            f"无法读写密码操作记录 {self.path}：{self.reason}，{state}。"
            "请检查文件夹是否可写、磁盘是否已满，或用 GDYB_READER_PIN_GUARD_FILE 指定其它位置。"
        )
