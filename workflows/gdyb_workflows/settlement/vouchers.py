"""Remembers on this machine what each code of an electronic voucher was used for, so that no code serves twice."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Literal, Self, cast

from gdyb import operations
from gdyb.person_query import PersonQuery
from gdyb.protocol import UTC_OFFSET
from gdyb.settlement import SETTLEMENT
from gdyb_runtime.clock import Clock
from gdyb_runtime.errors import GdybError, Outcome
from gdyb_runtime.local.database import data_file
from gdyb_runtime.local.guarded import GuardedDatabase, RecordsLost
from gdyb_runtime.model.types import zone_of
from gdyb_runtime.persons.identification import QrRecord

__all__ = [
    "VoucherAlreadyUsed",
    "VoucherClaim",
    "VoucherEntry",
    "VoucherGuard",
    "VoucherGuardUnavailable",
    "VoucherState",
]

VoucherState = Literal["claimed", "used", "refused", "released", "unknown"]

_AFTER: Final[Mapping[Outcome, VoucherState]] = {
    "not_sent": "released",
    "refused": "refused",
    "already_done": "unknown",
    "accepted": "used",
    "unknown": "unknown",
}
_KEPT_WHATEVER_THE_CLOCK_SAYS: Final = 1000
_NEW_CODE: Final = "请参保人刷新电子凭证重新出码"
_CREATE: Final = (
    "CREATE TABLE IF NOT EXISTS voucher ("
    "serial INTEGER PRIMARY KEY AUTOINCREMENT, digest BLOB NOT NULL UNIQUE, infno TEXT NOT NULL, "
    "institution TEXT NOT NULL, msgid TEXT NOT NULL, state TEXT NOT NULL, at REAL NOT NULL)"
)
_ENTRY: Final = "SELECT infno, institution, msgid, state, at FROM voucher"


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherEntry:
    """What one code was used for; the code itself is not kept."""

    infno: str
    institution: str
    msgid: str
    """Message the code went out in, or was about to."""
    state: VoucherState
    at: datetime
    """When, in the platform's time zone."""

    @property
    def label(self) -> str:
        """Chinese name of the business."""
        return SETTLEMENT.use(self.infno).label


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherClaim:
    """The right to use a code for one message; give it back to `VoucherGuard.finish` with what became of it."""

    digest: bytes = field(repr=False)
    infno: str
    msgid: str


class VoucherAlreadyUsed(GdybError):
    """The code was used before, or may have been; nothing was sent. `entry` says for what."""

    entry: VoucherEntry | None = None

    def explain(self) -> str:
        """What the code was used for, when, and what to do."""
        if self.entry is None:
            return f"这个电子凭证码已经用过，请求没有发出。{_NEW_CODE}。"
        used = f"{self.entry.infno} {self.entry.label}"
        facts = f"（{self.entry.at:%Y-%m-%d %H:%M:%S}，msgid={self.entry.msgid}）"
        check_first = f"请先核对那笔业务是否成功，再决定是否{_NEW_CODE}"
        what, advice = {
            "claimed": (f"正在用于 {used}，或办理中途程序中断{facts}", check_first),
            "unknown": (f"已用于 {used}，但不知道平台是否已经处理{facts}", check_first),
            "refused": (f"曾用于 {used}，被平台拒绝{facts}", f"它只能再用于同一项业务；办理其它业务{_NEW_CODE}"),
        }.get(self.entry.state, (f"已用于 {used}{facts}", f"一个码只能办理一项业务，{_NEW_CODE}"))
        return f"这个电子凭证码{what}，请求没有发出。{advice}。"


class VoucherGuardUnavailable(GdybError):
    """The guard's files cannot be read or written; without them nothing is sent."""

    path: str = ""
    reason: str = ""

    def explain(self) -> str:
        """Which file failed, why and what to do."""
        return (
            f"无法读写电子凭证使用记录 {self.path}：{self.reason}，请求没有发出。"
            "请检查文件夹是否可写、磁盘是否已满，或给 VoucherGuard 指定本机磁盘上的其它位置。"
        )


