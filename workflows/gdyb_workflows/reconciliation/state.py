"""What has been asked and answered in a run, on disk before the next step: a stopped run goes on where it stopped."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gdyb_runtime.errors import GdybError
from gdyb_runtime.local.database import LocalDatabase, data_file
from gdyb_runtime.local.paths import store_path
from gdyb_runtime.local.process_lock import ProcessLock, ProcessLockTaken

__all__ = [
    "Answer",
    "RunBusy",
    "RunState",
    "StateUnusable",
    "Status",
    "Step",
    "digest_of",
    "run_folder",
]

Status = Literal["sent", "done", "refused", "not_sent", "unknown", "unreadable"]
Answer = Mapping[str, str]

_CREATE = """
CREATE TABLE IF NOT EXISTS step (
    id INTEGER PRIMARY KEY, run INTEGER NOT NULL, subject TEXT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL,
    status TEXT NOT NULL, msgid TEXT NOT NULL, inf_refmsgid TEXT NOT NULL DEFAULT '', at TEXT NOT NULL,
    answer TEXT NOT NULL DEFAULT '{}'
)"""
_COLUMNS = "id, subject, name, digest, status, msgid, inf_refmsgid, at, answer"
_FINISHED = "finished"
_LOCK = "lock.sqlite3"


class StateUnusable(GdybError):
    """The files of a run cannot be read or written; nothing more was sent, what was answered is remembered."""

    path: str = ""
    reason: str = ""

    def explain(self) -> str:
        """Which file failed and why."""
        return (
            f"无法读写对账的文件 {self.path}：{self.reason}，没有继续发送。"
            "请检查文件夹是否可写、磁盘是否已满，再运行同样的命令接着做。"
        )


class RunBusy(GdybError):
    """Another process is at work on the same run; nothing was sent."""

    path: str = ""

    def explain(self) -> str:
        """What to do."""
        return f"同一机构、同一期间的对账正在另一个进程中进行（{self.path}），没有发送。请等它结束后再运行。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One call of a run."""

    id: int
    subject: str
    """Group or unit it is about."""
    name: str
    """Operation, or `finished`."""
    digest: str
    """Of what was sent: the same step with other data is another step."""
    status: Status
    msgid: str
    inf_refmsgid: str
    at: str
    """When it was sent, Beijing time."""
    answer: Answer
    """What later steps need of the answer, such as file_qury_no and filename."""


def run_folder(*, institution: str, address: str, period: str) -> Path:
    """Where a run is remembered: one folder for each platform, institution and period."""
    # The address and the code are free texts; a digest makes them a folder's name on any system.
    place = hashlib.sha256(f"{address}\n{institution}".encode()).hexdigest()[:12]
    return data_file("reconciliation") / place / period


def digest_of(*parts: object) -> str:
    """A digest of values that have one way to be written."""
    return hashlib.sha256("\n".join(map(str, parts)).encode("utf-8")).hexdigest()


class RunState:
    """The steps of the current run in one folder, which it locks against other processes; a context manager."""

    def __init__(self, folder: Path, *, restart: bool = False) -> None:
        self.folder = folder
        """Folder of the run; downloaded results are kept here, too."""
        self._database = LocalDatabase(folder / "state.sqlite3", create=_CREATE, private=True)
        with self.failures():
            store_path(folder / _LOCK, mode=0o700)
            try:
                self._lock = ProcessLock(folder / _LOCK)
            except ProcessLockTaken:
                raise RunBusy(path=str(folder)) from None
            try:
                last, is_finished = self._last_run()
            except BaseException:
                self.close()
                raise
        self.run = last if last and not is_finished and not restart else last + 1
        """Number of the run; a finished one is followed by another."""

    def __enter__(self) -> "RunState":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Gives the run free for other processes."""
        self._database.close()
        self._lock.close()

    def done(self, subject: str, name: str, digest: str) -> Step | None:
        """The step if it was answered with success."""
        condition = "subject = ? AND name = ? AND digest = ? AND status = 'done'"
        return next(iter(self._steps(condition, subject, name, digest)), None)

    def unanswered(self, subject: str, name: str) -> Step | None:
        """The last step of this name if nobody knows whether it was carried out."""
        last = next(iter(self._steps("subject = ? AND name = ?", subject, name)), None)
        return last if last is not None and last.status in ("sent", "unknown") else None

    def steps(self) -> tuple[Step, ...]:
        """All steps of this run, the oldest first."""
        return tuple(reversed(self._steps("name <> ?", _FINISHED)))

    def begin(self, subject: str, name: str, digest: str, *, msgid: str, at: str) -> int:
        """Notes a step before it is sent; gives its id."""
        insert = (
            "INSERT INTO step (run, subject, name, digest, status, msgid, at) VALUES (?, ?, ?, ?, 'sent', ?, ?) "
            "RETURNING id"
        )
        with self.failures(), self._database.connection() as connection:
            rows = connection.execute(insert, (self.run, subject, name, digest, msgid, at)).fetchall()
        return int(rows[0][0])

    def end(self, step: int, status: Status, *, inf_refmsgid: str = "", answer: Answer | None = None) -> None:
        """Notes how a step ended."""
        update = "UPDATE step SET status = ?, inf_refmsgid = ?, answer = ? WHERE id = ?"
        with self.failures(), self._database.connection() as connection:
            connection.execute(update, (status, inf_refmsgid, json.dumps(dict(answer or {})), step))

    def finish(self, *, at: str) -> None:
        """Notes that the run came to its end; the next one starts anew."""
        self.end(self.begin("", _FINISHED, "", msgid="", at=at), "done")

    def _last_run(self) -> tuple[int, bool]:
        query = "SELECT coalesce(max(run), 0), coalesce(max(CASE WHEN name = ? THEN run END), -1) FROM step"
        with self._database.connection() as connection:
            last, finished = connection.execute(query, (_FINISHED,)).fetchall()[0]
        return int(last), last == finished

    def _steps(self, condition: str, *values: str) -> list[Step]:
        query = f"SELECT {_COLUMNS} FROM step WHERE run = ? AND {condition} ORDER BY id DESC"
        with self.failures(), self._database.connection() as connection:
            rows = connection.execute(query, (self.run, *values)).fetchall()
        names = _COLUMNS.split(", ")
        return [Step(**{**dict(zip(names, row, strict=True)), "answer": json.loads(row[-1])}) for row in rows]

    @contextmanager
    def failures(self) -> Iterator[None]:
        """Turns what the system says about the folder into StateUnusable."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StateUnusable(path=str(self.folder), reason=str(error)) from error
