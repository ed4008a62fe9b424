"""What a successful call returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from .decode import JsonValue
from .files.download import DownloadedFile
from .models import ReplyModel
from .problems import Problem

OutputT_co = TypeVar("OutputT_co", bound=ReplyModel, covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(Generic[OutputT_co]):
    """A successful reply: typed output, envelope, and what departs from the tables."""

    output: OutputT_co
    infcode: int
    inf_refmsgid: str
    """Id the platform gave the call; later interfaces ask for it."""
    err_msg: str = field(repr=False)
    """May be filled on success, too."""
    msgid: str
    """Id under which the call was sent."""
    warnings: tuple[Problem, ...] = ()
    """Departures from the printed tables."""
    trace_id: str = ""
    raw: bytes = field(repr=False)
    """The body as received."""
    envelope: Mapping[str, JsonValue] = field(repr=False)
    """Every key of the message as received, unknown ones included."""
    download: DownloadedFile | None = None
    """What ``file`` gives, None where the platform sent no file."""

    @property
    def file(self) -> DownloadedFile:
        """The file that an interface with ``file_reply`` sent.

        Raises:
            LookupError: when this interface sends no file.
        """
        if self.download is None:
            raise LookupError("这个接口不返回文件")
        return self.download