class VoucherGuard:
    """Codes and what they were used for, in one SQLite file that threads and processes of this machine share.

    Codes are kept only as HMAC-SHA256 under a random key of this installation. Entries older than `keep_days` are
    deleted, except the newest thousand, so that a clock set forward for a moment forgets no code still in use.

    Every method raises VoucherGuardUnavailable when the files cannot be used.
    """

    def __init__(
        self, path: str | os.PathLike[str] | None = None, *, keep_days: int = 7, clock: Clock | None = None
    ) -> None:
        if keep_days < 1:
            raise ValueError(f"entries are kept for at least one day, got {keep_days}")
        file = path if path is not None else data_file("vouchers.sqlite3")
        self._database = GuardedDatabase(file, table="voucher", create=_CREATE, private=True)
        self._kept = timedelta(days=keep_days)
        self._clock = clock or Clock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The SQLite file; the key stands beside it."""
        return self._database.path

    @property
    def key_path(self) -> Path:
        """The file with the key of this installation."""
        return self._database.key_path

    def check(self, code: str | QrRecord, infno: str) -> None:
        """Refuses a code that could not be used for an interface (the identifying one included); changes nothing.

        Raises:
            VoucherAlreadyUsed, RequestInvalid: see `VoucherGuard.claim`.
        """
        text = PersonQuery.electronic_voucher(code).mdtrt_cert_no
        with self._writing() as connection:
            self._refuse_used(connection, self._database.digest(text), infno)

    def claim(self, code: str, infno: str, *, institution: str, msgid: str) -> VoucherClaim:
        """Takes a code for one message, durably and before it is sent; of any number of attempts one succeeds.

        Raises:
            VoucherAlreadyUsed: unless the code is new, was never sent, or was refused for this very interface.
            RequestInvalid: when the text cannot be a code.
            LookupError: for an interface that takes no code.
        """
        SETTLEMENT.use(infno)
        text = PersonQuery.electronic_voucher(code).mdtrt_cert_no
        now = self._clock.now()
        with self._writing() as connection:
            digest = self._database.digest(text)
            self._refuse_used(connection, digest, infno)
            connection.execute(
                "DELETE FROM voucher WHERE at < ? AND serial <= (SELECT max(serial) FROM voucher) - ?",
                ((now - self._kept).timestamp(), _KEPT_WHATEVER_THE_CLOCK_SAYS),
            )
            connection.execute(
                "INSERT OR REPLACE INTO voucher (digest, infno, institution, msgid, state, at) "
                "VALUES (?, ?, ?, ?, 'claimed', ?)",
                (digest, infno, institution, msgid, now.timestamp()),
            )
        return VoucherClaim(digest=digest, infno=infno, msgid=msgid)

    def finish(self, claim: VoucherClaim, outcome: Outcome) -> None:
        """Writes down what became of the message; a claim that is never finished blocks its code."""
        with self._writing() as connection:
            connection.execute(
                "UPDATE voucher SET state = ? WHERE digest = ? AND msgid = ? AND state = 'claimed'",
                (_AFTER[outcome], claim.digest, claim.msgid),
            )

    def unsettled(self) -> tuple[VoucherEntry, ...]:
        """Uses of which nobody knows the result, oldest first: lost answers, killed programs, and calls under way."""
        with self._writing() as connection:
            rows = connection.execute(f"{_ENTRY} WHERE state IN ('claimed', 'unknown') ORDER BY serial").fetchall()
        return tuple(_entry(row) for row in rows)

    def close(self) -> None:
        """Closes the file; the next use opens it again."""
        self._database.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._database.transaction() as connection:
                yield connection
        except (sqlite3.Error, OSError, ValueError, RecordsLost) as error:
            raise VoucherGuardUnavailable(path=str(self.path), reason=str(error)) from error

    def _refuse_used(self, connection: sqlite3.Connection, digest: bytes, infno: str) -> None:
        row = connection.execute(f"{_ENTRY} WHERE digest = ?", (digest,)).fetchone()
        entry = _entry(row) if row else None
        if entry is None or entry.state == "released":
            return
        if entry.state == "refused" and infno in (entry.infno, SETTLEMENT.identification):
            return
        raise VoucherAlreadyUsed(infno=infno, title=operations.by_infno(infno).title, entry=entry)


def _entry(row: tuple[str, str, str, str, float]) -> VoucherEntry:
    infno, institution, msgid, state, at = row
    moment = datetime.fromtimestamp(at, UTC).astimezone(zone_of(UTC_OFFSET))
    return VoucherEntry(infno=infno, institution=institution, msgid=msgid, state=cast(VoucherState, state), at=moment)
