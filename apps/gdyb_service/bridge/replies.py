"""What the bridge answers: records and errors as JSON."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from pydantic import BaseModel
from starlette.responses import JSONResponse

from gdyb_runtime.errors import GdybError, RequestInvalid
from gdyb_runtime.problems import Problem
from gdyb_runtime.readers.errors import (
    ArchitectureMismatch,
    HelperUnusable,
    LibraryMissing,
    PinGuardTripped,
    PinGuardUnavailable,
    ReaderBusy,
    ReaderTimeout,
)
from gdyb_runtime.readers.records import Photo, ReaderRecord, Validity

__all__ = ["BUSY", "INTERNAL", "Refusal", "Refused", "error_reply", "record_reply"]

RecordT = TypeVar("RecordT", bound=ReaderRecord)

_STATUSES: tuple[tuple[type[GdybError], int], ...] = (
    (ReaderBusy, 423),
    (ReaderTimeout, 504),
    (PinGuardTripped, 409),
    (LibraryMissing, 503),
    (ArchitectureMismatch, 503),
    (HelperUnusable, 503),
    (PinGuardUnavailable, 503),
)
_BAD_GATEWAY = 502


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An answer without a call of the reader."""

    status: int
    error: str
    message: str
    retry_safe: bool = False

    def response(self) -> JSONResponse:
        """The same as an answer."""
        body = {"ok": False, "error": self.error, "message": self.message, "retry_safe": self.retry_safe}
        headers = {"WWW-Authenticate": "Bearer"} if self.status == 401 else None
        return JSONResponse(body, status_code=self.status, headers=headers)


class Refused(Exception):
    """Ends a request with a refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.error)
        self.refusal = refusal


BUSY = Refusal(status=423, error="ReaderBusy", message="读卡设备正在使用中，请等这一次完成后再试。", retry_safe=True)
INTERNAL = Refusal(status=500, error="InternalError", message="桥接程序内部出错，请查看它的窗口里的记录。")


def error_reply(error: GdybError) -> Refusal:
    """What went wrong with the reader; the text holds no personal data."""
    status = next((status for kind, status in _STATUSES if isinstance(error, kind)), _BAD_GATEWAY)
    return Refusal(status=status, error=type(error).__name__, message=str(error), retry_safe=error.retry_safe)


def record_reply(record: RecordT, query: Callable[[RecordT], BaseModel]) -> dict[str, object]:
    """A record with everything in it, and the input of 1101 that it makes, or why it makes none."""
    reply: dict[str, object] = {
        "ok": True,
        "record": {name: _plain(value) for name, value in record.shown(personal=True).items()},
        "odd": list(record.odd),
        "labels": {item.name: item.label for item in record.layout.items},
        "raw": record.raw,
        "signature": record.signature,
    }
    try:
        person_query = query(record).model_dump(mode="json", by_alias=True, exclude_none=True)
    except RequestInvalid as error:
        return {**reply, "person_query": None, "problems": [_problem(problem) for problem in error.problems]}
    return {**reply, "person_query": person_query, "problems": []}


def _problem(problem: Problem) -> dict[str, str]:
    return {"field": problem.field, "label": problem.label, "message": problem.message}


def _plain(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case Validity():
            return {"start": _plain(value.start), "end": _plain(value.end), "is_long_term": value.is_long_term}
        case Photo():
            return {"kind": value.kind, "base64": base64.b64encode(value.data).decode("ascii")}
    return value
